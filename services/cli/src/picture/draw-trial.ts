// One trial as a picture: rasters of what happened and traces of variables, one above the other, over one axis of time.
//
//   title
//   subtitle
//   ┌──────────────┐  a panel: its name and legend above it, a tick a spike or a line an element
//   └──────────────┘
//   ┌──────────────┐
//   └─┬────┬────┬──┘
//        t [ms]
//   note

import { axisTicks } from "../present/axis-ticks.js";
import { formatNumber } from "../present/format-number.js";
import { type PlotAxis, valueAxis } from "../present/plot-axis.js";
import { linePath } from "./draw-lines.js";
import { type Box, drawFrame, drawLegend, type Frame, timeAxis, X_AXIS_HEIGHT, Y_AXIS_WIDTH } from "./frame.js";
import { axisTitle, shownUnitOf } from "./shown-unit.js";
import { CHARACTER_WIDTH, colorOf, element, FAINT_INK, type PictureSize, pixels, svgDocument, textElement } from "./svg.js";

export interface TrialPicture {
  readonly title: string;
  readonly subtitle: string;
  /** Of the axis, in seconds. */
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly panels: readonly (RasterPanel | TracePanel)[];
  /** Below everything: how the picture came about, what it leaves out. */
  readonly notes: readonly string[];
}

/** A tick for each occurrence of an event. */
export interface RasterPanel {
  readonly kind: "raster";
  readonly title: string;
  /** Elements of the group. */
  readonly size: number;
  /** Seconds, and the element of each. */
  readonly times: ArrayLike<number>;
  readonly elements: ArrayLike<number>;
}

/** A line for each of some variables or elements. */
export interface TracePanel {
  readonly kind: "traces";
  readonly title: string;
  /** Of the y axis. */
  readonly name: string;
  /** SI base expression. */
  readonly unit: string;
  readonly display?: string;
  /** What tells the lines apart. */
  readonly of: "elements" | "variables";
  readonly lines: readonly TraceLine[];
}

export interface TraceLine {
  readonly label: string;
  readonly firstSeconds: number;
  readonly everySeconds: number;
  readonly values: ArrayLike<number>;
}

const TOP = 44;
const RIGHT = 18;
const NOTE_HEIGHT = 16;
const PANEL_GAP = 26;
const PIXELS_PER_X_TICK = 90;
const PIXELS_PER_Y_TICK = 32;

export function drawTrial(picture: TrialPicture, size: PictureSize): string {
  const { notes } = picture;
  const [from, to] = [picture.fromSeconds, picture.toSeconds];
  const panels = picture.panels.map((panel) => visiblePart(panel, from, to));
  const unit = shownUnitOf("second", undefined, to);
  const width = size.width - Y_AXIS_WIDTH - RIGHT;
  const height = size.height - TOP - X_AXIS_HEIGHT - NOTE_HEIGHT * notes.length - PANEL_GAP * (panels.length - 1);
  const heights = panelHeights(panels, height);
  const x = timeAxis(unit.show(from), unit.show(to), Math.max(2, Math.floor(width / PIXELS_PER_X_TICK)));
  let top = TOP;
  const drawn = panels.flatMap((panel, index) => {
    const box: Box = { left: Y_AXIS_WIDTH, top, width, height: heights[index]! };
    top += box.height + PANEL_GAP;
    const title = index === panels.length - 1 ? axisTitle("t", unit) : undefined;
    const time = { axis: x, show: unit.show, ...(title !== undefined && { title }) };
    return panel.kind === "raster" ? drawRaster(panel, box, time) : drawTraces(panel, box, time);
  });
  return svgDocument(size, `${picture.title}: ${picture.subtitle}`, [
    textElement(picture.title, { x: Y_AXIS_WIDTH, y: 18, "font-weight": "bold" }),
    textElement(cut(picture.subtitle, size.width - Y_AXIS_WIDTH - RIGHT - (picture.title.length + 3) * CHARACTER_WIDTH), {
      ...{ x: size.width - RIGHT, y: 18, "text-anchor": "end", fill: FAINT_INK },
    }),
    ...drawn,
    ...notes.map((note, index) =>
      textElement(cut(note, size.width - 2 * RIGHT), {
        ...{ x: size.width - RIGHT, y: size.height - 6 - NOTE_HEIGHT * (notes.length - 1 - index), "text-anchor": "end" },
        ...{ "font-size": 10.5, fill: FAINT_INK },
      }),
    ),
  ]);
}

