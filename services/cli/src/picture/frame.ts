// The frame of a plot: its box, its axes with ticks, and a grid behind what is drawn in it.

import { axisTicks, type Tick } from "../present/axis-ticks.js";
import type { PlotAxis } from "../present/plot-axis.js";
import { CHARACTER_WIDTH, element, FAINT_INK, FRAME, GRID, pixels, textElement } from "./svg.js";

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Frame {
  readonly box: Box;
  /** Where values lie, in pixels. */
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  /** The box, the grid and the axes; what is plotted goes on top of them. */
  readonly drawn: readonly string[];
}

export interface FrameAxes {
  readonly x: PlotAxis;
  readonly y: PlotAxis;
  /** Absent where the panel below carries the same axis. */
  readonly xTitle?: string;
  readonly yTitle: string;
}

const TICK_LENGTH = 4;
const LABEL_GAP = 3;
const BASELINE = 4;

export function drawFrame(box: Box, axes: FrameAxes): Frame {
  const { left, top, width, height } = box;
  const [right, bottom] = [left + width, top + height];
  const x = (value: number) => left + axes.x.fractionOf(value) * width;
  const y = (value: number) => bottom - axes.y.fractionOf(value) * height;
  const hasLabels = axes.xTitle !== undefined;
  const drawn = [
    element("rect", { x: left, y: top, width, height, fill: "#fcfcfc" }),
    element("path", {
      d: [
        ...axes.x.ticks.map(({ value }) => `M${pixels(x(value))} ${pixels(top)}V${pixels(bottom)}`),
        ...axes.y.ticks.map(({ value }) => `M${pixels(left)} ${pixels(y(value))}H${pixels(right)}`),
      ].join(""),
      ...{ stroke: GRID, fill: "none" },
    }),
    element("rect", { x: left, y: top, width, height, fill: "none", stroke: FRAME }),
    ...(hasLabels ? thinned(axes.x.ticks, x).map((tick) => labelBelow(tick, x(tick.value), bottom)) : []),
    ...axes.y.ticks.map(({ value, label }) =>
      textElement(label, { x: left - TICK_LENGTH - LABEL_GAP, y: y(value) + BASELINE, "text-anchor": "end" }),
    ),
    element("path", {
      d: [
        ...axes.x.ticks.map(({ value }) => `M${pixels(x(value))} ${pixels(bottom)}v${TICK_LENGTH}`),
        ...axes.y.ticks.map(({ value }) => `M${pixels(left)} ${pixels(y(value))}h${-TICK_LENGTH}`),
      ].join(""),
      ...{ stroke: FRAME, fill: "none" },
    }),
    verticalTitle(axes.yTitle, box),
    ...(axes.xTitle === undefined
      ? []
      : [textElement(axes.xTitle, { x: left + width / 2, y: bottom + X_TITLE_BELOW, "text-anchor": "middle" })]),
  ];
  return { box, x, y, drawn };
}

/** Room that an x axis with its title takes below the box. */
export const X_AXIS_HEIGHT = 44;
const X_TITLE_BELOW = 36;
const X_LABEL_BELOW = 17;
/** Room for the y axis' labels and title. */
export const Y_AXIS_WIDTH = 70;
const Y_TITLE_LEFT = 54;

const labelBelow = ({ label }: Tick, at: number, bottom: number): string =>
  textElement(label, { x: at, y: bottom + X_LABEL_BELOW, "text-anchor": "middle" });

/** Labels that would touch their neighbour are left out. */
function thinned(ticks: readonly Tick[], x: (value: number) => number): readonly Tick[] {
  const kept: Tick[] = [];
  let reached = Number.NEGATIVE_INFINITY;
  for (const tick of ticks) {
    const half = (tick.label.length * CHARACTER_WIDTH) / 2;
    if (x(tick.value) - half < reached + CHARACTER_WIDTH) continue;
    kept.push(tick);
    reached = x(tick.value) + half;
  }
  return kept;
}

/** Along the axis, from bottom to top; one that is too long for it is cut. */
function verticalTitle(title: string, { left, top, height }: Box): string {
  const room = Math.max(4, Math.floor((height + 16) / CHARACTER_WIDTH));
  const text = title.length > room ? `${title.slice(0, room - 1)}…` : title;
  const [x, y] = [left - Y_TITLE_LEFT, top + height / 2];
  return textElement(text, { x, y, "text-anchor": "middle", transform: `rotate(-90 ${pixels(x)} ${pixels(y)})` });
}

/** Time, to its ends exactly. */
export function timeAxis(from: number, to: number, tickCount: number): PlotAxis {
  const length = to - from;
  return { fractionOf: (value) => (length > 0 ? (value - from) / length : 0.5), ticks: axisTicks(from, to, tickCount) };
}

export interface LegendEntry {
  readonly label: string;
  readonly color: string;
}

/** A row of names to the right, above a box; what does not fit is counted. */
export function drawLegend(entries: readonly LegendEntry[], { left, top, width }: Box): readonly string[] {
  const wide = ({ label }: LegendEntry) => SWATCH + label.length * CHARACTER_WIDTH + LEGEND_GAP;
  let fitting = entries.length;
  const room = () => entries.slice(0, fitting).reduce((sum, entry) => sum + wide(entry), fitting < entries.length ? LEGEND_GAP * 4 : 0);
  while (fitting > 1 && room() > width * LEGEND_SHARE) fitting--;
  let at = left + width - room();
  const drawn = entries.slice(0, fitting).map((entry) => {
    const [x, y] = [at, top - LEGEND_ABOVE];
    at += wide(entry);
    return [
      element("path", { d: `M${pixels(x)} ${pixels(y - BASELINE)}h${SWATCH - LEGEND_GAP / 2}`, stroke: entry.color, "stroke-width": 2.5 }),
      textElement(entry.label, { x: x + SWATCH, y }),
    ].join("");
  });
  const more = entries.length - fitting;
  return more === 0 ? drawn : [...drawn, textElement(`+ ${more}`, { x: at, y: top - LEGEND_ABOVE, fill: FAINT_INK })];
}

const SWATCH = 22;
const LEGEND_GAP = 10;
const LEGEND_ABOVE = 5;
/** Of the box's width; the rest is the panel's name. */
const LEGEND_SHARE = 0.75;
