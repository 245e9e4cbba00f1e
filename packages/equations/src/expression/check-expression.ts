// Syntax tree → checked expression: names resolved, units and types checked, constants folded.
//
// One walk from the leaves up. Every node yields its dimension, its type and either an exact value (IDENTITY 1: literals, units, + − × ÷
// and integer powers stay exact for as long as they can) or an expression. Where an exact value meets something that is not, it is
// rounded, once, to a number. A node that is in error yields undefined and its parents stay silent, so each mistake is told once.

import { Rational } from "@spikefarm/numerics";
import type { DiagnosticList, SourceText, Span } from "@spikefarm/protocol";
import type { Expression, ValueType } from "../checked-model.js";
import { type EquationsCode, reportIn } from "../errors.js";
import { MAX_DIMENSION_POWER, MAX_EXACT_POWER, MAX_SUGGESTIONS } from "../limits.js";
import { nearestName } from "../names/nearest.js";
import { CONSTANTS } from "../names/reserved-names.js";
import type { Scope } from "../names/scope.js";
import type { SyntaxNode } from "../syntax/syntax-tree.js";
import {
  DIMENSIONLESS,
  type Dimension,
  divideDimensions,
  isDimensionInRange,
  isDimensionless,
  isSameDimension,
  multiplyDimensions,
  raiseDimension,
  SECOND,
} from "../units/dimension.js";
import { suggestUnit } from "../units/parse-unit.js";
import { findUnit } from "../units/unit-names.js";
import { exactBinary, isInt32, isProblem } from "./exact.js";
import { explainMismatch, type Side, showUnit } from "./explain-mismatch.js";
import { FUNCTION_ALIASES, FUNCTIONS, type FunctionSignature, RANDOM_FUNCTIONS } from "./functions.js";

/** A node that is sound. */
export interface Checked {
  readonly node: SyntaxNode;
  readonly dimension: Dimension;
  readonly type: ValueType;
  readonly value: { readonly exact: Rational } | { readonly expression: Expression };
}

/** Checks the nodes that only some contexts have (outputs: measurements); undefined after reporting. */
export type CheckExtension = (node: SyntaxNode, checker: ExpressionChecker) => Checked | undefined;

export interface CheckContext {
  readonly source: SourceText;
  readonly scope: Scope;
  readonly diagnostics: DiagnosticList;
  readonly extension?: { readonly handles: (node: SyntaxNode) => boolean; readonly check: CheckExtension };
  /** Functions to suggest for a misspelt one; those of the language by default. */
  readonly functionNames?: readonly string[];
}

/** The expression of a sound tree, with its dimension; undefined after reporting. */
export function checkExpression(
  node: SyntaxNode,
  context: CheckContext,
): { readonly expression: Expression; readonly dimension: Dimension } | undefined {
  const checker = new ExpressionChecker(context);
  const checked = checker.check(node);
  const expression = checked && checker.settle(checked);
  return checked && expression && { expression, dimension: checked.dimension };
}

export class ExpressionChecker {
  readonly context: CheckContext;

  constructor(context: CheckContext) {
    this.context = context;
  }

  check(node: SyntaxNode): Checked | undefined {
    if (this.context.extension?.handles(node)) return this.context.extension.check(node, this);
    switch (node.kind) {
      case "number":
        return exactly(node, Rational.parse(node.text), { dimension: DIMENSIONLESS, isInteger: /^\d+$/.test(node.text) });
      case "boolean":
        return floating(node, { kind: "boolean", value: node.value, type: "boolean" }, DIMENSIONLESS);
      case "name":
        return this.#name(node);
      case "sign":
        return this.#sign(node);
      case "not":
        return this.#not(node);
      case "logic":
        return this.#logic(node);
      case "compare":
        return this.#compare(node);
      case "binary":
        return node.operator === "**" ? this.#power(node) : this.#binary(node);
      case "call":
        return this.#call(node);
      case "member":
      case "list":
        return this.report(node, "EQUATIONS_SYNTAX", "this is not part of an expression here");
    }
  }

