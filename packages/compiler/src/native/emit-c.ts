// A program as C: the same `run` as the WebAssembly kernel (abi.ts), on the same memory, with the processor's widest vectors.
//
//   int run(memory, table, firstBlock, blocks, firstStep, steps)
//   int first_broken(memory, table, blocks)      the first block that breaks an assumption, or `blocks`; asked once before the first run
//   int slots_in_block(void)
//
// The shape is the WebAssembly emitter's: what is uniform, then for each block its arrays and what is fixed for a slot, its states, the steps,
// its states again. A node is one variable a vector of the block (n12_0, n12_1, …), or one for all where it does not depend on the slot; the C
// compiler allocates registers. Nothing here may change a bit: no operation is fused, reordered or left out (flags.ts).

import { SPIKE_SIZE_BYTES, TABLE_ARRAYS, TABLE_COUNTS, TABLE_FIRST_SPIKES, TABLE_NEXT_SPIKE, TABLE_UNIFORMS } from "../abi.js";
import type { KernelLayout } from "../compiled-model.js";
import { liveNodes } from "../ir/live-nodes.js";
import type { Node, Program } from "../ir/program.js";
import { PRELUDE } from "./prelude.js";

/** `interleave` vectors advance together. */
export function emitC(program: Program, layout: KernelLayout, interleave: number): string {
  return `${PRELUDE}${new CEmitter(program, layout, interleave).emit()}`;
}

class CEmitter {
  readonly #program: Program;
  readonly #layout: KernelLayout;
  readonly #vectors: readonly number[];
  readonly #live: readonly number[];
  readonly #stateOf: ReadonlyMap<number, number>;
  readonly #countsSpikes: boolean;
  readonly #lines: string[] = [];

  constructor(program: Program, layout: KernelLayout, interleave: number) {
    this.#program = program;
    this.#layout = layout;
    this.#vectors = [...Array(interleave).keys()];
    this.#live = liveNodes(program);
    this.#countsSpikes = program.nodes[program.spike]!.operation !== "false";
    this.#stateOf = new Map(program.nodes.flatMap(({ input }, id) => (input?.kind === "state" ? [[id, input.index] as const] : [])));
  }

  emit(): string {
    this.#line(`enum { BLOCK = ${this.#vectors.length} * WIDTH };`);
    this.#line("int slots_in_block(void) { return BLOCK; }");
    this.#firstBroken();
    this.#line("int run(unsigned char *memory, u32 table, int block, int blocks, double first_step, int steps) {");
    this.#pointers();
    this.#line(`u32 next_spike = at[${TABLE_NEXT_SPIKE}];`);
    this.#line(`i64 *counts = (i64 *)(memory + at[${TABLE_COUNTS}]);`);
    this.#line(`double *first_spikes = (double *)(memory + at[${TABLE_FIRST_SPIKES}]);`);
    this.#compute((node) => !node.dependsOnSlot && !node.dependsOnStep);
    this.#line("for (; block < blocks; block++) {");
    this.#line("const i64 offset = (i64)block * BLOCK;");
    this.#compute((node) => node.dependsOnSlot && !node.dependsOnStep);
    this.#load();
    this.#steps();
    this.#store();
    this.#line("}");
    this.#line(`at[${TABLE_NEXT_SPIKE}] = next_spike;`);
    this.#line("return block;");
    this.#line("}");
    return `${this.#lines.join("\n")}\n`;
  }

