// Which locals hold a node's values: one a vector where it depends on the slot, else one for all. A Philox block takes twice as many: first the
// bits of the even step, then those of the odd one.
//
// States have locals of their own, which live from step to step, and so has the parity of the step. What is computed before the steps keeps its
// locals. What is computed in a step, or once a pair of steps, gives them back at its last use, for the next node; unless it is used at another
// rate than it is computed at (the values of a pair of steps serve both), or by a sample, which is taken last.

import type { LiveNodes } from "../ir/live-nodes.js";
import type { Program } from "../ir/program.js";

export class NodeLocals {
  readonly #program: Program;
  readonly #locals = new Map<number, readonly number[]>();
  /** Nodes whose last use is at this one. */
  readonly #endingAt = new Map<number, number[]>();
  readonly #interleave: number;
  readonly #create: () => number;
  /** By how many they are. */
  readonly #free = new Map<number, (readonly number[])[]>();

  constructor(program: Program, live: LiveNodes, interleave: number, create: () => number, fixed: ReadonlyMap<number, readonly number[]>) {
    this.#program = program;
    this.#interleave = interleave;
    this.#create = create;
    const lastUse = new Map<number, number>();
    const kept = new Set<number>([...program.next, program.spike, ...program.recorded, ...program.traced, ...fixed.keys()]);
    for (const [id, locals] of fixed) this.#locals.set(id, locals);
    for (const id of live.sampled) for (const used of program.nodes[id]!.arguments) kept.add(used);
    for (const id of live.always) {
      for (const used of program.nodes[id]!.arguments) {
        lastUse.set(used, id);
        if (program.nodes[used]!.rate !== program.nodes[id]!.rate) kept.add(used);
      }
    }
    for (const [used, by] of lastUse) {
      if (program.nodes[used]!.rate === "call" || kept.has(used)) continue;
      this.#endingAt.set(by, [...(this.#endingAt.get(by) ?? []), used]);
    }
  }

  of(id: number): readonly number[] {
    const locals = this.#locals.get(id);
    if (locals === undefined) throw new Error(`node ${id} is used before it is computed`);
    return locals;
  }

  /** Locals for a node that is about to be computed. */
  allocate(id: number): readonly number[] {
    const count = this.#countOf(id);
    const locals = this.#free.get(count)?.pop() ?? Array.from({ length: count }, this.#create);
    this.#locals.set(id, locals);
    return locals;
  }

  /** Takes back what is used for the last time by this node. */
  release(id: number): void {
    for (const ended of this.#endingAt.get(id) ?? []) {
      const count = this.#countOf(ended);
      this.#free.set(count, [...(this.#free.get(count) ?? []), this.of(ended)]);
    }
  }

  #countOf(id: number): number {
    const { dependsOnSlot, operation } = this.#program.nodes[id]!;
    return (dependsOnSlot ? this.#interleave : 1) * (operation === "philox" ? 2 : 1);
  }
}
