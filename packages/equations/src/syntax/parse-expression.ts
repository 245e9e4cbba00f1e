// Expressions, by precedence climbing (Pratt 1973). Loosest first:
//
//   or  →  and  →  not  →  one comparison  →  + -  →  * / // %  →  unary - +  →  **  →  number, name, call, ( … )
//
// `**` binds to the right and tighter than a sign on its left: -x**2 is -(x**2), and 2**-1 is allowed. Python's chained comparison is
// refused, because a reader and a compiler would read it differently. Outputs add `G.v`, lists and keyword arguments.

import type { DiagnosticList, SourceText, Span } from "@spikefarm/protocol";
import type { BinaryOperator, ComparisonOperator } from "../checked-model.js";
import { MAX_DEPTH } from "../limits.js";
import { type Token, tokenize } from "../text/tokens.js";
import { explainLibrary, isLibrary } from "./explain-attribute.js";
import { explainLeftover, explainMissingOperand } from "./slips.js";
import type { Keyword, SyntaxNode } from "./syntax-tree.js";
import { parseOrReport, SyntaxProblem, TokenStream } from "./token-stream.js";

export type Dialect = "model" | "outputs";

const COMPARISONS: ReadonlySet<string> = new Set(["<", "<=", ">", ">=", "==", "!="]);
const SUM: ReadonlySet<string> = new Set(["+", "-"]);
const PRODUCT: ReadonlySet<string> = new Set(["*", "/", "//", "%"]);

/** A text that is one expression. */
export function parseExpressionText(source: SourceText, diagnostics: DiagnosticList, dialect: Dialect = "model"): SyntaxNode | undefined {
  const tokens = tokenize(source, diagnostics);
  if (tokens === undefined) return undefined;
  return parseOrReport(new TokenStream(source, tokens, { from: 0, to: tokens.length }), diagnostics, (stream) => {
    const node = parseExpression(stream, dialect);
    if (stream.peek() !== undefined) throw explainLeftover(stream, node, dialect);
    return node;
  });
}

/** An expression at the start of a stream; what follows it is left there. */
export function parseExpression(stream: TokenStream, dialect: Dialect = "model"): SyntaxNode {
  return new ExpressionParser(stream, dialect).or();
}

class ExpressionParser {
  readonly #stream: TokenStream;
  readonly #dialect: Dialect;
  #depth = 0;

  constructor(stream: TokenStream, dialect: Dialect) {
    this.#stream = stream;
    this.#dialect = dialect;
  }

