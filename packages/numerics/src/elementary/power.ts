// xʸ = e^(y·ln|x|) with the sign it must have, within 1 ulp.
//
// Derivation: ln|x| is a pair (log-pair.ts), its product with y is one, and exp.ts' kernel takes the lower half as part of its small
// term. The special cases are IEEE 754-2019 §9.2.1's `pow`: x⁰ = 1ʸ = 1 even for NaN, (−1)^±∞ = 1, a finite negative base with a
// fractional exponent is NaN, zeros and infinities keep their sign under odd exponents.

import type { Arithmetic } from "../arithmetic.js";
import { clip } from "./comparison.js";
import { type DoubleDouble, fastTwoSum, twoProduct } from "./double-double.js";
import { accurateExpTail, EXP_OVERFLOW, EXP_UNDERFLOW, reduceByLn2, scaleByPowerOfTwo } from "./exp.js";
import { logPair } from "./log-pair.js";

/** 2⁶⁵: |ln x| ≥ 2⁻⁵³ unless x = 1, so a larger exponent overflows or underflows just the same. */
const LARGEST_EXPONENT = 3.6893488147419103e19;

export function power<V, M>(o: Arithmetic<V, M>, x: V, y: V): V {
  const zero = o.constant(0);
  const one = o.constant(1);
  const isNegative = o.either(o.lessThan(x, zero), o.lessThan(o.divide(one, x), zero));
  const isIntegral = o.equal(o.floor(y), y);
  const half = o.multiply(y, o.constant(0.5));
  const isOdd = o.both(isIntegral, o.not(o.equal(o.floor(half), half)));
  const magnitude = powerOfMagnitude(o, o.absolute(x), y);
  const signed = o.select(o.both(isNegative, isOdd), o.negate(magnitude), magnitude);
  const isFiniteNegative = o.both(o.lessThan(o.constant(Number.NEGATIVE_INFINITY), x), o.lessThan(x, zero));
  const isNumber = o.both(o.equal(x, x), o.both(o.equal(y, y), o.not(o.both(isFiniteNegative, o.not(isIntegral)))));
  return o.select(o.either(o.equal(y, zero), o.equal(x, one)), one, o.select(isNumber, signed, o.constant(Number.NaN)));
}

/** xʸ for x ≥ 0, y ≠ 0. */
function powerOfMagnitude<V, M>(o: Arithmetic<V, M>, x: V, y: V): V {
  const zero = o.constant(0);
  const infinity = o.constant(Number.POSITIVE_INFINITY);
  const exponent = clip(o, y, o.constant(-LARGEST_EXPONENT), o.constant(LARGEST_EXPONENT));
  const logarithm = logPair(o, x);
  const product = twoProduct(o, exponent, logarithm.high);
  const inside = expOfPair(o, { high: product.high, low: o.add(product.low, o.multiply(exponent, logarithm.low)) });
  const falls = o.lessThan(y, zero);
  const ofInfinity = o.select(falls, zero, infinity);
  const ofZero = o.select(falls, infinity, zero);
  return o.select(o.equal(x, zero), ofZero, o.select(o.equal(x, infinity), ofInfinity, inside));
}

function expOfPair<V, M>(o: Arithmetic<V, M>, { high, low }: DoubleDouble<V>): V {
  const clipped = clip(o, high, o.constant(EXP_UNDERFLOW), o.constant(EXP_OVERFLOW));
  const kept = o.select(o.equal(clipped, high), low, o.constant(0));
  const plain = reduceByLn2(o, clipped);
  const reduced = { n: plain.n, exact: plain.exact, small: o.subtract(plain.small, kept) };
  const series = fastTwoSum(o, reduced.exact, accurateExpTail(o, reduced));
  const sum = fastTwoSum(o, o.constant(1), series.high);
  const result = scaleByPowerOfTwo(o, o.add(sum.high, o.add(sum.low, series.low)), reduced.n);
  return o.select(o.equal(high, high), result, high);
}
