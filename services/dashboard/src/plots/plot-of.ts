// From an aggregate to what is drawn: a curve over one axis, a map over two, dots where the points fill no grid.
//
//   parameters  1 numeric or not ────────────────────▶ line
//               2, most cells of the grid have a point ▶ map
//               2 that rise or fall together (a zip) ──▶ line over the first
//               2 otherwise (a random sample) ─────────▶ dots
//               more: two are chosen, each of the others is held at one of its values
//
// Everything here is in the units that are shown.

import type { Aggregate, Column } from "@spikefarm/protocol";
import { formatNumber } from "../values/format-number.js";
import { shownUnitOf, showValue, titleOf } from "../values/shown-unit.js";

export interface PlotAxis {
  readonly name: string;
  /** "v0 [mV]" */
  readonly title: string;
  /** Distinct, ascending; 0, 1, 2, … where the values are no numbers. */
  readonly values: readonly number[];
  /** A tick's text for each value. */
  readonly labels: readonly string[];
  readonly isNumeric: boolean;
  /** Each value is the same multiple of the one before, as `logspace` makes them. */
  readonly isGeometric: boolean;
}

export interface PlotPoint {
  /** Indices into the values of the axes; `y` is 0 in a line. */
  readonly x: number;
  readonly y: number;
  /** Undefined where no repeat is ok, NaN or infinite where that is the result. */
  readonly mean: number | undefined;
  readonly low: number | undefined;
  readonly high: number | undefined;
  readonly okCount: number;
  readonly failedCount: number;
  readonly pendingCount: number;
  /** "v0 = 9 mV, tau = 10 ms" */
  readonly place: string;
}

export interface Plot {
  readonly kind: "line" | "map" | "dots";
  readonly x: PlotAxis;
  /** Of a line there is none. */
  readonly y: PlotAxis | undefined;
  readonly value: { readonly name: string; readonly title: string; readonly symbol: string };
  /** By x, then y. */
  readonly points: readonly PlotPoint[];
}

/** What a person chose to see: two parameters, and the label at which each other one is held. */
export interface View {
  readonly x: string;
  readonly y: string | undefined;
  readonly held: Readonly<Record<string, string>>;
}

type Row = Aggregate["points"][number];

const FEWEST_FOR_GEOMETRIC = 4;
const RANGE_FOR_GEOMETRIC = 10;
const RATIO_TOLERANCE = 1e-6;
/** A map is worth drawing when this share of its cells has a point. */
const FULL_ENOUGH = 0.5;
const LABEL_DIGITS = 4;

/** Undefined where nothing can be drawn: no parameter is swept, or no point matches. */
export function plotOf(aggregate: Aggregate, view: View | undefined): Plot | undefined {
  const { parameters, output } = aggregate;
  if (view === undefined) return undefined;
  const rows = aggregate.points.filter((row) =>
    parameters.every((column, index) => view.held[column.name] === undefined || labelOf(row.at[index]!, column) === view.held[column.name]),
  );
  const x = axisOf(aggregate, rows, view.x);
  if (x === undefined || rows.length === 0) return undefined;
  const y = view.y === undefined ? undefined : axisOf(aggregate, rows, view.y);

  const unit = shownUnitOf(output, magnitudeOf(rows));
  const shown = (value: Row["mean"]) => (value === null ? undefined : unit.toShown(Number(value)));
  const points = rows
    .map((row) => ({
      x: x.indexOf(row),
      y: y?.indexOf(row) ?? 0,
      mean: shown(row.mean),
      low: shown(row.low),
      high: shown(row.high),
      okCount: row.n_ok,
      failedCount: row.n_failed,
      pendingCount: row.n_pending,
      place: parameters.map((column, index) => `${column.name} = ${showValue(row.at[index]!, column)}`).join(", "),
    }))
    .sort((a, b) => a.x - b.x || a.y - b.y);
  const value = { name: output.name, title: titleOf(output, unit), symbol: unit.symbol };
  const kind = kindOf(points, x.axis, y?.axis);
  return { kind, x: x.axis, y: kind === "line" ? undefined : y?.axis, value, points };
}

