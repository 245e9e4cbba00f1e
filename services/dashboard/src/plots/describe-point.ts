import { formatNumber } from "../values/format-number.js";
import type { Plot, PlotPoint } from "./plot-of.js";

/** A point in words: "v0 = 9 mV: f = 12 Hz (10 … 14), 5 ok, 1 failed". */
export function describePoint(plot: Plot, point: PlotPoint): string {
  const { mean, low, high, okCount, failedCount, pendingCount } = point;
  const { name, symbol } = plot.value;
  const spread = low !== undefined && high !== undefined && high > low ? ` (${formatNumber(low)} … ${formatNumber(high)})` : "";
  const result = mean === undefined ? `no ${name}` : `${name} = ${formatNumber(mean)}${symbol && ` ${symbol}`}${spread}`;
  const counts = [
    okCount > 1 || mean === undefined ? `${okCount} ok` : "",
    failedCount > 0 ? `${failedCount} failed` : "",
    pendingCount > 0 ? `${pendingCount} pending` : "",
  ].filter((text) => text !== "");
  return `${point.place}: ${[result, ...counts].join(", ")}`;
}
