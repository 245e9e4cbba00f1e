// Dimensions: powers of the seven base units, as exact fractions over one denominator.
//
//   volt     = kilogram metre² second⁻³ amp⁻¹      powers [2, 1, -3, -1, 0, 0, 0] / 1
//   volt^0.5                                       powers [2, 1, -3, -1, 0, 0, 0] / 2

import { MAX_DIMENSION_POWER } from "../limits.js";

export const BASE_UNITS = ["metre", "kilogram", "second", "amp", "kelvin", "mole", "candle"] as const;

export interface Dimension {
  /** Numerators, in the order of BASE_UNITS. */
  readonly powers: readonly number[];
  /** Positive, without a common factor with the numerators. */
  readonly denominator: number;
  /** Equal texts for equal dimensions. */
  readonly key: string;
}

export function makeDimension(powers: readonly number[], denominator = 1): Dimension {
  let common = denominator;
  for (const power of powers) common = greatestCommonDivisor(common, Math.abs(power));
  // `+ 0` turns −0 into 0, so that the key is one text.
  const reduced = powers.map((power) => power / common + 0);
  return { powers: reduced, denominator: denominator / common, key: `${reduced.join(" ")}/${denominator / common}` };
}

export const DIMENSIONLESS = makeDimension([0, 0, 0, 0, 0, 0, 0]);
export const SECOND = makeDimension([0, 0, 1, 0, 0, 0, 0]);
export const HERTZ = makeDimension([0, 0, -1, 0, 0, 0, 0]);

export const isSameDimension = (a: Dimension, b: Dimension): boolean => a.key === b.key;
export const isDimensionless = (a: Dimension): boolean => a.key === DIMENSIONLESS.key;

export const multiplyDimensions = (a: Dimension, b: Dimension): Dimension => combine(a, b, 1);
export const divideDimensions = (a: Dimension, b: Dimension): Dimension => combine(a, b, -1);

/** `a` to the power numerator/denominator. */
export function raiseDimension(a: Dimension, numerator: number, denominator = 1): Dimension {
  return makeDimension(
    a.powers.map((power) => power * numerator),
    a.denominator * denominator,
  );
}

/** False where powers have grown beyond what is kept exact. */
export const isDimensionInRange = (a: Dimension): boolean =>
  a.denominator <= MAX_DIMENSION_POWER && a.powers.every((power) => Math.abs(power) <= MAX_DIMENSION_POWER);

function combine(a: Dimension, b: Dimension, sign: 1 | -1): Dimension {
  const powers = a.powers.map((power, base) => power * b.denominator + sign * b.powers[base]! * a.denominator);
  return makeDimension(powers, a.denominator * b.denominator);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
