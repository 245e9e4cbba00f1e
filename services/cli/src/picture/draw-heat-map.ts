// An output over two axes of a sweep: a cell a point, coloured by the mean over its repeats, and a bar that says what the colours mean.

import { formatNumber } from "../present/format-number.js";
import type { PlotAxis } from "../present/plot-axis.js";
import { valueAxis } from "../present/plot-axis.js";
import { type AxisName, drawNotes } from "./draw-curves.js";
import { type Box, drawFrame, X_AXIS_HEIGHT, Y_AXIS_WIDTH } from "./frame.js";
import { axisTitle } from "./shown-unit.js";
import { CHARACTER_WIDTH, element, FRAME, type PictureSize, svgDocument, textElement } from "./svg.js";

export interface HeatMapPicture {
  readonly title: string;
  readonly x: AxisName & { readonly values: readonly number[] };
  readonly y: AxisName & { readonly values: readonly number[] };
  readonly z: AxisName;
  /** cells[y][x]; NaN where there is nothing. */
  readonly cells: readonly (readonly number[])[];
  readonly notes: readonly string[];
}

const TOP = 44;
const RIGHT = 100;
const NOTE_HEIGHT = 16;
const BAR_WIDTH = 16;
const BAR_GAP = 18;
const BAR_STEPS = 64;
const LABEL_DIGITS = 3;
const PIXELS_PER_LABEL = 56;
const PIXELS_PER_ROW_LABEL = 22;
const PIXELS_PER_BAR_TICK = 40;
const NOTHING = "#ececec";

export function drawHeatMap({ title, x, y, z, cells, notes }: HeatMapPicture, size: PictureSize): string {
  const box: Box = {
    ...{ left: Y_AXIS_WIDTH, top: TOP, width: size.width - Y_AXIS_WIDTH - RIGHT },
    height: size.height - TOP - X_AXIS_HEIGHT - Math.max(1, notes.length) * NOTE_HEIGHT,
  };
  const frame = drawFrame(box, {
    x: cellAxis(x.values, Math.floor(box.width / PIXELS_PER_LABEL)),
    y: cellAxis(y.values, Math.floor(box.height / PIXELS_PER_ROW_LABEL)),
    ...{ xTitle: axisTitle(x.name, x), yTitle: axisTitle(y.name, y) },
  });
  const finite = cells.flat().filter(Number.isFinite);
  const least = finite.reduce((a, b) => Math.min(a, b), finite[0] ?? 0);
  const greatest = finite.reduce((a, b) => Math.max(a, b), finite[0] ?? 1);
  const [width, height] = [box.width / x.values.length, box.height / y.values.length];
  const drawn = cells.flatMap((row, rowIndex) =>
    row.map((value, column) =>
      element("rect", {
        ...{
          x: box.left + column * width,
          y: box.top + box.height - (rowIndex + 1) * height,
          width: width + OVERLAP,
          height: height + OVERLAP,
        },
        "shape-rendering": "crispEdges",
        fill: Number.isFinite(value) ? shadeOf(greatest > least ? (value - least) / (greatest - least) : 0.5) : NOTHING,
      }),
    ),
  );
  return svgDocument(size, `${title}: ${z.name} over ${x.name} and ${y.name}`, [
    textElement(title, { x: Y_AXIS_WIDTH, y: 18, "font-weight": "bold" }),
    ...frame.drawn,
    ...drawn,
    element("rect", { x: box.left, y: box.top, width: box.width, height: box.height, fill: "none", stroke: FRAME }),
    ...colorBar(axisTitle(z.name, z), box, { least, greatest }),
    ...drawNotes(notes, size),
  ]);
}

/** Hides the seams between cells; the frame covers what sticks out. */
const OVERLAP = 0.4;

/** Cells of one size, each labelled in its middle; where they are too many, every so many. */
function cellAxis(values: readonly number[], labels: number): PlotAxis {
  const every = Math.max(1, Math.ceil(values.length / Math.max(1, labels)));
  const ticks = values
    .map((value, index) => ({ value: index, label: formatNumber(value, LABEL_DIGITS) }))
    .filter((_, index) => index % every === 0);
  return { fractionOf: (index) => (index + 0.5) / values.length, ticks };
}

function colorBar(
  title: string,
  { left, top, width, height }: Box,
  range: { readonly least: number; readonly greatest: number },
): readonly string[] {
  const x = left + width + BAR_GAP;
  const axis = valueAxis(range.least, range.greatest, Math.floor(height / PIXELS_PER_BAR_TICK));
  const length = range.greatest - range.least;
  const place = (value: number) => top + height - (length > 0 ? (value - range.least) / length : 0.5) * height;
  const ticks = axis.ticks.filter(
    ({ value }) => length === 0 || (value >= range.least - length * 1e-9 && value <= range.greatest + length * 1e-9),
  );
  const step = height / BAR_STEPS;
  const room = Math.floor((BAR_GAP + BAR_WIDTH + RIGHT - BAR_GAP) / CHARACTER_WIDTH);
  const name = title.length > room ? `${title.slice(0, room - 1)}…` : title;
  return [
    ...Array.from({ length: BAR_STEPS }, (_, index) =>
      element("rect", {
        ...{ x, y: top + height - (index + 1) * step, width: BAR_WIDTH, height: step + OVERLAP },
        "shape-rendering": "crispEdges",
        fill: shadeOf((index + 0.5) / BAR_STEPS),
      }),
    ),
    element("rect", { x, y: top, width: BAR_WIDTH, height, fill: "none", stroke: FRAME }),
    ...ticks.map(({ value, label }) => textElement(label, { x: x + BAR_WIDTH + 6, y: place(value) + 4 })),
    textElement(name, { x, y: top - 8 }),
  ];
}

/** Viridis (Smith and van der Walt 2015), by ten of its colours: dark is little, bright is much, in grey too. */
const SHADES = ["440154", "482878", "3e4a89", "31688e", "26828e", "1f9e89", "35b779", "6ece58", "b5de2b", "fde725"].map((hex) =>
  [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)),
);

function shadeOf(fraction: number): string {
  const at = Math.min(Math.max(fraction, 0), 1) * (SHADES.length - 1);
  const index = Math.min(SHADES.length - 2, Math.floor(at));
  const [low, high] = [SHADES[index]!, SHADES[index + 1]!];
  return `#${low.map((part, channel) => hex(part + (high[channel]! - part) * (at - index))).join("")}`;
}

const hex = (part: number): string => Math.round(part).toString(16).padStart(2, "0");
