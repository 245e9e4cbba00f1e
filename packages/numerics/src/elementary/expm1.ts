// eˣ − 1 within 1 ulp, and (eˣ − 1)/x within 2, also where eˣ is nearly 1.
//
// Derivation: with x = n·ln 2 + r as in exp.ts, eˣ − 1 = 2ⁿ·((1 − 2⁻ⁿ) + (eʳ − 1)). Both terms are pairs (double-double.ts), so their
// cancellation costs nothing. For x < −40 the result is −1.

import type { Arithmetic } from "../arithmetic.js";
import { maximum, minimum } from "./comparison.js";
import { type DoubleDouble, fastTwoSum, twoSum } from "./double-double.js";
import { accurateExpTail, expTail, reduceByLn2, scaleByPowerOfTwo } from "./exp.js";

const LOWEST = -40;
/** Beyond it even (eˣ − 1)/x overflows. */
const HIGHEST = 720;
/** What is left of n beyond it comes as a second factor. */
const LARGEST_FACTOR_EXPONENT = 1000;
/** 2⁻ⁿ does not count beside 1 long before it ceases to be representable. */
const SMALLEST_EXPONENT = -1022;

export function expm1<V, M>(o: Arithmetic<V, M>, x: V): V {
  const { pair, n } = scaledExpm1(o, x);
  const result = scaleByPowerOfTwo(o, o.add(pair.high, pair.low), n);
  return o.select(o.equal(x, o.constant(0)), x, result);
}

/**
 * (eˣ − 1)/x, and 1 at 0: 2ⁿ·(eʳ − 1) + (2ⁿ − 1) in plain sums, since two ulp are allowed here; 2ⁿ − 1 is exact wherever the two cancel. The division
 * comes before the last part of the scaling, so that it may bring back what overflowed.
 */
export function exprel<V, M>(o: Arithmetic<V, M>, x: V): V {
  const divisor = minimum(o, x, o.constant(HIGHEST));
  const reduced = reduceByLn2(o, maximum(o, divisor, o.constant(LOWEST)));
  const n = minimum(o, reduced.n, o.constant(LARGEST_FACTOR_EXPONENT));
  const scale = o.powerOfTwo(n);
  const series = o.add(reduced.exact, expTail(o, reduced));
  const sum = o.add(o.multiply(scale, series), o.subtract(scale, o.constant(1)));
  const result = o.multiply(o.divide(sum, divisor), o.powerOfTwo(o.subtract(reduced.n, n)));
  return o.select(o.equal(x, o.constant(0)), o.constant(1), result);
}

/** eˣ − 1 = pair·2ⁿ, for x clipped to where it matters. */
export function scaledExpm1<V, M>(o: Arithmetic<V, M>, x: V): { readonly pair: DoubleDouble<V>; readonly n: V } {
  const inside = maximum(o, minimum(o, x, o.constant(HIGHEST)), o.constant(LOWEST));
  const reduced = reduceByLn2(o, inside);
  const series = fastTwoSum(o, reduced.exact, accurateExpTail(o, reduced));
  const inverse = o.powerOfTwo(maximum(o, o.negate(reduced.n), o.constant(SMALLEST_EXPONENT)));
  const offset = twoSum(o, o.constant(1), o.negate(inverse));
  const sum = twoSum(o, offset.high, series.high);
  return { pair: { high: sum.high, low: o.add(sum.low, o.add(offset.low, series.low)) }, n: reduced.n };
}
