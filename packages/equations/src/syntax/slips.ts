// Usual slips, and what to write instead. These are the parser's messages for whatever does not fit.

import type { Span } from "@spikefarm/protocol";
import type { Token } from "../text/tokens.js";
import { SyntaxProblem, type TokenStream } from "./token-stream.js";

/** Operators of other languages and our word for each. */
const FOREIGN: Readonly<Record<string, string>> = {
  "&": "and",
  "&&": "and",
  "|": "or",
  "||": "or",
  "^": "**",
  "!": "not",
  "~": "not",
  "=<": "<=",
  "=>": ">=",
  "<>": "!=",
};
const ASSIGNMENTS: ReadonlySet<string> = new Set(["=", "+=", "-=", "*=", "/=", "%=", "**=", "//="]);

/** An operand should stand here; `token` does instead (already taken from the stream), or nothing does. */
export function explainMissingOperand(stream: TokenStream, token: Token | undefined): SyntaxProblem {
  if (token === undefined) {
    const last = stream.last;
    if (last === undefined) return new SyntaxProblem({ start: 0, end: 1 }, "there is nothing here", "write an expression");
    return new SyntaxProblem(last, `a value must follow ${last.text}`);
  }
  if (token.text === "!" || token.text === "~") return new SyntaxProblem(token, `${token.text} is not an operator here`, "write not");
  if (token.text === "'" || token.text === '"')
    return new SyntaxProblem(token, "quotes have no meaning inside an expression", "remove them");
  if (token.text === ")") return new SyntaxProblem(token, "a value is missing before )", "add it, or remove the parenthesis");
  if (token.text === "[") return new SyntaxProblem(token, "indexing and lists are not part of the language");
  if (token.text === "lambda") return new SyntaxProblem(token, "lambda is not part of the language");
  return new SyntaxProblem(token, `a value is missing before ${token.text}`);
}

/** An expression ended at `left` and the next token cannot follow it. */
export function explainLeftover(stream: TokenStream, left: Span | undefined): SyntaxProblem {
  const token = stream.peek()!;
  const before = left === undefined ? "" : shorten(stream.textOf(left));
  const foreign = Object.hasOwn(FOREIGN, token.text) ? FOREIGN[token.text] : undefined;
  if (foreign !== undefined) {
    const help = foreign === "and" || foreign === "or" ? `write ${foreign}, with each comparison in parentheses` : `write ${foreign}`;
    return new SyntaxProblem(token, `${token.text} is not an operator here`, help);
  }
  if (token.text === "<<" || token.text === ">>")
    return new SyntaxProblem(token, "shifts are not part of the language", "multiply by a power of 2");
  if (token.text === "if" || token.text === "?") return explainChoice(stream, before, token);
  if (ASSIGNMENTS.has(token.text)) {
    return new SyntaxProblem(token, `${token.text} sets a value, which an expression cannot`, "compare with == or >, or move it to reset");
  }
  if (token.text === ")") return new SyntaxProblem(token, "this ) closes nothing", "remove it, or add the missing (");
  if (token.text === ":") return new SyntaxProblem(token, "a unit is declared in equations only", "remove the : and what follows it");
  if (token.text === ".") return new SyntaxProblem(token, "attributes are not part of the language here");
  if (token.text === "[") return new SyntaxProblem(token, "indexing is not part of the language");
  if (token.text === "," || token.text === ";") return new SyntaxProblem(token, `${token.text} does not belong here`);
  if (token.kind === "name" && ASSIGNMENTS.has(stream.peek(1)?.text ?? "")) {
    return new SyntaxProblem(token, `${token.text} starts another statement`, "put it on its own line, or after a ;");
  }
  if (token.kind === "number" || token.kind === "name" || token.text === "(") return explainMissingOperator(stream, before, token);
  return new SyntaxProblem(token, `${token.text} does not belong here`);
}

function explainMissingOperator(stream: TokenStream, before: string, token: Token): SyntaxProblem {
  const last = stream.last ?? token;
  const span = { start: last.start, end: token.end };
  const after = token.text === "(" ? "(…)" : token.text;
  const isNumberAndName = last.kind === "number" && token.kind === "name";
  const shown = isNumberAndName || before === "" ? last.text : before;
  return new SyntaxProblem(span, `an operator is missing between ${last.text} and ${token.text}`, `write ${shown}*${after}`);
}

/** `a if c else b` and `c ? a : b`. */
function explainChoice(stream: TokenStream, before: string, token: Token): SyntaxProblem {
  const rest: Token[] = [];
  const start = token.end;
  stream.next();
  // A closing parenthesis, and in an equation the unit, are no part of the choice.
  let depth = 0;
  const isEnd = (next: Token): boolean => {
    if (next.text === "(") depth++;
    if (next.text === ")") depth--;
    return depth < 0 || (token.text === "if" && next.text === ":");
  };
  for (let next = stream.next(); next !== undefined && !isEnd(next); next = stream.next()) rest.push(next);
  const split = rest.findIndex((part) => part.text === (token.text === "if" ? "else" : ":"));
  const message = token.text === "if" ? "a … if … else … is not part of the language" : "a ? b : c is not part of the language";
  const end = rest.at(-1)?.end ?? token.end;
  if (split < 1 || split + 1 >= rest.length) return new SyntaxProblem(token, message, "write where(condition, a, b)");
  const middle = stream.textOf({ start: rest[0]!.start, end: rest[split - 1]!.end });
  const last = stream.textOf({ start: rest[split + 1]!.start, end });
  const [condition, whenTrue] = token.text === "if" ? [middle, before] : [before, middle];
  return new SyntaxProblem({ start: start - token.text.length, end }, message, `write where(${condition}, ${whenTrue}, ${last})`);
}

const MAX_SHOWN = 40;
const shorten = (text: string): string => (text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text);
