// Exact numbers: what decimal literals, units and the values of an axis are computed in before they are rounded, once, to a double
// (IDENTITY 1 and 2). `9*mV` is exactly 9/1000, so it is the double that `0.009*volt` is.
//
// A Rational is immutable, in lowest terms, its denominator positive: equal values have equal fields. It has one zero, so that −0 never
// arises. Decimal exponents are limited to ±400, beyond what a double can hold, to keep a short text from becoming a long number.

import { roundQuotient } from "./round-quotient.js";

/** Of decimal literals, and of `power`. */
const LARGEST_DECIMAL_EXPONENT = 400;
const LARGEST_DIGIT_COUNT = 1000;

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

export class Rational {
  static readonly zero = new Rational(0n, 1n);
  static readonly one = new Rational(1n, 1n);

  private constructor(
    readonly numerator: bigint,
    readonly denominator: bigint,
  ) {}

  /** numerator / denominator; RangeError for a zero denominator. Numbers must be safe integers. */
  static of(numerator: bigint | number, denominator: bigint | number = 1n): Rational {
    const n = BigInt(numerator);
    const d = BigInt(denominator);
    if (d === 0n) throw new RangeError(`${n}/0 is no number; divide by something other than zero.`);
    const common = greatestCommonDivisor(n < 0n ? -n : n, d < 0n ? -d : d);
    const divisor = d < 0n ? -common : common;
    return new Rational(n / divisor, d / divisor);
  }

  /** The value of a decimal literal such as `1.5e-3`, `.5` or `-2.`; RangeError for anything else and for exponents beyond ±400. */
  static parse(text: string): Rational {
    const match = DECIMAL.exec(text);
    const digits = match === null ? "" : match[2]! + (match[3] ?? "");
    if (match === null || digits === "") throw new RangeError(`"${text}" is no decimal number; write it like 1.5e-3.`);
    if (digits.length > LARGEST_DIGIT_COUNT) {
      throw new RangeError(`"${text.slice(0, 20)}…" has ${digits.length} digits; write at most ${LARGEST_DIGIT_COUNT}.`);
    }
    const exponent = Number(match[4] ?? "0");
    if (Math.abs(exponent) > LARGEST_DECIMAL_EXPONENT) {
      throw new RangeError(`The exponent of "${text}" is beyond ±${LARGEST_DECIMAL_EXPONENT}; write a number that a double can hold.`);
    }
    const magnitude = BigInt(digits);
    const shift = exponent - (match[3]?.length ?? 0);
    const signed = match[1] === "-" ? -magnitude : magnitude;
    return shift >= 0 ? new Rational(signed * tenTo(shift), 1n) : Rational.of(signed, tenTo(-shift));
  }

  /** The shortest decimal that prints the double: 0.1 is one tenth. RangeError where it is not finite. */
  static fromShortest(value: number): Rational {
    requireFinite(value);
    return Rational.parse(String(value));
  }

  /** The double's own value: 0.1 is 3602879701896397/36028797018963968. RangeError where it is not finite. */
  static fromExact(value: number): Rational {
    requireFinite(value);
    let numerator = value;
    let doublings = 0;
    while (!Number.isInteger(numerator)) {
      numerator *= 2;
      doublings += 1;
    }
    return Rational.of(BigInt(numerator), 1n << BigInt(doublings));
  }

  add(other: Rational): Rational {
    return Rational.of(this.numerator * other.denominator + other.numerator * this.denominator, this.denominator * other.denominator);
  }

  subtract(other: Rational): Rational {
    return this.add(other.negate());
  }

  multiply(other: Rational): Rational {
    return Rational.of(this.numerator * other.numerator, this.denominator * other.denominator);
  }

  /** RangeError where the other is zero. */
  divide(other: Rational): Rational {
    return Rational.of(this.numerator * other.denominator, this.denominator * other.numerator);
  }

  /** To an integer power, |n| ≤ 400; RangeError beyond, and for a negative power of zero. */
  power(n: number): Rational {
    if (!Number.isInteger(n) || Math.abs(n) > LARGEST_DECIMAL_EXPONENT) {
      throw new RangeError(`The exponent ${n} is no integer within ±${LARGEST_DECIMAL_EXPONENT}.`);
    }
    const size = BigInt(Math.abs(n));
    const [numerator, denominator] = n < 0 ? [this.denominator, this.numerator] : [this.numerator, this.denominator];
    return Rational.of(numerator ** size, denominator ** size);
  }

  negate(): Rational {
    return new Rational(-this.numerator, this.denominator);
  }

  /** Below 0, 0 or above 0, as this is less than, equal to or greater than the other. */
  compare(other: Rational): number {
    const difference = this.numerator * other.denominator - other.numerator * this.denominator;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }

  get isInteger(): boolean {
    return this.denominator === 1n;
  }

  get isZero(): boolean {
    return this.numerator === 0n;
  }

  /** The nearest double, ties to even; subnormal or infinite where it must be, never −0. */
  toNumber(): number {
    return this.numerator < 0n ? 0 - roundQuotient(-this.numerator, this.denominator) : roundQuotient(this.numerator, this.denominator);
  }

  /** `3/4`, or `3` for an integer. */
  toString(): string {
    return this.isInteger ? `${this.numerator}` : `${this.numerator}/${this.denominator}`;
  }
}

function requireFinite(value: number): void {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is no finite number; only finite numbers have an exact value.`);
}

function tenTo(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

/** Euclid's algorithm; once both numbers are small it goes on in doubles, which are several times faster. */
function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [larger, smaller] = a > b ? [a, b] : [b, a];
  while (larger > Number.MAX_SAFE_INTEGER) {
    if (smaller === 0n) return larger;
    [larger, smaller] = [smaller, larger % smaller];
  }
  let [x, y] = [Number(larger), Number(smaller)];
  while (y !== 0) [x, y] = [y, x % y];
  return BigInt(x);
}
