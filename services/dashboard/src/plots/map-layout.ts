// Where the points of a map stand on its canvas, in CSS pixels.
//
//   ┌──────┬───────────────────────┬────────┐   A full grid has a cell for each pair of values, all of one size, whatever the
//   │  y   │        cells          │ colour │   distances between the values; dots stand where their values say.
//   │      │                       │ scale  │
//   └──────┼───────────────────────┼────────┘
//          │           x           │

import { formatNumber } from "../values/format-number.js";
import { axisTicks } from "./axis-ticks.js";
import type { Plot, PlotAxis } from "./plot-of.js";

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}
export interface Tick {
  /** Along the axis, from 0 to 1. */
  readonly at: number;
  readonly label: string;
}
export interface MapLayout {
  readonly inner: Box;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  /** Where a point is drawn. */
  boxOf(x: number, y: number): Box;
}

export const MAP_HEIGHT = 380;
const MARGIN = { left: 80, right: 96, top: 14, bottom: 50 };
const DOT_RADIUS = 5;
const DOT_TICKS = 6;
/** Dots keep this far from the frame. */
const DOT_AIR = 0.04;

export function layoutMap(plot: Plot, width: number): MapLayout {
  const x = plot.x;
  const y = plot.y!;
  const inner = {
    left: MARGIN.left,
    top: MARGIN.top,
    width: Math.max(1, width - MARGIN.left - MARGIN.right),
    height: MAP_HEIGHT - MARGIN.top - MARGIN.bottom,
  };
  return plot.kind === "map" ? layoutCells(x, y, inner) : layoutDots(x, y, inner);
}

function layoutCells(x: PlotAxis, y: PlotAxis, inner: Box): MapLayout {
  const edge = (index: number, count: number, length: number) => Math.round((index * length) / count);
  const ticks = ({ labels }: PlotAxis) => labels.map((label, index) => ({ at: (index + 0.5) / labels.length, label }));
  return {
    inner,
    xTicks: ticks(x),
    yTicks: ticks(y),
    boxOf(xIndex, yIndex) {
      const left = edge(xIndex, x.values.length, inner.width);
      const bottom = edge(yIndex, y.values.length, inner.height);
      return {
        left: inner.left + left,
        top: inner.top + inner.height - edge(yIndex + 1, y.values.length, inner.height),
        width: Math.max(1, edge(xIndex + 1, x.values.length, inner.width) - left),
        height: Math.max(1, edge(yIndex + 1, y.values.length, inner.height) - bottom),
      };
    },
  };
}

function layoutDots(x: PlotAxis, y: PlotAxis, inner: Box): MapLayout {
  const across = fractionsOf(x);
  const up = fractionsOf(y);
  return {
    inner,
    xTicks: across.ticks,
    yTicks: up.ticks,
    boxOf: (xIndex, yIndex) => ({
      left: inner.left + across.of(x.values[xIndex]!) * inner.width - DOT_RADIUS,
      top: inner.top + (1 - up.of(y.values[yIndex]!)) * inner.height - DOT_RADIUS,
      width: 2 * DOT_RADIUS,
      height: 2 * DOT_RADIUS,
    }),
  };
}

function fractionsOf({ values, labels, isNumeric }: PlotAxis): { of(value: number): number; ticks: readonly Tick[] } {
  const least = values[0]!;
  const length = values.at(-1)! - least;
  const of = (value: number) => DOT_AIR + (length === 0 ? 0.5 : (value - least) / length) * (1 - 2 * DOT_AIR);
  const ticks = isNumeric
    ? axisTicks(least, values.at(-1)!, DOT_TICKS).map((value) => ({ at: of(value), label: formatNumber(value) }))
    : labels.map((label, index) => ({ at: of(index), label }));
  return { of, ticks };
}
