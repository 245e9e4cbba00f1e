// Units where only a unit may stand: after the colon of an equation, in `unit` and `display`. A product of unit names with
// rational powers, such as siemens/metre**2 or volt*second**-0.5.

import { Rational } from "@spikefarm/numerics";
import type { DiagnosticList, SourceText, Span } from "@spikefarm/protocol";
import { ifSilent, reportIn } from "../errors.js";
import { MAX_DIMENSION_POWER } from "../limits.js";
import { parseOrReport, SyntaxProblem, TokenStream } from "../syntax/token-stream.js";
import { tokenize } from "../text/tokens.js";
import { canonicalUnit } from "./canonical-unit.js";
import { DIMENSIONLESS, isDimensionInRange, raiseDimension } from "./dimension.js";
import { explainFactor, explainUnitOperator } from "./explain-unit.js";
import { nearestUnit, unitOfSymbols } from "./nearest-unit.js";
import { findUnit, multiplyUnits, shortestName, type Unit } from "./unit-names.js";

const MAX_UNIT_FACTORS = 16;
/** Of a unit with a scale, so that the scale stays a number of moderate length. */
const MAX_SCALED_POWER = 12;
const MAX_POWER_DIGITS = 8;
const NO_UNIT: Unit = { name: "1", dimension: DIMENSIONLESS, scale: Rational.of(1) };

/** The unit at the start of a stream; what follows it is left there. */
export function parseUnit(stream: TokenStream): Unit {
  const start = stream.here.start;
  let unit = parseFactor(stream, start);
  for (let count = 1; ; count++) {
    const operator = stream.accept("*") ?? stream.accept("/");
    if (operator === undefined) break;
    if (count >= MAX_UNIT_FACTORS) throw new SyntaxProblem(operator, `a unit has at most ${MAX_UNIT_FACTORS} factors`);
    const factor = parseFactor(stream, start);
    unit = multiplyUnits(unit, operator.text === "*" ? factor : raiseUnit(factor, Rational.of(-1), operator), "");
    if (!isDimensionInRange(unit.dimension)) throw tooHigh({ start, end: stream.last!.end });
  }
  return { ...unit, name: stream.source.text.slice(start, stream.last!.end).replaceAll(/\s+/g, "") };
}

/** A text that is one unit. */
export function parseUnitText(source: SourceText, diagnostics: DiagnosticList): Unit | undefined {
  return ifSilent(diagnostics, () => {
    const tokens = tokenize(source, diagnostics);
    if (tokens === undefined) return undefined;
    return parseOrReport(new TokenStream(source, tokens, { from: 0, to: tokens.length }), diagnostics, (stream) => {
      const unit = parseUnit(stream);
      const rest = stream.peek();
      if (rest === undefined) return unit;
      throw (
        explainUnitOperator(stream, { start: 0, end: stream.last!.end }) ??
        new SyntaxProblem(rest, `${rest.text} does not belong in a unit`, "write units as in siemens/metre**2")
      );
    });
  });
}

/** `start`: where the whole unit begins. */
function parseFactor(stream: TokenStream, start: number): Unit {
  const token = stream.next();
  if (token === undefined) throw new SyntaxProblem(stream.here, "a unit is missing here", "write volt, second, …, or 1 for none");
  if (token.text === "1") return NO_UNIT;
  const unit = token.kind === "name" ? findUnit(token.text) : undefined;
  if (unit === undefined) {
    throw (
      explainFactor(stream, token, start) ??
      new SyntaxProblem(token, `${token.text} is not a unit`, suggestUnit(token.text), "UNITS_UNKNOWN")
    );
  }
  const operator = stream.accept("**");
  return operator === undefined ? unit : raiseUnit(unit, parsePower(stream, operator), token);
}

/** `2`, `-0.5`, `(1/3)`, `(-3/2)`. */
function parsePower(stream: TokenStream, operator: Span): Rational {
  const open = stream.accept("(");
  const sign = stream.accept("-") ? -1 : 1;
  let power = parseNumber(stream, operator).multiply(Rational.of(sign));
  if (open !== undefined && stream.accept("/")) {
    const divisor = parseNumber(stream, operator);
    if (divisor.isZero) throw new SyntaxProblem(stream.last!, "this divides by zero");
    power = power.divide(divisor);
  }
  if (open !== undefined && !stream.accept(")")) throw new SyntaxProblem(open, "this ( is never closed", "add the missing )");
  return power;
}

function parseNumber(stream: TokenStream, operator: Span): Rational {
  const token = stream.next();
  if (token?.kind === "number" && token.text.length <= MAX_POWER_DIGITS) return Rational.parse(token.text);
  throw new SyntaxProblem(token ?? operator, "the power of a unit must be a number", "write it as in metre**2 or second**-0.5");
}