  #line(text: string): void {
    this.#lines.push(text);
  }

  /** The variable of a node in a vector. */
  #name(id: number, vector: number): string {
    const state = this.#stateOf.get(id);
    if (state !== undefined) return `s${state}_${vector}`;
    return this.#program.nodes[id]!.dependsOnSlot ? `n${id}_${vector}` : `n${id}`;
  }

  #compute(isWanted: (node: Node) => boolean): void {
    for (const id of this.#live) {
      const node = this.#program.nodes[id]!;
      if (!isWanted(node) || this.#stateOf.has(id)) continue;
      const type = isMask(node) ? "M" : "V";
      for (const vector of node.dependsOnSlot ? this.#vectors : [0]) {
        this.#line(`const ${type} ${this.#name(id, vector)} = ${this.#valueOf(node, vector)};`);
      }
    }
  }

  #valueOf(node: Node, vector: number): string {
    const [a = "", b = "", c = ""] = node.arguments.map((argument) => this.#name(argument, vector));
    switch (node.operation) {
      case "constant":
        return `splat(${literal(node.value!)})`;
      case "input":
        return inputOf(node, vector);
      case "add":
        return `${a} + ${b}`;
      case "subtract":
        return `${a} - ${b}`;
      case "multiply":
        return `${a} * ${b}`;
      case "divide":
        return `${a} / ${b}`;
      case "both":
        return `${a} & ${b}`;
      case "either":
        return `${a} | ${b}`;
      case "not":
        return `~${a}`;
      case "true":
        return "truth(1)";
      case "false":
        return "truth(0)";
      case "select":
        return `selectOf(${a}, ${b}, ${c})`;
      case "floor":
        return `floorOf(${a})`;
      case "lessThan":
      case "lessOrEqual":
      case "equal":
        return `${node.operation}(${a}, ${b})`;
      case "squareRoot":
      case "negate":
      case "absolute":
      case "powerOfTwo":
      case "exponentOf":
      case "significandOf":
        return `${node.operation}(${a})`;
    }
  }

  #pointers(): void {
    const { arrays, states } = this.#layout;
    this.#line("u32 *at = (u32 *)(memory + table);");
    this.#line(`const double *uniforms = (const double *)(memory + at[${TABLE_UNIFORMS}]);`);
    [...arrays, ...states].forEach((_, index) => {
      this.#line(`double *array${index} = (double *)(memory + at[${TABLE_ARRAYS + index}]);`);
    });
  }

  /** Assumptions rest on what is fixed for a slot, so they hold for all steps or for none. */
  #firstBroken(): void {
    const masks = this.#program.assumptions.flatMap((id) =>
      (this.#program.nodes[id]!.dependsOnSlot ? this.#vectors : [0]).map((vector) => this.#name(id, vector)),
    );
    this.#line("int first_broken(unsigned char *memory, u32 table, int blocks) {");
    if (masks.length > 0) {
      this.#pointers();
      this.#compute((node) => !node.dependsOnSlot && !node.dependsOnStep);
      this.#line("for (int block = 0; block < blocks; block++) {");
      this.#line("const i64 offset = (i64)block * BLOCK;");
      this.#compute((node) => node.dependsOnSlot && !node.dependsOnStep);
      this.#line(`if (bitsOf(${masks.join(" & ")}) != EVERY) return block;`);
      this.#line("}");
    }
    this.#line("return blocks;");
    this.#line("}");
  }

  #load(): void {
    const { arrays, states, recordings } = this.#layout;
    for (const vector of this.#vectors) {
      states.forEach((_, index) => {
        this.#line(`V s${index}_${vector} = load(array${arrays.length + index} + offset + ${vector} * WIDTH);`);
      });
      if (this.#countsSpikes) this.#line(`M count_${vector} = loadCounts(counts + offset + ${vector} * WIDTH);`);
      if (recordings.firstSpike) this.#line(`V first_${vector} = load(first_spikes + offset + ${vector} * WIDTH);`);
    }
  }

  #store(): void {
    const { arrays, states, recordings } = this.#layout;
    for (const vector of this.#vectors) {
      states.forEach((_, index) => {
        this.#line(`store(array${arrays.length + index} + offset + ${vector} * WIDTH, s${index}_${vector});`);
      });
      if (this.#countsSpikes) this.#line(`storeCounts(counts + offset + ${vector} * WIDTH, count_${vector});`);
      if (recordings.firstSpike) this.#line(`store(first_spikes + offset + ${vector} * WIDTH, first_${vector});`);
    }
  }

  #steps(): void {
    this.#line("double step = first_step;");
    this.#line("for (int k = 0; k < steps; k++, step += 1) {");
    this.#compute((node) => node.dependsOnStep);
    if (this.#countsSpikes) this.#spikes();
    this.#replaceStates();
    this.#line("}");
  }

  /** A lane that spikes is −1, so subtracting the condition counts it. Entries are written for every slot, and gone over unless it has spiked. */
  #spikes(): void {
    const { firstSpike, spikes } = this.#layout.recordings;
    const found = this.#vectors.map((vector) => this.#name(this.#program.spike, vector));
    for (const vector of this.#vectors) this.#line(`count_${vector} -= ${found[vector]};`);
    if (!firstSpike && !spikes) return;
    this.#line(`if (__builtin_expect(bitsOf(${found.join(" | ")}) != 0, 0)) {`);
    for (const vector of this.#vectors) {
      if (firstSpike) {
        const isFirst = `${found[vector]} & lessThan(splat(step), first_${vector})`;
        this.#line(`first_${vector} = selectOf(${isFirst}, splat(step), first_${vector});`);
      }
      if (!spikes) continue;
      this.#line(`for (u32 bits = bitsOf(${found[vector]}); bits != 0; bits &= bits - 1) {`);
      this.#line("u32 *entry = (u32 *)(memory + next_spike);");
      this.#line("entry[0] = (u32)k;");
      this.#line(`entry[1] = (u32)offset + ${vector} * WIDTH + (u32)__builtin_ctz(bits);`);
      this.#line(`next_spike += ${SPIKE_SIZE_BYTES};`);
      this.#line("}");
    }
    this.#line("}");
  }

  /** All new values are read before any is written: one may be another's old value. */
  #replaceStates(): void {
    for (const vector of this.#vectors) {
      const changed = this.#layout.states.flatMap((_, index) => {
        const from = this.#name(this.#program.next[index]!, vector);
        const to = `s${index}_${vector}`;
        return from === to ? [] : [{ from, to, kept: `next${index}_${vector}` }];
      });
      for (const { from, kept } of changed) this.#line(`const V ${kept} = ${from};`);
      for (const { to, kept } of changed) this.#line(`${to} = ${kept};`);
    }
  }
}

const MASKS: ReadonlySet<Node["operation"]> = new Set(["true", "false", "lessThan", "lessOrEqual", "equal", "both", "either", "not"]);
const isMask = (node: Node) => MASKS.has(node.operation);

function inputOf({ input }: Node, vector: number): string {
  switch (input!.kind) {
    case "uniform":
      return `splat(uniforms[${input!.index}])`;
    case "array":
      return `load(array${input!.index} + offset + ${vector} * WIDTH)`;
    case "step":
      return "splat(step)";
    case "state":
      throw new Error("a state is a variable of its own");
  }
}

/** A double as C reads it back to the bit: 17 digits are enough for any (and the shortest that print it are as good). */
function literal(value: number): string {
  if (Number.isNaN(value)) return `__builtin_nan("")`;
  if (!Number.isFinite(value)) return value > 0 ? "__builtin_inf()" : "-__builtin_inf()";
  const text = Object.is(value, -0) ? "-0" : String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
