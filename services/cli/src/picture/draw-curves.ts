// An output over one axis of a sweep: a curve of the means, a band from the least to the greatest repeat; a curve for each value of a second axis
// that has few.

import { type PlotAxis, positionAxis, valueAxis } from "../present/plot-axis.js";
import { type Box, drawFrame, drawLegend, type Frame, X_AXIS_HEIGHT, Y_AXIS_WIDTH } from "./frame.js";
import { axisTitle } from "./shown-unit.js";
import { colorOf, element, FAINT_INK, type PictureSize, pixels, svgDocument, textElement } from "./svg.js";

/** What an axis shows: a name and a unit, "" for a plain number. */
export interface AxisName {
  readonly name: string;
  readonly label: string;
}

export interface CurvesPicture {
  readonly title: string;
  readonly x: AxisName;
  readonly y: AxisName;
  readonly curves: readonly Curve[];
  readonly notes: readonly string[];
}

export interface Curve {
  /** In the legend, which a single curve goes without. */
  readonly label: string;
  /** By ascending x. */
  readonly points: readonly CurvePoint[];
}

export interface CurvePoint {
  readonly x: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

const TOP = 44;
const RIGHT = 22;
const NOTE_HEIGHT = 16;
const PIXELS_PER_X_TICK = 60;
const PIXELS_PER_Y_TICK = 45;
/** Points up to which each has its dot. */
const MAX_DOTS = 80;

export function drawCurves(picture: CurvesPicture, size: PictureSize): string {
  const { title, x, y, curves, notes } = picture;
  const box: Box = {
    ...{ left: Y_AXIS_WIDTH, top: TOP, width: size.width - Y_AXIS_WIDTH - RIGHT },
    height: size.height - TOP - X_AXIS_HEIGHT - Math.max(1, notes.length) * NOTE_HEIGHT,
  };
  const frame = drawFrame(box, { ...axesOf(curves, box), xTitle: axisTitle(x.name, x), yTitle: axisTitle(y.name, y) });
  const entries = curves.map(({ label }, index) => ({ label, color: colorOf(index) }));
  return svgDocument(size, `${title}: ${y.name} over ${x.name}`, [
    textElement(title, { x: Y_AXIS_WIDTH, y: 18, "font-weight": "bold" }),
    ...frame.drawn,
    ...(curves.length > 1 ? drawLegend(entries, box) : []),
    ...curves.flatMap((curve, index) => drawCurve(curve, frame, colorOf(index))),
    ...drawNotes(notes, size),
  ]);
}

/** At the lower right, one below the other. */
export const drawNotes = (notes: readonly string[], { width, height }: PictureSize): readonly string[] =>
  notes.map((note, index) =>
    textElement(note, {
      ...{ x: width - RIGHT, y: height - 6 - NOTE_HEIGHT * (notes.length - 1 - index), "text-anchor": "end" },
      ...{ "font-size": 10.5, fill: FAINT_INK },
    }),
  );

function axesOf(curves: readonly Curve[], { width, height }: Box): { readonly x: PlotAxis; readonly y: PlotAxis } {
  const points = curves.flatMap((curve) => curve.points);
  const xs = [...new Set(points.map((point) => point.x))].filter(Number.isFinite).sort((a, b) => a - b);
  const heights = points.flatMap(({ mean, low, high }) => [mean, low, high]).filter(Number.isFinite);
  const least = heights.reduce((a, b) => Math.min(a, b), heights[0] ?? 0);
  const greatest = heights.reduce((a, b) => Math.max(a, b), heights[0] ?? 1);
  return {
    x: positionAxis(xs, Math.floor(width / PIXELS_PER_X_TICK)),
    y: valueAxis(least, greatest, Math.floor(height / PIXELS_PER_Y_TICK)),
  };
}

/** Points that are not finite break the curve. */
function drawCurve({ points }: Curve, { x, y }: Frame, color: string): readonly string[] {
  const runs: CurvePoint[][] = [[]];
  for (const point of points) {
    if ([point.x, point.mean].every(Number.isFinite)) runs.at(-1)!.push(point);
    else if (runs.at(-1)!.length > 0) runs.push([]);
  }
  const at = (point: CurvePoint, height: number) => `${pixels(x(point.x))} ${pixels(y(height))}`;
  const path = (list: readonly CurvePoint[], height: (point: CurvePoint) => number) =>
    list.map((point) => at(point, height(point))).join("L");
  const bands = runs.filter((run) => run.some(({ low, high }) => low !== high && Number.isFinite(low + high)));
  const edge = (value: number, otherwise: number) => (Number.isFinite(value) ? value : otherwise);
  const dots = points.length > MAX_DOTS ? [] : runs.flat();
  return [
    ...bands.map((run) => {
      const [up, down] = [path(run, ({ high, mean }) => edge(high, mean)), path(run.toReversed(), ({ low, mean }) => edge(low, mean))];
      return element("path", { d: `M${up}L${down}Z`, fill: color, "fill-opacity": 0.16 });
    }),
    ...runs
      .filter((run) => run.length > 0)
      .map((run) => element("path", { d: `M${path(run, ({ mean }) => mean)}`, stroke: color, "stroke-width": 1.8, fill: "none" })),
    ...dots.map((point) => element("circle", { cx: x(point.x), cy: y(point.mean), r: 2.6, fill: color })),
  ];
}
