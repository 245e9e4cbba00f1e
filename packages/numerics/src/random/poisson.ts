// Poisson counts by inversion in chunks (count-search.ts).
//
// λ = 0 gives 0. There is no count for a mean that is negative, NaN or beyond LARGEST_TOTAL_MEAN: the result is NaN, as of any function outside
// its domain.

import type { Arithmetic } from "../arithmetic.js";
import { ceiling, maximum } from "../elementary/comparison.js";
import { exp } from "../elementary/exp.js";
import { hostArithmetic } from "../host-arithmetic.js";
import { LARGEST_IN_CHUNK, LARGEST_MEAN, LARGEST_TOTAL_MEAN, searchCount } from "./count-search.js";
import type { StreamKey } from "./stream-keys.js";
import { uniformAt } from "./uniform.js";

export interface PoissonPlan<V, M> {
  readonly isPossible: M;
  /** The rest is of a mean of 0 where it is not possible. */
  readonly chunks: V;
  /** Of one chunk. */
  readonly mean: V;
  /** The probability that a chunk has none. */
  readonly none: V;
}

export function planPoisson<V, M>(o: Arithmetic<V, M>, lambda: V): PoissonPlan<V, M> {
  const zero = o.constant(0);
  const isPossible = o.both(o.lessOrEqual(zero, lambda), o.lessOrEqual(lambda, o.constant(LARGEST_TOTAL_MEAN)));
  const total = o.select(isPossible, lambda, zero);
  const chunks = maximum(o, o.constant(1), ceiling(o, o.multiply(total, o.constant(1 / LARGEST_MEAN))));
  const mean = o.divide(total, chunks);
  return { isPossible, chunks, mean, none: exp(o, o.negate(mean)) };
}

/** The count of a stream's element and step. */
export function poissonAt(key: StreamKey, element: number, step: number, lambda: number): number {
  const { isPossible, chunks, mean, none } = planPoisson(hostArithmetic, lambda);
  let count = 0;
  for (let draw = 0; draw < chunks; draw++) {
    count += searchCount(uniformAt(key, element, step, draw), { none, most: LARGEST_IN_CHUNK, ratio: (k) => mean / k });
  }
  return isPossible ? count : Number.NaN;
}
