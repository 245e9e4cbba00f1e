// Binomial counts by inversion in chunks (count-search.ts): how many of n trials succeed, each with probability p.
//
// Above ½ the failures are counted, so that no chunk expects more than half of its trials. n trials are cut into `chunks` of ⌊n/chunks⌋, the
// first of which have one trial more as long as a remainder lasts; the chance of none is e^(trials·ln(1 − p)). There is no count where n is no
// whole number from 0 to 2³¹, p is outside [0, 1] or either is NaN, or n·min(p, 1 − p) is beyond LARGEST_TOTAL_MEAN: the result is NaN.

import type { Arithmetic } from "../arithmetic.js";
import { ceiling, maximum } from "../elementary/comparison.js";
import { exp } from "../elementary/exp.js";
import { log1p } from "../elementary/log.js";
import { hostArithmetic } from "../host-arithmetic.js";
import { LARGEST_IN_CHUNK, LARGEST_MEAN, LARGEST_TOTAL_MEAN, searchCount } from "./count-search.js";
import type { StreamKey } from "./stream-keys.js";
import { uniformAt } from "./uniform.js";

const MOST_TRIALS = 2147483648;

export interface BinomialPlan<V, M> {
  readonly isPossible: M;
  /** Whether failures are counted. */
  readonly isMirrored: M;
  /** The rest is of no trials where it is not possible. */
  readonly n: V;
  readonly chunks: V;
  /** Of a chunk; one more in each of the first `extra` chunks. */
  readonly trials: V;
  readonly extra: V;
  /** The chance against which a trial does not count, and their ratio. */
  readonly miss: V;
  readonly odds: V;
  /** The probability that a chunk of `trials` has none. */
  readonly none: V;
}

export function planBinomial<V, M>(o: Arithmetic<V, M>, n: V, p: V): BinomialPlan<V, M> {
  const zero = o.constant(0);
  const one = o.constant(1);
  const isWhole = o.both(o.equal(o.floor(n), n), o.both(o.lessOrEqual(zero, n), o.lessOrEqual(n, o.constant(MOST_TRIALS))));
  const isChance = o.both(o.lessOrEqual(zero, p), o.lessOrEqual(p, one));
  const isMirrored = o.lessThan(o.constant(0.5), p);
  const hit = o.select(isMirrored, o.subtract(one, p), p);
  const isDrawn = o.lessOrEqual(o.multiply(n, hit), o.constant(LARGEST_TOTAL_MEAN));
  const isPossible = o.both(o.both(isWhole, isChance), isDrawn);
  const all = o.select(isPossible, n, zero);
  const chance = o.select(isPossible, hit, zero);
  const chunks = maximum(o, one, ceiling(o, o.multiply(o.multiply(all, chance), o.constant(1 / LARGEST_MEAN))));
  const trials = o.floor(o.divide(all, chunks));
  const miss = o.subtract(one, chance);
  return {
    isPossible,
    isMirrored,
    n: all,
    chunks,
    trials,
    extra: o.subtract(all, o.multiply(trials, chunks)),
    miss,
    odds: o.divide(chance, miss),
    none: exp(o, o.multiply(trials, log1p(o, o.negate(chance)))),
  };
}

/** The count of a stream's element and step. */
export function binomialAt(key: StreamKey, element: number, step: number, n: number, p: number): number {
  const plan = planBinomial(hostArithmetic, n, p);
  let count = 0;
  for (let draw = 0; draw < plan.chunks; draw++) {
    const hasExtra = draw < plan.extra;
    const trials = hasExtra ? plan.trials + 1 : plan.trials;
    count += searchCount(uniformAt(key, element, step, draw), {
      none: hasExtra ? plan.none * plan.miss : plan.none,
      most: Math.min(trials, LARGEST_IN_CHUNK),
      ratio: (k) => plan.odds * ((trials + 1 - k) / k),
    });
  }
  if (!plan.isPossible) return Number.NaN;
  return plan.isMirrored ? plan.n - count : count;
}