/** What lies between two times. */
function visiblePart(panel: RasterPanel | TracePanel, from: number, to: number): RasterPanel | TracePanel {
  if (panel.kind === "raster") {
    const places = Array.from(panel.times, (time, index) => (time >= from && time <= to ? index : -1)).filter((index) => index >= 0);
    return { ...panel, times: places.map((index) => panel.times[index]!), elements: places.map((index) => panel.elements[index]!) };
  }
  const lines = panel.lines.map((line) => {
    const { firstSeconds, everySeconds, values } = line;
    const first = Math.max(0, Math.ceil((from - firstSeconds) / everySeconds - ROUNDING));
    const end = Math.max(first, Math.floor((to - firstSeconds) / everySeconds + ROUNDING) + 1);
    return {
      ...line,
      firstSeconds: firstSeconds + first * everySeconds,
      values: Array.prototype.slice.call(values, first, end) as number[],
    };
  });
  return { ...panel, lines };
}

/** Of a sample's place in time, in samples. */
const ROUNDING = 1e-6;

/** A raster of few elements needs less room than one of many; lines in rows of their own need more than lines in one. */
function panelHeights(panels: readonly (RasterPanel | TracePanel)[], height: number): readonly number[] {
  const shareOf = (panel: RasterPanel | TracePanel) =>
    panel.kind === "traces" && isStacked(panel) ? 1 + (panel.lines.length - MAX_OVERLAID) * 0.25 : 1;
  const whole = panels.reduce((sum, panel) => sum + shareOf(panel), 0);
  const fair = panels.map((panel) => (height * shareOf(panel)) / whole);
  const needed = panels.map((panel, index) =>
    panel.kind === "raster" ? Math.min(fair[index]!, RASTER_LEAST + RASTER_ROW * panel.size) : 0,
  );
  const left = height - needed.reduce((sum, each) => sum + each, 0);
  const others = panels.reduce((sum, panel) => sum + (panel.kind === "raster" ? 0 : shareOf(panel)), 0);
  if (others === 0) return fair;
  return panels.map((panel, index) => (panel.kind === "raster" ? needed[index]! : (left * shareOf(panel)) / others));
}

/** Elements that share one pair of axes; more of them are drawn in rows, one above the other. */
const MAX_OVERLAID = 3;
const isStacked = ({ of, lines }: TracePanel): boolean => of === "elements" && lines.length > MAX_OVERLAID;
const RASTER_LEAST = 26;
const RASTER_ROW = 12;

function cut(text: string, room: number): string {
  const characters = Math.max(8, Math.floor(room / CHARACTER_WIDTH));
  return text.length > characters ? `${text.slice(0, characters - 1)}…` : text;
}

interface Time {
  readonly axis: PlotAxis;
  readonly show: (seconds: number) => number;
  readonly title?: string;
}

const nameAbove = (title: string, { left, top }: Box): string => textElement(title, { x: left, y: top - 5 });

function drawRaster({ title, size, times, elements }: RasterPanel, box: Box, time: Time): readonly string[] {
  const ticks = axisTicks(0, Math.max(0, size - 1), Math.max(1, Math.floor(box.height / PIXELS_PER_Y_TICK)));
  const y: PlotAxis = {
    fractionOf: (value) => (value + 0.5) / size,
    ticks: ticks.filter(({ value }) => Number.isInteger(value)),
  };
  const frame = drawFrame(box, { x: time.axis, y, yTitle: "element", ...(time.title !== undefined && { xTitle: time.title }) });
  const marks = {
    d: rasterPath({ times, elements }, frame, { show: time.show, size }),
    stroke: colorOf(0),
    "stroke-width": 1.2,
    fill: "none",
  };
  return [...frame.drawn, nameAbove(title, box), element("path", marks)];
}

