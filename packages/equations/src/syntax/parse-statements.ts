// The statements of a reset, an event or regular code: `v = 0*mV; w += 1`, apart by lines or semicolons.

import type { DiagnosticList, SourceText, Span } from "@spikefarm/protocol";
import type { BinaryOperator } from "../checked-model.js";
import { reportIn } from "../errors.js";
import { MAX_DEFINITIONS } from "../limits.js";
import { type Token, tokenize } from "../text/tokens.js";
import { parseExpression } from "./parse-expression.js";
import { explainLeftover } from "./slips.js";
import type { SyntaxNode } from "./syntax-tree.js";
import { parseOrReport, SyntaxProblem, TokenStream } from "./token-stream.js";

export interface StatementSyntax {
  readonly target: string;
  readonly targetSpan: Span;
  /** Of an augmented assignment: `+` for `+=`. */
  readonly operator?: BinaryOperator;
  readonly value: SyntaxNode;
}

const AUGMENTED: Readonly<Record<string, BinaryOperator>> = { "+=": "+", "-=": "-", "*=": "*", "/=": "/", "%=": "%" };

/** Every statement that can be read; the others are reported. */
export function parseStatements(source: SourceText, diagnostics: DiagnosticList): readonly StatementSyntax[] {
  const tokens = tokenize(source, diagnostics);
  if (tokens === undefined) return [];
  const ranges = statementRanges(tokens);
  if (ranges.length > MAX_DEFINITIONS) {
    const span = tokens[ranges[MAX_DEFINITIONS]!.from]!;
    reportIn(diagnostics, { source, span }, "EQUATIONS_LIMIT", `there are at most ${MAX_DEFINITIONS} statements here`);
    return [];
  }
  return ranges.flatMap((range) => {
    return parseOrReport(new TokenStream(source, tokens, range), diagnostics, parseStatement) ?? [];
  });
}

/** Which tokens each statement is made of. */
export function statementRanges(tokens: readonly Token[]): readonly { readonly from: number; readonly to: number }[] {
  const ranges: { from: number; to: number }[] = [];
  let from = 0;
  let depth = 0;
  const close = (to: number): void => {
    if (to > from) ranges.push({ from, to });
  };
  for (const [at, token] of tokens.entries()) {
    if (token.opensLine && depth <= 0) {
      close(at);
      from = at;
    }
    if (token.text === "(") depth++;
    if (token.text === ")") depth--;
    if (token.text === ";") {
      close(at);
      from = at + 1;
      depth = 0;
    }
  }
  close(tokens.length);
  return ranges;
}

function parseStatement(stream: TokenStream): StatementSyntax {
  const target = stream.next()!;
  const operator = stream.next();
  if (target.kind !== "name") throw new SyntaxProblem(target, `a statement cannot start with ${target.text}`, FORM);
  if (operator?.text === "**=" || operator?.text === "//=") {
    const rest = stream.textOf({ start: operator.end, end: endOf(stream) }).trim();
    const value = /^[\w.]+$/.test(rest) ? rest : `(${rest})`;
    const help = `write ${target.text} = ${target.text}${operator.text.slice(0, -1)}${value}`;
    throw new SyntaxProblem(operator, `${operator.text} is not part of the language`, help);
  }
  if (operator?.text === "==") throw new SyntaxProblem(operator, "== compares; a statement sets a value", `write ${target.text} = …`);
  if (operator?.text === ":" && stream.is("="))
    throw new SyntaxProblem(operator, ":= is not part of the language", `write ${target.text} = …`);
  if (operator?.text === "+" || operator?.text === "-") {
    if (stream.accept(operator.text)) {
      const help = `write ${target.text} ${operator.text}= 1`;
      throw new SyntaxProblem(operator, `${operator.text}${operator.text} is not part of the language`, help);
    }
  }
  if (target.text === "if") throw new SyntaxProblem(target, "there is no if in a statement", "write v = where(condition, a, b)");
  if (operator !== undefined) rejectTarget(stream, target, operator);
  const augmented = operator === undefined ? undefined : AUGMENTED[operator.text];
  if (operator === undefined || (operator.text !== "=" && augmented === undefined)) {
    throw new SyntaxProblem(operator ?? target, `= must follow ${target.text}`, FORM);
  }
  const value = parseExpression(stream);
  const rest = stream.peek();
  if (rest?.text === ",") throw new SyntaxProblem(rest, ", does not belong here", "put each statement on its own line, or after a ;");
  if (rest?.text === "=") throw new SyntaxProblem(rest, "a statement has one =", "set one variable a statement");
  if (rest !== undefined) throw explainLeftover(stream, value);
  const targetSpan = { start: target.start, end: target.end };
  return { target: target.text, targetSpan, value, ...(augmented && { operator: augmented }) };
}

/** `v[i] = …`, `G.v = …`, `v, w = …` */
function rejectTarget(stream: TokenStream, target: Token, operator: Token): void {
  if (operator.text === "[") {
    const help = `write ${target.text} = …, with where(i == 0, …, ${target.text}) to set one element`;
    throw new SyntaxProblem(operator, "indexing is not part of the language: a statement sets each element of a spike or event", help);
  }
  const next = stream.peek();
  if (operator.text === "." && next?.kind === "name") {
    throw new SyntaxProblem(operator, "attributes are not part of the language here", `name the variable alone: write ${next.text} = …`);
  }
  if (operator.text === ",") throw new SyntaxProblem(operator, "a statement sets one variable", "write one statement for each, after a ;");
}

const FORM = "statements are v = …, v += … and the like";

function endOf(stream: TokenStream): number {
  while (stream.peek() !== undefined) stream.next();
  return stream.last!.end;
}
