// Reads a group's variables between slices: states from the kernel's memory, element parameters that never change from their initial values,
// subexpressions by evaluating them on both.

import type { CompiledGroup } from "@spikefarm/compiler";
import { type CheckedGroup, evaluate } from "@spikefarm/equations";
import type { GroupMemory } from "./group-memory.js";
import type { LaneValues } from "./lane-values.js";

export class VariableReader {
  readonly #group: CheckedGroup;
  readonly #values: LaneValues;
  readonly #slots: number;
  readonly #states: ReadonlyMap<string, Float64Array>;

  constructor(group: CheckedGroup, compiled: CompiledGroup, memory: GroupMemory, values: LaneValues, slots: number) {
    this.#group = group;
    this.#values = values;
    this.#slots = slots;
    this.#states = new Map(
      compiled.layout.states.flatMap((state, index) => (state.kind === "variable" ? [[state.name, memory.states[index]!]] : [])),
    );
  }

  /** One value a slot (at least: padding may follow); valid until the next slice. */
  read(variable: string, seconds: number): Float64Array {
    const stored = this.#states.get(variable) ?? this.#values.initial.get(variable);
    if (stored !== undefined) return stored.subarray(0, this.#slots);
    return Float64Array.from({ length: this.#slots }, (_, slot) => this.#valueAt(variable, slot, seconds));
  }

  #valueAt(variable: string, slot: number, seconds: number): number {
    const declared = this.#group.variables.find(({ name }) => name === variable);
    if (declared === undefined) throw new Error(`group "${this.#group.name}" has no variable "${variable}"`);
    if (declared.kind !== "subexpression") return this.read(variable, seconds)[slot]!;
    const isVariable = (name: string) => this.#group.variables.some((candidate) => candidate.name === name);
    const lookup = this.#values.lookup(slot, seconds, (name) => (isVariable(name) ? this.#valueAt(name, slot, seconds) : undefined));
    return evaluate(declared.value, lookup);
  }
}