const tooHigh = (at: Span): SyntaxProblem => new SyntaxProblem(at, "the power of this unit is too high, or too fine a fraction");

function raiseUnit(unit: Unit, power: Rational, at: Span): Unit {
  const [numerator, denominator] = [Number(power.numerator), Number(power.denominator)];
  if (Math.max(Math.abs(numerator), denominator) > MAX_DIMENSION_POWER) throw tooHigh(at);
  const dimension = raiseDimension(unit.dimension, numerator, denominator);
  if (!isDimensionInRange(dimension)) throw tooHigh(at);
  if (unit.scale.compare(Rational.of(1)) === 0) return { ...unit, dimension };
  if (Math.abs(numerator) > MAX_SCALED_POWER) throw tooHigh(at);
  if (denominator === 1) return { name: unit.name, dimension, scale: unit.scale.power(numerator) };
  const plain = canonicalUnit(unit.dimension) || "1";
  throw new SyntaxProblem(at, `${unit.name} has a scale, so it takes whole powers only`, `write ${plain}`, "UNITS_SCALE");
}

/** Words people write for units, where the nearest name would not be it. */
const USUAL: Readonly<Record<string, string>> = {
  ...{ V: "volt", A: "amp", S: "siemens", F: "farad", s: "second", sec: "second", seconds: "second", Ohm: "ohm", ohms: "ohm", K: "kelvin" },
  ...{ m: "metre", kg: "kilogram", C: "coulomb", M: "molar", L: "liter", min: "minute", h: "hour", kOhm: "kohm", kV: "kvolt", uV: "uvolt" },
  ...{ fA: "famp", fF: "ffarad", msec: "ms", usec: "us", nm: "nmetre", degC: "kelvin", celsius: "kelvin", kilohm: "kohm", megohm: "Mohm" },
  ...{ candela: "candle", dimensionless: "1", none: "1", float: "1", double: "1", real: "1", bool: "boolean", int: "integer" },
};
/** `millivolt` is mvolt. */
const SPELLED: Readonly<Record<string, string>> = {
  ...{ femto: "f", pico: "p", nano: "n", micro: "u", milli: "m", centi: "c", kilo: "k", mega: "M", giga: "G" },
};
const SPELLED_PATTERN = new RegExp(`^(${Object.keys(SPELLED).join("|")})(.+?)s?$`);

/** What to write for a word that people use for a unit, where that is certain. */
export function usualUnit(word: string): string | undefined {
  if (Object.hasOwn(USUAL, word)) return USUAL[word];
  const [, prefix, plain] = SPELLED_PATTERN.exec(word) ?? [];
  const spelled = prefix === undefined ? [] : [`${SPELLED[prefix]}${plain}`, `${SPELLED[prefix]}${plain}s`];
  const name = spelled.find((candidate) => findUnit(candidate) !== undefined);
  if (name !== undefined) return shortestName(name);
  const symbols = unitOfSymbols(word);
  return symbols?.isCertain === true ? symbols.unit : undefined;
}

/** What people declare instead of its unit; elsewhere these are names like any other. */
const UNITS_OF_QUANTITIES: Readonly<Record<string, string>> = {
  ...{ voltage: "volt", current: "amp", time: "second", resistance: "ohm", conductance: "siemens", capacitance: "farad" },
  ...{ charge: "coulomb", frequency: "hertz", rate: "hertz", length: "metre", concentration: "mmolar" },
};

/** Help for a word that is not a unit. */
function suggestUnit(word: string): string {
  const usual = usualUnit(word);
  if (usual !== undefined) return `write ${usual}`;
  if (Object.hasOwn(UNITS_OF_QUANTITIES, word)) return `write ${UNITS_OF_QUANTITIES[word]}`;
  const nearest = nearestUnit(word);
  return nearest === undefined ? "units are volt, amp, second, ohm, siemens, … and 1 for none" : `did you mean ${nearest}?`;
}

/** The unit declared in an equation: reported where it has a scale. */
export function checkUnscaled(unit: Unit, place: { source: SourceText; span: Span }, diagnostics: DiagnosticList): void {
  if (unit.scale.compare(Rational.of(1)) === 0) return;
  const plain = canonicalUnit(unit.dimension) || "1";
  const help = `write ${plain}; values may still be given in ${unit.name}`;
  reportIn(diagnostics, { ...place }, "UNITS_SCALE", `an equation declares a unit without scale, and ${unit.name} has one`, help);
}
