// Draws a map on a canvas: cells or dots in the colours of their means, axes, and the scale of the colours.

import { formatNumber } from "../values/format-number.js";
import { axisTicks } from "./axis-ticks.js";
import type { Box, MapLayout, Tick } from "./map-layout.js";
import { heatColor, type Palette } from "./palette.js";
import type { Plot, PlotPoint } from "./plot-of.js";

const LABEL_GAP = 8;
const LABEL_HEIGHT = 16;
const LONGEST_LABEL = 12;
const LONGEST_UP_LABEL = 7;
const LONGEST_TITLE = 32;
const LONGEST_SCALE_TITLE = 14;
const SCALE_WIDTH = 14;
const SCALE_GAP = 18;
const SCALE_TICKS = 5;
/** A cross needs this much room to be told from dirt. */
const LEAST_CROSS = 6;
const MOST_CROSS = 13;

export function drawMap(context: CanvasRenderingContext2D, plot: Plot, layout: MapLayout, palette: Palette): void {
  const { inner } = layout;
  const { least, greatest } = rangeOf(plot.points);
  context.font = palette.font;
  context.lineWidth = 1;
  for (const point of plot.points) {
    const box = layout.boxOf(point.x, point.y);
    const isDot = plot.kind === "dots";
    if (point.mean === undefined && point.failedCount === 0) fill(context, box, palette.pending, isDot);
    else if (point.mean === undefined) drawCross(context, box, palette);
    else if (!Number.isFinite(point.mean)) drawStripes(context, box, palette);
    else fill(context, box, heatColor(greatest > least ? (point.mean - least) / (greatest - least) : 1), isDot);
  }
  context.strokeStyle = palette.line;
  context.strokeRect(inner.left - 0.5, inner.top - 0.5, inner.width + 1, inner.height + 1);
  drawAcross(context, inner, layout.xTicks, plot.x.title, palette);
  drawUp(context, inner, layout.yTicks, plot.y!.title, palette);
  if (greatest >= least) drawScale(context, inner, { least, greatest, title: plot.value.title }, palette);
}

/** Least and greatest of the finite means; the other way round where there is none. */
function rangeOf(points: readonly PlotPoint[]): { least: number; greatest: number } {
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  for (const { mean } of points) {
    if (mean === undefined || !Number.isFinite(mean)) continue;
    least = Math.min(least, mean);
    greatest = Math.max(greatest, mean);
  }
  return { least, greatest };
}

function fill(context: CanvasRenderingContext2D, box: Box, color: string, isDot: boolean): void {
  context.fillStyle = color;
  context.beginPath();
  if (!isDot) context.rect(box.left, box.top, box.width, box.height);
  else context.arc(box.left + box.width / 2, box.top + box.height / 2, box.width / 2, 0, 2 * Math.PI);
  context.fill();
}

function drawCross(context: CanvasRenderingContext2D, box: Box, palette: Palette): void {
  const room = Math.min(box.width, box.height, MOST_CROSS);
  fill(context, box, room < LEAST_CROSS ? palette.failed : palette.failedSoft, false);
  if (room < LEAST_CROSS) return;
  const size = room / 2 - 1.5;
  const x = box.left + box.width / 2;
  const y = box.top + box.height / 2;
  context.strokeStyle = palette.failed;
  context.lineWidth = 1.75;
  context.beginPath();
  context.moveTo(x - size, y - size);
  context.lineTo(x + size, y + size);
  context.moveTo(x + size, y - size);
  context.lineTo(x - size, y + size);
  context.stroke();
  context.lineWidth = 1;
}

function drawStripes(context: CanvasRenderingContext2D, box: Box, palette: Palette): void {
  context.save();
  context.beginPath();
  context.rect(box.left, box.top, box.width, box.height);
  context.clip();
  context.strokeStyle = palette.softText;
  context.beginPath();
  for (let offset = -box.height; offset < box.width; offset += 5) {
    context.moveTo(box.left + offset, box.top + box.height);
    context.lineTo(box.left + offset + box.height, box.top);
  }
  context.stroke();
  context.restore();
}

function drawAcross(context: CanvasRenderingContext2D, inner: Box, ticks: readonly Tick[], title: string, palette: Palette): void {
  const bottom = inner.top + inner.height;
  context.fillStyle = palette.softText;
  context.textAlign = "center";
  context.textBaseline = "top";
  const widest = Math.max(...ticks.map(({ label }) => context.measureText(shorten(label, LONGEST_LABEL)).width));
  for (const { at, label } of thin(ticks, inner.width, widest + LABEL_GAP)) {
    context.fillText(shorten(label, LONGEST_LABEL), inner.left + at * inner.width, bottom + 7);
  }
  context.fillText(shorten(title, LONGEST_TITLE), inner.left + inner.width / 2, bottom + 28);
}

function drawUp(context: CanvasRenderingContext2D, inner: Box, ticks: readonly Tick[], title: string, palette: Palette): void {
  context.fillStyle = palette.softText;
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const { at, label } of thin(ticks, inner.height, LABEL_HEIGHT)) {
    context.fillText(shorten(label, LONGEST_UP_LABEL), inner.left - 8, inner.top + (1 - at) * inner.height);
  }
  context.save();
  context.translate(12, inner.top + inner.height / 2);
  context.rotate(-Math.PI / 2);
  context.textAlign = "center";
  context.fillText(shorten(title, LONGEST_TITLE), 0, 0);
  context.restore();
}

function drawScale(
  context: CanvasRenderingContext2D,
  inner: Box,
  scale: { readonly least: number; readonly greatest: number; readonly title: string },
  palette: Palette,
): void {
  const { least, greatest, title } = scale;
  const left = inner.left + inner.width + SCALE_GAP;
  for (let row = 0; row < inner.height; row++) {
    context.fillStyle = heatColor(1 - row / (inner.height - 1));
    context.fillRect(left, inner.top + row, SCALE_WIDTH, 1.5);
  }
  context.fillStyle = palette.softText;
  context.textAlign = "left";
  context.textBaseline = "middle";
  for (const value of greatest > least ? axisTicks(least, greatest, SCALE_TICKS) : [greatest]) {
    const fraction = greatest > least ? (value - least) / (greatest - least) : 1;
    context.fillText(formatNumber(value), left + SCALE_WIDTH + 6, inner.top + (1 - fraction) * inner.height);
  }
  context.textAlign = "center";
  context.textBaseline = "top";
  context.fillText(shorten(title, LONGEST_SCALE_TITLE), left + SCALE_WIDTH / 2, inner.top + inner.height + 7);
}

/** Every tick, or every second, third … so that labels keep `space` apart. */
function thin(ticks: readonly Tick[], length: number, space: number): readonly Tick[] {
  const every = Math.max(1, Math.ceil((ticks.length * space) / Math.max(1, length)));
  return ticks.filter((_, index) => index % every === 0);
}

const shorten = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
