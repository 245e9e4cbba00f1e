import type { Arithmetic } from "../arithmetic.js";

const LARGEST_INTEGER_POWER = 64;

/**
 * xⁿ for an integer |n| ≤ 64 that is known beforehand, by squaring and multiplying from the exponent's highest bit:
 * x⁷ = ((x²·x)²)·x. The order is fixed, x⁻ⁿ is 1/xⁿ, x⁰ is 1. A larger exponent is the caller's mistake: RangeError.
 */
export function integerPower<V, M>(o: Arithmetic<V, M>, x: V, n: number): V {
  const size = Math.abs(n);
  if (!Number.isInteger(n) || size > LARGEST_INTEGER_POWER) {
    throw new RangeError(`The exponent ${n} is no integer between -64 and 64; use power for it.`);
  }
  if (size === 0) return o.constant(1);
  let result = x;
  for (let bit = 30 - Math.clz32(size); bit >= 0; bit--) {
    result = o.multiply(result, result);
    if ((size >> bit) & 1) result = o.multiply(result, x);
  }
  return n < 0 ? o.divide(o.constant(1), result) : result;
}
