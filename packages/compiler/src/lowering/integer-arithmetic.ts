// 32-bit integers that wrap, held in doubles (IDENTITY 6).
//
// A double holds every int32, and sums of two, exactly, so an integer needs no registers or conversions of its own: after an operation
// that may leave the range the number is brought back by 2³². A product has up to 62 bits; it is taken in two halves of 16 bits. An
// integer is never −0: `+ 0` clears the sign.

import { type Arithmetic, elementary } from "@spikefarm/numerics";

const TWO_TO_16 = 65_536;
const TWO_TO_32 = 4_294_967_296;
const EXPONENT_BITS = 31;
const LARGEST = 2_147_483_647;
const SMALLEST = -2_147_483_648;

/** An integral |x| < 2⁵², modulo 2³² into −2³¹ … 2³¹ − 1. */
export function wrap<V, M>(o: Arithmetic<V, M>, x: V): V {
  const turns = o.floor(o.add(o.multiply(x, o.constant(1 / TWO_TO_32)), o.constant(0.5)));
  return o.add(o.subtract(x, o.multiply(turns, o.constant(TWO_TO_32))), o.constant(0));
}

export function multiplyIntegers<V, M>(o: Arithmetic<V, M>, x: V, y: V): V {
  const high = o.floor(o.multiply(x, o.constant(1 / TWO_TO_16)));
  const low = o.subtract(x, o.multiply(high, o.constant(TWO_TO_16)));
  const highProduct = wrap(o, o.multiply(high, y));
  return wrap(o, o.add(o.multiply(highProduct, o.constant(TWO_TO_16)), o.multiply(low, y)));
}

/** `int(x)`: truncates and saturates; NaN is 0. */
export function toInteger<V, M>(o: Arithmetic<V, M>, x: V): V {
  const inRange = elementary.clip(o, elementary.truncate(o, x), o.constant(SMALLEST), o.constant(LARGEST));
  return o.add(o.select(o.equal(x, x), inRange, o.constant(0)), o.constant(0));
}

/** A quotient of two integers, floored: of them only −2³¹ // −1 leaves the range, and wraps; by 0 it is not finite, and saturates as `int` does. */
export function toQuotient<V, M>(o: Arithmetic<V, M>, x: V): V {
  return toInteger(o, o.select(o.equal(x, o.constant(-SMALLEST)), o.constant(SMALLEST), x));
}

/** `x ** n`, wrapping; 1 for n ≤ 0. Squares and multiplies, bit by bit of n: modulo 2³² any order gives the same. */
export function raiseInteger<V, M>(o: Arithmetic<V, M>, x: V, n: V): V {
  let result = o.constant(1);
  let square = x;
  let rest = elementary.maximum(o, n, o.constant(0));
  for (let bit = 0; bit < EXPONENT_BITS; bit++) {
    const half = o.floor(o.multiply(rest, o.constant(0.5)));
    const isOdd = o.lessThan(o.multiply(half, o.constant(2)), rest);
    result = o.select(isOdd, multiplyIntegers(o, result, square), result);
    square = multiplyIntegers(o, square, square);
    rest = half;
  }
  return result;
}
