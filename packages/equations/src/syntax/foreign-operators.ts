// Operators of other languages, and ours in other letters: what to write instead.

import type { Token } from "../text/tokens.js";
import type { SyntaxNode } from "./syntax-tree.js";
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

export const ourOperator = (text: string): string | undefined => (Object.hasOwn(FOREIGN, text) ? FOREIGN[text] : undefined);

/** Words between two values: operators of other languages, and ours in capitals. */
export function explainWord(stream: TokenStream, left: SyntaxNode | undefined, token: Token): SyntaxProblem | undefined {
  const isNotIn = token.text === "not" && stream.is("in", 1);
  if (token.text === "is" || token.text === "in" || isNotIn) {
    const [name, help] = isNotIn
      ? ["not in", "compare with each value, as in n != 1 and n != 2"]
      : [token.text, token.text === "is" ? "compare with ==" : "compare with each value, as in n == 1 or n == 2"];
    return new SyntaxProblem(token, `${name} is not part of the language`, help);
  }
  if (token.kind !== "name") return undefined;
  const lower = token.text.toLowerCase();
  if (lower !== token.text && (lower === "and" || lower === "or"))
    return new SyntaxProblem(token, `${lower} has small letters`, `write ${lower}`);
  // The word is a name to the parser, and what follows it the leftover.
  const { last } = stream;
  if (last?.text.toLowerCase() === "not" && last.text !== "not") return new SyntaxProblem(last, "not has small letters", "write not");
  if (token.text === "not") return new SyntaxProblem(token, "an operator is missing before not", "join conditions by and or or");
  if (lower === "mod") return new SyntaxProblem(token, `${token.text} is not an operator here`, "write %");
  if (lower !== "xor" || left === undefined) return undefined;
  const right = textBehind(stream);
  const first = left.inner === undefined ? `(${stream.textOf(left)})` : stream.textOf(left);
  return new SyntaxProblem(token, `${token.text} is not an operator here`, `write ${first} != (${right})`);
}

/** What stands behind the next token, up to where the expression around it ends. */
function textBehind(stream: TokenStream): string {
  const start = stream.next()!.end;
  let depth = 0;
  for (let next = stream.peek(); next !== undefined; next = stream.peek()) {
    depth += next.text === "(" ? 1 : next.text === ")" ? -1 : 0;
    if (depth < 0 || (depth === 0 && (next.text === "," || next.text === ":"))) break;
    stream.next();
  }
  return stream.textOf({ start, end: stream.last!.end }).trim();
}

/** `|v|` */
export function explainBars(stream: TokenStream, bar: Token): SyntaxProblem {
  const message = "| is not part of the language";
  let depth = 0;
  for (let next = stream.next(); next !== undefined && depth >= 0; next = stream.next()) {
    depth += next.text === "(" ? 1 : next.text === ")" ? -1 : 0;
    if (depth !== 0 || next.text !== "|") continue;
    const inside = stream.textOf({ start: bar.end, end: next.start }).trim();
    return new SyntaxProblem({ start: bar.start, end: next.end }, message, `write abs(${inside})`);
  }
  return new SyntaxProblem(bar, message, "a size is abs(…), and one of two conditions is or");
}

/** `===`, `!==`: a comparison with one = too many. */
export function explainLongComparison(stream: TokenStream, token: Token): SyntaxProblem {
  const before = stream.peek(-2);
  if (before?.end !== token.start || !/^[=!<>]=$/.test(before.text)) return new SyntaxProblem(token, "a value is missing before =");
  const span = { start: before.start, end: token.end };
  return new SyntaxProblem(span, `${before.text}= is not an operator here`, `write ${before.text}`);
}
