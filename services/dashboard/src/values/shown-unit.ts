// The unit a column's values are shown in: the one its document asked for (`display`), else the base unit with a prefix that suits the
// values' magnitude. Stored values are always in base units: 0.009 volt is shown as 9 mV.

import type { Column } from "@spikefarm/protocol";
import { formatNumber } from "./format-number.js";
import { parseUnitScale } from "./unit-scale.js";

export interface ShownUnit {
  /** "mV"; empty for a plain number. */
  readonly symbol: string;
  toShown(value: number): number;
}

const SUITABLE_PREFIXES = [
  { prefix: "G", from: 1e9 },
  { prefix: "M", from: 1e6 },
  { prefix: "k", from: 1e4 },
  { prefix: "", from: 0.1 },
  { prefix: "m", from: 1e-4 },
  { prefix: "u", from: 1e-7 },
  { prefix: "n", from: 1e-10 },
  { prefix: "p", from: 0 },
] as const;
const SIMPLE_UNIT = /^(?:volt|amp|second|hertz|siemens|ohm|farad|metre)$/;

/** `magnitude`: the greatest of the values to be shown, where they are known. */
export function shownUnitOf(column: Column, magnitude?: number): ShownUnit {
  const { unit, display } = column;
  const name = display ?? (magnitude !== undefined && SIMPLE_UNIT.test(unit) ? `${prefixFor(magnitude)}${unit}` : unit);
  const scale = parseUnitScale(name);
  if (scale === undefined) return { symbol: unit, toShown: (value) => value };
  const { exponent, symbol } = scale;
  // Only whole powers of ten are written out, and multiplying or dividing by one (up to 10²²) rounds once: 0.009 V gives 9 mV, not 9.000…01.
  const power = Number(`1e${Math.abs(exponent)}`);
  return { symbol, toShown: exponent < 0 ? (value) => value * power : (value) => value / power };
}

/** A value of a column: "9 mV", "true", "ring". */
export function showValue(value: number | string | boolean, column: Column): string {
  if (column.kind === "u8") return String(value === 1 || value === true);
  const number = typeof value === "number" ? value : column.kind === "text" ? undefined : Number(value);
  if (number === undefined) return String(value);
  const unit = shownUnitOf(column, Math.abs(number));
  return `${formatNumber(unit.toShown(number))}${unit.symbol && ` ${unit.symbol}`}`;
}

/** "v0 [mV]", or the name alone for a plain number. */
export const titleOf = (column: Column, unit: ShownUnit): string => (unit.symbol === "" ? column.name : `${column.name} [${unit.symbol}]`);

const prefixFor = (magnitude: number): string =>
  magnitude === 0 || !Number.isFinite(magnitude) ? "" : SUITABLE_PREFIXES.find(({ from }) => magnitude >= from)!.prefix;
