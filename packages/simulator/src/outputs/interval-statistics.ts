// Mean and variation of the intervals between an element's spikes, in steps, from their number, sum and sum of squares.
//
// All three are whole numbers. The variance, (n·Σd² − (Σd)²)/n², is a small difference of large ones for a regular spike train, so it is taken
// in integers and rounded once: a train without jitter has a variation of exactly 0.

import type { Intervals } from "./measurements.js";

/** Of all intervals of all elements; NaN where there is none. */
export function intervalMean({ counts, sums }: Intervals): number {
  let [count, sum] = [0, 0];
  for (let element = 0; element < counts.length; element++) {
    count += counts[element]!;
    sum += sums[element]!;
  }
  return sum / count;
}

export const intervalMeans = ({ counts, sums }: Intervals): Float64Array =>
  Float64Array.from(counts, (count, element) => sums[element]! / count);

/** The mean of those elements' variations that have one; NaN where none has. */
export function intervalVariation(intervals: Intervals): number {
  const known = intervalVariations(intervals).filter((variation) => !Number.isNaN(variation));
  return known.reduce((sum, variation) => sum + variation, 0) / known.length;
}

/** Standard deviation (the population's) by mean; NaN for fewer than two intervals. */
export const intervalVariations = ({ counts, sums, squares }: Intervals): Float64Array =>
  Float64Array.from(counts, (count, element) => (count < 2 ? Number.NaN : variation(count, sums[element]!, squares[element]!)));

/** √(n·Σd² − (Σd)²) / Σd, which is (sd/n)/(mean/n). */
function variation(count: number, sum: number, squares: number): number {
  const spread = BigInt(count) * BigInt(squares) - BigInt(sum) * BigInt(sum);
  return Math.sqrt(Math.max(0, Number(spread))) / sum;
}
