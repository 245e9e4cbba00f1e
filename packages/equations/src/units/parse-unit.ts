// Units where only a unit may stand: after the colon of an equation, in `unit` and `display`. A product of unit names with integer
// powers, such as siemens/metre**2.

import { Rational } from "@spikefarm/numerics";
import type { DiagnosticList, SourceText, Span } from "@spikefarm/protocol";
import { reportIn } from "../errors.js";
import { nearestName } from "../names/nearest.js";
import { parseOrReport, SyntaxProblem, TokenStream } from "../syntax/token-stream.js";
import { tokenize } from "../text/tokens.js";
import { canonicalUnit } from "./canonical-unit.js";
import { DIMENSIONLESS, raiseDimension } from "./dimension.js";
import { findUnit, multiplyUnits, type Unit, unitNamesToSuggest } from "./unit-names.js";

const MAX_UNIT_FACTORS = 16;
const MAX_UNIT_POWER = 12;
const NO_UNIT: Unit = { name: "1", dimension: DIMENSIONLESS, scale: Rational.of(1) };

/** The unit at the start of a stream; what follows it is left there. */
export function parseUnit(stream: TokenStream): Unit {
  const start = stream.here.start;
  let unit = parseFactor(stream);
  for (let count = 1; ; count++) {
    const operator = stream.accept("*") ?? stream.accept("/");
    if (operator === undefined) break;
    if (count >= MAX_UNIT_FACTORS) throw new SyntaxProblem(operator, `a unit has at most ${MAX_UNIT_FACTORS} factors`);
    const factor = parseFactor(stream);
    unit = multiplyUnits(unit, operator.text === "*" ? factor : raiseUnit(factor, -1), "");
  }
  return { ...unit, name: stream.source.text.slice(start, stream.last!.end).replaceAll(/\s+/g, "") };
}

/** A text that is one unit. */
export function parseUnitText(source: SourceText, diagnostics: DiagnosticList): Unit | undefined {
  const tokens = tokenize(source, diagnostics);
  if (tokens === undefined) return undefined;
  return parseOrReport(source, diagnostics, () => {
    const stream = new TokenStream(source, tokens, { from: 0, to: tokens.length });
    const unit = parseUnit(stream);
    const rest = stream.peek();
    if (rest !== undefined) throw new SyntaxProblem(rest, `${rest.text} does not belong in a unit`, "write units as in siemens/metre**2");
    return unit;
  });
}

function parseFactor(stream: TokenStream): Unit {
  const token = stream.next();
  if (token === undefined) throw new SyntaxProblem(stream.here, "a unit is missing here", "write volt, second, …, or 1 for none");
  if (token.text === "1") return NO_UNIT;
  const unit = token.kind === "name" ? findUnit(token.text) : undefined;
  if (unit === undefined) throw new SyntaxProblem(token, `${token.text} is not a unit`, suggestUnit(token.text), "UNITS_UNKNOWN");
  if (!stream.accept("**")) return unit;
  const sign = stream.accept("-") ? -1 : 1;
  const power = stream.next();
  if (power?.kind !== "number" || !/^\d{1,2}$/.test(power.text) || Number(power.text) > MAX_UNIT_POWER) {
    throw new SyntaxProblem(power ?? stream.here, "the power of a unit must be a whole number", "write it as in metre**2");
  }
  return raiseUnit(unit, sign * Number(power.text));
}

const raiseUnit = (unit: Unit, power: number): Unit => ({
  name: unit.name,
  dimension: raiseDimension(unit.dimension, power),
  scale: unit.scale.power(power),
});

/** Words people write for units, where the nearest name would not be it. */
const USUAL: Readonly<Record<string, string>> = {
  ...{ V: "volt", A: "amp", S: "siemens", F: "farad", s: "second", sec: "second", seconds: "second", Ohm: "ohm", ohms: "ohm", K: "kelvin" },
  ...{ m: "metre", kg: "kilogram", C: "coulomb", M: "molar", L: "liter", min: "minute", h: "hour", kOhm: "kohm", kV: "kvolt", uV: "uvolt" },
  ...{ fA: "famp", fF: "ffarad", msec: "ms", usec: "us", nm: "nmetre", degC: "kelvin", mW: "mwatt", uW: "uwatt" },
};

/** Help for a word that is not a unit. */
export function suggestUnit(word: string): string {
  if (Object.hasOwn(USUAL, word)) return `write ${USUAL[word]}`;
  const nearest = nearestName(word, unitNamesToSuggest());
  return nearest === undefined ? "units are volt, amp, second, mV, nA, ms, … and 1 for none" : `did you mean ${nearest}?`;
}

/** The unit declared in an equation: reported where it has a scale. */
export function checkUnscaled(unit: Unit, place: { source: SourceText; span: Span }, diagnostics: DiagnosticList): void {
  if (unit.scale.compare(Rational.of(1)) === 0) return;
  const plain = canonicalUnit(unit.dimension) || "1";
  const help = `write ${plain}; values may still be given in ${unit.name}`;
  reportIn(diagnostics, { ...place }, "UNITS_SCALE", `an equation declares a unit without scale, and ${unit.name} has one`, help);
}
