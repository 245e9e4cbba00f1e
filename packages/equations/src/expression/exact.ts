// Exact constants (IDENTITY 1): decimal literals, units, + − × ÷ and integer powers, computed as fractions and rounded once, at the end.
//
// Their size is limited while they are computed, so that no text is costly: ((1.1**64)**64)**64 would have millions of digits.

import { Rational } from "@spikefarm/numerics";
import { MAX_EXACT_BITS, MAX_EXACT_POWER } from "../limits.js";

/** The value, why there is none (a `problem`), or undefined where the result is not exact. */
export type ExactResult = Rational | { readonly problem: string; readonly help?: string } | undefined;

export const isProblem = (result: ExactResult): result is { readonly problem: string; readonly help?: string } =>
  result !== undefined && !(result instanceof Rational);

const INT32_MIN = Rational.of(-2147483648);
const INT32_MAX = Rational.of(2147483647);

export const isInt32 = (value: Rational): boolean => value.isInteger && value.compare(INT32_MIN) >= 0 && value.compare(INT32_MAX) <= 0;

export function exactBinary(operator: string, left: Rational, right: Rational): ExactResult {
  switch (operator) {
    case "+":
      return limit(left.add(right));
    case "-":
      return limit(left.subtract(right));
    case "*":
      return limit(left.multiply(right));
    case "/":
      return right.isZero ? { problem: "this divides by zero" } : limit(left.divide(right));
    case "**":
      return exactPower(left, right);
    default:
      return undefined;
  }
}

function exactPower(base: Rational, exponent: Rational): ExactResult {
  if (!exponent.isInteger || exponent.compare(Rational.of(MAX_EXACT_POWER)) > 0) return undefined;
  if (exponent.compare(Rational.of(-MAX_EXACT_POWER)) < 0) return undefined;
  const power = exponent.toNumber();
  if (base.isZero && power < 0) return { problem: "this divides by zero" };
  if (bitsOf(base) * Math.abs(power) > MAX_EXACT_BITS) return TOO_LONG;
  return limit(base.power(power));
}

const TOO_LONG = { problem: "this constant has too many digits to be computed exactly", help: "write its value" };

function limit(value: Rational): ExactResult {
  return bitsOf(value) > MAX_EXACT_BITS ? TOO_LONG : value;
}

const bitsOf = (value: Rational): number => 4 * Math.max(hexDigits(value.numerator), hexDigits(value.denominator));
const hexDigits = (value: bigint): number => value.toString(16).length;
