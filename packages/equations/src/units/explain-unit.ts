// What units are not made of, and the same in products of powers: `volt^2` is volt**2, and `volt/(second*metre)` volt/second/metre.

import type { Span } from "@spikefarm/protocol";
import { SyntaxProblem, type TokenStream } from "../syntax/token-stream.js";
import type { Token } from "../text/tokens.js";
import { findUnit } from "./unit-names.js";

const FORM = "a unit is a product of powers, as in siemens/metre**2";

/** The stream stands behind a unit, at an operator that units do not have, or at another unit. */
export function explainUnitOperator(stream: TokenStream, unit: Span): SyntaxProblem | undefined {
  const operator = stream.peek()!;
  if (operator.text === "^") {
    const power = powerAhead(stream, 1);
    const help = power === "" ? "write **" : `write ${textOf(stream, unit)}**${power}`;
    return new SyntaxProblem(operator, "^ is not an operator here", help);
  }
  if (operator.kind === "name" && findUnit(operator.text) !== undefined) {
    const help = `write ${textOf(stream, unit)}*${operator.text}`;
    return new SyntaxProblem(operator, `an operator is missing before ${operator.text}`, help);
  }
  if (operator.text !== "+" && operator.text !== "-") return undefined;
  const help = stream.textOf(unit) === "1" ? "a value stands before the colon, after an =" : FORM;
  return new SyntaxProblem(operator, `a unit has no ${operator.text}`, help);
}

/** `2`, `-0.5` or `(1/2)` at a place ahead. */
function powerAhead(stream: TokenStream, ahead: number): string {
  const [first, second] = [stream.peek(ahead), stream.peek(ahead + 1)];
  if (first?.kind === "number") return first.text;
  if (first?.text === "-") return second?.kind === "number" ? `-${second.text}` : "";
  const inside: string[] = [];
  for (let at = ahead; stream.peek(at) !== undefined; at++) {
    const { text } = stream.peek(at)!;
    inside.push(text);
    if (text === ")") break;
  }
  return /^\(-?[\d.]+(\/[\d.]+)?\)$/.test(inside.join("")) ? inside.join("") : "";
}

/** Taken from the stream where a factor should be: a parenthesis, a number. `start` is where the unit begins. */
export function explainFactor(stream: TokenStream, token: Token, start: number): SyntaxProblem | undefined {
  const before = textOf(stream, { start, end: token.start });
  if (token.text === "(") {
    const help = withoutParentheses(stream, before) ?? FORM;
    return new SyntaxProblem(token, "a unit has no parentheses but those of a power", help);
  }
  if (token.kind !== "number") return undefined;
  // `volt**1/2` is volt**1 divided by 2.
  const [, base, numerator] = /^(.*\*\*)(-?[\d.]+)\/$/.exec(before) ?? [];
  if (base !== undefined) {
    return new SyntaxProblem(token, "a fraction as a power stands in parentheses", `write ${base}(${numerator}/${token.text})`);
  }
  const help = "declare the unit alone, or 1 for none: numbers belong to values";
  return new SyntaxProblem(token, `${token.text} is not a unit`, help, "UNITS_UNKNOWN");
}

/** `volt/(second*metre)` → volt/second/metre. */
function withoutParentheses(stream: TokenStream, before: string): string | undefined {
  const isDivided = before.endsWith("/");
  const parts: string[] = [];
  for (let next = stream.next(); next?.text !== ")"; next = stream.next()) {
    if (next === undefined || next.text === "(") return undefined;
    parts.push(isDivided && next.text === "*" ? "/" : isDivided && next.text === "/" ? "*" : next.text);
  }
  return parts.length === 0 || stream.is("**") || stream.is("^") ? undefined : `write ${before}${parts.join("")}`;
}

const textOf = (stream: TokenStream, span: Span): string => stream.textOf(span).replaceAll(" ", "");
