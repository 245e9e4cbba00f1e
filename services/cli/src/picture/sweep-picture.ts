// The picture of a sweep: one output over its axes. One axis gives a curve, two a heat map, or a curve for each value of the shorter one.

import { CodedError, type Column } from "@spikefarm/protocol";
import { formatNumber, shownUnit } from "../present/index.js";
import { type Average, distinct, isPlottable } from "../sweep-points.js";
import { type AxisName, type CurvePoint, drawCurves } from "./draw-curves.js";
import { drawHeatMap } from "./draw-heat-map.js";
import { symbolOf } from "./shown-unit.js";
import type { PictureSize } from "./svg.js";

export interface SweepPicture {
  readonly title: string;
  /** The swept parameters, in the order of `Average.at`. */
  readonly parameters: readonly Column[];
  readonly output: Column;
  readonly points: readonly Average[];
  /** What the picture should say besides: points left out, say. */
  readonly notes: readonly string[];
}

/** Values of an axis up to which each has a curve of its own. */
const MAX_CURVES = 6;

/** The output of that name, or the first that is a number. @throws {CodedError} CLI_USAGE */
export function plottedOutput(outputs: readonly Column[], wanted: string | undefined): Column {
  const names = outputs.filter(isPlottable).map(({ name }) => name);
  const found = outputs.find((output) => isPlottable(output) && (wanted === undefined || output.name === wanted));
  if (found !== undefined) return found;
  if (names.length === 0)
    throw new CodedError(
      "CLI_USAGE",
      "No output of the sweep is one number a trial; plot a trial with `spikefarm show ID POINT --plot FILE.svg`.",
    );
  throw new CodedError("CLI_USAGE", `The sweep has no output ${wanted} of one number a trial; give --output ${names.join(" or ")}.`);
}

/** @throws {CodedError} CLI_USAGE where the sweep is not over one or two axes of numbers. */
export function drawSweep(picture: SweepPicture, size: PictureSize): string {
  const { parameters, output, points, title, notes } = picture;
  if (points.length === 0) throw new CodedError("CLI_USAGE", "No trial of the sweep is ok yet, so there is nothing to plot.");
  const axes = parameters
    .map((column, index) => ({ column, index, values: distinct(points.map(({ at }) => at[index]!)) }))
    .filter(({ values }) => values.length > 1);
  const text = axes.find(({ column }) => column.kind === "text");
  if (text !== undefined) throw new CodedError("CLI_USAGE", `The axis ${text.column.name} is text; only axes of numbers are plotted.`);
  const [x, y, ...more] = axes;
  if (x === undefined)
    throw new CodedError("CLI_USAGE", "The sweep has one point only; plot its trial with `spikefarm show ID 0 --plot FILE.svg`.");
  const isGrid = y !== undefined && x.values.length * y.values.length <= 4 * points.length;
  if (more.length > 0 && isGrid) {
    throw new CodedError(
      "CLI_USAGE",
      `The sweep has ${axes.length} axes; one or two are plotted. Use \`spikefarm results ID\` with a plotting tool.`,
    );
  }
  const z = nameOf(output);
  const pointOf = ({ at, mean, low, high }: Average, index: number): CurvePoint => ({ x: at[index]!, mean, low, high });
  const curve = (list: readonly Average[], index: number) => list.map((point) => pointOf(point, index)).sort((a, b) => a.x - b.x);
  const spread = points.some(({ low, high }) => low !== high) ? ["band: from the least to the greatest repeat"] : [];
  // Axes that vary together (a zip) are one.
  if (!isGrid)
    return drawCurves(
      { title, x: nameOf(x.column), y: z, curves: [{ label: "", points: curve(points, x.index) }], notes: [...spread, ...notes] },
      size,
    );
  const [few, many] = x.values.length < y.values.length ? [x, y] : [y, x];
  if (few.values.length <= MAX_CURVES && many.values.length > few.values.length) {
    const { label, name } = nameOf(few.column);
    const curves = few.values.map((value) => ({
      label: `${name} = ${formatNumber(value)}${label === "" ? "" : ` ${label}`}`,
      points: curve(
        points.filter(({ at }) => at[few.index] === value),
        many.index,
      ),
    }));
    return drawCurves({ title, x: nameOf(many.column), y: z, curves, notes: [...spread, ...notes] }, size);
  }
  const cells = y.values.map(() => x.values.map(() => Number.NaN));
  for (const { at, mean } of points) cells[y.values.indexOf(at[y.index]!)]![x.values.indexOf(at[x.index]!)] = mean;
  return drawHeatMap(
    { title, x: { ...nameOf(x.column), values: x.values }, y: { ...nameOf(y.column), values: y.values }, z, cells, notes },
    size,
  );
}

const nameOf = (column: Column): AxisName => ({ name: column.name, label: symbolOf(shownUnit(column, "display")) });