/** Occurrences that fall on the same spot are drawn once. */
function rasterPath(
  { times, elements }: { readonly times: ArrayLike<number>; readonly elements: ArrayLike<number> },
  { box, x, y }: Frame,
  { show, size }: { readonly show: (seconds: number) => number; readonly size: number },
): string {
  const half = Math.min(MAX_TICK_HEIGHT, Math.max(1, (box.height / size) * TICK_SHARE)) / 2;
  const spots = new Set<string>();
  for (let index = 0; index < times.length; index++) {
    const at = Math.round(x(show(times[index]!)) * 2) / 2;
    const height = Math.round((y(elements[index]!) - half) * 2) / 2;
    spots.add(`M${pixels(at)} ${pixels(height)}v${pixels(2 * half)}`);
  }
  return [...spots].join("");
}

const MAX_TICK_HEIGHT = 22;
/** Of an element's row. */
const TICK_SHARE = 0.8;

function drawTraces(panel: TracePanel, box: Box, time: Time): readonly string[] {
  const { lines } = panel;
  if (isStacked(panel)) return drawStacked(panel, box, time);
  const [least, greatest] = rangeOf(lines);
  const unit = shownUnitOf(panel.unit, panel.display, Math.max(Math.abs(least), Math.abs(greatest)));
  const y = valueAxis(unit.show(least), unit.show(greatest), Math.max(1, Math.floor(box.height / PIXELS_PER_Y_TICK)));
  const title = time.title === undefined ? {} : { xTitle: time.title };
  const frame = drawFrame(box, { x: time.axis, y, yTitle: axisTitle(panel.name, unit), ...title });
  const paths = lines.map(({ values, firstSeconds, everySeconds }, index) =>
    element("path", {
      d: linePath({
        count: values.length,
        x: (sample) => frame.x(time.show(firstSeconds + sample * everySeconds)),
        y: (sample) => frame.y(unit.show(values[sample]!)),
      }),
      ...{ stroke: colorOf(index), "stroke-width": 1.4, "stroke-linejoin": "round", fill: "none" },
    }),
  );
  const legend =
    lines.length > 1
      ? drawLegend(
          lines.map(({ label }, index) => ({ label, color: colorOf(index) })),
          box,
        )
      : [];
  return [...frame.drawn, nameAbove(panel.title, box), ...legend, ...paths];
}

/** A row a line, the first at the bottom as in a raster; all rows have one scale. */
function drawStacked(panel: TracePanel, box: Box, time: Time): readonly string[] {
  const { lines } = panel;
  const [least, greatest] = rangeOf(lines);
  const unit = shownUnitOf(panel.unit, panel.display, Math.max(Math.abs(least), Math.abs(greatest)));
  const { low, high } = valueAxis(unit.show(least), unit.show(greatest), SCALE_STEPS);
  const y: PlotAxis = {
    fractionOf: (row) => (row + 0.5) / lines.length,
    ticks: lines.map(({ label }, row) => ({ value: row, label: label.replace(/^element /, "") })),
  };
  const title = time.title === undefined ? {} : { xTitle: time.title };
  const frame = drawFrame(box, { x: time.axis, y, yTitle: "element", ...title });
  const rowHeight = box.height / lines.length;
  const span = Math.max(high - low, Number.MIN_VALUE);
  const paths = lines.map(({ values, firstSeconds, everySeconds }, row) =>
    element("path", {
      d: linePath({
        count: values.length,
        x: (sample) => frame.x(time.show(firstSeconds + sample * everySeconds)),
        y: (sample) => frame.y(row) + rowHeight * ROW_SHARE * (0.5 - (unit.show(values[sample]!) - low) / span),
      }),
      ...{ stroke: colorOf(row), "stroke-width": 1.2, "stroke-linejoin": "round", fill: "none" },
    }),
  );
  const scale = `each row: ${formatNumber(low)} to ${formatNumber(high)}${unit.label === "" ? "" : ` ${unit.label}`}`;
  const place = { x: box.left + box.width, y: box.top - 5, "text-anchor": "end", fill: FAINT_INK };
  return [...frame.drawn, nameAbove(panel.title, box), textElement(scale, place), ...paths];
}

/** Round steps between the ends of a row. */
const SCALE_STEPS = 4;
/** Of a row's height that its line may take. */
const ROW_SHARE = 0.92;

/** Of what is finite; an empty panel shows 0 to 1. */
function rangeOf(lines: readonly TraceLine[]): readonly [number, number] {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { values } of lines) {
    for (let index = 0; index < values.length; index++) {
      const value = values[index]!;
      if (!Number.isFinite(value)) continue;
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
  }
  return least <= greatest ? [least, greatest] : [0, 1];
}
