// One text a dimension: `volt`, `volt/second`, `metre**2`, `siemens/metre**2`, "" for none.
//
// Texts are tried from the simplest on, and the first that fits stands for its dimension: a named unit; a power of one; then two
// factors, U/V**k or U*V**k with small powers, base units as V first. Earlier units win, so 1/second is hertz; becquerel, gray and their
// like are never used, as they mean more than their dimension. Whatever is left is written in base units.

import { BASE_UNITS, type Dimension, isDimensionless, makeDimension, multiplyDimensions, raiseDimension, SECOND } from "./dimension.js";
import { NAMED_UNITS } from "./unit-names.js";

/** Left out because they mean more than their dimension. */
const SPECIAL: ReadonlySet<string> = new Set(["radian", "steradian", "becquerel", "gray", "sievert", "lumen", "lux"]);
/** The units of neurons come first. */
const ELECTRICAL = ["volt", "amp", "siemens", "ohm", "farad", "coulomb", "second", "metre"];
const POWERS = [1, 2, 3, 4];

const CANDIDATES = orderCandidates();

function orderCandidates(): readonly { readonly name: string; readonly dimension: Dimension }[] {
  const units = NAMED_UNITS.filter((unit) => !SPECIAL.has(unit.name));
  const rank = (name: string): number => {
    const place = ELECTRICAL.indexOf(name);
    return place < 0 ? ELECTRICAL.length : place;
  };
  return units.toSorted((a, b) => rank(a.name) - rank(b.name));
}

let texts: ReadonlyMap<string, string> | undefined;

/** The canonical text of a dimension. */
export function canonicalUnit(dimension: Dimension): string {
  if (isDimensionless(dimension)) return "";
  texts ??= listTexts();
  return texts.get(dimension.key) ?? inBaseUnits(dimension);
}

function listTexts(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const offer = (dimension: Dimension, text: string): void => {
    if (!isDimensionless(dimension) && !found.has(dimension.key)) found.set(dimension.key, text);
  };
  for (const unit of CANDIDATES) offer(unit.dimension, unit.name);
  for (const power of [2, 3, 4, -1, -2, -3, -4]) {
    for (const unit of CANDIDATES) offer(raiseDimension(unit.dimension, power), `${unit.name}**${power}`);
  }
  offer(NOISE_RATE, NOISE_TEXT);
  for (const unit of CANDIDATES) offer(raiseDimension(unit.dimension, 1, 2), `${unit.name}**0.5`);
  const factors = CANDIDATES.filter((unit) => unit.name !== "hertz");
  for (const second of factors.toSorted(basesFirst)) {
    for (const power of POWERS) {
      const shown = power === 1 ? second.name : `${second.name}**${power}`;
      for (const sign of [-1, 1]) {
        const factor = raiseDimension(second.dimension, sign * power);
        for (const first of factors) {
          if (first !== second) offer(multiplyDimensions(first.dimension, factor), `${first.name}${sign < 0 ? "/" : "*"}${shown}`);
        }
      }
    }
  }
  // Amplitudes of noise.
  for (const unit of factors) offer(multiplyDimensions(unit.dimension, NOISE_RATE), `${unit.name}*${NOISE_TEXT}`);
  return found;
}

const NOISE_RATE = raiseDimension(SECOND, -1, 2);
const NOISE_TEXT = "second**-0.5";

const isBase = (name: string): boolean => (BASE_UNITS as readonly string[]).includes(name);
const basesFirst = (a: { name: string }, b: { name: string }): number => Number(isBase(b.name)) - Number(isBase(a.name));

function inBaseUnits(dimension: Dimension): string {
  const factor = (base: number, power: number): string => {
    const { powers, denominator } = makeDimension([power], dimension.denominator);
    const exponent = denominator === 1 ? String(powers[0]) : `(${powers[0]}/${denominator})`;
    return exponent === "1" ? BASE_UNITS[base]! : `${BASE_UNITS[base]}**${exponent}`;
  };
  const above: string[] = [];
  const below: string[] = [];
  for (const [base, power] of dimension.powers.entries()) {
    if (power > 0) above.push(factor(base, power));
    if (power < 0) below.push(factor(base, -power));
  }
  if (above.length === 0) return dimension.powers.flatMap((power, base) => (power === 0 ? [] : [factor(base, power)])).join("*");
  return [above.join("*"), ...below].join("/");
}
