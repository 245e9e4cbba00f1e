// How a value finds its place along an axis: linear, or logarithmic where the values themselves are spaced so (a `logspace` axis).

import { math } from "@spikefarm/numerics";
import { axisTicks, roundStep, type Tick } from "./axis-ticks.js";

export interface PlotAxis {
  /** 0 at the lower end, 1 at the upper. */
  readonly fractionOf: (value: number) => number;
  readonly ticks: readonly Tick[];
}

const FEWEST_FOR_LOGARITHMIC = 4;
const RATIO_TOLERANCE = 1e-6;
const DECADES_FOR_LOGARITHMIC = 1;

/** An axis from the least to the greatest value, for values in ascending order. */
export function positionAxis(values: readonly number[], tickCount: number): PlotAxis {
  const from = values[0] ?? 0;
  const to = values.at(-1) ?? 0;
  return isGeometric(values) ? logarithmicAxis(from, to) : linearAxis(from, to, axisTicks(from, to, tickCount));
}

/** An axis for what is measured: linear, widened to round numbers, `low` and `high`, so that the curve has air. */
export function valueAxis(least: number, greatest: number, tickCount: number): PlotAxis & { readonly low: number; readonly high: number } {
  const flat = Math.abs(least) * 0.1 || 1;
  const [low, high] = greatest > least ? [least, greatest] : [least - flat, greatest + flat];
  const { step } = roundStep((high - low) / Math.max(1, tickCount));
  const from = Math.floor(low / step + 1e-9) * step;
  const to = Math.ceil(high / step - 1e-9) * step;
  return { ...linearAxis(from, to, axisTicks(from, to, Math.round((to - from) / step))), low: from, high: to };
}

function linearAxis(from: number, to: number, ticks: readonly Tick[]): PlotAxis {
  const length = to - from;
  return { fractionOf: (value) => (length > 0 ? (value - from) / length : 0.5), ticks };
}

function logarithmicAxis(from: number, to: number): PlotAxis {
  const lowest = math.log10(from);
  const length = math.log10(to) - lowest;
  const ticks = axisTicks(Math.ceil(lowest - 1e-9), Math.floor(lowest + length + 1e-9), 6).filter(({ value }) => Number.isInteger(value));
  return {
    fractionOf: (value) => (math.log10(value) - lowest) / length,
    ticks: ticks.map(({ value }) => ({
      value: Number(`1e${value}`),
      label: value >= 0 && value < 6 ? String(Number(`1e${value}`)) : `1e${value}`,
    })),
  };
}

function isGeometric(values: readonly number[]): boolean {
  const [first, second] = values;
  if (first === undefined || second === undefined || values.length < FEWEST_FOR_LOGARITHMIC || first <= 0) return false;
  if (values.at(-1)! < first * Number(`1e${DECADES_FOR_LOGARITHMIC}`)) return false;
  const ratio = second / first;
  return values.every((value, index) => index === 0 || Math.abs(value / values[index - 1]! / ratio - 1) < RATIO_TOLERANCE);
}
