// Two units differ: what would make them agree?

import { canonicalUnit } from "../units/canonical-unit.js";
import { type Dimension, divideDimensions, isDimensionless, multiplyDimensions, SECOND } from "../units/dimension.js";

/** A quantity whose unit is wanted, and how the text calls it. */
export interface Side {
  readonly dimension: Dimension;
  readonly text: string;
  /** What its unit is called, where that is not the canonical text. */
  readonly unit?: string;
  /** The number, for a literal without a unit. */
  readonly literal?: string;
}

/** What a quantity with a unit is called. */
const QUANTITIES: Readonly<Record<string, string>> = {
  volt: "a voltage",
  amp: "a current",
  ohm: "a resistance",
  siemens: "a conductance",
  farad: "a capacitance",
  coulomb: "a charge",
  second: "a time",
  metre: "a length",
  "metre**2": "an area",
  "metre**3": "a volume",
};

/** `volt`, or words for no unit. What changes by the second says so: siemens/second, not henry**-1. */
export function showUnit(dimension: Dimension): string {
  const text = canonicalUnit(dimension) || "no unit";
  const changing = ODD_RATE.test(text) ? canonicalUnit(multiplyDimensions(dimension, SECOND)) : "";
  return USUAL_UNIT.test(changing) ? `${changing}/second` : text;
}

const ODD_RATE = /henry|katal|\*\*-/;
const USUAL_UNIT = /^[a-z]+(?:\/metre(?:\*\*[23])?)?$/;

/** Help that turns `other` into something with the unit of `wanted`, which is settled. */
export function explainMismatch(wanted: Side, other: Side): string | undefined {
  return other.literal === undefined ? conversion(wanted, other) : giveUnit(other.literal, wanted);
}

/** Help where two units must be one, and either side may be the one to change. */
export function explainDifference(left: Side, right: Side): string | undefined {
  if (right.literal === undefined && left.literal !== undefined) return giveUnit(left.literal, right);
  return explainMismatch(left, right) ?? explainMismatch(right, left);
}

function giveUnit(literal: string, { dimension, unit = showUnit(dimension) }: Side): string {
  const isNumber = /^-?[\d.]+(e[+-]?\d+)?$/i.test(literal);
  return `give ${literal} a unit, as in ${isNumber ? literal : `(${literal})`}*${unit}`;
}

function conversion(wanted: Side, other: Side): string | undefined {
  const goal = (wanted.unit ?? showUnit(wanted.dimension)).replace("no unit", "a plain number");
  const factor = canonicalUnit(divideDimensions(wanted.dimension, other.dimension));
  if (Object.hasOwn(QUANTITIES, factor)) return `multiply ${other.text} by ${QUANTITIES[factor]} (${factor}) to get ${goal}`;
  const divisor = canonicalUnit(divideDimensions(other.dimension, wanted.dimension));
  if (Object.hasOwn(QUANTITIES, divisor)) return `divide ${other.text} by ${QUANTITIES[divisor]} (${divisor}) to get ${goal}`;
  if (isDimensionless(wanted.dimension)) return `divide ${other.text} by a quantity in ${divisor} to get ${goal}`;
  if (isDimensionless(other.dimension)) return `multiply ${other.text} by a quantity in ${goal} to get ${goal}`;
  return undefined;
}
