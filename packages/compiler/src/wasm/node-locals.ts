// Which locals hold a node's values: one a vector where it depends on the slot, else one for all. A Philox block takes twice as many: first the
// bits of the even step, then those of the odd one.
//
// States have locals of their own, which live from step to step, and so has the parity of the step. Every other node gives its locals back at its
// last use, for the next node; unless it is used in another phase than it is computed in (what is fixed for a slot serves all steps, the values of
// a pair of steps serve both), or by a sample, which is taken last. An engine takes some ten thousand locals: a coupled system's solution, which
// is computed before the steps, needs more values than that.

import type { LiveNodes } from "../ir/live-nodes.js";
import type { Node, Program } from "../ir/program.js";

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
    const shown = [...program.next, program.spike, ...program.recorded, ...program.traced, ...program.assumptions];
    const kept = new Set<number>([...shown, ...fixed.keys()]);
    for (const [id, locals] of fixed) this.#locals.set(id, locals);
    for (const id of live.sampled) for (const used of program.nodes[id]!.arguments) kept.add(used);
    for (const id of live.always) {
      const { arguments: args, onlyWhere } = program.nodes[id]!;
      for (const used of args) {
        lastUse.set(used, id);
        if (phaseOf(program.nodes[used]!) !== phaseOf(program.nodes[id]!)) kept.add(used);
      }
      if (onlyWhere !== undefined) kept.add(onlyWhere);
    }
    for (const [used, by] of lastUse) {
      if (kept.has(used)) continue;
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

/** What is the same for all slots is computed before what is fixed for one. */
const phaseOf = ({ rate, dependsOnSlot }: Node) => (rate === "call" && dependsOnSlot ? "slot" : rate);
