// The text of a document in JSON → its plain value, fifty times quicker than as YAML, which it also is: a document whose data are written
// out has megabytes of it.
//
// JSON.parse reads the value, and says neither where a key is twice (it takes the last) nor that a number is too large for a double. One pass
// over the text looks for those and for the depth, before it.

import type { Report } from "../errors.js";
import { MAX_DEPTH } from "./nesting-depth.js";
import { withoutNotFinite } from "./not-finite.js";
import { isUnsafeKey } from "./plain-value.js";

/** What the numbers of `data` take with all their digits, and room for the rest. */
export const MAX_JSON_SIZE = 12 * 1024 * 1024;
const MAX_PROBLEMS = 50;

/** `value` is undefined where errors leave none that can be checked. */
export type JsonReading = { readonly isJson: false } | { readonly isJson: true; readonly value: unknown };

const NOT_JSON: JsonReading = { isJson: false };

/** Not JSON: a text that is anything else, or nests too deep to tell. */
export function readJson(text: string, report: Report): JsonReading {
  if (text.length > MAX_JSON_SIZE || !/^\s*[{[]/.test(text)) return NOT_JSON;
  const problems = findProblems(text);
  if (problems === undefined) return NOT_JSON;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return NOT_JSON;
  }
  for (const { start, end, code, message, help } of problems) report.errorIn({ path: "", text }, { start, end }, code, message, help);
  if (problems.length === 0) return { isJson: true, value };
  const isUnsafe = problems.length >= MAX_PROBLEMS || problems.some(({ code }) => code === "DOCUMENT_KEY_UNSAFE");
  return { isJson: true, value: isUnsafe ? undefined : withoutNotFinite(value, report) };
}

interface Problem {
  readonly start: number;
  readonly end: number;
  readonly code: "YAML_DUPLICATE_KEY" | "DOCUMENT_KEY_UNSAFE" | "DOCUMENT_VALUE";
  readonly message: string;
  readonly help: string;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NUMBER = /[-+.\deE]+/y;

/** Only right for JSON, which is found out later; undefined where it nests too deep. */
function findProblems(text: string): readonly Problem[] | undefined {
  const problems: Problem[] = [];
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length && problems.length < MAX_PROBLEMS; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfText(text, at);
      const keys = open.at(-1);
      if (keys !== undefined && isKey(text, end)) checkKey(text, at, end, keys, problems);
      at = end - 1;
    } else if (code === 0x7b || code === 0x5b) {
      open.push(code === 0x7b ? new Set() : undefined);
      if (open.length > MAX_DEPTH) return undefined;
    } else if (code === 0x7d || code === 0x5d) open.pop();
    else if (code === 0x2d || (code >= 0x30 && code <= 0x39)) {
      NUMBER.lastIndex = at;
      const digits = NUMBER.exec(text)?.[0] ?? "";
      const end = at + Math.max(1, digits.length);
      if (Math.abs(Number(digits)) === Number.POSITIVE_INFINITY) {
        const help = "write a number below 1.8e308";
        problems.push({ start: at, end, code: "DOCUMENT_VALUE", message: `${digits} is not a finite number`, help });
      }
      at = end - 1;
    }
  }
  return problems;
}

/** Behind the closing quote, or the end. */
function endOfText(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return end + 1;
  }
  return text.length;
}

function isKey(text: string, end: number): boolean {
  let at = end;
  while (at < text.length && /\s/.test(text[at]!)) at++;
  return text[at] === ":";
}

function checkKey(text: string, start: number, end: number, keys: Set<string>, problems: Problem[]): void {
  const name = textIn(text.slice(start, end));
  if (isUnsafeKey(name)) {
    problems.push({ start, end, code: "DOCUMENT_KEY_UNSAFE", message: `the key "${name}" is refused`, help: "rename it" });
  } else if (keys.has(name)) {
    const help = "remove or rename one of them";
    problems.push({ start, end, code: "YAML_DUPLICATE_KEY", message: `"${name}" is here twice`, help });
  }
  keys.add(name);
}

/** Of a literal that may turn out to be none. */
function textIn(literal: string): string {
  if (!literal.includes("\\")) return literal.slice(1, -1);
  try {
    return String(JSON.parse(literal));
  } catch {
    return literal;
  }
}
