// Values of a chunk of lanes: parameters, initial values, keys and coefficients, slot by slot.
//
// slot = (lane within the chunk) · size + element. What is evaluated for a slot sees that slot's values only.

import {
  type CoefficientColumns,
  type CompiledGroup,
  coefficientColumns,
  type KernelInput,
  type KernelState,
  type KernelTable,
  type Propagator,
} from "@spikefarm/compiler";
import type { CheckedGroup, MeasuredSteps, RandomStream } from "@spikefarm/equations";
import type { StreamKey } from "@spikefarm/numerics";
import type { Batch } from "../simulation-api.js";
import { initialValues } from "./initial-values.js";
import type { RunShape } from "./plan-run.js";
import type { StreamKeys } from "./stream-keys.js";

/** Lanes [firstLane, firstLane + lanes) of a batch, for one group. */
export interface Chunk {
  readonly batch: Batch;
  readonly keys: StreamKeys;
  readonly shape: RunShape;
  readonly firstLane: number;
  readonly lanes: number;
  readonly size: number;
  /** Of the accumulators, by number. */
  readonly windows: readonly MeasuredSteps[];
}

export const slotsOf = ({ lanes, size }: Chunk): number => lanes * size;

export class LaneValues {
  readonly #chunk: Chunk;
  readonly #group: CheckedGroup;
  /** By stream; a key a lane, or one for all. */
  readonly #keys = new Map<RandomStream, readonly StreamKey[]>();
  /** By propagator. */
  readonly #solved = new Map<number, { readonly columns: CoefficientColumns; readonly slotsApiece: number }>();
  /** Every variable's value in every slot before the first step. */
  readonly initial: ReadonlyMap<string, Float64Array>;

  constructor(chunk: Chunk, group: CheckedGroup) {
    this.#chunk = chunk;
    this.#group = group;
    this.initial = initialValues(chunk, group, this);
  }

  parameter(name: string, slot: number): number {
    const value = this.#chunk.batch.parameters.get(name);
    if (value === undefined) throw new Error(`the batch has no parameter "${name}"`);
    return typeof value === "number" ? value : value[this.#laneOf(slot)]!;
  }

  /** The value of a name in the slot that `slot` says when asked, where `variable` knows the group's variables. */
  lookup(slot: () => number, step: number, variable: (name: string) => number | undefined): (name: string) => number {
    const { shape, size } = this.#chunk;
    return (name) => {
      if (name === "t") return step * shape.dtSeconds;
      if (name === "t_in_timesteps") return step;
      if (name === "dt") return shape.dtSeconds;
      if (name === "N") return size;
      if (name === "i") return slot() % size;
      return variable(name) ?? this.parameter(name, slot());
    };
  }

  /** The key of a stream in a slot's lane. */
  key(stream: RandomStream, slot: number): StreamKey {
    const { keys, lanes, firstLane, size } = this.#chunk;
    let known = this.#keys.get(stream);
    if (known === undefined) {
      const count = keys.differ(stream.class) ? lanes : 1;
      known = Array.from({ length: count }, (_, lane) => keys.of(stream, firstLane + lane));
      this.#keys.set(stream, known);
    }
    return known[known.length === 1 ? 0 : Math.floor(slot / size)]!;
  }

  /** Slot by slot, the value of a kernel's input. */
  input(input: KernelInput, compiled: CompiledGroup): (slot: number) => number {
    const { shape, size } = this.#chunk;
    switch (input.kind) {
      case "parameter":
        return (slot) => this.parameter(input.name, slot);
      case "builtin":
        if (input.name === "i") return (slot) => slot % size;
        return () => (input.name === "N" ? size : shape.dtSeconds);
      case "variable": {
        const initial = this.initial.get(input.name)!;
        return (slot) => initial[slot]!;
      }
      case "window":
        return () => this.#chunk.windows[input.window]![input.edge];
      case "everySteps":
        return () => shape.everySteps.get(this.#group.name)!.get(input.name)!;
      case "periodSteps":
        return () => shape.spikes.get(input.input)!.periodSteps!;
      case "firstEntry": {
        const { first } = shape.spikes.get(input.input)!.table;
        return (slot) => first[slot % size]!;
      }
      case "sampling":
        return () => shape.samplings.get(input.data)!.sampling[input.part];
      case "key":
        return (slot) => this.key(input.stream, slot)[input.word];
      case "coefficient": {
        const { columns, slotsApiece } = this.#coefficients(input.propagator, compiled);
        const column = columns[input.part][input.index]!;
        return (slot) => column[Math.floor(slot / slotsApiece)]!;
      }
    }
  }

  /** Slot by slot, the value of a kernel's state before the first step. */
  firstState(state: KernelState): (slot: number) => number {
    switch (state.kind) {
      case "variable": {
        // A subexpression that is constant over a step gets its value in the first.
        const initial = this.initial.get(state.name);
        return (slot) => initial?.[slot] ?? 0;
      }
      case "nextEntry": {
        const [{ first }, { size }] = [this.#chunk.shape.spikes.get(state.input)!.table, this.#chunk];
        return (slot) => first[slot % size]!;
      }
      case "lastSpike":
        return () => Number.NEGATIVE_INFINITY;
      case "notRefractory":
        return () => 1;
      case "event":
      case "nonfinite":
        return () => 0;
      case "accumulator":
        return () => FIRST_PARTS[state.part];
    }
  }

  table(table: KernelTable): Float64Array {
    const { samplings, spikes } = this.#chunk.shape;
    return table.kind === "data" ? samplings.get(table.name)!.array.values : spikes.get(table.input)!.table.steps;
  }

  #laneOf(slot: number): number {
    return this.#chunk.firstLane + Math.floor(slot / this.#chunk.size);
  }

  #constant(slot: number): (name: string) => number {
    return this.lookup(
      () => slot,
      0,
      (name) => this.initial.get(name)?.[slot],
    );
  }

  /** Solved once for all slots, once a lane or once a slot, as what they rest on differs. */
  #coefficients(index: number, compiled: CompiledGroup): { readonly columns: CoefficientColumns; readonly slotsApiece: number } {
    const solved = this.#solved.get(index) ?? this.#solve(compiled.layout.propagators[index]!, compiled);
    this.#solved.set(index, solved);
    return solved;
  }

  #solve(propagator: Propagator, { dynamics }: CompiledGroup) {
    const { shape, size, lanes, batch } = this.#chunk;
    const names = propagator.constantNames;
    const isOfElement = (name: string) => name === "i" || this.initial.has(name);
    const isOfLane = (name: string) => typeof batch.parameters.get(name) === "object";
    const slotsApiece = names.some(isOfElement) ? 1 : names.some(isOfLane) ? size : size * lanes;
    const slots = (size * lanes) / slotsApiece;
    const columns = names.map((name) => Float64Array.from({ length: slots }, (_, at) => this.#constant(at * slotsApiece)(name)));
    const { dtSeconds } = shape;
    return { columns: coefficientColumns(propagator, { slots, columns, dtSeconds, hasReciprocal: dynamics.isOfParameters }), slotsApiece };
  }
}

/** What an accumulator's parts are before its first step. */
const FIRST_PARTS: Readonly<Record<(KernelState & { kind: "accumulator" })["part"], number>> = {
  ...{ count: 0, first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY, squares: 0 },
  ...{ mean: 0, min: Number.NaN, max: Number.NaN },
};
