// The equations of a group, line by line:
//
//   dv/dt = (v0 - v)/tau : volt (unless refractory)      state variable
//   I = g*(E - v) : amp                                  subexpression
//   g : siemens (constant)                               a value of each element
//
// An expression may run over several lines. A line opens a new definition when it starts like one, so a definition whose colon is
// missing does not swallow the next, and each is reported on its own.

import type { DiagnosticList, SourceText, Span } from "@spikefarm/protocol";
import { reportIn } from "../errors.js";
import { MAX_DEFINITIONS } from "../limits.js";
import { ANY_NAME, type Names } from "../names/scope.js";
import { type Token, tokenize } from "../text/tokens.js";
import { parseUnit } from "../units/parse-unit.js";
import type { Unit } from "../units/unit-names.js";
import { explainAfterUnit, FORMS } from "./explain-declaration.js";
import { derivativeMeant, explainDerivative, explainNotation } from "./explain-derivative.js";
import { parseExpression } from "./parse-expression.js";
import { explainLeftover } from "./slips.js";
import type { SyntaxNode } from "./syntax-tree.js";
import { parseOrReport, SyntaxProblem, TokenStream } from "./token-stream.js";

export interface Definition {
  readonly kind: "differential" | "subexpression" | "parameter";
  readonly name: string;
  readonly nameSpan: Span;
  /** Absent for a parameter. */
  readonly value?: SyntaxNode;
  readonly unit: Unit | "boolean" | "integer";
  readonly unitSpan: Span;
  readonly flags: readonly Flag[];
}

export interface Flag extends Span {
  readonly name: string;
}

/** Every definition that can be read; the others are reported, and their names kept in `broken`. */
export function parseEquations(
  source: SourceText,
  diagnostics: DiagnosticList,
): { readonly definitions: readonly Definition[]; readonly broken: Names; readonly isSound: boolean } {
  const tokens = tokenize(source, diagnostics);
  if (tokens === undefined) return { definitions: [], broken: ANY_NAME, isSound: false };
  const starts = definitionStarts(tokens);
  if (starts.length > MAX_DEFINITIONS) {
    const span = tokens[starts[MAX_DEFINITIONS]!]!;
    reportIn(diagnostics, { source, span }, "EQUATIONS_LIMIT", `a group has at most ${MAX_DEFINITIONS} equations`);
    return { definitions: [], broken: ANY_NAME, isSound: false };
  }
  const definitions: Definition[] = [];
  const broken = new Set<string>();
  let isSound = true;
  for (const [index, from] of starts.entries()) {
    const range = { from, to: starts[index + 1] ?? tokens.length };
    const definition = parseOrReport(new TokenStream(source, tokens, range), diagnostics, parseDefinition);
    if (definition !== undefined) {
      definitions.push(definition);
      continue;
    }
    isSound = false;
    const name = nameIn(tokens, from);
    if (name !== undefined) broken.add(name);
  }
  return { definitions, broken, isSound };
}

/** Where each definition begins among the tokens. */
export function definitionStarts(tokens: readonly Token[]): readonly number[] {
  const starts: number[] = [];
  let depth = 0;
  for (const [at, token] of tokens.entries()) {
    const isOpen = depth > 0 || (at > 0 && isAwaitingMore(tokens[at - 1]!));
    if (at === 0 || (token.opensLine && opensDefinition(tokens, at, isOpen))) {
      starts.push(at);
      depth = 0;
    }
    if (token.text === "(") depth++;
    if (token.text === ")") depth--;
  }
  return starts;
}

/** True of what cannot end a line's meaning: operators, words among them. */
const isAwaitingMore = ({ kind, text }: Token): boolean =>
  kind === "symbol" ? text !== ")" : text === "and" || text === "or" || text === "not";

/** `isOpen`: the line before cannot end here, so `x : …` continues it; an `=` still opens, as no expression has one. */
function opensDefinition(tokens: readonly Token[], start: number, isOpen: boolean): boolean {
  const at = placeOfName(tokens, start);
  if (tokens[at]!.kind !== "name" && tokens[at]!.kind !== "unreadable") return false;
  const following = (ahead: number): string | undefined => tokens[at + ahead]?.text;
  if (following(1) === "=" || (following(1) === "/" && following(2) === "dt")) return true;
  if (derivativeMeant(tokens, at) !== undefined) return true;
  return following(1) === ":" && !isOpen;
}

/** A name behind something unreadable is still the name of an equation. */
const placeOfName = (tokens: readonly Token[], from: number): number =>
  tokens[from]!.kind === "unreadable" && tokens[from + 1]?.kind === "name" ? from + 1 : from;