  report(at: Span & { readonly inner?: Span }, code: EquationsCode, message: string, help?: string): undefined {
    return reportIn(this.context.diagnostics, { source: this.context.source, span: at.inner ?? at }, code, message, help);
  }

  textOf(span: Span): string {
    const text = this.context.source.text.slice(span.start, span.end).replaceAll(/\s+/g, " ");
    return text.length > MAX_QUOTED ? "it" : text;
  }

  /** The expression of a checked node; an exact value is rounded here. */
  settle(checked: Checked): Expression | undefined {
    if ("expression" in checked.value) return checked.value.expression;
    const value = checked.value.exact.toNumber();
    if (Number.isFinite(value)) return { kind: "number", value, type: checked.type === "integer" ? "integer" : "float" };
    return this.report(checked.node, "EQUATIONS_CONSTANT", "this constant is too large for a double, which ends at 1.8e308");
  }

  /** As a number: a condition counts 0 or 1. */
  #number(node: SyntaxNode): Checked | undefined {
    const checked = this.check(node);
    if (checked === undefined || checked.type !== "boolean") return checked;
    const condition = this.settle(checked);
    return condition && floating(node, { kind: "call", name: "int", arguments: [condition], type: "integer" }, DIMENSIONLESS);
  }

  #name(node: SyntaxNode & { kind: "name" }): Checked | undefined {
    const { scope } = this.context;
    const { name } = node;
    const value = scope.values.get(name);
    if (value !== undefined) return floating(node, { kind: "name", name, from: value.from, type: value.type }, value.dimension);
    const unit = findUnit(name);
    if (unit !== undefined) return exactly(node, unit.scale, { dimension: unit.dimension, isInteger: false });
    const constant = CONSTANTS.get(name);
    if (constant !== undefined) return floating(node, { kind: "number", value: constant, type: "float" }, DIMENSIONLESS);
    if (scope.broken.has(name)) return undefined;
    return this.report(node, "NAME_UNKNOWN", `${name} is not known in ${scope.description}`, this.#helpWithName(name));
  }

  #helpWithName(name: string): string | undefined {
    const { scope, diagnostics } = this.context;
    if (diagnostics.items.length >= MAX_SUGGESTIONS) return undefined;
    const elsewhere = scope.elsewhere?.(name);
    if (elsewhere !== undefined) return elsewhere;
    if (FUNCTIONS.has(name)) return `${name} is a function: write ${FUNCTIONS.get(name)!.form}`;
    const nearest = nearestName(name, [...scope.values.keys(), ...CONSTANTS.keys(), "True", "False"]);
    if (nearest !== undefined) return `did you mean ${nearest}?`;
    const unit = suggestUnit(name);
    return /^(write|did)/.test(unit) ? unit : (scope.otherwise ?? "define it under parameters");
  }

  #sign(node: SyntaxNode & { kind: "sign" }): Checked | undefined {
    const operand = this.#number(node.operand);
    if (operand === undefined || node.operator === "+") return operand && { ...operand, node };
    if ("exact" in operand.value)
      return { ...exactly(node, operand.value.exact.negate(), { ...operand, isInteger: operand.type === "integer" }) };
    return floating(node, { kind: "negate", operand: operand.value.expression, type: operand.type }, operand.dimension);
  }

  #condition(node: SyntaxNode, role: string): Expression | undefined {
    const checked = this.check(node);
    if (checked === undefined) return undefined;
    if (checked.type === "boolean") return this.settle(checked);
    const text = this.textOf(node);
    return this.report(node, "EQUATIONS_TYPE", `${role} must be a condition, and ${text} is a number`, `compare it, as in ${text} > 0`);
  }

  #not(node: SyntaxNode & { kind: "not" }): Checked | undefined {
    const operand = this.#condition(node.operand, "what not applies to");
    return operand && floating(node, { kind: "not", operand, type: "boolean" }, DIMENSIONLESS);
  }

  #logic(node: SyntaxNode & { kind: "logic" }): Checked | undefined {
    const left = this.#condition(node.left, `the left side of ${node.operator}`);
    const right = this.#condition(node.right, `the right side of ${node.operator}`);
    if (left === undefined || right === undefined) return undefined;
    return floating(node, { kind: "logic", operator: node.operator, left, right, type: "boolean" }, DIMENSIONLESS);
  }

  #compare(node: SyntaxNode & { kind: "compare" }): Checked | undefined {
    const left = this.check(node.left);
    const right = this.check(node.right);
    if (!left || !right || !this.#isSameUnit(node, node.operator, left, right)) return undefined;
    const [a, b] = [this.settle(left), this.settle(right)];
    return a && b && floating(node, { kind: "compare", operator: node.operator, left: a, right: b, type: "boolean" }, DIMENSIONLESS);
  }

  #binary(node: SyntaxNode & { kind: "binary" }): Checked | undefined {
    const { operator } = node;
    const left = this.#number(node.left);
    const right = this.#number(node.right);
    if (!left || !right) return undefined;
    const dimension = this.#dimensionOf(node, left, right);
    if (dimension === undefined) return undefined;
    if (!isDimensionInRange(dimension)) return this.report(node, "UNITS_POWER", "the unit of this has too high a power");
    if (operator !== "*" && operator !== "+" && operator !== "-" && "exact" in right.value && right.value.exact.isZero) {
      return this.report(node, "EQUATIONS_CONSTANT", "this divides by zero");
    }
    const isInteger = operator !== "/" && left.type === "integer" && right.type === "integer";
    if ("exact" in left.value && "exact" in right.value) {
      const exact = exactBinary(operator, left.value.exact, right.value.exact);
      if (isProblem(exact)) return this.report(node, "EQUATIONS_CONSTANT", exact.problem, exact.help);
      if (exact !== undefined) return exactly(node, exact, { dimension, isInteger });
    }
    const [a, b] = [this.settle(left), this.settle(right)];
    const type = isInteger ? "integer" : "float";
    return a && b && floating(node, { kind: "binary", operator, left: a, right: b, type }, dimension);
  }

  #dimensionOf(node: SyntaxNode & { kind: "binary" }, left: Checked, right: Checked): Dimension | undefined {
    switch (node.operator) {
      case "*":
        return multiplyDimensions(left.dimension, right.dimension);
      case "/":
        return divideDimensions(left.dimension, right.dimension);
      case "//":
        return this.requireDimensionless(left, "the left side of //") && this.requireDimensionless(right, "the right side of //")
          ? DIMENSIONLESS
          : undefined;
      default:
        return this.#isSameUnit(node, node.operator, left, right) ? left.dimension : undefined;
    }
  }

  #power(node: SyntaxNode & { kind: "binary" }): Checked | undefined {
    const base = this.#number(node.left);
    const exponent = this.#number(node.right);
    if (!base || !exponent || !this.requireDimensionless(exponent, "an exponent")) return undefined;
    const dimension = this.#raised(node, base, exponent);
    if (dimension === undefined) return undefined;
    const power = "exact" in exponent.value ? exponent.value.exact : undefined;
    const isWhole = power !== undefined && power.compare(ZERO) >= 0 && power.compare(LARGEST_POWER) <= 0;
    const isInteger = isWhole && base.type === "integer" && exponent.type === "integer";
    if ("exact" in base.value && power !== undefined) {
      const exact = exactBinary("**", base.value.exact, power);
      if (isProblem(exact)) return this.report(node, "EQUATIONS_CONSTANT", exact.problem, exact.help);
      if (exact !== undefined) return exactly(node, exact, { dimension, isInteger });
    }
    const [left, right] = [this.settle(base), this.settle(exponent)];
    return (
      left && right && floating(node, { kind: "binary", operator: "**", left, right, type: isInteger ? "integer" : "float" }, dimension)
    );
  }

  #raised(node: SyntaxNode, base: Checked, exponent: Checked): Dimension | undefined {
    if (isDimensionless(base.dimension)) return DIMENSIONLESS;
    if (!("exact" in exponent.value)) {
      const message = `${this.textOf(base.node)} has the unit ${showUnit(base.dimension)}, so its exponent must be a plain number`;
      return this.report(
        node,
        "UNITS_POWER",
        message,
        `divide by a unit first: (${this.textOf(base.node)}/${showUnit(base.dimension)})**…`,
      );
    }
    const [numerator, denominator] = [Number(exponent.value.exact.numerator), Number(exponent.value.exact.denominator)];
    if (Math.max(Math.abs(numerator), denominator) <= MAX_DIMENSION_POWER) {
      const dimension = raiseDimension(base.dimension, numerator, denominator);
      if (isDimensionInRange(dimension)) return dimension;
    }
    return this.report(node, "UNITS_POWER", "the unit of this has too high a power");
  }

  #call(node: SyntaxNode & { kind: "call" }): Checked | undefined {
    const { name } = node;
    const signature = FUNCTIONS.get(name);
    if (signature === undefined) return this.#unknownFunction(node);
    if (node.keywords.length > 0)
      return this.report(node.keywords[0]!, "EQUATIONS_FUNCTION", `${name} takes no keywords`, `write ${signature.form}`);
    if (node.arguments.length !== signature.arity) {
      const given = node.arguments.length;
      const message = `${name} takes ${signature.arity} argument${signature.arity === 1 ? "" : "s"}, not ${given}`;
      return this.report(node, "EQUATIONS_FUNCTION", message, `write ${signature.form}`);
    }
    if (signature.units === "choose") return this.#choice(node);
    const values = node.arguments.map((argument) => this.#number(argument));
    if (!values.every((value) => value !== undefined)) return undefined;
    const dimension = this.#resultDimension(node, signature, values);
    if (dimension === undefined) return undefined;
    return this.#apply(node, { signature, settled: values.map((value) => this.settle(value)), dimension });
  }

  #apply(
    node: SyntaxNode,
    call: { signature: FunctionSignature; settled: readonly (Expression | undefined)[]; dimension: Dimension },
  ): Checked | undefined {
    const { signature, settled, dimension } = call;
    if (!settled.every((argument) => argument !== undefined)) return undefined;
    const numbers = signature.units === "choose" ? settled.slice(1) : settled;
    const type = signature.result === "widest" ? widest(numbers.map((argument) => argument.type)) : signature.result;
    return floating(node, { kind: "call", name: signature.name, arguments: settled, type }, dimension);
  }

  #choice(node: SyntaxNode & { kind: "call" }): Checked | undefined {
    const condition = this.#condition(node.arguments[0]!, "the first argument of where");
    const [a, b] = [this.#number(node.arguments[1]!), this.#number(node.arguments[2]!)];
    if (!condition || !a || !b || !this.#isSameUnit(node, "where", a, b)) return undefined;
    const settled = [condition, this.settle(a), this.settle(b)];
    return this.#apply(node, { signature: FUNCTIONS.get("where")!, settled, dimension: a.dimension });
  }

  #resultDimension(node: SyntaxNode & { kind: "call" }, signature: FunctionSignature, values: readonly Checked[]): Dimension | undefined {
    const first = values[0]!;
    switch (signature.units) {
      case "keep":
        return first.dimension;
      case "drop":
        return DIMENSIONLESS;
      case "root":
        return raiseDimension(first.dimension, 1, 2);
      case "times":
        return values.every((value) => this.requireUnit(value, SECOND, `an argument of ${signature.name}`)) ? DIMENSIONLESS : undefined;
      case "same":
        return values.slice(1).every((value) => this.#isSameUnit(node, signature.name, first, value)) ? first.dimension : undefined;
      default:
        return values.every((value) => this.requireDimensionless(value, `the argument of ${signature.name}`)) ? DIMENSIONLESS : undefined;
    }
  }

  #unknownFunction(node: SyntaxNode & { kind: "call" }): undefined {
    const { name } = node;
    const { scope } = this.context;
    if (RANDOM_FUNCTIONS.has(name)) {
      return this.report(
        node.nameSpan,
        "MODEL_RESERVED_KEY",
        `${name}() is reserved, not yet part of the language`,
        "use a parameter for now",
      );
    }
    if (scope.values.has(name) || scope.broken.has(name) || findUnit(name) !== undefined || CONSTANTS.has(name)) {
      const inside = node.arguments.map((argument) => this.textOf(argument)).join(", ");
      return this.report(node.nameSpan, "EQUATIONS_FUNCTION", `${name} is not a function`, `to multiply, write ${name}*(${inside})`);
    }
    const alias = Object.hasOwn(FUNCTION_ALIASES, name) ? FUNCTION_ALIASES[name] : undefined;
    const isCrowded = this.context.diagnostics.items.length >= MAX_SUGGESTIONS;
    const nearest = isCrowded ? undefined : nearestName(name, this.context.functionNames ?? FUNCTIONS.keys());
    const help = alias !== undefined ? `write ${alias}` : nearest !== undefined ? `did you mean ${nearest}?` : undefined;
    return this.report(node.nameSpan, "NAME_UNKNOWN", `${name} is not a function of the language`, help);
  }

  /** True where a value has no unit; reported otherwise. */
  requireDimensionless(value: Checked, role: string): boolean {
    return this.requireUnit(value, DIMENSIONLESS, role);
  }

  requireUnit(value: Checked, dimension: Dimension, role: string): boolean {
    if (isSameDimension(value.dimension, dimension)) return true;
    const help = explainMismatch({ dimension, text: "it" }, this.#side(value));
    const expected = isDimensionless(dimension) ? "must have no unit" : `must be in ${showUnit(dimension)}`;
    this.report(value.node, "UNITS_MISMATCH", `${role} ${expected}, and ${this.textOf(value.node)} has ${describe(value.dimension)}`, help);
    return false;
  }

  #isSameUnit(node: SyntaxNode, operator: string, left: Checked, right: Checked): boolean {
    if (isSameDimension(left.dimension, right.dimension)) return true;
    const help = explainMismatch(this.#side(left), this.#side(right));
    const what = FUNCTIONS.has(operator) ? `two arguments of ${operator}` : `the two sides of ${operator}`;
    this.report(node, "UNITS_MISMATCH", `${what} differ: ${showUnit(left.dimension)} and ${showUnit(right.dimension)}`, help);
    return false;
  }

  #side(checked: Checked): Side {
    const text = this.textOf(checked.node);
    const isLiteral = "exact" in checked.value && isDimensionless(checked.dimension);
    return { dimension: checked.dimension, text, ...(isLiteral && { literal: text }) };
  }
}

const MAX_QUOTED = 40;
const ZERO = Rational.of(0);
const LARGEST_POWER = Rational.of(MAX_EXACT_POWER);

const describe = (dimension: Dimension): string => (isDimensionless(dimension) ? "no unit" : `the unit ${showUnit(dimension)}`);

function exactly(node: SyntaxNode, exact: Rational, of: { readonly dimension: Dimension; readonly isInteger: boolean }): Checked {
  return { node, dimension: of.dimension, type: of.isInteger && isInt32(exact) ? "integer" : "float", value: { exact } };
}

function floating(node: SyntaxNode, expression: Expression, dimension: Dimension): Checked {
  return { node, dimension, type: expression.type, value: { expression } };
}

const ORDER: readonly ValueType[] = ["boolean", "integer", "float"];
const widest = (types: readonly ValueType[]): ValueType =>
  types.reduce((wide, type) => (ORDER.indexOf(type) > ORDER.indexOf(wide) ? type : wide), "boolean");
