// How the simulator calls a kernel, and where things lie in its memory (version 2).
//
//   run(table i32, firstBlock i32, blocks i32, firstStep f64, steps i32) → i32
//
// advances blocks [firstBlock, blocks) by `steps` ≥ 1 steps, the first of which is number `firstStep` of the run, and returns `blocks`; or, where
// a block breaks an assumption the kernel was compiled with, that block's number: it and later blocks are untouched. A block is
// `interleave` vectors of two slots. The memory is imported as "env" "memory"; the table is at `table`, 4-byte aligned, all else 16-byte aligned:
//
//   table   i32  0  uniforms        → f64 each
//           i32  1  next spike      → where the next entry of the spike buffer goes; the kernel moves it on
//           i32  2  counts          → i64 a slot: spikes so far
//           i32  3  first spikes    → f64 a slot: step of the first spike, Infinity before it
//           i32  …  one each        → f64 a slot: arrays in layout order, then states in layout order
//           i32  …  two each        → f64 each: tables in layout order, and the number of the last entry
//
//   spike   i32  step, counted from the call's first
//           i32  slot
//
// Entries follow each other block by block, within a block by step, within a step by slot; padding slots appear too. The kernel does not check
// for room: the buffer must hold slots · steps entries and one more. Addresses move when the memory grows, so the caller writes the
// table anew before each call.

import type { KernelLayout } from "./compiled-model.js";

export const TABLE_UNIFORMS = 0;
export const TABLE_NEXT_SPIKE = 1;
export const TABLE_COUNTS = 2;
export const TABLE_FIRST_SPIKES = 3;
export const TABLE_ARRAYS = 4;

/** Where the table's parts begin, in entries, and how many entries it has. */
export interface TablePlaces {
  readonly arrays: number;
  readonly states: number;
  readonly tables: number;
  readonly entries: number;
}

export function tablePlaces(layout: KernelLayout): TablePlaces {
  const states = TABLE_ARRAYS + layout.arrays.length;
  const tables = states + layout.states.length;
  return { arrays: TABLE_ARRAYS, states, tables, entries: tables + ENTRIES_PER_TABLE * layout.tables.length };
}

/** Address, last index. */
export const ENTRIES_PER_TABLE = 2;
export const TABLE_ENTRY_SIZE_BYTES = 4;
export const SPIKE_SIZE_BYTES = 8;
/** f64x2. */
export const SLOTS_PER_VECTOR = 2;
export const VECTOR_SIZE_BYTES = 16;

export const IMPORT_MODULE = "env";
export const IMPORT_MEMORY = "memory";
export const EXPORT_RUN = "run";