/** The two parameters with the most values, the others held at their first. */
export function firstView(aggregate: Aggregate): View | undefined {
  const names = valueLabels(aggregate).sort((a, b) => b.labels.length - a.labels.length);
  const [x, y, ...rest] = names;
  if (x === undefined) return undefined;
  return { x: x.name, y: y?.name, held: Object.fromEntries(rest.map(({ name, labels }) => [name, labels[0]!])) };
}

/** Each parameter's distinct values, as labels in ascending order. */
export function valueLabels(aggregate: Aggregate): { readonly name: string; readonly labels: readonly string[] }[] {
  return aggregate.parameters.map((column, index) => {
    const distinct = [...new Set(aggregate.points.map((row) => row.at[index]!))].sort(compareValues);
    return { name: column.name, labels: [...new Set(distinct.map((value) => labelOf(value, column)))] };
  });
}

const labelOf = (value: number | string | boolean, column: Column): string => showValue(value, column);

function axisOf(aggregate: Aggregate, rows: readonly Row[], name: string): { axis: PlotAxis; indexOf(row: Row): number } | undefined {
  const column = aggregate.parameters.find((parameter) => parameter.name === name);
  if (column === undefined) return undefined;
  const at = aggregate.parameters.indexOf(column);
  const distinct = [...new Set(rows.map((row) => row.at[at]!))].sort(compareValues);
  const places = new Map(distinct.map((value, index) => [value, index]));
  const isNumeric = (column.kind === "f64" || column.kind === "i32") && distinct.every((value) => Number.isFinite(Number(value)));
  const unit = shownUnitOf(
    column,
    distinct.reduce<number>((most, value) => Math.max(most, Math.abs(Number(value))), 0),
  );
  const values = isNumeric ? distinct.map((value) => unit.toShown(Number(value))) : distinct.map((_, index) => index);
  const axis: PlotAxis = {
    name,
    title: isNumeric ? titleOf(column, unit) : name,
    values,
    labels: isNumeric ? values.map((value) => formatNumber(value, LABEL_DIGITS)) : distinct.map((value) => labelOf(value, column)),
    isNumeric,
    isGeometric: isNumeric && isGeometric(values),
  };
  return { axis, indexOf: (row) => places.get(row.at[at]!)! };
}

function kindOf(points: readonly PlotPoint[], x: PlotAxis, y: PlotAxis | undefined): Plot["kind"] {
  if (y === undefined || y.values.length === 1) return "line";
  if (points.length >= FULL_ENOUGH * x.values.length * y.values.length) return "map";
  return isMonotone(points) ? "line" : "dots";
}

/** One point for each x, and y only rises or only falls. */
function isMonotone(points: readonly PlotPoint[]): boolean {
  const steps = points.slice(1).map((point, index) => ({ x: point.x - points[index]!.x, y: point.y - points[index]!.y }));
  return steps.every(({ x }) => x > 0) && (steps.every(({ y }) => y >= 0) || steps.every(({ y }) => y <= 0));
}

function isGeometric(values: readonly number[]): boolean {
  const [first, second] = values;
  if (first === undefined || second === undefined || values.length < FEWEST_FOR_GEOMETRIC || first <= 0) return false;
  if (values.at(-1)! < first * RANGE_FOR_GEOMETRIC) return false;
  const ratio = second / first;
  return values.every((value, index) => index === 0 || Math.abs(value / values[index - 1]! / ratio - 1) < RATIO_TOLERANCE);
}

const magnitudeOf = (rows: readonly Row[]): number =>
  rows.reduce((most, { low, mean, high }) => {
    const finite = [low, mean, high].filter((value): value is number => typeof value === "number").map(Math.abs);
    return Math.max(most, ...finite);
  }, 0);

/** Numbers by size, texts by their characters. */
function compareValues(a: number | string | boolean, b: number | string | boolean): number {
  const difference = Number(a) - Number(b);
  if (!Number.isNaN(difference)) return difference;
  return String(a) < String(b) ? -1 : 1;
}
