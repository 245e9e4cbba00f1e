// The buffers that a kernel records events and samples into, and the part of its table that says where they are (the compiler's abi.ts).
//
// A buffer need only hold what one block records in a slice: a kernel that finds no room for its next block stops there, the buffers are
// emptied, and it goes on.

import {
  EVENT_ENTRIES,
  type KernelLayout,
  OCCURRENCE_SIZE_BYTES,
  SCHEDULE_NUMBERS,
  type TablePlaces,
  TRACE_ENTRIES,
  tablePlaces,
} from "@spikefarm/compiler";
import type { MemoryLayout } from "../kernels/kernel-memory.js";

/** No kernel's block has more: native ones have six vectors of at most eight slots, WebAssembly's twelve of two. */
export const MAX_SLOTS_IN_BLOCK = 64;
/** One vector of WebAssembly. */
const MIN_SLOTS_IN_BLOCK = 2;

const EVENT_BUFFER_SIZE_BYTES = 4_194_304;
const TRACE_BUFFER_SIZE_BYTES = 2_097_152;

/** `steps` of a kernel is an i32. */
const MAX_SLICE_STEPS = 1_073_741_824;

const NUMBER_BYTES = Float64Array.BYTES_PER_ELEMENT;
const ENTRY_BYTES = Uint32Array.BYTES_PER_ELEMENT;

/** What a kernel has to know of a trace in a slice. */
export interface TraceSchedule {
  /** The first step that is sampled, Infinity where none is; steps to the next; where sampling ends. */
  readonly first: number;
  readonly everySteps: number;
  readonly end: number;
  /** That a traced block records in the slice. */
  readonly blockSizeBytes: number;
  /** A block each: 1 where it is traced. */
  readonly flags: Uint32Array;
}

interface Buffer {
  readonly start: number;
  readonly end: number;
}

interface TraceBuffer extends Buffer {
  readonly schedule: number;
  readonly flags: number;
}

export class RecordingBuffers {
  readonly #events: readonly Buffer[];
  readonly #traces: readonly TraceBuffer[];
  readonly #places: TablePlaces;
  #memory = new ArrayBuffer(0);
  #table: Uint32Array = new Uint32Array(0);

  /** Reserves them; `open` when the memory is there. */
  constructor(layout: KernelLayout, memory: MemoryLayout, paddedSlots: number) {
    const reserve = (sizeBytes: number): Buffer => {
      const start = memory.reserve(sizeBytes);
      return { start, end: start + sizeBytes };
    };
    this.#places = tablePlaces(layout);
    this.#events = layout.recordings.events.map(() => reserve(EVENT_BUFFER_SIZE_BYTES));
    this.#traces = layout.recordings.traces.map(() => ({
      ...reserve(TRACE_BUFFER_SIZE_BYTES),
      schedule: memory.reserve(SCHEDULE_NUMBERS * NUMBER_BYTES),
      flags: memory.reserve((paddedSlots / MIN_SLOTS_IN_BLOCK) * ENTRY_BYTES),
    }));
  }

  open(memory: ArrayBuffer, table: Uint32Array): void {
    this.#memory = memory;
    this.#table = table;
    this.#events.forEach(({ end }, index) => {
      table[this.#eventAt(index) + EVENT_ENTRIES.end] = end;
    });
    this.#traces.forEach(({ end, schedule, flags }, index) => {
      const at = this.#traceAt(index);
      table[at + TRACE_ENTRIES.end] = end;
      table[at + TRACE_ENTRIES.schedule] = schedule;
      table[at + TRACE_ENTRIES.flags] = flags;
    });
    this.empty();
  }

  /** The longest slice in which a block of any kernel fits into empty buffers; `everySteps` of the traces. */
  maxSliceSteps(everySteps: readonly number[]): number {
    const events = this.#events.map(() => EVENT_BUFFER_SIZE_BYTES / OCCURRENCE_SIZE_BYTES / MAX_SLOTS_IN_BLOCK - 1);
    const traces = everySteps.map((every) => (TRACE_BUFFER_SIZE_BYTES / NUMBER_BYTES / MAX_SLOTS_IN_BLOCK) * every);
    return Math.min(MAX_SLICE_STEPS, ...events, ...traces);
  }

  schedule(trace: number, { first, everySteps, end, blockSizeBytes, flags }: TraceSchedule): void {
    const at = this.#traces[trace]!;
    new Float64Array(this.#memory, at.schedule, SCHEDULE_NUMBERS).set([first, everySteps, end]);
    new Uint32Array(this.#memory, at.flags, flags.length).set(flags);
    this.#table[this.#traceAt(trace) + TRACE_ENTRIES.blockSizeBytes] = blockSizeBytes;
  }

  /** Entries (step of the slice, slot) of an event since it was emptied; valid until the kernel runs again. */
  occurrences(event: number): Uint32Array {
    const { start } = this.#events[event]!;
    return new Uint32Array(this.#memory, start, (this.#table[this.#eventAt(event) + EVENT_ENTRIES.next]! - start) / ENTRY_BYTES);
  }

  /** Values of a trace since it was emptied; valid until the kernel runs again. */
  samples(trace: number): Float64Array {
    const { start } = this.#traces[trace]!;
    return new Float64Array(this.#memory, start, (this.#table[this.#traceAt(trace) + TRACE_ENTRIES.next]! - start) / NUMBER_BYTES);
  }

  empty(): void {
    this.#events.forEach(({ start }, index) => {
      this.#table[this.#eventAt(index) + EVENT_ENTRIES.next] = start;
    });
    this.#traces.forEach(({ start }, index) => {
      this.#table[this.#traceAt(index) + TRACE_ENTRIES.next] = start;
    });
  }

  #eventAt(index: number): number {
    return this.#places.events + EVENT_ENTRIES.count * index;
  }

  #traceAt(index: number): number {
    return this.#places.traces + TRACE_ENTRIES.count * index;
  }
}

/** What the buffers of a group take, whatever its size. */
export function buffersSizeBytes({ recordings: { events, traces } }: KernelLayout): number {
  return events.length * EVENT_BUFFER_SIZE_BYTES + traces.length * TRACE_BUFFER_SIZE_BYTES;
}
