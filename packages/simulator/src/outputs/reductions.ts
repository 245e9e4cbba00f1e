// Reductions over the elements of a group, in element order (IDENTITY 4): the order is part of the result.
//
// `sd` is the population's: √(Σ(x − mean)²/n), as numpy's `std`, because the elements of a group are all there are, not a sample. It is
// computed in two passes; the textbook's one-pass form cancels. A group has at least one element.

import type { OutputExpression } from "@spikefarm/equations";
import { math } from "@spikefarm/numerics";

export type Reduction = Extract<OutputExpression, { kind: "reduce" }>["reduction"];

/** One number from the elements' values. */
export const REDUCTIONS: Readonly<Record<Reduction, (values: Float64Array) => number>> = {
  sum,
  mean,
  sd: (values) => {
    const centre = mean(values);
    return Math.sqrt(mean(values.map((value) => (value - centre) * (value - centre))));
  },
  min: (values) => values.reduce((least, value) => math.minimum(least, value)),
  max: (values) => values.reduce((greatest, value) => math.maximum(greatest, value)),
};

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: Float64Array): number {
  return sum(values) / values.length;
}
