// Two axes and a shade: a heat map for the terminal, y growing upwards.
//
//   f [Hz]
//    30 │····░░░░▒▒▒▒▓▓▓▓████
//    20 │········░░░░▒▒▒▒▓▓▓▓
//    10 │············░░░░▒▒▒▒
//       └┬─────────┬─────────
//        0         5
//              v0 [mV]
//   · 0 … 28  ░ … 56  ▒ … 84  ▓ … 112  █ … 140   × not finite
//
// Where there are more points than characters, a character shows the mean of its finite points.

import picocolors from "picocolors";
import { formatCount } from "./format-count.js";
import { formatNumber } from "./format-number.js";
import { type PlotSize, positionLines, type Series, titleOf } from "./plot.js";
import type { PlotAxis } from "./plot-axis.js";

export interface HeatMap {
  readonly x: Series;
  readonly y: Series;
  /** values[yIndex][xIndex], in the order of the axes' values. */
  readonly z: { readonly name: string; readonly unit: string; readonly values: readonly (readonly number[])[] };
}

const SHADES = ["·", "░", "▒", "▓", "█"];
const NOT_FINITE = "×";
const WIDEST_CELL = 4;
const LEGEND_DIGITS = 3;
const LABEL_DIGITS = 5;
const COLUMNS_PER_LABEL = 8;

/** Lines of text. `size.height` is the most rows the map itself takes. */
export function renderHeatMap(map: HeatMap, size: PlotSize): string {
  const colors = picocolors.createColors(size.hasColor ?? false);
  const finite = map.z.values.flat().filter(Number.isFinite);
  if (finite.length === 0) return `${titleOf(map.z)}: no finite values to plot`;
  const least = finite.reduce((a, b) => Math.min(a, b));
  const greatest = finite.reduce((a, b) => Math.max(a, b));

  const xOrder = ascending(map.x.values);
  const yOrder = ascending(map.y.values);
  const yLabels = yOrder.map((index) => formatNumber(map.y.values[index]!, LABEL_DIGITS));
  const margin = Math.max(...yLabels.map((label) => label.length));
  const columns = Math.max(1, size.width - margin - 2);
  const xBins = splitEvenly(xOrder, columns);
  const yBins = splitEvenly(yOrder, Math.max(1, size.height));
  const cellWidth = Math.max(1, Math.min(WIDEST_CELL, Math.floor(columns / xBins.length)));

  const paint = [colors.dim, colors.blue, colors.cyan, colors.yellow, colors.red];
  const shade = (mean: number): string => {
    if (!Number.isFinite(mean)) return colors.magenta(NOT_FINITE.repeat(cellWidth));
    const level =
      greatest > least ? Math.min(SHADES.length - 1, Math.floor(((mean - least) / (greatest - least)) * SHADES.length)) : SHADES.length - 1;
    return paint[level]!(SHADES[level]!.repeat(cellWidth));
  };
  const rows = yBins
    .map((yBin) => ({ label: yLabels[yOrder.indexOf(yBin[0]!)]!, text: xBins.map((xBin) => shade(meanOf(map, xBin, yBin))).join("") }))
    .reverse();
  const isBinned = xBins.length < xOrder.length || yBins.length < yOrder.length;
  return [
    colors.bold(titleOf(map.z)),
    colors.dim(`${" ".repeat(Math.max(0, margin - titleOf(map.y).length))}${titleOf(map.y)}`),
    ...rows.map(({ label, text }) => `${label.padStart(margin)} │${text}`),
    ...positionLines(binAxis(map.x, xBins, cellWidth), xBins.length * cellWidth).map(
      (line, index) => `${" ".repeat(margin)} ${index === 0 ? "└" : " "}${line}`,
    ),
    `${" ".repeat(margin + 2)}${titleOf(map.x)}`,
    legend({ least, greatest, hasNotFinite: finite.length < xOrder.length * yOrder.length }, paint),
    ...(isBinned ? [colors.dim(`each character is the mean of up to ${formatCount(xBins[0]!.length * yBins[0]!.length)} points`)] : []),
  ].join("\n");
}

/** Indices in ascending order of their values. */
const ascending = (values: readonly number[]): number[] => values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!);

/** Runs of neighbours of nearly one length, at most `limit` of them. */
function splitEvenly(order: readonly number[], limit: number): number[][] {
  const size = Math.ceil(order.length / limit);
  return Array.from({ length: Math.ceil(order.length / size) }, (_, bin) => order.slice(bin * size, (bin + 1) * size));
}

function meanOf(map: HeatMap, xBin: readonly number[], yBin: readonly number[]): number {
  let sum = 0;
  let count = 0;
  for (const y of yBin) {
    for (const x of xBin) {
      const value = map.z.values[y]?.[x] ?? Number.NaN;
      if (!Number.isFinite(value)) continue;
      sum += value;
      count++;
    }
  }
  return count === 0 ? Number.NaN : sum / count;
}

/** Marks the middle of some of the cells with the value of their first point. */
function binAxis(x: Series, bins: readonly (readonly number[])[], cellWidth: number): PlotAxis {
  const columns = bins.length * cellWidth;
  const every = Math.max(1, Math.ceil((COLUMNS_PER_LABEL * bins.length) / columns));
  const ticks = bins
    .map((bin, index) => ({ value: index, label: formatNumber(x.values[bin[0]!]!, LABEL_DIGITS) }))
    .filter((_, index) => index % every === 0);
  return { fractionOf: (index) => (index * cellWidth + Math.floor((cellWidth - 1) / 2)) / Math.max(1, columns - 1), ticks };
}

function legend(range: { least: number; greatest: number; hasNotFinite: boolean }, paint: readonly ((text: string) => string)[]): string {
  const { least, greatest, hasNotFinite } = range;
  const number = (value: number) => formatNumber(value, LEGEND_DIGITS);
  const upTo = (level: number) => number(least + ((greatest - least) * (level + 1)) / SHADES.length);
  const levels =
    greatest > least
      ? SHADES.map((shade, level) => `${paint[level]!(shade)} ${level === 0 ? `${number(least)} ` : ""}… ${upTo(level)}`)
      : [`${paint.at(-1)!(SHADES.at(-1)!)} ${number(least)}`];
  return [...levels, ...(hasNotFinite ? [`${NOT_FINITE} not finite`] : [])].join("   ");
}
