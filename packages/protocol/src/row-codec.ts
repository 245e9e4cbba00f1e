// A row as a line of JSON: how the writer streams tables to other services. Nothing is lost on the way: a number that JSON does not know
// is an object, which no cell is otherwise.
//
//   [point, repeat, status, error code, error message, [cells]]        NaN → {"number":"NaN"}, likewise Infinity, -Infinity and -0

import type { CellValue, TrialStatus } from "./column.js";
import type { Row } from "./writer-port.js";

interface NumberText {
  readonly number: string;
}
type Scalar = number | boolean | string;
type WireScalar = Scalar | NumberText;
type WireCell = WireScalar | readonly WireScalar[] | null;
type WireRow = readonly [number, number, TrialStatus, string, string, readonly WireCell[]];

export function encodeRow({ point, repeat, status, errorCode, errorMessage, cells }: Row): string {
  return JSON.stringify([point, repeat, status, errorCode, errorMessage, cells.map(toWire)] satisfies WireRow);
}

/** The line is one of `encodeRow`'s. */
export function decodeRow(line: string): Row {
  const [point, repeat, status, errorCode, errorMessage, cells] = JSON.parse(line) as WireRow;
  return { point, repeat, status, errorCode, errorMessage, cells: cells.map(fromWire) };
}

function toWire(cell: CellValue | null): WireCell {
  if (typeof cell === "number") return isPlain(cell) ? cell : { number: textOf(cell) };
  if (typeof cell !== "object" || cell === null) return cell;
  return cell.every((item) => typeof item !== "number" || isPlain(item)) ? cell : cell.map((item) => toWire(item) as WireScalar);
}

function fromWire(cell: WireCell): CellValue | null {
  if (typeof cell !== "object" || cell === null) return cell;
  if ("number" in cell) return Number(cell.number);
  return cell.map((item) => (typeof item === "object" ? Number(item.number) : item));
}

const isPlain = (value: number): boolean => Number.isFinite(value) && !Object.is(value, -0);
const textOf = (value: number): string => (value === 0 ? "-0" : String(value));
