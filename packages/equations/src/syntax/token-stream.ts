// A run of tokens with a place in it. Parsers leave it by throwing a SyntaxProblem, which never leaves this folder: the functions that
// other folders call catch it and report it.

import type { DiagnosticList, SourceText, Span } from "@spikefarm/protocol";
import { type EquationsCode, reportIn } from "../errors.js";
import type { Token } from "../text/tokens.js";

export class SyntaxProblem {
  readonly span: Span;
  readonly message: string;
  readonly help: string | undefined;
  readonly code: EquationsCode;
  constructor(span: Span, message: string, help?: string, code: EquationsCode = "EQUATIONS_SYNTAX") {
    this.span = span;
    this.message = message;
    this.help = help;
    this.code = code;
  }
}

export class TokenStream {
  readonly source: SourceText;
  readonly #tokens: readonly Token[];
  readonly #from: number;
  #at: number;
  readonly #end: number;

  constructor(source: SourceText, tokens: readonly Token[], range: { readonly from: number; readonly to: number }) {
    this.source = source;
    this.#tokens = tokens;
    this.#from = range.from;
    this.#at = range.from;
    this.#end = range.to;
  }

  get isReadable(): boolean {
    for (let at = this.#from; at < this.#end; at++) if (this.#tokens[at]!.kind === "unreadable") return false;
    return true;
  }
  /** A token ahead, or (−2) before the last one taken. */
  peek(ahead = 0): Token | undefined {
    const at = this.#at + ahead;
    return at >= this.#from && at < this.#end ? this.#tokens[at] : undefined;
  }
  is(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token !== undefined && token.kind !== "number" && token.text === text;
  }
  next(): Token | undefined {
    const token = this.peek();
    if (token !== undefined) this.#at++;
    return token;
  }
  accept(text: string): Token | undefined {
    return this.is(text) ? this.next() : undefined;
  }
  /** The token before the current one. */
  get last(): Token | undefined {
    return this.#at > this.#from ? this.#tokens[this.#at - 1] : undefined;
  }
  /** Where the next token is, or the place just after the last one. */
  get here(): Span {
    const token = this.peek();
    if (token !== undefined) return token;
    const end = this.last?.end ?? 0;
    return { start: Math.max(0, end), end: end + 1 };
  }
  textOf(span: Span): string {
    return this.source.text.slice(span.start, span.end).replaceAll(/\s+/g, " ");
  }
}

/** Runs a parser over a stream, unless that holds something unreadable, which has been told; reports its SyntaxProblem, if it has one. */
export function parseOrReport<T>(stream: TokenStream, diagnostics: DiagnosticList, parse: (stream: TokenStream) => T): T | undefined {
  if (!stream.isReadable) return undefined;
  try {
    return parse(stream);
  } catch (problem) {
    if (!(problem instanceof SyntaxProblem)) throw problem;
    return reportIn(diagnostics, { source: stream.source, span: problem.span }, problem.code, problem.message, problem.help);
  }
}
