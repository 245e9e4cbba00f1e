// One trial for people: its parameters and outputs, one a line; of an array its shape, its beginning, and its range.
//
//   v0         12 mV
//   n          55
//   s          55 spikes: 17.9, 35.9, 53.9, … 989.9 ms
//   trace      2 elements × 10,000 samples, -70 … 30 mV

import { type CellValue, type Column, type Row, STATUS_NAMES, TrialStatus } from "@spikefarm/protocol";
import picocolors from "picocolors";
import { shownUnit, shownValue } from "./display-value.js";
import { NO_VALUE } from "./format-cell.js";
import { formatCount } from "./format-count.js";
import { formatNumber } from "./format-number.js";

export interface TrialTextOptions {
  readonly hasColor?: boolean;
  /** Columns that are swept parameters; the others are outputs. */
  readonly parameters: number;
}

/** Items of a list that are written out. */
const LISTED = 6;
/** Lines of text, without a newline at the end. `columns` name the row's cells. */
export function renderTrial(columns: readonly Column[], row: Row, options: TrialTextOptions): string {
  const colors = picocolors.createColors(options.hasColor ?? false);
  const width = Math.max(...columns.map(({ name }) => name.length));
  const line = (column: Column, cell: CellValue | null | undefined) => `  ${column.name.padEnd(width)}  ${cellText(column, cell ?? null)}`;
  const lines = columns.map((column, index) => line(column, row.cells[index]));
  const error = row.status === TrialStatus.ok ? "" : ` · ${[row.errorCode, row.errorMessage].filter((text) => text !== "").join(": ")}`;
  return [
    colors.bold(`point ${row.point}, repeat ${row.repeat} · ${STATUS_NAMES[row.status]}`) + error,
    ...(options.parameters > 0 ? [colors.dim("parameters"), ...lines.slice(0, options.parameters)] : []),
    ...(options.parameters < lines.length ? [colors.dim("outputs"), ...lines.slice(options.parameters)] : []),
  ].join("\n");
}

function cellText(column: Column, cell: CellValue | null): string {
  if (cell === null) return NO_VALUE;
  const unit = shownUnit(column, "display");
  const withUnit = (text: string) => (unit === "" ? text : `${text} ${unit}`);
  if (typeof cell === "number") return withUnit(numberText(column, cell));
  if (typeof cell !== "object") return String(cell);
  const size = sizeText(column, cell.length);
  if (cell.length === 0) return size;
  if (!cell.every((item): item is number => typeof item === "number")) return `${size}: ${shortened(cell.map(String))}`;
  if (column.shape.length > 1) return `${size}, ${rangeText(column, cell, withUnit)}`;
  return `${size}: ${withUnit(shortened(cell, (item) => numberText(column, item)))}`;
}

const numberText = (column: Column, value: number): string => formatNumber(shownValue(column, value, "display"));

/** `55 spikes`, `2 elements × 10,000 samples`, or `12 values` where nothing is known of them. */
function sizeText({ shape, dimensions }: Column, items: number): string {
  const unknown = shape.filter((length) => length === null).length;
  const known = shape.reduce((product: number, length) => product * (length ?? 1), 1);
  const lengths = unknown > 1 ? [items] : shape.map((length) => length ?? (known === 0 ? 0 : items / known));
  const word = (name: string | undefined, count: number) => (count === 1 ? (name ?? "value") : `${name ?? "value"}s`);
  return lengths
    .map((length, index) => `${formatCount(length)} ${word(lengths.length === shape.length ? dimensions?.[index] : undefined, length)}`)
    .join(" × ");
}

function shortened<Item>(items: readonly Item[], text: (item: Item) => string = String): string {
  if (items.length <= LISTED) return items.map(text).join(", ");
  return `${items
    .slice(0, LISTED - 2)
    .map(text)
    .join(", ")}, … ${text(items.at(-1)!)}`;
}

function rangeText(column: Column, items: readonly number[], withUnit: (text: string) => string): string {
  let [least, greatest, unknown] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const item of items) {
    if (!Number.isFinite(item)) unknown++;
    else [least, greatest] = [Math.min(least, item), Math.max(greatest, item)];
  }
  const range = least > greatest ? [] : [withUnit(`${numberText(column, least)} … ${numberText(column, greatest)}`)];
  return [...range, ...(unknown === 0 ? [] : [`${formatCount(unknown)} not finite`])].join(", ");
}
