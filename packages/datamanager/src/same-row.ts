// Whether two rows of a trial are equal, bit by bit; every NaN counts as the same one, and −0 is not 0.

import { type Block, type BlockColumn, type ColumnData, type Elements, TrialStatus } from "@spikefarm/protocol";

export function isSameRow(a: Block, b: Block, trial: number): boolean {
  const row = trial - a.from;
  const other = trial - b.from;
  if (a.status[row] !== b.status[other]) return false;
  if (a.status[row] !== TrialStatus.ok) return a.errorCode[row] === b.errorCode[other] && a.errorMessage[row] === b.errorMessage[other];
  const isSame = (column: BlockColumn, twin: BlockColumn): boolean => isSameCell(column.data, row, twin.data, other);
  return (
    a.parameters.every((column, i) => isSame(column, b.parameters[i]!)) && a.outputs.every((column, i) => isSame(column, b.outputs[i]!))
  );
}

function isSameCell(a: ColumnData, row: number, b: ColumnData, other: number): boolean {
  if (a.kind !== "list" || b.kind !== "list") return a.kind !== "list" && b.kind !== "list" && isSameRun(a, row, b, other, 1);
  const from = a.offsets[row]!;
  const otherFrom = b.offsets[other]!;
  const length = a.offsets[row + 1]! - from;
  return length === b.offsets[other + 1]! - otherFrom && isSameRun(a.items, from, b.items, otherFrom, length);
}

function isSameRun(a: Elements, from: number, b: Elements, otherFrom: number, length: number): boolean {
  if (a.kind !== b.kind) return false;
  for (let i = 0; i < length; i++) if (!Object.is(a.values[from + i], b.values[otherFrom + i])) return false;
  return true;
}