function nameIn(tokens: readonly Token[], from: number): string | undefined {
  const at = placeOfName(tokens, from);
  const token = tokens[at];
  if (token?.kind !== "name") return undefined;
  const derivative = derivativeMeant(tokens, at);
  if (derivative !== undefined) return derivative;
  return tokens[at + 1]?.text === "/" ? token.text.replace(/^d2?/, "") : token.text;
}

function parseDefinition(stream: TokenStream): Definition {
  const first = stream.next()!;
  if (first.kind !== "name") throw new SyntaxProblem(first, `an equation cannot start with ${first.text}`, FORMS);
  if (stream.accept("'")) throw new SyntaxProblem(first, "derivatives are written with dt", `write d${first.text}/dt = …`);
  const notation = explainNotation(stream, first);
  if (notation !== undefined) throw notation;
  if (stream.is("/") && stream.is("dt", 1)) return parseDifferential(stream, first);
  if (stream.is("/")) throw explainDerivative(stream, first);
  const named = { name: first.text, nameSpan: { start: first.start, end: first.end } };
  if (stream.accept("=")) return { kind: "subexpression", ...named, ...parseValueAndUnit(stream) };
  if (stream.is(":")) return { kind: "parameter", ...named, ...parseDeclaration(stream) };
  const wrong = stream.peek();
  if (wrong !== undefined && /^(==|[-+*/%]=)$/.test(wrong.text)) {
    throw new SyntaxProblem(wrong, `${wrong.text} defines nothing; an equation has a plain =`, `write ${first.text} = …`);
  }
  throw new SyntaxProblem(stream.here, `${first.text} must be followed by = or :`, FORMS);
}

function parseDifferential(stream: TokenStream, first: Token): Definition {
  stream.next();
  stream.next();
  if (!/^d./.test(first.text)) throw new SyntaxProblem(first, `${first.text}/dt is not a derivative`, `write d${first.text}/dt`);
  if (!stream.accept("=")) throw new SyntaxProblem(stream.here, `= must follow ${first.text}/dt`, FORMS);
  const nameSpan = { start: first.start + 1, end: first.end };
  return { kind: "differential", name: first.text.slice(1), nameSpan, ...parseValueAndUnit(stream) };
}

function parseValueAndUnit(stream: TokenStream): Pick<Definition, "unit" | "unitSpan" | "flags"> & { readonly value: SyntaxNode } {
  const value = parseExpression(stream);
  if (stream.is(":")) return { value, ...parseDeclaration(stream) };
  const rest = stream.peek();
  if (rest === undefined)
    throw new SyntaxProblem(
      { start: value.end, end: value.end + 1 },
      "the unit is missing",
      "end the equation with : and a unit, such as : volt",
    );
  // `-v/tau volt`: the colon was left out. Anything else is a slip in the expression.
  if (rest.text === ",") throw new SyntaxProblem(rest, "a colon is missing here", "write : and the unit, such as : volt");
  const isUnit = rest.kind === "name" && stream.peek(1) === undefined;
  if (isUnit) throw new SyntaxProblem(rest, `a colon is missing before ${rest.text}`, `write : ${rest.text}`);
  throw explainLeftover(stream, value);
}

function parseDeclaration(stream: TokenStream): Pick<Definition, "unit" | "unitSpan" | "flags"> {
  const colon = stream.next()!;
  const start = stream.here.start;
  if (stream.peek() === undefined) throw new SyntaxProblem(colon, "the unit is missing after :", "write volt, second, …, or 1 for none");
  const word = stream.accept("boolean") ?? stream.accept("integer");
  const unit = word === undefined ? parseUnit(stream) : (word.text as "boolean" | "integer");
  const unitSpan = { start, end: stream.last!.end };
  const flags = stream.is("(") ? parseFlags(stream) : [];
  if (stream.peek() !== undefined) throw explainAfterUnit(stream, { unit, unitSpan });
  return { unit, unitSpan, flags };
}

function parseFlags(stream: TokenStream): readonly Flag[] {
  const open = stream.next()!;
  const flags: Flag[] = [];
  do {
    const words: Token[] = [];
    while (stream.peek()?.kind === "name" || stream.is("-")) words.push(stream.next()!);
    if (words.length === 0)
      throw new SyntaxProblem(stream.peek() ?? open, "a flag is missing here", "flags are words, as in (unless refractory)");
    const span = { start: words[0]!.start, end: words.at(-1)!.end };
    flags.push({ name: stream.textOf(span), ...span });
  } while (stream.accept(","));
  if (!stream.accept(")")) throw new SyntaxProblem(open, "this ( is never closed", "add the missing )");
  return flags;
}
