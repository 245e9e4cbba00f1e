// Text → tokens. Comments and white space are dropped, spans are kept; a token that opens a line says so, because equations and
// statements are told apart by lines. What is not a token is reported here, with the plain form of look-alike characters as help.

import type { DiagnosticList, SourceText, Span } from "@spikefarm/protocol";
import { reportIn } from "../errors.js";
import { MAX_DIGITS, MAX_EXPONENT, MAX_TEXT_LENGTH } from "../limits.js";
import { kindOfBlank, plainFormOf } from "./confusables.js";

export interface Token extends Span {
  readonly kind: "number" | "name" | "symbol";
  readonly text: string;
  /** The first token of its line. */
  readonly opensLine: boolean;
}

const SPACE = /[ \t\r\u00a0]+/y;
const COMMENT = /#[^\n]*/y;
const NUMBER = /(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
/** Longest first. Those that are not of our language are tokens too, so that the parser can say what to write instead. */
const SYMBOL = /\*\*=|\/\/=|\*\*|\/\/|<<|>>|<=|>=|==|!=|=<|=>|<>|&&|\|\||\+=|-=|\*=|\/=|%=|[-+*/%<>=()[\]{},;:.&|^~!?'"]/y;

/** All tokens of a text; undefined after reporting what is not a token. */
export function tokenize(source: SourceText, diagnostics: DiagnosticList): readonly Token[] | undefined {
  const { text } = source;
  if (text.length > MAX_TEXT_LENGTH) {
    const span = { start: 0, end: 1 };
    return reportIn(
      diagnostics,
      { source, span },
      "EQUATIONS_LIMIT",
      `this text has ${text.length} characters, more than ${MAX_TEXT_LENGTH}`,
    );
  }
  const tokens: Token[] = [];
  let isSound = true;
  let opensLine = true;
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  while (at < text.length) {
    if (text[at] === "\n") {
      opensLine = true;
      at++;
      continue;
    }
    const skipped = match(SPACE) ?? match(COMMENT);
    if (skipped !== undefined) {
      at += skipped.length;
      continue;
    }
    const number = match(NUMBER);
    const found = number ?? match(NAME) ?? match(SYMBOL);
    if (found === undefined) {
      if (isSound) reportCharacter(source, at, diagnostics);
      isSound = false;
      at += String.fromCodePoint(text.codePointAt(at)!).length;
      continue;
    }
    const span = { start: at, end: at + found.length };
    if (number !== undefined) isSound = checkNumber(number, { source, span }, diagnostics) && isSound;
    const kind = number !== undefined ? "number" : /^\w/.test(found) ? "name" : "symbol";
    tokens.push({ kind, text: found, opensLine, ...span });
    opensLine = false;
    at = span.end;
  }
  return isSound ? tokens : undefined;
}

function reportCharacter(source: SourceText, at: number, diagnostics: DiagnosticList): void {
  const character = String.fromCodePoint(source.text.codePointAt(at)!);
  const place = { source, span: { start: at, end: at + character.length } };
  const { message, help } = describeCharacter(character);
  reportIn(diagnostics, place, "EQUATIONS_SYNTAX", message, help);
}

function describeCharacter(character: string): { readonly message: string; readonly help: string } {
  const point = `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
  const blank = kindOfBlank(character);
  if (blank === "invisible") return { message: `there is an invisible character here (${point})`, help: "remove it" };
  if (blank === "space") return { message: `this is a space of another kind (${point})`, help: "write a plain space" };
  const plain = plainFormOf(character);
  const help = plain === undefined ? "use plain letters, digits and operators" : `write ${plain} instead of ${character}`;
  return { message: `the character ${character} (${point}) is not part of the language`, help };
}

function checkNumber(number: string, place: { source: SourceText; span: Span }, diagnostics: DiagnosticList): boolean {
  const [digits = "", exponent = "0"] = number.toLowerCase().split("e");
  if (digits.length > MAX_DIGITS) {
    reportIn(diagnostics, place, "EQUATIONS_LIMIT", `a number has ${digits.length} digits, more than ${MAX_DIGITS}`);
    return false;
  }
  if (Math.abs(Number(exponent)) > MAX_EXPONENT) {
    const help = Number(exponent) < 0 ? "doubles begin at 5e-324; write 0" : "doubles end at 1.8e308";
    reportIn(diagnostics, place, "EQUATIONS_CONSTANT", `the exponent of ${number} is beyond ±${MAX_EXPONENT}`, help);
    return false;
  }
  return true;
}
