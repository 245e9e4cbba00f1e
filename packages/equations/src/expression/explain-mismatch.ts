// Two units differ: what would make them agree?

import { canonicalUnit } from "../units/canonical-unit.js";
import { type Dimension, divideDimensions, isDimensionless } from "../units/dimension.js";

/** A quantity whose unit is wanted, and how the text calls it. */
export interface Side {
  readonly dimension: Dimension;
  readonly text: string;
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

/** `volt`, or words for no unit. */
export const showUnit = (dimension: Dimension): string => canonicalUnit(dimension) || "no unit";

/** Help that turns `other` into something with the unit of `wanted`. */
export function explainMismatch(wanted: Side, other: Side): string | undefined {
  if (other.literal !== undefined) return giveUnit(other.literal, wanted.dimension);
  if (wanted.literal !== undefined) return giveUnit(wanted.literal, other.dimension);
  return conversion(wanted, other) ?? conversion(other, wanted);
}

function giveUnit(literal: string, dimension: Dimension): string {
  const isNumber = /^-?[\d.]+(e[+-]?\d+)?$/i.test(literal);
  return `give ${literal} a unit, as in ${isNumber ? literal : `(${literal})`}*${canonicalUnit(dimension)}`;
}

function conversion(wanted: Side, other: Side): string | undefined {
  const goal = showUnit(wanted.dimension).replace("no unit", "a plain number");
  const factor = canonicalUnit(divideDimensions(wanted.dimension, other.dimension));
  if (Object.hasOwn(QUANTITIES, factor)) return `multiply ${other.text} by ${QUANTITIES[factor]} (${factor}) to get ${goal}`;
  const divisor = canonicalUnit(divideDimensions(other.dimension, wanted.dimension));
  if (Object.hasOwn(QUANTITIES, divisor)) return `divide ${other.text} by ${QUANTITIES[divisor]} (${divisor}) to get ${goal}`;
  if (isDimensionless(wanted.dimension)) return `divide ${other.text} by a quantity in ${divisor} to get ${goal}`;
  return undefined;
}
