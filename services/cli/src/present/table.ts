// A table of trials for the terminal.
//
//   point  v0 [mV]    n  f [Hz]
//   ─────  ───────  ───  ──────
//       0        0    0       0
//       1        1    0       0
//       ⋮        ⋮    ⋮       ⋮   16 more rows
//      18       18  121     121
//      19       19  133     133
//
// Numbers align at their points. `point` and `repeat` are a trial's address, which `show` takes. A column that would say the same in every row is
// left out: `point` where there is one only, `repeat` likewise, `status` and `error` where every trial is ok.

import { type Column, type Row, STATUS_NAMES, TrialStatus } from "@spikefarm/protocol";
import picocolors from "picocolors";
import { shownUnit, type Units } from "./display-value.js";
import { formatCell, NO_VALUE } from "./format-cell.js";
import { formatCount } from "./format-count.js";

export interface TableOptions {
  /** Rows to print at most: half of them from the head, half from the tail. */
  readonly maxRows: number;
  readonly units: Units;
  /** Rows of the whole table, where `rows` are only some: its first and last ones, `maxRows` in all, or those that are there yet. */
  readonly total?: number;
  /** Columns of the terminal; what does not fit is named below the table. Unlimited when absent. */
  readonly width?: number;
  readonly hasColor?: boolean;
}

interface Field {
  readonly title: string;
  readonly isNumeric: boolean;
  readonly textOf: (row: Row) => string;
}

const GAP = "  ";
/** Lines of text, without a newline at the end. `columns` name each row's cells. */
export function renderTable(columns: readonly Column[], rows: readonly Row[], options: TableOptions): string {
  if (rows.length === 0) return "no rows";
  const colors = picocolors.createColors(options.hasColor ?? false);
  const { head, tail, omitted } = abbreviate(rows, options);
  const shown = [...head, ...tail];
  const blocks = listFields(columns, shown, options.units).map((field) => layOut(field, shown));
  const { fitting, dropped } = fitWidth(blocks, options.width ?? Number.POSITIVE_INFINITY);

  const line = (index: number) => fitting.map(({ cells }) => cells[index] ?? "").join(GAP);
  const lines = [
    colors.bold(
      fitting
        .map(({ title }) => title)
        .join(GAP)
        .trimEnd(),
    ),
    colors.dim(fitting.map(({ width }) => "─".repeat(width)).join(GAP)),
    ...head.map((_, index) => line(index).trimEnd()),
    ...(omitted > 0 ? [colors.dim(`${fitting.map(({ ellipsis }) => ellipsis).join(GAP)}${GAP} ${formatCount(omitted)} more rows`)] : []),
    ...tail.map((_, index) => line(head.length + index).trimEnd()),
    ...(dropped.length > 0 ? [colors.dim(`and ${dropped.map(({ title }) => title.trim()).join(", ")}`)] : []),
  ];
  return lines.join("\n");
}

/** Fewer rows than there is room for are all that is known: what else the table will have comes after them. */
function abbreviate(rows: readonly Row[], { maxRows, total = rows.length }: TableOptions) {
  const limit = Math.max(2, maxRows);
  const kept = Math.min(limit, rows.length);
  const headCount = kept < limit || total <= limit ? kept : Math.ceil(kept / 2);
  return { head: rows.slice(0, headCount), tail: rows.slice(rows.length - (kept - headCount)), omitted: Math.max(0, total - kept) };
}

function listFields(columns: readonly Column[], rows: readonly Row[], units: Units): Field[] {
  const hasPoints = rows.some((row) => row.point !== rows[0]?.point);
  const hasRepeats = rows.some((row) => row.repeat !== rows[0]?.repeat);
  const hasFailures = rows.some((row) => row.status !== TrialStatus.ok);
  return [
    ...(hasPoints ? [{ title: "point", isNumeric: true, textOf: (row: Row) => String(row.point) }] : []),
    ...(hasRepeats ? [{ title: "repeat", isNumeric: true, textOf: (row: Row) => String(row.repeat) }] : []),
    ...columns.map((column, index) => ({
      title: titleOf(column, units),
      isNumeric: column.kind !== "text" && column.shape.length === 0,
      textOf: (row: Row) => formatCell(column, row.cells[index] ?? null, units),
    })),
    ...(hasFailures ? [{ title: "status", isNumeric: false, textOf: (row: Row) => STATUS_NAMES[row.status] }] : []),
    ...(hasFailures ? [{ title: "error", isNumeric: false, textOf: (row: Row) => errorOf(row) }] : []),
  ];
}

function titleOf(column: Column, units: Units): string {
  const unit = shownUnit(column, units);
  return unit === "" ? column.name : `${column.name} [${unit}]`;
}

const errorOf = (row: Row): string =>
  row.status === TrialStatus.ok ? "" : [row.errorCode, row.errorMessage].filter((text) => text !== "").join(": ");

/** A column's title, cells and ellipsis, all of one width. */
function layOut({ title, isNumeric, textOf }: Field, rows: readonly Row[]) {
  const texts = isNumeric ? alignAtPoint(rows.map(textOf)) : rows.map(textOf);
  const width = Math.max(title.length, ...texts.map((text) => text.length));
  const place = (text: string) => (isNumeric ? text.padStart(width) : text.padEnd(width));
  return { title: place(title), width, cells: texts.map(place), ellipsis: place("⋮") };
}

/** Pads numbers on the right so that, once they are set flush right, their decimal points stand in one column. */
function alignAtPoint(texts: readonly string[]): string[] {
  const fractionOf = (text: string) => (/^-?\d/.test(text) && text.includes(".") ? text.length - text.indexOf(".") : 0);
  const isAligned = (text: string) => text !== NO_VALUE && !text.includes("e");
  const widest = Math.max(0, ...texts.filter(isAligned).map(fractionOf));
  return texts.map((text) => (isAligned(text) ? text + " ".repeat(widest - fractionOf(text)) : text));
}

/** Columns from the left, as many as fit; at least one. */
function fitWidth<Block extends { readonly width: number }>(blocks: readonly Block[], width: number) {
  let used = 0;
  let count = 0;
  for (const block of blocks) {
    used += block.width + (count > 0 ? GAP.length : 0);
    if (used > width && count > 0) break;
    count++;
  }
  return { fitting: blocks.slice(0, count), dropped: blocks.slice(count) };
}
