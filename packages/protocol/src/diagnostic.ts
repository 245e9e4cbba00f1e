// What is wrong in a user's document, and how it is shown.
//
//   error UNITS_MISMATCH: the two sides of - differ: volt and amp
//    --> model.groups.G.equations:1:10
//     |
//   1 | dv/dt = (v0 - I)/tau : volt
//     |          ^^^^^^
//   help: multiply I by a resistance (ohm) to get volt
//
// Checks never stop at the first problem: they report to a DiagnosticList and go on. `path` names the value in the document, keys and
// indices joined by dots; `line` and `column` (both from 1) point into the text of that value at the span's start.

export interface Diagnostic {
  readonly severity: "error" | "warning";
  /** AREA_WHAT, listed in docs/errors.md. */
  readonly code: string;
  readonly message: string;
  /** Keys from the top of the document, joined by dots: `model.groups.G.equations`. Empty for the document itself. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** Characters marked by carets, at least 1. */
  readonly length: number;
  /** The line of text the span starts in; absent where the value is not a text. */
  readonly excerpt?: string;
  readonly help?: string;
}

/** A stretch of a text: `start` inclusive, `end` exclusive, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A text and where it stands in the document. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** Collects diagnostics; at most `MAX_DIAGNOSTICS` are kept, the rest are counted. */
export class DiagnosticList {
  readonly #items: Diagnostic[] = [];
  readonly #settledPaths = new Set<string>();
  #omittedCount = 0;

  get items(): readonly Diagnostic[] {
    return this.#items;
  }
  get omittedCount(): number {
    return this.#omittedCount;
  }
  get hasErrors(): boolean {
    return this.#items.some((item) => item.severity === "error");
  }

  /** What is wrong with the value at `path` has been said: what is reported of it from now on is a consequence, and left out. */
  settle(path: string): void {
    this.#settledPaths.add(path);
  }

  add(diagnostic: Diagnostic): void {
    if (this.#settledPaths.has(diagnostic.path)) return;
    if (this.#items.length < MAX_DIAGNOSTICS) this.#items.push(diagnostic);
    else this.#omittedCount++;
  }

  /** Reports a problem with the value at `path` as a whole. */
  errorAt(path: string, code: string, message: string, help?: string): void {
    this.add({ severity: "error", code, message, path, line: 1, column: 1, length: 1, ...(help && { help }) });
  }
  warnAt(path: string, code: string, message: string, help?: string): void {
    this.add({ severity: "warning", code, message, path, line: 1, column: 1, length: 1, ...(help && { help }) });
  }

  /** Reports a problem with a stretch of text. */
  errorIn(source: SourceText, span: Span, code: string, message: string, help?: string): void {
    this.add({ severity: "error", code, message, path: source.path, ...locate(source.text, span), ...(help && { help }) });
  }
  warnIn(source: SourceText, span: Span, code: string, message: string, help?: string): void {
    this.add({ severity: "warning", code, message, path: source.path, ...locate(source.text, span), ...(help && { help }) });
  }
}

const MAX_DIAGNOSTICS = 100;

function locate(text: string, span: Span): Pick<Diagnostic, "line" | "column" | "length" | "excerpt"> {
  const start = Math.min(Math.max(span.start, 0), text.length);
  // Before the text nothing is to be found: asked from −1, lastIndexOf would look at its first character.
  const lineStart = start === 0 ? 0 : text.lastIndexOf("\n", start - 1) + 1;
  const lineEnd = text.indexOf("\n", start);
  const excerpt = text.slice(lineStart, lineEnd < 0 ? text.length : lineEnd);
  const line = text.slice(0, lineStart).split("\n").length;
  const length = Math.max(1, Math.min(span.end, lineStart + excerpt.length) - start);
  return { line, column: start - lineStart + 1, length, excerpt };
}

/** One diagnostic as lines of text, as shown at the top of this file: a terminal prints it, so that it has no characters that steer one. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { severity, code, message, path, line, column, excerpt, help } = diagnostic;
  const lines = [`${severity} ${code}: ${message}`];
  const place = path === "" ? "document" : path;
  lines.push(excerpt === undefined ? ` --> ${place}` : ` --> ${place}:${line}:${column}`);
  if (excerpt !== undefined) {
    const margin = " ".repeat(String(line).length);
    const { shown, carets } = cutOut(excerpt, diagnostic);
    lines.push(`${margin} |`, `${line} | ${shown}`, `${margin} | ${carets}`);
  }
  if (help !== undefined) lines.push(`help: ${help}`);
  return lines.map(visible).join("\n");
}

const MAX_EXCERPT_WIDTH = 120;
/** Of a long line, shown before the span. */
const WIDTH_BEFORE = 40;

/** The line with carets below it; of a long line the stretch around the span. */
function cutOut(excerpt: string, { column, length }: { column: number; length: number }): { shown: string; carets: string } {
  const line = excerpt.replace(/\r$/, "").replaceAll("\t", " ");
  const lastFrom = Math.max(0, line.length - MAX_EXCERPT_WIDTH);
  const from = Math.min(Math.max(0, column - 1 - WIDTH_BEFORE), lastFrom);
  const before = from > 0 ? "…" : "";
  const after = from < lastFrom ? "…" : "";
  const shown = before + line.slice(from, from + MAX_EXCERPT_WIDTH) + after;
  const indent = column - 1 - from + before.length;
  const caretCount = Math.max(1, Math.min(length, shown.length - after.length - indent));
  return { shown, carets: " ".repeat(indent) + "^".repeat(caretCount) };
}

/** Control and format characters as their pictures, so that none moves the cursor, changes colours or hides. */
const visible = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => {
    const code = character.codePointAt(0)!;
    if (code < 0x20) return String.fromCodePoint(CONTROL_PICTURES + code);
    return code === 0x7f ? "␡" : "\ufffd".repeat(character.length);
  });
const CONTROL_PICTURES = 0x2400;
