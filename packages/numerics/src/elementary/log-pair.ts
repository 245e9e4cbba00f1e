// ln x as a pair, to about 2⁻⁶⁵ of itself: what powers and log10 need, since a power multiplies the error by its exponent.
//
// Derivation: x = 2ᵏ·(1 + f), s = f/(2 + f) as in log.ts, and
//
//   2 artanh s = ⅔·s·(3 + z + z²·T(z)),  z = s² ≤ 0.0295
//
// with s, z and the sums as pairs. z²·T(z) is at most 2⁻¹² of the sum, so that a plain double is enough for it: T by Remez's exchange.

import type { Arithmetic } from "../arithmetic.js";
import { LN2_HIGH, LN2_LOW } from "./constants.js";
import { type DoubleDouble, dividePairs, fastTwoSum, multiplyPairs, twoSum } from "./double-double.js";
import { splitForLog, withEnds } from "./log.js";
import { polynomial } from "./polynomial.js";

const T = [
  0.6, 0.4285714285714256, 0.3333333333343601, 0.2727272725385718, 0.23076925131822512, 0.19999860545561157, 0.17653014159387737,
  0.15634295604904086, 0.16520412834653148,
];

const TWO_THIRDS = { high: 0.6666666666666666, low: 3.700743415417188e-17 };
const INVERSE_LN10 = { high: Math.LOG10E, low: 1.098319650216765e-17 };

/** log₁₀ x, within 1 ulp and exact for powers of ten. */
export function log10<V, M>(o: Arithmetic<V, M>, x: V): V {
  const result = multiplyPairs(o, logPair(o, x), constantPair(o, INVERSE_LN10));
  return withEnds(o, x, o.add(result.high, result.low));
}

/** ln x for finite x > 0. */
export function logPair<V, M>(o: Arithmetic<V, M>, x: V): DoubleDouble<V> {
  const { k, m } = splitForLog(o, x);
  const f = o.subtract(m, o.constant(1));
  const s = dividePairs(o, { high: f, low: o.constant(0) }, fastTwoSum(o, o.constant(2), f));
  const z = multiplyPairs(o, s, s);
  const rest = o.multiply(o.multiply(z.high, z.high), polynomial(o, z.high, T));
  const leading = fastTwoSum(o, o.constant(3), z.high);
  const sum = fastTwoSum(o, leading.high, o.add(leading.low, o.add(z.low, rest)));
  const series = multiplyPairs(o, multiplyPairs(o, s, sum), constantPair(o, TWO_THIRDS));
  const total = twoSum(o, o.multiply(k, o.constant(LN2_HIGH)), series.high);
  return fastTwoSum(o, total.high, o.add(total.low, o.add(o.multiply(k, o.constant(LN2_LOW)), series.low)));
}

function constantPair<V, M>(o: Arithmetic<V, M>, { high, low }: DoubleDouble<number>): DoubleDouble<V> {
  return { high: o.constant(high), low: o.constant(low) };
}
