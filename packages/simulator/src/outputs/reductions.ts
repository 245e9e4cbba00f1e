// Reductions over the elements of a group, in element order (IDENTITY 4): the order is part of the result.
//
// `sd` is the population's: √(Σ(x − mean)²/n), as numpy's `std`, because the elements of a group are all there are, not a sample. It is
// computed in two passes; the textbook's one-pass form cancels. Nothing has no mean: an empty array reduces to NaN, its sum to 0.

import type { OutputExpression } from "@spikefarm/equations";
import { math } from "@spikefarm/numerics";
import { isArray, listOf, type OutputValue, rowLength } from "./output-value.js";

export type Reduction = Extract<OutputExpression, { kind: "reduce" }>["reduction"];

/** Reduces "elements" and "list" to a number, and "samples" to a list: one number a sample, over the elements. A number is one element. */
export function reduceValue(reduction: Reduction, value: OutputValue): OutputValue {
  const reduce = REDUCTIONS[reduction];
  if (!isArray(value)) return reduce(Float64Array.of(value));
  if (value.shape !== "samples") return reduce(value.values);
  const samples = rowLength(value);
  const column = new Float64Array(value.rows);
  return listOf(
    Float64Array.from({ length: samples }, (_, sample) => {
      for (let row = 0; row < value.rows; row++) column[row] = value.values[row * samples + sample]!;
      return reduce(column);
    }),
  );
}

const REDUCTIONS: Record<Reduction, (values: Float64Array) => number> = {
  sum: (values) => values.reduce((total, value) => total + value, 0),
  mean,
  sd: (values) => {
    const centre = mean(values);
    let squares = 0;
    for (const value of values) squares += (value - centre) * (value - centre);
    return Math.sqrt(squares / values.length);
  },
  min: (values) => (values.length === 0 ? NaN : values.reduce((least, value) => math.minimum(least, value))),
  max: (values) => (values.length === 0 ? NaN : values.reduce((greatest, value) => math.maximum(greatest, value))),
};

function mean(values: Float64Array): number {
  return REDUCTIONS.sum(values) / values.length;
}
