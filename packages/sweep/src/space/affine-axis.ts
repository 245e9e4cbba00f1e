// linspace and range: values on a straight line, each computed in rationals from its index and rounded once (IDENTITY 2).
//
//   linspace [a, b, n]:  a + (b − a)·k/(n − 1)        range [a, b, s]:  a + s·k
//
// Both are (offset + step·k) / denominator with integers. While offset + step·k and denominator stay below 2⁵³ they are exact doubles,
// so that one IEEE division is the correctly rounded value; beyond that the same quotient is taken in big integers. The two ways give the
// same bits, only their speed differs.

import { Rational } from "@spikefarm/numerics";
import type { Axis } from "../checked-document.js";
import { indicesInOrder, repeatedInOrder } from "./ordered-search.js";

/** n values from `first` to `last`, both included. n = 1 is `first` alone. */
export function linspaceAxis(name: string, ends: { readonly first: Rational; readonly last: Rational }, count: number): Axis {
  const steps = Rational.of(Math.max(count - 1, 1));
  return affineAxis(name, count, ends.first, ends.last.subtract(ends.first).divide(steps));
}

/** `count` values from `first` on, `step` apart. */
export function rangeAxis(name: string, line: { readonly first: Rational; readonly step: Rational }, count: number): Axis {
  return affineAxis(name, count, line.first, line.step);
}

/** The number of values of a half-open range: those k ≥ 0 with first + step·k before `stop`. */
export function rangeLength(first: Rational, stop: Rational, step: Rational): number {
  const quotient = stop.subtract(first).divide(step);
  if (quotient.compare(Rational.of(0)) <= 0) return 0;
  const { numerator, denominator } = quotient;
  return Number((numerator + denominator - 1n) / denominator);
}

function affineAxis(name: string, length: number, first: Rational, stepValue: Rational): Axis {
  const denominator = leastCommonMultiple(first.denominator, stepValue.denominator);
  const offset = first.numerator * (denominator / first.denominator);
  const step = stepValue.numerator * (denominator / stepValue.denominator);
  const last = offset + step * BigInt(length - 1);
  const isSmall = [denominator, offset, step, last, last - offset].every(isExactDouble);
  const valueAt = isSmall ? smallValueAt(offset, step, denominator) : largeValueAt(offset, step, denominator);
  return {
    name,
    length,
    valueAt,
    indicesOf: (value) => indicesInOrder(length, valueAt, value),
    repeatedValue: () => repeatedInOrder(length, valueAt),
  };
}

function smallValueAt(offset: bigint, step: bigint, denominator: bigint): (index: number) => number {
  const [a, s, d] = [Number(offset), Number(step), Number(denominator)];
  return (index) => (a + s * index) / d;
}

function largeValueAt(offset: bigint, step: bigint, denominator: bigint): (index: number) => number {
  return (index) => Rational.of(offset + step * BigInt(index), denominator).toNumber();
}

const isExactDouble = (value: bigint): boolean => value <= MAX_EXACT && value >= -MAX_EXACT;
const MAX_EXACT = 1n << 53n;

function leastCommonMultiple(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return (a / x) * b;
}
