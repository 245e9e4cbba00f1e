// A line plot for the terminal.
//
//   f [Hz]
//   150 ┤                              ⣀⠤⠒
//       │                      ⢀⣀⠤⠒⠊⠉⠁
//    50 ┤             ⢀⡠⠒⠊⠉
//     0 ┤⣀⣀⣀⣀⣀⣀⣀⣀⣀⡠⠃
//       └┬───────┬────────┬───────┬──────
//        0       5        10      15
//                  v0 [mV]

import picocolors from "picocolors";
import type { Tick } from "./axis-ticks.js";
import { BrailleCanvas } from "./braille-canvas.js";
import { formatCount } from "./format-count.js";
import { type PlotAxis, positionAxis, valueAxis } from "./plot-axis.js";

/** A named run of values in the unit they are shown in. */
export interface Series {
  readonly name: string;
  readonly unit: string;
  readonly values: readonly number[];
}

export interface Curve {
  readonly x: Series;
  readonly y: Series;
  /** The ends of each point's bar, in the unit of y: the range over the repeats, say. */
  readonly spread?: { readonly low: readonly number[]; readonly high: readonly number[] };
}

export interface PlotSize {
  /** Columns of the whole picture. */
  readonly width: number;
  /** Rows of the plotting area; axis, labels and title come on top. */
  readonly height: number;
  readonly hasColor?: boolean;
}

interface Point {
  readonly x: number;
  readonly y: number;
  /** Both are y itself where there is no spread. */
  readonly low: number;
  readonly high: number;
}

const LEAST_COLUMNS = 16;
const LEAST_ROWS = 3;
const COLUMNS_PER_TICK = 10;
const ROWS_PER_TICK = 3;

/** Lines of text. Points that are not finite break the curve and are counted below it. */
export function renderPlot(curve: Curve, size: PlotSize): string {
  const colors = picocolors.createColors(size.hasColor ?? false);
  const points = listPoints(curve);
  const finite = points.filter(isFinitePoint);
  if (finite.length === 0) return `${titleOf(curve.y)}: no finite values to plot`;

  const rows = Math.max(LEAST_ROWS, size.height);
  const y = valueAxis(
    finite.reduce((least, point) => Math.min(least, point.low), Number.POSITIVE_INFINITY),
    finite.reduce((greatest, point) => Math.max(greatest, point.high), Number.NEGATIVE_INFINITY),
    Math.max(1, Math.floor(rows / ROWS_PER_TICK)),
  );
  const margin = Math.max(...y.ticks.map(({ label }) => label.length));
  const columns = Math.max(LEAST_COLUMNS, size.width - margin - 2);
  const x = positionAxis(
    points.filter(({ x }) => Number.isFinite(x)).map((point) => point.x),
    Math.floor(columns / COLUMNS_PER_TICK),
  );
  const canvas = draw(points, { x, y, columns, rows });
  const labels = labelRows(y.ticks, y, rows);
  const notes = [
    ...(curve.spread === undefined ? [] : ["bars: from the least to the greatest repeat"]),
    ...(finite.length === points.length
      ? []
      : [`${formatCount(points.length - finite.length)} of ${formatCount(points.length)} points are not finite`]),
  ];
  return [
    colors.bold(titleOf(curve.y)),
    ...canvas.rows().map((row, index) => {
      const label = labels.get(index);
      return `${(label ?? "").padStart(margin)} ${label === undefined ? "│" : "┤"}${colors.cyan(row)}`.trimEnd();
    }),
    ...positionLines(x, columns).map((line, index) => `${" ".repeat(margin)} ${index === 0 ? "└" : " "}${line}`.trimEnd()),
    `${" ".repeat(margin + 2)}${centre(titleOf(curve.x), columns)}`,
    ...notes.map((note) => colors.dim(`${" ".repeat(margin + 2)}${note}`)),
  ].join("\n");
}

/** `v0 [mV]`; a plain number has no brackets. */
export const titleOf = ({ name, unit }: Pick<Series, "name" | "unit">): string => (unit === "" ? name : `${name} [${unit}]`);

/** The points in ascending order of x. */
function listPoints({ x, y, spread }: Curve): Point[] {
  return x.values
    .map((value, index) => {
      const middle = y.values[index] ?? Number.NaN;
      return { x: value, y: middle, low: finiteOr(middle, spread?.low[index]), high: finiteOr(middle, spread?.high[index]) };
    })
    .sort((a, b) => a.x - b.x);
}

const finiteOr = (fallback: number, value: number | undefined): number =>
  value !== undefined && Number.isFinite(value) ? value : fallback;
const isFinitePoint = (point: Point): boolean => Number.isFinite(point.x) && Number.isFinite(point.y);

function draw(points: readonly Point[], plot: { x: PlotAxis; y: PlotAxis; columns: number; rows: number }): BrailleCanvas {
  const canvas = new BrailleCanvas(plot.columns, plot.rows);
  const dotX = (value: number) => Math.round(plot.x.fractionOf(value) * (canvas.width - 1));
  const dotY = (value: number) => Math.round((1 - plot.y.fractionOf(value)) * (canvas.height - 1));
  let previous: Point | undefined;
  for (const point of points) {
    const from = isFinitePoint(point) ? (previous ?? point) : undefined;
    previous = isFinitePoint(point) ? point : undefined;
    if (from === undefined) continue;
    canvas.line(dotX(from.x), dotY(from.y), dotX(point.x), dotY(point.y));
    if (point.low < point.high) canvas.line(dotX(point.x), dotY(point.low), dotX(point.x), dotY(point.high));
  }
  return canvas;
}

/** Which row of characters each tick's label stands on. */
function labelRows(ticks: readonly Tick[], axis: PlotAxis, rows: number): Map<number, string> {
  const rowOf = (value: number) => Math.floor(Math.round((1 - axis.fractionOf(value)) * (rows * 4 - 1)) / 4);
  return new Map(ticks.map(({ value, label }) => [rowOf(value), label]));
}

/** The horizontal axis: its line with a mark at each tick, and the labels under them, where they do not touch. */
export function positionLines(axis: PlotAxis, columns: number): [string, string] {
  const line = Array.from({ length: columns }, () => "─");
  let labels = "";
  for (const { value, label } of axis.ticks) {
    const column = Math.round(axis.fractionOf(value) * (columns - 1));
    const start = Math.max(0, Math.min(column - Math.floor((label.length - 1) / 2), columns - label.length));
    if (labels !== "" && start < labels.length + 1) continue;
    line[column] = "┬";
    labels = labels.padEnd(start) + label;
  }
  return [line.join(""), labels];
}

const centre = (text: string, width: number): string => " ".repeat(Math.max(0, Math.floor((width - text.length) / 2))) + text;
