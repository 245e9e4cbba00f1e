// Which locals hold a node's values: one a vector where it depends on the slot, else one for all.
//
// States have locals of their own, which live from step to step. What is computed before the steps keeps its locals; what is computed in a
// step gives them back at its last use, for the next node of that step.

import type { Program } from "../ir/program.js";

export class NodeLocals {
  readonly #program: Program;
  readonly #locals = new Map<number, readonly number[]>();
  /** Nodes whose last use is at this one. */
  readonly #endingAt = new Map<number, number[]>();
  readonly #interleave: number;
  readonly #create: () => number;
  readonly #free: { readonly many: (readonly number[])[]; readonly one: (readonly number[])[] } = { many: [], one: [] };

  constructor(program: Program, live: readonly number[], interleave: number, create: () => number, states: readonly (readonly number[])[]) {
    this.#program = program;
    this.#interleave = interleave;
    this.#create = create;
    const lastUse = new Map<number, number>();
    for (const id of live) {
      const { input, arguments: uses } = program.nodes[id]!;
      if (input?.kind === "state") this.#locals.set(id, states[input.index]!);
      for (const used of uses) lastUse.set(used, id);
    }
    const kept = new Set<number>([...program.next, program.spike]);
    for (const [used, by] of lastUse) {
      const { dependsOnStep, input } = program.nodes[used]!;
      if (!dependsOnStep || input?.kind === "state" || kept.has(used)) continue;
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
    const isMany = this.#program.nodes[id]!.dependsOnSlot;
    const reused = (isMany ? this.#free.many : this.#free.one).pop();
    const locals = reused ?? Array.from({ length: isMany ? this.#interleave : 1 }, this.#create);
    this.#locals.set(id, locals);
    return locals;
  }

  /** Takes back what is used for the last time by this node. */
  release(id: number): void {
    for (const ended of this.#endingAt.get(id) ?? []) {
      const isMany = this.#program.nodes[ended]!.dependsOnSlot;
      (isMany ? this.#free.many : this.#free.one).push(this.of(ended));
    }
  }
}
