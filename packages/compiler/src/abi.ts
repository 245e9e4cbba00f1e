// How the simulator calls a kernel, and where things lie in its memory (version 2).
//
//   run(table i32, firstBlock i32, blocks i32, firstStep f64, steps i32) → i32
//
// advances blocks [firstBlock, blocks) by `steps` ≥ 1 steps, the first of which is number `firstStep` of the run, and returns `blocks`; or the number of
// the block before which it stopped: it and later blocks are untouched, and entry 0 of the table says why. A block is `interleave` vectors of two
// slots. The memory is imported as "env" "memory"; the table is at `table`, 4-byte aligned, all else 16-byte aligned:
//
//   table   i32  0  why it stopped  1: the block breaks an assumption the kernel was compiled with · 2: a buffer has no room for the block
//           i32  1  uniforms        → f64 each
//           i32  2  counts          → i64 a slot: spikes so far
//           i32  3  first spikes    → f64 a slot: step of the first spike, Infinity before it
//           i32  …  one each        → f64 a slot: arrays in layout order, then states in layout order
//           i32  …  two each        → f64 each: tables in layout order; and the number of the last entry
//           i32  …  two each        of the recorded events: → where the next entry goes, which the kernel moves on; → the buffer's end
//           i32  …  five each       of the traces: → where the next values go, which the kernel moves on; → the buffer's end; bytes that a traced
//                                   block takes in this call; → schedule; → i32 a block: not 0 where an element of the block is traced
//
//   event      i32  step, counted from the call's first          block by block, within a block by step, within a step by slot;
//              i32  slot                                          padding slots appear too
//   trace      f64  the value in each slot of the block          block by block (traced ones only), within a block by step
//   schedule   f64  the first step that is sampled, at or after the call's first; Infinity where the call has none
//              f64  steps from one sample to the next
//              f64  the step before which sampling ends
//
// A block has room where an event's buffer can take `steps` entries a slot and one more, and a trace's the bytes said. Addresses move when the memory
// grows, so the caller writes the table anew before each call.

import type { KernelLayout } from "./compiled-model.js";

export const TABLE_STOP = 0;
export const TABLE_UNIFORMS = 1;
export const TABLE_COUNTS = 2;
export const TABLE_FIRST_SPIKES = 3;
const TABLE_ARRAYS = 4;

/** Of each lookup table: its address, the number of its last entry. */
export const ENTRIES_PER_TABLE = 2;
/** Of each event and trace. */
export const EVENT_ENTRIES = { next: 0, end: 1, count: 2 } as const;
export const TRACE_ENTRIES = { next: 0, end: 1, blockSizeBytes: 2, schedule: 3, flags: 4, count: 5 } as const;

/** Where the table's parts begin, in entries, and how many entries it has. */
export interface TablePlaces {
  readonly arrays: number;
  readonly states: number;
  readonly tables: number;
  readonly events: number;
  readonly traces: number;
  readonly entries: number;
}

export function tablePlaces({ arrays, states, tables, recordings }: KernelLayout): TablePlaces {
  const statesAt = TABLE_ARRAYS + arrays.length;
  const tablesAt = statesAt + states.length;
  const eventsAt = tablesAt + ENTRIES_PER_TABLE * tables.length;
  const tracesAt = eventsAt + EVENT_ENTRIES.count * recordings.events.length;
  const entries = tracesAt + TRACE_ENTRIES.count * recordings.traces.length;
  return { arrays: TABLE_ARRAYS, states: statesAt, tables: tablesAt, events: eventsAt, traces: tracesAt, entries };
}

/** Why a kernel stopped before a block. */
export const STOPPED_BY = { assumption: 1, buffer: 2 } as const;

export const TABLE_ENTRY_SIZE_BYTES = 4;
/** An entry of an event's buffer. */
export const OCCURRENCE_SIZE_BYTES = 8;
/** First sample, steps between samples, end. */
export const SCHEDULE_NUMBERS = 3;
/** f64x2. */
export const SLOTS_PER_VECTOR = 2;
export const VECTOR_SIZE_BYTES = 16;

export const IMPORT_MODULE = "env";
export const IMPORT_MEMORY = "memory";
export const EXPORT_RUN = "run";
