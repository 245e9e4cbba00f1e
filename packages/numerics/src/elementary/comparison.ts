// Functions made of comparisons, floor and IEEE arithmetic, exactly as IDENTITY 5 and 6 write them.
//
// A NaN in the first argument of minimum and maximum stays, one in the second is passed over; of two equal numbers the first is taken.
// clip(x, lo, hi) = min(max(x, lo), hi): NaN stays NaN, and hi wins where the bounds cross.

import type { Arithmetic } from "../arithmetic.js";

/** b < a ? b : a */
export function minimum<V, M>(o: Arithmetic<V, M>, a: V, b: V): V {
  return o.select(o.lessThan(b, a), b, a);
}

/** b > a ? b : a */
export function maximum<V, M>(o: Arithmetic<V, M>, a: V, b: V): V {
  return o.select(o.lessThan(a, b), b, a);
}

export function clip<V, M>(o: Arithmetic<V, M>, x: V, lo: V, hi: V): V {
  return minimum(o, maximum(o, x, lo), hi);
}

/** −1, 0 or 1; 0 for both zeros, NaN for NaN. */
export function sign<V, M>(o: Arithmetic<V, M>, x: V): V {
  const zero = o.constant(0);
  const ofZeroOrNaN = o.select(o.equal(x, zero), zero, x);
  return o.select(o.lessThan(zero, x), o.constant(1), o.select(o.lessThan(x, zero), o.constant(-1), ofZeroOrNaN));
}

/** Towards zero: the double, not yet an integer (saturating is the business of `int`). */
export function truncate<V, M>(o: Arithmetic<V, M>, x: V): V {
  return o.select(o.lessThan(x, o.constant(0)), ceiling(o, x), o.floor(x));
}

export function ceiling<V, M>(o: Arithmetic<V, M>, x: V): V {
  return o.negate(o.floor(o.negate(x)));
}

/** ⌊x/y⌋, of the rounded quotient. */
export function floorDivide<V, M>(o: Arithmetic<V, M>, x: V, y: V): V {
  return o.floor(o.divide(x, y));
}

/** x − y·⌊x/y⌋ */
export function modulo<V, M>(o: Arithmetic<V, M>, x: V, y: V): V {
  return o.subtract(x, o.multiply(y, floorDivide(o, x, y)));
}
