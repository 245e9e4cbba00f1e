// arcsin, arccos and arctan, within 2 ulp.
//
// arctan (after Cephes' atan.c, S. L. Moshier 1984, in three zones): |x| ≤ tan π/8 as it is, up to tan 3π/8 as π/4 + arctan((x−1)/(x+1)),
// beyond as π/2 − arctan(1/x); on the first zone t + t³·A(t²).
// arcsin and arccos (after fdlibm's e_asin.c and e_acos.c, Sun Microsystems 1993): up to ½ x + x³·B(x²); beyond through
// w = (1 − |x|)/2, arcsin|x| = π/2 − 2 arcsin √w, with √w as a pair. Polynomials A and B by Remez's exchange, to 2⁻⁵⁸.

import type { Arithmetic } from "../arithmetic.js";
import { HALF_PI_HIGH, HALF_PI_LOW, PI_HIGH, QUARTER_PI_HIGH, QUARTER_PI_LOW } from "./constants.js";
import { type DoubleDouble, leadingHalf } from "./double-double.js";
import { polynomial } from "./polynomial.js";

const TAN_PI_8 = 0.41421356237309503;
const TAN_3PI_8 = 2.414213562373095;

const A = [
  -0.333333333333332, 0.19999999999954002, -0.14285714280239808, 0.1111111078568164, -0.09090897822787272, 0.07692061385366904,
  -0.06663117431576138, 0.05847986826371686, -0.050397434330159786, 0.03807566699457357, -0.017919310657650147,
];
const B = [
  0.16666666666666763, 0.07499999999970262, 0.04464285717512135, 0.03038194268358356, 0.022372215661340907, 0.01735160007265143,
  0.01398096168151381, 0.01139777412699402, 0.010786539313991912, 0.003683003903898072, 0.02176359010646714, -0.0210774185188644,
  0.03267696719904601,
];

export function arctan<V, M>(o: Arithmetic<V, M>, x: V): V {
  const zero = o.constant(0);
  const one = o.constant(1);
  const size = o.absolute(x);
  const isMiddle = o.lessThan(o.constant(TAN_PI_8), size);
  const isLarge = o.lessThan(o.constant(TAN_3PI_8), size);
  const ratio = o.divide(o.select(isLarge, o.constant(-1), o.subtract(size, one)), o.select(isLarge, size, o.add(size, one)));
  const t = o.select(isMiddle, ratio, size);
  const baseHigh = o.select(isLarge, o.constant(HALF_PI_HIGH), o.select(isMiddle, o.constant(QUARTER_PI_HIGH), zero));
  const baseLow = o.select(isLarge, o.constant(HALF_PI_LOW), o.select(isMiddle, o.constant(QUARTER_PI_LOW), zero));
  const z = o.multiply(t, t);
  const tail = o.add(o.multiply(t, o.multiply(z, polynomial(o, z, A))), baseLow);
  const result = o.add(baseHigh, o.add(t, tail));
  return o.select(o.equal(x, zero), x, o.select(o.lessThan(x, zero), o.negate(result), result));
}

export function arcsin<V, M>(o: Arithmetic<V, M>, x: V): V {
  const size = o.absolute(x);
  const z = o.multiply(x, x);
  const small = o.add(x, o.multiply(x, o.multiply(z, polynomial(o, z, B))));
  const { w, root } = rootOfRest(o, size);
  const tail = o.multiply(double(o, o.add(root.high, root.low)), o.multiply(w, polynomial(o, w, B)));
  const missing = o.subtract(tail, o.subtract(o.constant(HALF_PI_LOW), double(o, root.low)));
  const quarter = o.constant(QUARTER_PI_HIGH);
  const large = o.subtract(quarter, o.subtract(missing, o.subtract(quarter, double(o, root.high))));
  const signed = o.select(o.lessThan(x, o.constant(0)), o.negate(large), large);
  return o.select(o.lessOrEqual(size, o.constant(0.5)), small, signed);
}

export function arccos<V, M>(o: Arithmetic<V, M>, x: V): V {
  const size = o.absolute(x);
  const z = o.multiply(x, x);
  const excess = o.multiply(x, o.multiply(z, polynomial(o, z, B)));
  const small = o.subtract(o.constant(HALF_PI_HIGH), o.subtract(x, o.subtract(o.constant(HALF_PI_LOW), excess)));
  const { w, root } = rootOfRest(o, size);
  const tail = o.multiply(o.add(root.high, root.low), o.multiply(w, polynomial(o, w, B)));
  const nearOne = double(o, o.add(root.high, o.add(tail, root.low)));
  const rest = o.add(root.high, o.add(root.low, o.subtract(tail, o.constant(HALF_PI_LOW))));
  const nearMinusOne = o.subtract(o.constant(PI_HIGH), double(o, rest));
  const large = o.select(o.lessThan(x, o.constant(0)), nearMinusOne, nearOne);
  return o.select(o.lessOrEqual(size, o.constant(0.5)), small, large);
}

/** w = (1 − |x|)/2, and √w with `high` short enough to be subtracted without error. NaN where |x| > 1. */
function rootOfRest<V, M>(o: Arithmetic<V, M>, size: V): { readonly w: V; readonly root: DoubleDouble<V> } {
  const zero = o.constant(0);
  const w = o.multiply(o.subtract(o.constant(1), size), o.constant(0.5));
  const root = o.squareRoot(w);
  const high = leadingHalf(o, root);
  const low = o.divide(o.subtract(w, o.multiply(high, high)), o.add(root, high));
  return { w, root: { high, low: o.select(o.equal(w, zero), zero, low) } };
}

function double<V, M>(o: Arithmetic<V, M>, x: V): V {
  return o.add(x, x);
}
