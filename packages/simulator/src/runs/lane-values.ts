// Values of a chunk of lanes: parameters, initial values and coefficients, slot by slot.
//
// slot = (lane within the chunk) · size + element. What is evaluated for a slot sees that slot's values only.

import {
  type CompiledGroup,
  hostLowering,
  type KernelInput,
  type PropagatorCoefficients,
  propagatorCoefficients,
} from "@spikefarm/compiler";
import { type CheckedGroup, type Expression, evaluate, type MeasuredSteps } from "@spikefarm/equations";
import type { Batch } from "../simulation-api.js";

/** Lanes [firstLane, firstLane + lanes) of a batch, for one group. */
export interface Chunk {
  readonly batch: Batch;
  readonly firstLane: number;
  readonly lanes: number;
  readonly size: number;
  readonly dtSeconds: number;
  readonly everySteps: ReadonlyMap<string, number>;
  /** Of the accumulators, by number. */
  readonly windows: readonly MeasuredSteps[];
}

export const slotsOf = ({ lanes, size }: Chunk): number => lanes * size;

export class LaneValues {
  readonly #chunk: Chunk;
  readonly #group: CheckedGroup;
  /** Every variable's value in every slot before the first step. */
  readonly initial: ReadonlyMap<string, Float64Array>;

  constructor(chunk: Chunk, group: CheckedGroup) {
    this.#chunk = chunk;
    this.#group = group;
    this.initial = this.#initialValues();
  }

  parameter(name: string, slot: number): number {
    const value = this.#chunk.batch.parameters.get(name);
    if (value === undefined) throw new Error(`the batch has no parameter "${name}"`);
    return typeof value === "number" ? value : value[this.#chunk.firstLane + Math.floor(slot / this.#chunk.size)]!;
  }

  /** The value of a name in a slot, where `variable` knows the group's variables. */
  lookup(slot: number, stepSeconds: number, variable: (name: string) => number | undefined): (name: string) => number {
    return (name) => {
      if (name === "t") return stepSeconds;
      if (name === "dt") return this.#chunk.dtSeconds;
      if (name === "N") return this.#chunk.size;
      if (name === "i") return slot % this.#chunk.size;
      return variable(name) ?? this.parameter(name, slot);
    };
  }

  /** One number a slot for a kernel's input. */
  *inputs(input: KernelInput, compiled: CompiledGroup): Iterable<number> {
    const slots = slotsOf(this.#chunk);
    const coefficients = input.kind === "coefficient" ? this.#coefficients(input.propagator, compiled) : undefined;
    for (let slot = 0; slot < slots; slot++) {
      if (input.kind === "coefficient") yield coefficients!(slot)[input.part][input.index]!;
      else if (input.kind === "parameter") yield this.parameter(input.name, slot);
      else if (input.kind === "key") throw new Error("no stream has a key yet");
      else if (input.kind === "window") yield this.#chunk.windows[input.window]![input.edge];
      else if (input.kind === "everySteps") yield this.#chunk.everySteps.get(input.name)!;
      else yield this.#constant(slot)(input.name);
    }
  }

  #constant(slot: number): (name: string) => number {
    return this.lookup(slot, 0, (name) => this.initial.get(name)?.[slot]);
  }

  /** Slots whose coefficients rest on equal values share them. */
  #coefficients(index: number, compiled: CompiledGroup): (slot: number) => PropagatorCoefficients {
    const propagator = compiled.layout.propagators[index]!;
    const known = knownCoefficients(compiled, index);
    const names = propagator.constantNames;
    return (slot) => {
      const constantOf = this.#constant(slot);
      const key = [this.#chunk.dtSeconds, ...names.map(constantOf)].map(exactText).join();
      let coefficients = known.get(key);
      if (coefficients === undefined) {
        const host = hostLowering(({ name }) => constantOf(name), compiled.dynamics.isOfParameters);
        coefficients = propagatorCoefficients(propagator, host, this.#chunk.dtSeconds);
        if (known.size >= MAX_KNOWN_COEFFICIENTS) known.clear();
        known.set(key, coefficients);
      }
      return coefficients;
    };
  }

  #initialValues(): ReadonlyMap<string, Float64Array> {
    const slots = slotsOf(this.#chunk);
    const variables = this.#group.variables.filter((variable) => variable.kind !== "subexpression");
    const values = new Map(variables.map(({ name }) => [name, new Float64Array(slots)]));
    for (const { variable, value } of this.#group.initial) {
      const target = values.get(variable)!;
      if (isNumbers(value) && value.length !== this.#chunk.size) throw new Error(`"${variable}" has ${value.length} initial values`);
      for (let slot = 0; slot < slots; slot++) {
        const number = isNumbers(value)
          ? value[slot % this.#chunk.size]!
          : evaluate(
              value,
              this.lookup(slot, 0, (name) => values.get(name)?.[slot]),
            );
        target[slot] = this.#stored(variable, number);
      }
    }
    return values;
  }

  /** As the variable keeps it: integers are 32-bit, booleans 0 or 1. */
  #stored(name: string, value: number): number {
    const variable = this.#group.variables.find((candidate) => candidate.name === name);
    if (variable?.kind !== "parameter" || variable.type === "float") return value;
    return variable.type === "integer" ? value | 0 : Number(value !== 0);
  }
}

/** Different for different doubles (−0 prints as 0 otherwise). */
const exactText = (value: number) => (Object.is(value, -0) ? "-0" : String(value));

const isNumbers = (value: Expression | readonly number[]): value is readonly number[] => Array.isArray(value);

const MAX_KNOWN_COEFFICIENTS = 10_000;
const coefficientsByGroup = new WeakMap<CompiledGroup, Map<string, PropagatorCoefficients>[]>();

function knownCoefficients(compiled: CompiledGroup, index: number): Map<string, PropagatorCoefficients> {
  let known = coefficientsByGroup.get(compiled);
  if (known === undefined) {
    known = compiled.layout.propagators.map(() => new Map());
    coefficientsByGroup.set(compiled, known);
  }
  return known[index]!;
}
