// An entry of a table for two slots. A vector has no gather: each lane's address is computed in the vector and loaded by itself. The index
// is truncated with saturation (NaN is 0) and held within the table, so that no load can trap.

import type { FunctionWriter } from "./function-writer.js";

const ENTRY_SIZE_LOG2 = 3;

/** Locals; `offsets` is scratch. */
export interface LookupTable {
  readonly address: number;
  readonly lastIndex: number;
  readonly offsets: number;
}

export function pushLookup(code: FunctionWriter, index: number, { address, lastIndex, offsets }: LookupTable): void {
  code.get(index).emit("i32x4TruncSatF64x2UZero").get(lastIndex).emit("i32x4Splat", "i32x4MinU").i32(ENTRY_SIZE_LOG2).emit("i32x4Shl");
  code.get(address).emit("i32x4Splat", "i32x4Add").set(offsets);
  code.get(offsets).extractWord(1);
  code.get(offsets).extractWord(0).access("v128Load64Zero", 0);
  code.loadLane(1);
}
