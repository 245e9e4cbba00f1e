// Text → tokens. Comments and white space are dropped, spans are kept; a token that opens a line says so, because equations and
// statements are told apart by lines.
//
// A character that only looks like one of ours is reported, and read as what it looks like: − as -, ² as **2, τ_m as tau_m. So one run
// tells what else is wrong. What cannot be read at all becomes a token too, so that only the equation or statement it is in is passed over.

import type { DiagnosticList, SourceText, Span } from "@spikefarm/protocol";
import { reportIn } from "../errors.js";
import { MAX_DIGITS, MAX_EXPONENT, MAX_REPORTED_CHARACTERS, MAX_TEXT_LENGTH } from "../limits.js";
import { kindOfBlank, plainFormOf } from "./confusables.js";

export interface Token extends Span {
  /** `unreadable`: what is wrong with it has been reported. */
  readonly kind: "number" | "name" | "symbol" | "unreadable";
  /** In plain characters. */
  readonly text: string;
  /** The first token of its line. */
  readonly opensLine: boolean;
}

const SPACE = /[ \t\r\u00a0]+/y;
const COMMENT = /#[^\n]*/y;
const NUMBER = /(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?/y;
/** Of letters and digits of any alphabet, and what hides between them; those of ² and ³ are powers. */
const WORD = /(?:(?![²³])[\p{L}\p{M}\p{N}_])(?:(?![²³])[\p{L}\p{M}\p{N}\p{Cf}_])*/uy;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Longest first. Those that are not of our language are tokens too, so that the parser can say what to write instead. */
const SYMBOL = /\*\*=|\/\/=|\*\*|\/\/|<<|>>|<=|>=|==|!=|=<|=>|<>|&&|\|\||\+=|-=|\*=|\/=|%=|[-+*/%<>=()[\]{},;:.&|^~!?'"]/y;

/** All tokens of a text; undefined after reporting that it is too long. */
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
  const reported = new Set<string>();
  let opensLine = true;
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  const take = (kind: Token["kind"], read: string, length: number): void => {
    tokens.push({ kind, text: read, opensLine, start: at, end: at + length });
    opensLine = false;
  };
  /** The plain form of a stretch that is none of our tokens; undefined where one of its characters has none. Each is reported once. */
  const readPlain = (stretch: string): string | undefined => {
    let plain: string | undefined = "";
    let offset = at;
    for (const character of stretch) {
      const form = isPlain(character) ? character : plainFormOf(character);
      if (form !== character && !reported.has(character) && reported.size < MAX_REPORTED_CHARACTERS) {
        reported.add(character);
        reportCharacter(source, offset, diagnostics);
      }
      plain = form === undefined || plain === undefined ? undefined : plain + form;
      offset += character.length;
    }
    return plain;
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
    const symbol = number ?? match(SYMBOL);
    const found = symbol ?? match(WORD) ?? String.fromCodePoint(text.codePointAt(at)!);
    if (number !== undefined) {
      const isSound = checkNumber(number, { source, span: { start: at, end: at + number.length } }, diagnostics);
      take(isSound ? "number" : "unreadable", number, number.length);
    } else if (symbol !== undefined) {
      take("symbol", symbol, symbol.length);
    } else if (NAME.test(found)) {
      take("name", found, found.length);
    } else {
      const plain = readPlain(found);
      if (plain === undefined) take("unreadable", found, found.length);
      else for (const part of plain.match(PARTS) ?? []) take(kindOf(part), part, found.length);
    }
    at += found.length;
  }
  return tokens;
}

/** What plain forms are made of: `**` and `2`, `<=`, `tau_m`. */
const PARTS = /\w+|\W+/g;
const kindOf = (part: string): Token["kind"] => (NAME.test(part) ? "name" : /^[0-9]/.test(part) ? "number" : "symbol");

const isPlain = (character: string): boolean => /^\w$/.test(character);

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
