// The double nearest to a quotient of integers, ties to even.
//
// The quotient is cut to an integer of as many bits as the double can have at that size (53, fewer where it is subnormal); the remainder
// decides the last one. The integer is below 2⁵⁴ and its scaling by a power of two is exact, so there is one rounding in all.
// Two integers that doubles hold exactly need none of this: IEEE division rounds their quotient correctly.

const FRACTION_BITS = 53;
const SMALLEST_EXPONENT = -1074;
const OVERFLOW_EXPONENT = 1024;

/** n/d rounded, for n ≥ 0, d > 0. */
export function roundQuotient(n: bigint, d: bigint): number {
  if (n <= Number.MAX_SAFE_INTEGER && d <= Number.MAX_SAFE_INTEGER) return Number(n) / Number(d);
  // 2^(size−1) < n/d < 2^(size+1)
  const size = bitLength(n) - bitLength(d);
  if (size > OVERFLOW_EXPONENT) return Number.POSITIVE_INFINITY;
  if (size < SMALLEST_EXPONENT - 2) return 0;
  const estimate = Math.max(size - FRACTION_BITS, SMALLEST_EXPONENT);
  const exponent = quotientFits(n, d, estimate) ? estimate : estimate + 1;
  return timesPowerOfTwo(Number(roundedShift(n, d, exponent)), exponent);
}

/** Whether n/d·2^−exponent is below 2⁵³. */
function quotientFits(n: bigint, d: bigint, exponent: number): boolean {
  return shifted(n, -exponent) < shifted(d, exponent) << BigInt(FRACTION_BITS);
}

/** n/d·2^−exponent to the nearest integer, ties to even. */
function roundedShift(n: bigint, d: bigint, exponent: number): bigint {
  const numerator = shifted(n, -exponent);
  const denominator = shifted(d, exponent);
  const quotient = numerator / denominator;
  const twiceRest = 2n * (numerator - quotient * denominator);
  const isUp = twiceRest > denominator || (twiceRest === denominator && (quotient & 1n) === 1n);
  return isUp ? quotient + 1n : quotient;
}

/** value·2^bits where bits are positive, value itself otherwise. */
function shifted(value: bigint, bits: number): bigint {
  return bits > 0 ? value << BigInt(bits) : value;
}

/** significand·2^exponent in steps that stay within a double's range: exact, or infinite. */
function timesPowerOfTwo(significand: number, exponent: number): number {
  let value = significand;
  let rest = exponent;
  for (; rest > 0; rest--) value *= 2;
  for (; rest < 0; rest++) value /= 2;
  return value;
}

/** Of n > 0: four bits a hexadecimal digit, less the leading zeros (28 of a word's 32 are no part of a digit). */
function bitLength(n: bigint): number {
  const digits = n.toString(16);
  return 4 * digits.length - (Math.clz32(Number.parseInt(digits[0]!, 16)) - 28);
}
