// ln x and ln(1 + x), within 1 ulp everywhere.
//
// Source: the method of fdlibm's e_log.c and s_log1p.c (Sun Microsystems 1993), with coefficients of our own (minimax by Remez's
// exchange). x = 2ᵏ·(1 + f), √½ ≤ 1 + f < √2; with s = f/(2 + f), ln(1 + f) = 2 artanh s = 2s + s·R, R = s²·P(s²) to 2⁻⁵⁹, written
//
//   ln(1 + f) = f − (f²/2 − s·(f²/2 + R))        so that f, which is exact, is rounded in last.

import type { Arithmetic } from "../arithmetic.js";
import { LN2_HIGH, LN2_LOW } from "./constants.js";
import { twoSum } from "./double-double.js";
import { polynomial } from "./polynomial.js";

const P = [
  0.6666666666666734, 0.39999999999413954, 0.2857142874256418, 0.22222198553536424, 0.18183565421690745, 0.15314020724690194,
  0.14796265255244564,
];

const SQRT_2 = Math.SQRT2;
const SMALLEST_NORMAL = 2.2250738585072014e-308;
/** 2⁵⁴ makes every subnormal number normal. */
const LIFT = 18014398509481984;
const LIFT_EXPONENT = 54;

export function log<V, M>(o: Arithmetic<V, M>, x: V): V {
  const { k, m } = splitForLog(o, x);
  return withEnds(o, x, logOfParts(o, { k, f: o.subtract(m, o.constant(1)) }));
}

/** ln x with the same bits, where 0 < x < ∞ is known to be a normal number. */
export function logOfNormal<V, M>(o: Arithmetic<V, M>, x: V): V {
  const { k, m } = splitNormal(o, x);
  return logOfParts(o, { k, f: o.subtract(m, o.constant(1)) });
}

/** ln(1 + x): where 1 + x is rounded, what it lost comes back as a correction; near 0 x itself is f. */
export function log1p<V, M>(o: Arithmetic<V, M>, x: V): V {
  const sum = twoSum(o, o.constant(1), x);
  const { k, m } = splitForLog(o, sum.high);
  const isNear = o.equal(k, o.constant(0));
  const f = o.select(isNear, x, o.subtract(m, o.constant(1)));
  const correction = o.select(isNear, o.constant(0), o.divide(sum.low, sum.high));
  const result = withEnds(o, sum.high, logOfParts(o, { k, f, correction }));
  return o.select(o.equal(x, o.constant(0)), x, result);
}

/** x = 2ᵏ·m with √½ ≤ m ≤ √2, for finite x > 0, subnormal ones too. */
export function splitForLog<V, M>(o: Arithmetic<V, M>, x: V): { readonly k: V; readonly m: V } {
  const isSubnormal = o.lessThan(x, o.constant(SMALLEST_NORMAL));
  const { k, m } = splitNormal(o, o.select(isSubnormal, o.multiply(x, o.constant(LIFT)), x));
  return { k: o.subtract(k, o.select(isSubnormal, o.constant(LIFT_EXPONENT), o.constant(0))), m };
}

function splitNormal<V, M>(o: Arithmetic<V, M>, x: V): { readonly k: V; readonly m: V } {
  const exponent = o.exponentOf(x);
  const significand = o.significandOf(x);
  const isUpper = o.lessThan(o.constant(SQRT_2), significand);
  return {
    k: o.select(isUpper, o.add(exponent, o.constant(1)), exponent),
    m: o.select(isUpper, o.multiply(significand, o.constant(0.5)), significand),
  };
}

/** The logarithm at its ends: −∞ at 0, NaN below, ∞ and NaN stay. */
export function withEnds<V, M>(o: Arithmetic<V, M>, x: V, inside: V): V {
  const infinity = o.constant(Number.POSITIVE_INFINITY);
  const zero = o.constant(0);
  const outside = o.select(o.lessThan(x, zero), o.constant(Number.NaN), x);
  const atEnds = o.select(o.equal(x, zero), o.constant(Number.NEGATIVE_INFINITY), outside);
  return o.select(o.both(o.lessThan(zero, x), o.lessThan(x, infinity)), inside, atEnds);
}

/** k·ln 2 + ln(1 + f) + correction. */
function logOfParts<V, M>(o: Arithmetic<V, M>, { k, f, correction }: { k: V; f: V; correction?: V }): V {
  const s = o.divide(f, o.add(o.constant(2), f));
  const z = o.multiply(s, s);
  const r = o.multiply(z, polynomial(o, z, P));
  const halfSquare = o.multiply(o.constant(0.5), o.multiply(f, f));
  const low = o.multiply(k, o.constant(LN2_LOW));
  const small = correction === undefined ? low : o.add(low, correction);
  const tail = o.subtract(halfSquare, o.add(o.multiply(s, o.add(halfSquare, r)), small));
  return o.add(o.multiply(k, o.constant(LN2_HIGH)), o.subtract(f, tail));
}
