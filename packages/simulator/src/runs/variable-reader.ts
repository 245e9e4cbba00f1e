// Reads a group's variables between slices: states from the kernel's memory, element parameters that never change from their initial values,
// subexpressions by evaluating them on both.

import type { CompiledGroup, KernelState } from "@spikefarm/compiler";
import { type CheckedGroup, evaluate } from "@spikefarm/equations";
import type { GroupMemory } from "./group-memory.js";
import { type Chunk, type LaneValues, slotsOf } from "./lane-values.js";
import { sampleOf } from "./sample-data.js";

export class VariableReader {
  readonly #group: CheckedGroup;
  readonly #chunk: Chunk;
  readonly #values: LaneValues;
  readonly #states: ReadonlyMap<string, Float64Array>;

  constructor(group: CheckedGroup, chunk: Chunk, compiled: CompiledGroup, memory: GroupMemory, values: LaneValues) {
    this.#group = group;
    this.#chunk = chunk;
    this.#values = values;
    this.#states = new Map(compiled.layout.states.map((state, index) => [keyOf(state), memory.states[index]!]));
  }

  /** One value a slot, before step number `step`; valid until the next slice. */
  read(variable: string, step: number): Float64Array {
    const slots = slotsOf(this.#chunk);
    const stored = this.#states.get(keyOf({ kind: "variable", name: variable })) ?? this.#values.initial.get(variable);
    if (stored !== undefined) return stored.subarray(0, slots);
    let slot = 0;
    const variableIn = (name: string): number | undefined => {
      if (name === "lastspike") return this.#lastSpikeSeconds(slot);
      if (name === "not_refractory") return this.#states.get(keyOf({ kind: "notRefractory" }))?.[slot] ?? 1;
      const kept = this.#states.get(keyOf({ kind: "variable", name })) ?? this.#values.initial.get(name);
      if (kept !== undefined) return kept[slot]!;
      const declared = this.#group.variables.find((candidate) => candidate.name === name);
      return declared?.kind === "subexpression" ? evaluate(declared.value, lookup, sources) : undefined;
    };
    const lookup = this.#values.lookup(() => slot, step, variableIn);
    const sources = { draw: drawsNothing, sample: sampleOf(this.#chunk.shape) };
    const values = new Float64Array(slots);
    for (; slot < slots; slot++) values[slot] = lookup(variable);
    return values;
  }

  #lastSpikeSeconds(slot: number): number {
    const step = this.#states.get(keyOf({ kind: "lastSpike" }))![slot]!;
    return step >= 0 ? step * this.#chunk.shape.dtSeconds : NEVER_SECONDS;
  }
}

/** `lastspike` before the first spike. */
const NEVER_SECONDS = -1e4;

const keyOf = (state: KernelState) => JSON.stringify(state);

/** What draws is constant over a step, and so it is kept. */
const drawsNothing = () => {
  throw new Error("a subexpression that draws is evaluated outside the run");
};
