// Programs as the tables of the passes' tests write them: one expression of operations, such as `add(x, select(c, 2, y))`.
//
//   x y z   one number a slot, fixed for the call        u   one for all slots
//   v w n   one a slot that steps change: states         step
//   c d     conditions of the slot                       k   one for all slots
//   true, false, and numbers

import type { Node, ProgramBuilder } from "@spikefarm/compiler";

const LEAVES: Readonly<Record<string, (o: ProgramBuilder) => number>> = {
  x: (o) => o.input({ kind: "array", index: 0 }),
  y: (o) => o.input({ kind: "array", index: 1 }),
  z: (o) => o.input({ kind: "array", index: 2 }),
  u: (o) => o.input({ kind: "uniform", index: 0 }),
  v: (o) => o.input({ kind: "state", index: 0 }),
  w: (o) => o.input({ kind: "state", index: 1 }),
  n: (o) => o.input({ kind: "state", index: 2 }),
  step: (o) => o.input({ kind: "step" }),
  c: (o) => o.lessOrEqual(o.input({ kind: "array", index: 3 }), o.input({ kind: "array", index: 3 })),
  d: (o) => o.lessOrEqual(o.input({ kind: "array", index: 4 }), o.input({ kind: "array", index: 4 })),
  k: (o) => o.oddStep(),
  true: (o) => o.truth(true),
  false: (o) => o.truth(false),
};

/** Builds expressions and prints what has become of them. */
export class ProgramText {
  readonly builder: ProgramBuilder;
  /** A condition of the slot is one node, whatever it is made of. */
  readonly #leaves = new Map<string, number>();

  constructor(builder: ProgramBuilder) {
    this.builder = builder;
  }

  build(text: string): number {
    const tokens = text.match(/[\w.+-]+|[(),]/g) ?? [];
    const read = (): number => {
      const token = tokens.shift()!;
      if (tokens[0] !== "(") return this.#leaf(token);
      const args: number[] = [];
      for (tokens.shift(); args.length === 0 || tokens.shift() === ","; ) args.push(read());
      return (this.builder as unknown as Record<string, (...args: readonly number[]) => number>)[token]!(...args);
    };
    return read();
  }

  print(id: number): string {
    for (const [name, leaf] of this.#leaves) if (leaf === id) return name;
    const { operation, arguments: args, value } = this.builder.nodes[id]!;
    if (value !== undefined) return numberText(value);
    return args.length === 0 ? operation : `${operation}(${args.map((argument) => this.print(argument)).join(", ")})`;
  }

  node(text: string): Node {
    return this.builder.nodes[this.build(text)]!;
  }

  #leaf(name: string): number {
    const known = this.#leaves.get(name);
    if (known !== undefined) return known;
    const make = LEAVES[name];
    if (make === undefined) return this.builder.constant(Number(name));
    const id = make(this.builder);
    this.#leaves.set(name, id);
    return id;
  }
}

const numberText = (value: number) => (Object.is(value, -0) ? "-0" : String(value));
