// A group's arrays in a kernel's memory, as the compiler's abi.ts draws them, and the views through which they are filled and read.

import {
  type CompiledGroup,
  ENTRIES_PER_TABLE,
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
  // The last block of every target has room, however many slots its blocks have.
  const padded = Math.ceil(slots / SLOTS_PER_VECTOR) * SLOTS_PER_VECTOR + MAX_SLOTS_IN_BLOCK;

  const memory = new MemoryLayout();
  const perSlot = () => memory.reserve(padded * Float64Array.BYTES_PER_ELEMENT);
  const places = tablePlaces(layout);
  const table = memory.reserve(places.entries * TABLE_ENTRY_SIZE_BYTES);
  const uniformsAt = memory.reserve(layout.uniforms.length * Float64Array.BYTES_PER_ELEMENT);
  const arraysAt = layout.arrays.map(perSlot);
  const statesAt = layout.states.map(perSlot);
  const tables = layout.tables.map((each) => values.table(each));
  const tablesAt = tables.map(({ byteLength }) => memory.reserve(byteLength));
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
  tables.forEach((each, index) => {
    words.set([tablesAt[index]!, each.length - 1], places.tables + ENTRIES_PER_TABLE * index);
    new Float64Array(buffer, tablesAt[index]!, each.length).set(each);
  });
  buffers.open(buffer, words);

  const uniforms = new Float64Array(buffer, uniformsAt, layout.uniforms.length);
  layout.uniforms.forEach((input, index) => {
    uniforms[index] = values.input(input, compiled)(0);
  });
  const viewAt = (address: number) => new Float64Array(buffer, address, padded);
  layout.arrays.forEach((input, index) => {
    fill(viewAt(arraysAt[index]!), values.input(input, compiled), slots);
  });
  const states = statesAt.map(viewAt);
  layout.states.forEach((state, index) => {
    fill(states[index]!, values.firstState(state), slots);
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

/** Padding slots are copies of the last one. */
function fill(target: Float64Array, valueIn: (slot: number) => number, slots: number): void {
  for (let slot = 0; slot < slots; slot++) target[slot] = valueIn(slot);
  target.fill(target[slots - 1]!, slots);
}