  or(): SyntaxNode {
    return this.#nested(() => {
      let left = this.#and();
      while (this.#stream.accept("or")) left = this.#logic("or", left, this.#and());
      return left;
    });
  }

  #and(): SyntaxNode {
    let left = this.#not();
    while (this.#stream.accept("and")) left = this.#logic("and", left, this.#not());
    return left;
  }

  #not(): SyntaxNode {
    const word = this.#stream.accept("not");
    if (word === undefined) return this.#comparison();
    const operand = this.#nested(() => this.#not());
    return this.#grow({ kind: "not", operand, start: word.start, end: operand.end, height: operand.height + 1 });
  }

  #comparison(): SyntaxNode {
    const left = this.#sum();
    const operator = this.#acceptOneOf(COMPARISONS);
    if (operator === undefined) return left;
    const right = this.#sum();
    const second = this.#stream.peek();
    if (second !== undefined && COMPARISONS.has(second.text)) throw this.#chained({ left, operator, right });
    const height = Math.max(left.height, right.height) + 1;
    return this.#grow({
      kind: "compare",
      operator: operator.text as ComparisonOperator,
      left,
      right,
      start: left.start,
      end: right.end,
      height,
    });
  }

  #chained(first: { left: SyntaxNode; operator: Token; right: SyntaxNode }): SyntaxProblem {
    const stream = this.#stream;
    const operator = stream.next()!;
    const last = this.#sum();
    const [a, b, c] = [first.left, first.right, last].map((node) => stream.textOf(node));
    const span = { start: first.left.start, end: last.end };
    const comparison = `${a} ${first.operator.text} ${b}`;
    if (last.kind === "boolean" && /^[=!]=$/.test(operator.text)) {
      const help = `write ${last.value === (operator.text === "==") ? comparison : `not (${comparison})`}`;
      return new SyntaxProblem(span, `a comparison is a condition already, without ${operator.text} ${c}`, help);
    }
    return new SyntaxProblem(span, "comparisons cannot be chained", `write ${comparison} and ${b} ${operator.text} ${c}`);
  }

  #sum(): SyntaxNode {
    let left = this.#product();
    for (let operator = this.#acceptOneOf(SUM); operator !== undefined; operator = this.#acceptOneOf(SUM)) {
      left = this.#binary(operator, left, this.#product());
    }
    return left;
  }

  #product(): SyntaxNode {
    let left = this.#sign();
    for (let operator = this.#acceptOneOf(PRODUCT); operator !== undefined; operator = this.#acceptOneOf(PRODUCT)) {
      left = this.#binary(operator, left, this.#sign());
    }
    return left;
  }

  #sign(): SyntaxNode {
    const token = this.#acceptOneOf(SUM);
    if (token === undefined) return this.#power();
    const operand = this.#nested(() => this.#sign());
    const operator = token.text as "-" | "+";
    return this.#grow({ kind: "sign", operator, operand, start: token.start, end: operand.end, height: operand.height + 1 });
  }

  #power(): SyntaxNode {
    const base = this.#atom();
    const operator = this.#stream.accept("**");
    if (operator === undefined) return base;
    return this.#binary(
      operator,
      base,
      this.#nested(() => this.#sign()),
    );
  }

  #atom(): SyntaxNode {
    const stream = this.#stream;
    const token = stream.next();
    if (token === undefined) throw explainMissingOperand(stream, undefined);
    const span = { start: token.start, end: token.end };
    if (token.kind === "number") return { kind: "number", text: token.text, ...span, height: 1 };
    if (token.text === "(") return this.#parenthesis(token);
    if (token.text === "[" && this.#dialect === "outputs") return this.#list(token);
    if (token.kind !== "name" || WORDS.has(token.text)) throw explainMissingOperand(stream, token);
    if (token.text === "True" || token.text === "False") return { kind: "boolean", value: token.text === "True", ...span, height: 1 };
    if (stream.is("(")) return this.#call(token);
    if (stream.is(".") && this.#dialect === "outputs") return this.#member(token);
    return { kind: "name", name: token.text, ...span, height: 1 };
  }

  #parenthesis(open: Token): SyntaxNode {
    const inner = this.or();
    const close = this.#close(open, inner, ")");
    return { ...inner, start: open.start, end: close.end, inner: inner.inner ?? { start: inner.start, end: inner.end } };
  }

  #call(name: Token): SyntaxNode {
    const stream = this.#stream;
    const open = stream.next()!;
    const values: SyntaxNode[] = [];
    const keywords: Keyword[] = [];
    while (!stream.is(")")) {
      const word = stream.peek();
      const isCondition = name.text === "where" && values.length === 0;
      if (word?.kind === "name" && stream.is("=", 1) && !isCondition) {
        stream.next();
        stream.next();
        const value = this.or();
        if (this.#dialect === "model") {
          const span = { start: word.start, end: value.end };
          throw new SyntaxProblem(span, `${name.text} takes no keywords`, `write ${stream.textOf(value)}`);
        }
        keywords.push({ name: word.text, value, start: word.start, end: value.end });
      } else {
        if (stream.peek() === undefined) throw new SyntaxProblem(open, "this ( is never closed", "add the missing )");
        values.push(this.or());
      }
      if (!stream.accept(",")) break;
    }
    const close = this.#close(open, values.at(-1), ")");
    const heights = [...values, ...keywords.map((keyword) => keyword.value)].map((node) => node.height);
    const nameSpan = { start: name.start, end: name.end };
    const height = Math.max(0, ...heights) + 1;
    return this.#grow({ kind: "call", name: name.text, nameSpan, arguments: values, keywords, start: name.start, end: close.end, height });
  }

  #member(group: Token): SyntaxNode {
    if (isLibrary(group.text) && this.#stream.peek(1)?.kind === "name") throw explainLibrary(this.#stream, group);
    this.#stream.next();
    const variable = this.#stream.next();
    if (variable?.kind !== "name" && variable?.text !== "*")
      throw new SyntaxProblem(variable ?? group, `the name of a variable must follow ${group.text}.`);
    const variableSpan = { start: variable.start, end: variable.end };
    return { kind: "member", group: group.text, variable: variable.text, variableSpan, start: group.start, end: variable.end, height: 1 };
  }

  #list(open: Token): SyntaxNode {
    const items: SyntaxNode[] = [];
    while (!this.#stream.is("]")) {
      items.push(this.or());
      if (!this.#stream.accept(",")) break;
    }
    const close = this.#close(open, items.at(-1), "]");
    return this.#grow({
      kind: "list",
      items,
      start: open.start,
      end: close.end,
      height: Math.max(0, ...items.map((item) => item.height)) + 1,
    });
  }

  #close(open: Token, last: SyntaxNode | undefined, closing: ")" | "]"): Token {
    const close = this.#stream.accept(closing);
    if (close !== undefined) return close;
    if (this.#stream.peek() === undefined || this.#stream.is(":"))
      throw new SyntaxProblem(open, `this ${open.text} is never closed`, `add the missing ${closing}`);
    throw explainLeftover(this.#stream, last, this.#dialect);
  }

  #acceptOneOf(operators: ReadonlySet<string>): Token | undefined {
    const token = this.#stream.peek();
    return token?.kind === "symbol" && operators.has(token.text) ? this.#stream.next() : undefined;
  }

  #binary(operator: Token, left: SyntaxNode, right: SyntaxNode): SyntaxNode {
    const height = Math.max(left.height, right.height) + 1;
    return this.#grow({
      kind: "binary",
      operator: operator.text as BinaryOperator,
      left,
      right,
      start: left.start,
      end: right.end,
      height,
    });
  }

  #logic(operator: "and" | "or", left: SyntaxNode, right: SyntaxNode): SyntaxNode {
    const height = Math.max(left.height, right.height) + 1;
    return this.#grow({ kind: "logic", operator, left, right, start: left.start, end: right.end, height });
  }

  /** Limits recursion on the way down … */
  #nested<T>(parse: () => T): T {
    if (++this.#depth > MAX_DEPTH) throw tooDeep(this.#stream.here);
    const result = parse();
    this.#depth--;
    return result;
  }

  /** … and the height of trees on the way up. */
  #grow(node: SyntaxNode): SyntaxNode {
    if (node.height > MAX_DEPTH) throw tooDeep({ start: node.end - 1, end: node.end });
    return node;
  }
}

/** Words that are operators, so never operands. */
const WORDS: ReadonlySet<string> = new Set(["and", "or", "not", "if", "else", "for", "in", "is", "lambda"]);

const tooDeep = (span: Span): SyntaxProblem =>
  new SyntaxProblem(span, `this expression has more than ${MAX_DEPTH} levels`, "name parts of it as subexpressions", "EQUATIONS_LIMIT");
