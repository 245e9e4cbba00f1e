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
    const stream = new TokenStream(source, tokens, range);
    return parseOrReport(source, diagnostics, () => parseStatement(stream)) ?? [];
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
    const plain = operator.text.slice(0, -1);
    const rest = stream.textOf({ start: operator.end, end: endOf(stream) }).trim();
    throw new SyntaxProblem(
      operator,
      `${operator.text} is not part of the language`,
      `write ${target.text} = ${target.text}${plain}${rest}`,
    );
  }
  if (operator?.text === "==") throw new SyntaxProblem(operator, "== compares; a statement sets a value", `write ${target.text} = …`);
  const augmented = operator === undefined ? undefined : AUGMENTED[operator.text];
  if (operator === undefined || (operator.text !== "=" && augmented === undefined)) {
    throw new SyntaxProblem(operator ?? target, `= must follow ${target.text}`, FORM);
  }
  const value = parseExpression(stream);
  if (stream.peek() !== undefined) throw explainLeftover(stream, value);
  const targetSpan = { start: target.start, end: target.end };
  return { target: target.text, targetSpan, value, ...(augmented && { operator: augmented }) };
}

const FORM = "statements are v = …, v += … and the like";

function endOf(stream: TokenStream): number {
  while (stream.peek() !== undefined) stream.next();
  return stream.last!.end;
}
