// Sums and products with their rounding errors: a pair (high, low) stands for high + low, |low| at most half an ulp of high.
//
// Source: T. J. Dekker, "A floating-point technique for extending the available precision", Numer. Math. 18 (1971) 224–242, and
// D. E. Knuth, The Art of Computer Programming 2, §4.2.2, theorem B (twoSum). There is no fused multiply-add in any target's contract.

import type { Arithmetic } from "../arithmetic.js";

export type DoubleDouble<V> = { readonly high: V; readonly low: V };

/** 2²⁷ + 1: multiplying by it cuts a double into two halves of at most 26 bits. */
const SPLITTER = 134217729;

/** a + b exactly. */
export function twoSum<V, M>(o: Arithmetic<V, M>, a: V, b: V): DoubleDouble<V> {
  const high = o.add(a, b);
  const shareOfB = o.subtract(high, a);
  const shareOfA = o.subtract(high, shareOfB);
  return { high, low: o.add(o.subtract(a, shareOfA), o.subtract(b, shareOfB)) };
}

/** a + b exactly, where |a| ≥ |b| or a is 0. */
export function fastTwoSum<V, M>(o: Arithmetic<V, M>, a: V, b: V): DoubleDouble<V> {
  const high = o.add(a, b);
  return { high, low: o.subtract(b, o.subtract(high, a)) };
}

/** a·b exactly, where nothing overflows (|a|, |b| < 2⁹⁹⁵) or underflows. */
export function twoProduct<V, M>(o: Arithmetic<V, M>, a: V, b: V): DoubleDouble<V> {
  const high = o.multiply(a, b);
  const aHigh = leadingHalf(o, a);
  const aLow = o.subtract(a, aHigh);
  const bHigh = leadingHalf(o, b);
  const bLow = o.subtract(b, bHigh);
  const cross = o.add(o.subtract(o.multiply(aHigh, bHigh), high), o.add(o.multiply(aHigh, bLow), o.multiply(aLow, bHigh)));
  return { high, low: o.add(cross, o.multiply(aLow, bLow)) };
}

/** The product of two pairs, to about 2⁻¹⁰⁰ of itself. */
export function multiplyPairs<V, M>(o: Arithmetic<V, M>, a: DoubleDouble<V>, b: DoubleDouble<V>): DoubleDouble<V> {
  const product = twoProduct(o, a.high, b.high);
  const cross = o.add(o.multiply(a.high, b.low), o.multiply(a.low, b.high));
  return fastTwoSum(o, product.high, o.add(product.low, cross));
}

/** The quotient of two pairs, to about 2⁻¹⁰⁰ of itself. */
export function dividePairs<V, M>(o: Arithmetic<V, M>, a: DoubleDouble<V>, b: DoubleDouble<V>): DoubleDouble<V> {
  const quotient = o.divide(a.high, b.high);
  const product = twoProduct(o, quotient, b.high);
  const residual = o.subtract(o.subtract(a.high, product.high), product.low);
  const rest = o.subtract(o.add(residual, a.low), o.multiply(quotient, b.low));
  return fastTwoSum(o, quotient, o.divide(rest, b.high));
}

/** The first 26 bits of a number (Veltkamp's split), |a| < 2⁹⁹⁵. */
export function leadingHalf<V, M>(o: Arithmetic<V, M>, a: V): V {
  const spread = o.multiply(a, o.constant(SPLITTER));
  return o.subtract(spread, o.subtract(spread, a));
}
