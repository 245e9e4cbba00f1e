// A group's arrays in a kernel's memory, as the compiler's abi.ts draws them, and the views through which they are filled and read.

import {
  type CompiledGroup,
  type KernelState,
  SLOTS_PER_VECTOR,
  SPIKE_SIZE_BYTES,
  TABLE_ARRAYS,
  TABLE_COUNTS,
  TABLE_ENTRY_SIZE_BYTES,
  TABLE_FIRST_SPIKES,
  TABLE_NEXT_SPIKE,
  TABLE_UNIFORMS,
} from "@spikefarm/compiler";
import { MemoryLayout } from "../kernels/kernel-memory.js";
import type { LaneValues } from "./lane-values.js";

/** Entries the spike buffer holds where the group is not larger still. */
const SPIKE_BUFFER_ENTRIES = 524_288;
export const SPIKE_BUFFER_SIZE_BYTES = SPIKE_BUFFER_ENTRIES * SPIKE_SIZE_BYTES;

/** The largest block of any kernel: eight vectors of eight slots. Arrays are padded to whole ones, so that every target may run on them. */
const MAX_SLOTS_IN_BLOCK = 64;

export interface GroupMemory {
  readonly table: number;
  readonly blocks: number;
  /** The longest slice whose spikes all fit. */
  readonly maxSliceSteps: number;
  /** One entry a slot, in layout order; padding included. */
  readonly states: readonly Float64Array[];
  /** Two words a slot, the low one first. */
  readonly counts: Int32Array;
  readonly firstSpikes: Float64Array;
  /** Entries (step of the slice, slot) since `emptySpikes`. */
  spikes(): Uint32Array;
  emptySpikes(): void;
}

export function layOutGroup(compiled: CompiledGroup, values: LaneValues, slots: number): GroupMemory {
  const { layout, interleave } = compiled;
  const blocks = Math.ceil(slots / (interleave * SLOTS_PER_VECTOR));
  const padded = Math.max(blocks * interleave * SLOTS_PER_VECTOR, Math.ceil(slots / MAX_SLOTS_IN_BLOCK) * MAX_SLOTS_IN_BLOCK);
  const entries = layout.recordings.spikes ? Math.max(SPIKE_BUFFER_ENTRIES, padded + 1) : 0;

  const memory = new MemoryLayout();
  const perSlot = () => memory.reserve(padded * Float64Array.BYTES_PER_ELEMENT);
  const table = memory.reserve((TABLE_ARRAYS + layout.arrays.length + layout.states.length) * TABLE_ENTRY_SIZE_BYTES);
  const uniformsAt = memory.reserve(layout.uniforms.length * Float64Array.BYTES_PER_ELEMENT);
  const arraysAt = layout.arrays.map(perSlot);
  const statesAt = layout.states.map(perSlot);
  const countsAt = perSlot();
  const firstSpikesAt = perSlot();
  const spikesAt = memory.reserve(entries * SPIKE_SIZE_BYTES);
  const buffer = memory.commit();

  const words = new Uint32Array(buffer, table, TABLE_ARRAYS + arraysAt.length + statesAt.length);
  words[TABLE_UNIFORMS] = uniformsAt;
  words[TABLE_NEXT_SPIKE] = spikesAt;
  words[TABLE_COUNTS] = countsAt;
  words[TABLE_FIRST_SPIKES] = firstSpikesAt;
  words.set([...arraysAt, ...statesAt], TABLE_ARRAYS);

  const uniforms = new Float64Array(buffer, uniformsAt, layout.uniforms.length);
  layout.uniforms.forEach((input, index) => {
    for (const value of values.inputs(input, compiled)) {
      uniforms[index] = value;
      break;
    }
  });
  const viewAt = (address: number) => new Float64Array(buffer, address, padded);
  layout.arrays.forEach((input, index) => {
    fill(viewAt(arraysAt[index]!), values.inputs(input, compiled), slots);
  });
  const states = statesAt.map(viewAt);
  layout.states.forEach((state, index) => {
    if (state.kind === "variable") fill(states[index]!, values.initial.get(state.name)!, slots);
    else states[index]!.fill(state.kind === "accumulator" ? FIRST_PARTS[state.part] : FIRST_VALUES[state.kind]);
  });
  return {
    table,
    blocks,
    maxSliceSteps: entries === 0 ? MAX_SLICE_STEPS : Math.min(MAX_SLICE_STEPS, Math.floor((entries - 1) / padded)),
    states,
    counts: new Int32Array(buffer, countsAt, 2 * padded).fill(0),
    firstSpikes: viewAt(firstSpikesAt).fill(Number.POSITIVE_INFINITY),
    spikes: () => new Uint32Array(buffer, spikesAt, (words[TABLE_NEXT_SPIKE]! - spikesAt) / Uint32Array.BYTES_PER_ELEMENT),
    emptySpikes: () => {
      words[TABLE_NEXT_SPIKE] = spikesAt;
    },
  };
}

/** What states other than variables are before the first step. */
const FIRST_VALUES: Readonly<Record<Exclude<KernelState["kind"], "variable" | "accumulator">, number>> = {
  lastSpike: Number.NEGATIVE_INFINITY,
  notRefractory: 1,
  event: 0,
  nonfinite: 0,
};

/** What an accumulator's parts are before its first step. */
const FIRST_PARTS: Readonly<Record<(KernelState & { kind: "accumulator" })["part"], number>> = {
  ...{ count: 0, first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY, squares: 0 },
  ...{ mean: 0, min: Number.NaN, max: Number.NaN },
};

/** `steps` of a kernel is an i32. */
const MAX_SLICE_STEPS = 1_073_741_824;

/** Padding slots are copies of the last one. */
function fill(target: Float64Array, values: Iterable<number>, slots: number): void {
  let slot = 0;
  for (const value of values) target[slot++] = value;
  target.fill(target[slots - 1]!, slots);
}
