// `a if c else b` of Python and `c ? a : b` of C, in words of our language.
//
//   numbers      where(c, a, b)
//   conditions   (c) and (a) or not (c) and (b)
//
// The parser stops at the `if` or the `?`: what stands before it is a node by then, what follows is tokens, up to where the choice ends: a
// closing parenthesis, a comma, in an equation the colon of the unit. What chooses further within is written out with it.

import type { Token } from "../text/tokens.js";
import type { SyntaxNode } from "./syntax-tree.js";
import { SyntaxProblem, type TokenStream } from "./token-stream.js";

/** A branch, and what a choice is made of. */
type Branch = { readonly text: string; readonly isCondition: boolean } | Choice;
interface Choice {
  readonly condition: string;
  readonly whenTrue: Branch;
  readonly whenFalse: Branch;
}

const GENERAL_FORM = "write where(condition, a, b)";

/** The stream stands at the `if` or `?` that cannot follow `left`. */
export function explainChoice(stream: TokenStream, left: SyntaxNode | undefined, token: Token): SyntaxProblem {
  stream.next();
  const rest = restOfChoice(stream, token);
  const message = token.text === "if" ? "a … if … else … is not part of the language" : "a ? b : c is not part of the language";
  const first = left && { text: stream.textOf(left), isCondition: left.kind === "compare" || left.kind === "logic" || left.kind === "not" };
  const choice = first && choiceOf(first, [token, ...rest], stream);
  if (left === undefined || choice === undefined) return new SyntaxProblem(token, message, GENERAL_FORM);
  const words = inWords(choice, left, { isPython: token.text === "if", stream });
  const help = words.length > MAX_WORDS ? GENERAL_FORM : `write ${words}`;
  return new SyntaxProblem({ start: token.start, end: rest.at(-1)!.end }, message, help);
}

const MAX_WORDS = 200;

/** What belongs to the choice, taken from the stream; every `?` has a colon of its own, and the next one is the unit's. */
function restOfChoice(stream: TokenStream, token: Token): readonly Token[] {
  const rest: Token[] = [];
  let depth = 0;
  let openQuestions = token.text === "?" ? 1 : 0;
  for (let next = stream.peek(); next !== undefined; next = stream.peek()) {
    if (depth === 0 && (next.text === ")" || next.text === "]" || next.text === ",")) break;
    if (depth === 0 && next.text === "?") openQuestions++;
    if (depth === 0 && next.text === ":" && --openQuestions < 0) break;
    depth += depthOf(next);
    rest.push(next);
    stream.next();
  }
  return rest;
}

const depthOf = ({ text }: Token): number => (text === "(" || text === "[" ? 1 : text === ")" || text === "]" ? -1 : 0);

/** `first`, then `if …` or `? …`; undefined where a part is missing. */
function choiceOf(first: { text: string; isCondition: boolean }, rest: readonly Token[], stream: TokenStream): Choice | undefined {
  const isPython = rest[0]!.text === "if";
  const split = otherwiseOf(rest);
  const [middle, last] = [rest.slice(1, split), rest.slice(split + 1)];
  if (split < 0 || middle.length === 0 || last.length === 0) return undefined;
  const whenFalse = branchOf(last, stream);
  if (isPython) return whenFalse && { condition: textOf(middle, stream), whenTrue: first, whenFalse };
  const whenTrue = branchOf(middle, stream);
  return whenTrue && whenFalse && { condition: first.text, whenTrue, whenFalse };
}

/** Where the `else`, or the colon, of the choice stands that the tokens begin with. */
function otherwiseOf(rest: readonly Token[]): number {
  const [opening, closing] = rest[0]!.text === "if" ? ["if", "else"] : ["?", ":"];
  let depth = 0;
  let openCount = 0;
  return rest.findIndex((token) => {
    depth += depthOf(token);
    if (depth !== 0) return false;
    if (token.text === opening) openCount++;
    return token.text === closing && --openCount === 0;
  });
}

function branchOf(tokens: readonly Token[], stream: TokenStream): Branch | undefined {
  const at = indexAtTop(tokens, ({ text }) => text === "if" || text === "?");
  const plain = at < 0 ? tokens : tokens.slice(0, at);
  if (plain.length === 0) return undefined;
  const branch = { text: textOf(plain, stream), isCondition: indexAtTop(withoutParentheses(plain), isComparing) >= 0 };
  return at < 0 ? branch : choiceOf(branch, tokens.slice(at), stream);
}

const isComparing = ({ text }: Token): boolean => /^([<>]=?|[=!]=|and|or|not|True|False)$/.test(text);

/** The first such token outside all parentheses. */
function indexAtTop(tokens: readonly Token[], matches: (token: Token) => boolean): number {
  let depth = 0;
  return tokens.findIndex((token) => {
    depth += depthOf(token);
    return depth === 0 && matches(token);
  });
}

/** `((a))` → `a`; `(a)*(b)` stays. */
function withoutParentheses(tokens: readonly Token[]): readonly Token[] {
  if (tokens[0]?.text !== "(" || indexAtTop(tokens, ({ text }) => text === ")") !== tokens.length - 1) return tokens;
  return withoutParentheses(tokens.slice(1, -1));
}

function textOf(tokens: readonly Token[], stream: TokenStream): string {
  return stream.textOf({ start: tokens[0]!.start, end: tokens.at(-1)!.end });
}

function inWords(choice: Choice, left: SyntaxNode, of: { readonly isPython: boolean; readonly stream: TokenStream }): string {
  // `v > a if c else b` is meant as v > (a if c else b).
  if (of.isPython && left.kind === "compare" && !isOfConditions(choice.whenFalse)) {
    const whenTrue = { text: of.stream.textOf(left.right), isCondition: false };
    return `${of.stream.textOf(left.left)} ${left.operator} ${numbersInWords({ ...choice, whenTrue })}`;
  }
  return isOfConditions(choice) ? conditionsInWords(choice) : numbersInWords(choice);
}

/** One condition among the branches says that all of them are. */
const isOfConditions = (branch: Branch): boolean =>
  "text" in branch ? branch.isCondition : isOfConditions(branch.whenTrue) || isOfConditions(branch.whenFalse);

const numbersInWords = (branch: Branch): string =>
  "text" in branch ? branch.text : `where(${branch.condition}, ${numbersInWords(branch.whenTrue)}, ${numbersInWords(branch.whenFalse)})`;

function conditionsInWords(branch: Branch): string {
  if ("text" in branch) return branch.text;
  const { condition, whenTrue, whenFalse } = branch;
  return `(${condition}) and (${conditionsInWords(whenTrue)}) or not (${condition}) and (${conditionsInWords(whenFalse)})`;
}
