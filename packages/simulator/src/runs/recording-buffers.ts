// What a kernel records into while it runs: a buffer of occurrences for each recorded event, a buffer of samples for each trace.
//
// A kernel that finds no room for a block stops before it; what is there is taken out, and the kernel goes on. A buffer has room for one block of
// any target, if the slice is not longer than `maxSteps`, so that there is always some progress.

import { EVENT_ENTRIES, type KernelLayout, OCCURRENCE_SIZE_BYTES, SCHEDULE_NUMBERS, TRACE_ENTRIES, tablePlaces } from "@spikefarm/compiler";
import type { MemoryLayout } from "../kernels/kernel-memory.js";
import { MAX_SLOTS_IN_BLOCK } from "./blocks.js";
import type { TraceCollector } from "./trace-collector.js";

const EVENT_BUFFER_ENTRIES = 262_144;
const EVENT_BUFFER_SIZE_BYTES = EVENT_BUFFER_ENTRIES * OCCURRENCE_SIZE_BYTES;
/** `steps` of a kernel is an i32. */
const MAX_STEPS = 1_073_741_824;
const TRACE_BUFFER_SIZE_BYTES = 1_048_576;
const NUMBER_BYTES = Float64Array.BYTES_PER_ELEMENT;
const FLAG_BYTES = Int32Array.BYTES_PER_ELEMENT;

/** Of all buffers of a group's kernel. */
export const recordingsSizeBytes = ({ recordings: { events, traces } }: KernelLayout): number =>
  events.length * EVENT_BUFFER_SIZE_BYTES + traces.length * TRACE_BUFFER_SIZE_BYTES;

/** Blocks [from, to) of a kernel whose blocks have so many slots, in a call of `steps` steps. */
export interface BlocksRun {
  readonly from: number;
  readonly to: number;
  readonly slotsInBlock: number;
  readonly firstStep: number;
  readonly steps: number;
}

export class RecordingBuffers {
  readonly #layout: KernelLayout;
  readonly #events: readonly number[];
  readonly #traces: readonly { readonly values: number; readonly schedule: number; readonly flags: number }[];
  #memory: ArrayBuffer = new ArrayBuffer(0);
  #table: Uint32Array = new Uint32Array();
  /** Slots in the blocks that are flagged for traces. */
  #flaggedFor = 0;

  /** Reserves them for `slots`, padding included. */
  constructor(layout: KernelLayout, memory: MemoryLayout, slots: number) {
    this.#layout = layout;
    this.#events = layout.recordings.events.map(() => memory.reserve(EVENT_BUFFER_SIZE_BYTES));
    this.#traces = layout.recordings.traces.map(() => ({
      values: memory.reserve(TRACE_BUFFER_SIZE_BYTES),
      schedule: memory.reserve(SCHEDULE_NUMBERS * NUMBER_BYTES),
      flags: memory.reserve(slots * FLAG_BYTES),
    }));
  }

  /** Fills in the kernel's table, once the memory is there. */
  place(memory: ArrayBuffer, table: Uint32Array): void {
    this.#memory = memory;
    this.#table = table;
    this.#events.forEach((address, index) => {
      table[this.#eventAt(index) + EVENT_ENTRIES.end] = address + EVENT_BUFFER_SIZE_BYTES;
    });
    this.#traces.forEach(({ values, schedule, flags }, index) => {
      const at = this.#traceAt(index);
      table[at + TRACE_ENTRIES.end] = values + TRACE_BUFFER_SIZE_BYTES;
      table[at + TRACE_ENTRIES.schedule] = schedule;
      table[at + TRACE_ENTRIES.flags] = flags;
    });
    this.empty();
  }

  /** The longest call whose recordings of one block fit. */
  maxSteps(traces: readonly TraceCollector[]): number {
    const samples = Math.floor(TRACE_BUFFER_SIZE_BYTES / (MAX_SLOTS_IN_BLOCK * NUMBER_BYTES));
    const ofTraces = traces.map(({ request }) => samples * request.everySteps);
    const ofEvents = this.#events.map(() => Math.floor((EVENT_BUFFER_ENTRIES - 1) / MAX_SLOTS_IN_BLOCK));
    return Math.min(MAX_STEPS, ...ofTraces, ...ofEvents);
  }

  /** Before a call: which steps are sampled, in which blocks. */
  schedule(run: BlocksRun, traces: readonly TraceCollector[]): void {
    traces.forEach((trace, index) => {
      const { schedule, flags } = this.#traces[index]!;
      const { first, count } = trace.samplesIn(run);
      new Float64Array(this.#memory, schedule, SCHEDULE_NUMBERS).set([first, trace.request.everySteps, trace.window.end]);
      if (this.#flaggedFor !== run.slotsInBlock) trace.flagBlocks(new Int32Array(this.#memory, flags, run.to), run.slotsInBlock);
      this.#table[this.#traceAt(index) + TRACE_ENTRIES.blockSizeBytes] = count * run.slotsInBlock * NUMBER_BYTES;
    });
    this.#flaggedFor = run.slotsInBlock;
  }

  empty(): void {
    this.#events.forEach((address, index) => {
      this.#table[this.#eventAt(index) + EVENT_ENTRIES.next] = address;
    });
    this.#traces.forEach(({ values }, index) => {
      this.#table[this.#traceAt(index) + TRACE_ENTRIES.next] = values;
    });
  }

  /** (step of the call, slot) pairs since the buffer was empty; valid until the next call. */
  occurrences(index: number): Uint32Array {
    const next = this.#table[this.#eventAt(index) + EVENT_ENTRIES.next]!;
    return new Uint32Array(this.#memory, this.#events[index]!, (next - this.#events[index]!) / Uint32Array.BYTES_PER_ELEMENT);
  }

  /** The values of traced blocks since the buffer was empty; valid until the next call. */
  samples(index: number): Float64Array {
    const next = this.#table[this.#traceAt(index) + TRACE_ENTRIES.next]!;
    return new Float64Array(this.#memory, this.#traces[index]!.values, (next - this.#traces[index]!.values) / NUMBER_BYTES);
  }

  #eventAt(index: number): number {
    return tablePlaces(this.#layout).events + EVENT_ENTRIES.count * index;
  }

  #traceAt(index: number): number {
    return tablePlaces(this.#layout).traces + TRACE_ENTRIES.count * index;
  }
}
