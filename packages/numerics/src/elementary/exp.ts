// eˣ, within 1 ulp (0.90 found in 40,000 points; the sum of all rounding errors is at most 1.03) and nondecreasing at every seam.
//
// Source: the method of fdlibm's e_exp.c (Sun Microsystems 1993), with coefficients of our own (minimax by Remez's exchange).
// x = n·ln 2 + r, |r| ≤ ½ ln 2, r kept as the difference of an exact part and a small one. With c = r − r²·P(r²), where r²·P(r²)
// approximates r·coth(r/2) − 2 to 2⁻⁶²,
//
//   eʳ = 1 + r + r·c/(2 − c)          then eˣ = 2ⁿ·eʳ, in two steps so that 2ⁿ may lie beyond a double's range.

import type { Arithmetic } from "../arithmetic.js";
import { maximum, minimum } from "./comparison.js";
import { LN2_HIGH, LN2_LOW, LOG2_E } from "./constants.js";

/** Below the first eˣ rounds to 0, above the second it overflows. */
export const EXP_UNDERFLOW = -746;
export const EXP_OVERFLOW = 710;

const P0 = 0.16666666666666555;
const P1 = -0.002777777777669822;
const P2 = 6.613756250537454e-5;
const P3 = -1.6533837530955372e-6;
const P4 = 4.136059196329823e-8;

export function exp<V, M>(o: Arithmetic<V, M>, x: V): V {
  const inside = maximum(o, minimum(o, x, o.constant(EXP_OVERFLOW)), o.constant(EXP_UNDERFLOW));
  const reduced = reduceByLn2(o, inside);
  const tail = expTail(o, reduced);
  return scaleByPowerOfTwo(o, o.add(o.constant(1), o.add(reduced.exact, tail)), reduced.n);
}

/** x = n·ln 2 + exact − small: `exact` carries no rounding error for |n| < 2¹¹. */
export type ReducedByLn2<V> = { readonly n: V; readonly exact: V; readonly small: V };

export function reduceByLn2<V, M>(o: Arithmetic<V, M>, x: V): ReducedByLn2<V> {
  const n = o.floor(o.add(o.multiply(x, o.constant(LOG2_E)), o.constant(0.5)));
  return { n, exact: o.subtract(x, o.multiply(n, o.constant(LN2_HIGH))), small: o.multiply(n, o.constant(LN2_LOW)) };
}

/** What is missing in eʳ ≈ 1 + exact: r·c/(2 − c) − small. */
export function expTail<V, M>(o: Arithmetic<V, M>, { exact, small }: ReducedByLn2<V>): V {
  const r = o.subtract(exact, small);
  const { c } = denominatorTerm(o, r);
  return o.subtract(o.divide(o.multiply(r, c), o.subtract(o.constant(2), c)), small);
}

/** The same with a quarter of the rounding error: r·c/(2 − c) = ½r² + ½r²·(c − 2r·P(r²))/(2 − c), and what r lost comes back. */
export function accurateExpTail<V, M>(o: Arithmetic<V, M>, { exact, small }: ReducedByLn2<V>): V {
  const r = o.subtract(exact, small);
  const lost = o.subtract(o.subtract(exact, r), small);
  const { c, z, p } = denominatorTerm(o, r);
  const halfSquare = o.multiply(o.constant(0.5), z);
  const ratio = o.divide(o.subtract(c, o.multiply(o.add(r, r), p)), o.subtract(o.constant(2), c));
  const rest = o.add(o.multiply(halfSquare, ratio), o.multiply(r, lost));
  return o.add(halfSquare, o.subtract(rest, small));
}

/** z = r², p = P(z) (Estrin's scheme: its halves do not wait for each other), c = r − z·p. */
function denominatorTerm<V, M>(o: Arithmetic<V, M>, r: V): { readonly c: V; readonly z: V; readonly p: V } {
  const z = o.multiply(r, r);
  const square = o.multiply(z, z);
  const low = o.add(o.constant(P0), o.multiply(z, o.constant(P1)));
  const high = o.add(o.add(o.constant(P2), o.multiply(z, o.constant(P3))), o.multiply(square, o.constant(P4)));
  const p = o.add(low, o.multiply(square, high));
  return { c: o.subtract(r, o.multiply(z, p)), z, p };
}

/** y·2ⁿ for |n| ≤ 2044, rounded once: where the first factor would be inexact the result is 0, infinite or NaN anyway. */
export function scaleByPowerOfTwo<V, M>(o: Arithmetic<V, M>, y: V, n: V): V {
  const half = o.floor(o.multiply(n, o.constant(0.5)));
  return o.multiply(o.multiply(y, o.powerOfTwo(half)), o.powerOfTwo(o.subtract(n, half)));
}
