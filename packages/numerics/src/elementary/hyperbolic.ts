// sinh, cosh and tanh, within 2 ulp, from eˣ − 1 where they are small and from eˣ where they are large.
//
// Derivation: with t = e^|x| − 1, sinh|x| = ½(t + t/(t + 1)); with h = ½e^|x|, cosh x = h + ¼/h, and sinh|x| = h where e^−|x| no longer
// counts. With u = e^2|x| − 1, tanh|x| = u/(u + 2), which is 1 from 22 on.

import type { Arithmetic } from "../arithmetic.js";
import { minimum } from "./comparison.js";
import { dividePairs, twoSum } from "./double-double.js";
import { expTail, reduceByLn2, scaleByPowerOfTwo } from "./exp.js";
import { expm1, scaledExpm1 } from "./expm1.js";

/** e⁻²² is less than half an ulp of e²². */
const LARGE = 22;
/** ½eˣ overflows before it. */
const OVERFLOW = 712;

export function sinh<V, M>(o: Arithmetic<V, M>, x: V): V {
  const size = o.absolute(x);
  const t = expm1(o, minimum(o, size, o.constant(LARGE)));
  const small = o.multiply(o.constant(0.5), o.add(t, o.divide(t, o.add(t, o.constant(1)))));
  return withSignOf(o, x, o.select(o.lessThan(size, o.constant(LARGE)), small, halfExp(o, size)));
}

export function cosh<V, M>(o: Arithmetic<V, M>, x: V): V {
  const half = halfExp(o, o.absolute(x));
  return o.add(half, o.divide(o.constant(0.25), half));
}

export function tanh<V, M>(o: Arithmetic<V, M>, x: V): V {
  const clipped = minimum(o, o.absolute(x), o.constant(LARGE));
  const { pair, n } = scaledExpm1(o, o.add(clipped, clipped));
  const scale = o.powerOfTwo(n);
  const u = { high: o.multiply(pair.high, scale), low: o.multiply(pair.low, scale) };
  const sum = twoSum(o, u.high, o.constant(2));
  const quotient = dividePairs(o, u, { high: sum.high, low: o.add(sum.low, u.low) });
  return withSignOf(o, x, o.add(quotient.high, quotient.low));
}

/** ½eˣ for x ≥ 0, which overflows later than eˣ. */
function halfExp<V, M>(o: Arithmetic<V, M>, x: V): V {
  const reduced = reduceByLn2(o, minimum(o, x, o.constant(OVERFLOW)));
  const significand = o.add(o.constant(1), o.add(reduced.exact, expTail(o, reduced)));
  return scaleByPowerOfTwo(o, significand, o.subtract(reduced.n, o.constant(1)));
}

/** y with the sign of x; x itself where it is a zero. */
function withSignOf<V, M>(o: Arithmetic<V, M>, x: V, y: V): V {
  const zero = o.constant(0);
  return o.select(o.equal(x, zero), x, o.select(o.lessThan(x, zero), o.negate(y), y));
}
