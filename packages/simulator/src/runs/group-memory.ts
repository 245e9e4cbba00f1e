// A group's arrays in a kernel's memory, as the compiler's abi.ts draws them, and the views through which they are filled and read.

import {
  type CompiledGroup,
  type KernelState,
  SLOTS_PER_VECTOR,
  TABLE_COUNTS,
  TABLE_ENTRY_SIZE_BYTES,
  TABLE_FIRST_SPIKES,
  TABLE_STOP,
  TABLE_UNIFORMS,
  tablePlaces,
} from "@spikefarm/compiler";
import { MemoryLayout } from "../kernels/kernel-memory.js";
import type { LaneValues } from "./lane-values.js";
import { MAX_SLOTS_IN_BLOCK, RecordingBuffers } from "./recording-buffers.js";

export interface GroupMemory {
  readonly table: number;
  readonly blocks: number;
  /** One entry a slot, in layout order; padding included. */
  readonly states: readonly Float64Array[];
  /** Two words a slot, the low one first. */
  readonly counts: Int32Array;
  readonly firstSpikes: Float64Array;
  readonly buffers: RecordingBuffers;
  /** Why the kernel stopped before a block: one of STOPPED_BY. */
  stoppedBy(): number;
}

export function layOutGroup(compiled: CompiledGroup, values: LaneValues, slots: number): GroupMemory {
  const { layout, interleave } = compiled;
  const blocks = Math.ceil(slots / (interleave * SLOTS_PER_VECTOR));
  // Padded to whole blocks of any kernel, so that every target may run on them.
  const padded = Math.max(blocks * interleave * SLOTS_PER_VECTOR, Math.ceil(slots / MAX_SLOTS_IN_BLOCK) * MAX_SLOTS_IN_BLOCK);

  const memory = new MemoryLayout();
  const perSlot = () => memory.reserve(padded * Float64Array.BYTES_PER_ELEMENT);
  const places = tablePlaces(layout);
  const table = memory.reserve(places.entries * TABLE_ENTRY_SIZE_BYTES);
  const uniformsAt = memory.reserve(layout.uniforms.length * Float64Array.BYTES_PER_ELEMENT);
  const arraysAt = layout.arrays.map(perSlot);
  const statesAt = layout.states.map(perSlot);
  const countsAt = perSlot();
  const firstSpikesAt = perSlot();
  const buffers = new RecordingBuffers(layout, memory, padded);
  const buffer = memory.commit();

  const words = new Uint32Array(buffer, table, places.entries);
  words[TABLE_UNIFORMS] = uniformsAt;
  words[TABLE_COUNTS] = countsAt;
  words[TABLE_FIRST_SPIKES] = firstSpikesAt;
  words.set(arraysAt, places.arrays);
  words.set(statesAt, places.states);
  buffers.open(buffer, words);

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
    states,
    counts: new Int32Array(buffer, countsAt, 2 * padded).fill(0),
    firstSpikes: viewAt(firstSpikesAt).fill(Number.POSITIVE_INFINITY),
    buffers,
    stoppedBy: () => words[TABLE_STOP]!,
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

/** Padding slots are copies of the last one. */
function fill(target: Float64Array, values: Iterable<number>, slots: number): void {
  let slot = 0;
  for (const value of values) target[slot++] = value;
  target.fill(target[slots - 1]!, slots);
}
