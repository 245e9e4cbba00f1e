// Usual slips, and what to write instead. These are the parser's messages for whatever does not fit.

import { nearestName } from "../names/nearest.js";
import type { Token } from "../text/tokens.js";
import { explainAttribute, explainIndex, PER_ELEMENT } from "./explain-attribute.js";
import { explainChoice } from "./explain-choice.js";
import { explainDecimalComma, explainNumber } from "./explain-number.js";
import { explainBars, explainLongComparison, explainWord, ourOperator } from "./foreign-operators.js";
import type { SyntaxNode } from "./syntax-tree.js";
import { SyntaxProblem, type TokenStream } from "./token-stream.js";

const ASSIGNMENTS: ReadonlySet<string> = new Set(["=", "+=", "-=", "*=", "/=", "%=", "**=", "//="]);

const QUOTES = "quotes have no meaning inside an expression";

/** An operand should stand here; `token` does instead (already taken from the stream), or nothing does. */
export function explainMissingOperand(stream: TokenStream, token: Token | undefined): SyntaxProblem {
  if (token === undefined) {
    const last = stream.last;
    if (last === undefined) return new SyntaxProblem({ start: 0, end: 1 }, "there is nothing here", "write an expression");
    return new SyntaxProblem(last, `a value must follow ${last.text}`, `add it, or remove ${last.text}`);
  }
  if (token.text === "!" || token.text === "~") return new SyntaxProblem(token, `${token.text} is not an operator here`, "write not");
  if (token.text === "'" || token.text === '"') return new SyntaxProblem(token, QUOTES, "remove them");
  if (token.text === ")") return new SyntaxProblem(token, "a value is missing before )", "add it, or remove the parenthesis");
  if (token.text === "[") return new SyntaxProblem(token, "lists are not part of the language", PER_ELEMENT);
  if (token.text === "|") return explainBars(stream, token);
  if (token.text === "=") return explainLongComparison(stream, token);
  if (token.text === "lambda") return new SyntaxProblem(token, "lambda is not part of the language", "write its body alone");
  if (token.text === "{") return new SyntaxProblem(token, "{ is not part of the language", "write ( and )");
  const before = stream.peek(-2)?.text;
  const isAsked = before === "=" || before === "(" || before === ",";
  const help = before === undefined ? `add it, or remove ${token.text}` : isAsked ? "add it" : `add it, or remove ${before}`;
  return new SyntaxProblem(token, `a value is missing before ${token.text}`, help);
}

/** An expression ended at `left` and the next token cannot follow it. */
export function explainLeftover(stream: TokenStream, left: SyntaxNode | undefined, dialect: "model" | "outputs" = "model"): SyntaxProblem {
  const token = stream.peek()!;
  const before = left === undefined ? "" : shorten(stream.textOf(left));
  const foreign = ourOperator(token.text);
  if (foreign !== undefined) {
    const help = foreign === "and" || foreign === "or" ? `write ${foreign}, with each comparison in parentheses` : `write ${foreign}`;
    return new SyntaxProblem(token, `${token.text} is not an operator here`, help);
  }
  if (token.text === "<<" || token.text === ">>")
    return new SyntaxProblem(token, "shifts are not part of the language", "multiply by a power of 2");
  if (token.text === "if" || token.text === "?") return explainChoice(stream, left, token);
  if (ASSIGNMENTS.has(token.text)) {
    return new SyntaxProblem(token, `${token.text} sets a value, which an expression cannot`, "compare with == or >, or move it to reset");
  }
  if (token.text === ")") return new SyntaxProblem(token, "this ) closes nothing", "remove it, or add the missing (");
  if (token.text === ":") return new SyntaxProblem(token, "a unit is declared in equations only", "remove the : and what follows it");
  if (token.text === ".") return explainAttribute(stream, token);
  if (token.text === "[") return explainIndex(stream, left, dialect);
  if (token.text === ",") return explainComma(stream, token);
  if (token.text === ";") {
    const help = stream.peek(1) === undefined ? "remove it" : "join conditions by and or or";
    return new SyntaxProblem(token, "; does not belong here", help);
  }
  const word = explainWord(stream, left, token);
  if (word !== undefined) return word;
  if (token.kind === "name" && ASSIGNMENTS.has(stream.peek(1)?.text ?? "")) {
    return new SyntaxProblem(token, `${token.text} starts another statement`, "put it on its own line, or after a ;");
  }
  if (token.text === "'" || token.text === '"') return new SyntaxProblem(token, QUOTES, "remove them");
  if (token.kind === "number" || token.kind === "name" || token.text === "(") return explainMissingOperator(stream, before, token);
  return new SyntaxProblem(token, `${token.text} does not belong here`);
}

/** `10,5*mV`, and commas between what should be lines. */
function explainComma(stream: TokenStream, token: Token): SyntaxProblem {
  const [last, next] = [stream.last, stream.peek(1)];
  if (last?.kind !== "number" || next?.kind !== "number") return new SyntaxProblem(token, ", does not belong here");
  return explainDecimalComma(last, next);
}

function explainMissingOperator(stream: TokenStream, before: string, token: Token): SyntaxProblem {
  const last = stream.last ?? token;
  const number = explainNumber(stream, last, token);
  if (number !== undefined) return number;
  const span = { start: last.start, end: token.end };
  const message = `an operator is missing between ${last.text} and ${token.text}`;
  if (token.kind === "name" && isComment(stream, token)) return new SyntaxProblem(span, message, "if this is a comment, begin it with #");
  const logic = token.kind === "name" ? nearestName(token.text, ["and", "or"]) : undefined;
  if (logic !== undefined) return new SyntaxProblem(span, message, `did you mean ${logic}?`);
  const after = token.text === "(" ? "(…)" : token.text;
  const isNumberAndName = last.kind === "number" && token.kind === "name";
  const shown = isNumberAndName || before === "" ? last.text : before;
  return new SyntaxProblem(span, message, `write ${shown}*${after}`);
}

/** `// …` of C and `% …` of MATLAB: words behind what we read as an operator. */
function isComment(stream: TokenStream, token: Token): boolean {
  const { text } = stream.source;
  const line = text.slice(text.lastIndexOf("\n", token.start) + 1, token.start);
  return /(\/\/|%)[\w\s]*$/.test(line);
}

const MAX_SHOWN = 40;
const shorten = (text: string): string => (text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text);
