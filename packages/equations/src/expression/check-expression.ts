// Syntax tree → checked expression: names resolved, units and types checked, constants folded.
//
// One walk from the leaves up. Every node yields its dimension, its type and either an exact value (IDENTITY 1: literals, units, + − × ÷
// and integer powers stay exact for as long as they can) or an expression. Where an exact value meets something that is not, it is
// rounded, once, to a number. A node that is in error yields undefined and its parents stay silent, so each mistake is told once.

import { Rational } from "@spikefarm/numerics";
import type { Span } from "@spikefarm/protocol";
import type { Expression } from "../checked-model.js";
import { type EquationsCode, reportIn } from "../errors.js";
import { MAX_DIMENSION_POWER, MAX_EXACT_POWER, MAX_SUGGESTIONS } from "../limits.js";
import { isNoiseName, NOISE } from "../names/builtins.js";
import { CONSTANTS, type Constant } from "../names/constants.js";
import { nearestName } from "../names/nearest.js";
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
} from "../units/dimension.js";
import { nearestUnit, unitOfSymbols } from "../units/nearest-unit.js";
import { usualUnit } from "../units/parse-unit.js";
import { findUnit, withoutPrefix } from "../units/unit-names.js";
import { checkCall } from "./check-call.js";
import { type CheckContext, type Checked, computed, exactly } from "./checked-node.js";
import { exactBinary, isProblem } from "./exact.js";
import { explainDifference, explainMismatch, type Side, showUnit } from "./explain-mismatch.js";
import { noiseWithoutRoot, unitThatDivides } from "./explain-structure.js";
import { FUNCTIONS, RANDOM_FUNCTIONS } from "./functions.js";

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
        return exactly(node, { exact: Rational.parse(node.text), isOfIntegers: /^\d+$/.test(node.text) }, DIMENSIONLESS);
      case "boolean":
        return computed(node, { kind: "boolean", value: node.value, type: "boolean" }, DIMENSIONLESS);
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
        return checkCall(node, this);
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
  number(node: SyntaxNode): Checked | undefined {
    const checked = this.check(node);
    if (checked === undefined || checked.type !== "boolean") return checked;
    const condition = this.settle(checked);
    if (condition === undefined) return undefined;
    const count: Expression = { kind: "call", name: "int", arguments: [condition], type: "integer" };
    return { ...computed(node, count, DIMENSIONLESS), ...(checked.isOfParameter && { isOfParameter: true }) };
  }

  /** What arithmetic on these gives: a 32-bit integer of such alone, where neither a parameter nor the place makes it double (IDENTITY 1). */
  typeOfArithmetic(operands: readonly Checked[]): "integer" | "float" {
    const isInteger = operands.every(({ type, isOfParameter }) => type === "integer" && !isOfParameter);
    return isInteger && !this.context.scope.isOfDoubles ? "integer" : "float";
  }

  #name(node: SyntaxNode & { kind: "name" }): Checked | undefined {
    const { scope } = this.context;
    const { name } = node;
    const value = scope.values.get(name) ?? (scope.hasNoise && isNoiseName(name) ? NOISE : undefined);
    if (value !== undefined) {
      const { from, type, dimension } = value;
      return { ...computed(node, { kind: "name", name, from, type }, dimension), isOfParameter: from === "parameter" };
    }
    const unit = findUnit(name);
    if (unit !== undefined) return exactly(node, { exact: unit.scale, isOfIntegers: false }, unit.dimension);
    const constant = CONSTANTS.get(name);
    if (constant !== undefined) return constantNode(node, constant);
    if (scope.broken.has(name) || scope.arrays?.broken.has(name)) return undefined;
    return this.report(node, "NAME_UNKNOWN", `${name} is not known in ${scope.description}`, this.#helpWithName(name));
  }

  #helpWithName(name: string): string | undefined {
    const { scope, diagnostics } = this.context;
    if (diagnostics.items.length >= MAX_SUGGESTIONS) return undefined;
    const elsewhere = scope.elsewhere?.(name);
    if (elsewhere !== undefined) return elsewhere;
    const form = FUNCTIONS.get(name)?.form ?? RANDOM_FUNCTIONS.get(name)?.form;
    const usual = usualUnit(name);
    if (form !== undefined) return `${name} is a function: write ${form}${usual === undefined ? "" : `, or the unit ${usual}`}`;
    if (scope.arrays?.arrays.has(name)) return `${name} is an array of data: write ${name}(t)`;
    const nearest = nearestName(name, [...scope.values.keys(), ...CONSTANTS.keys(), "True", "False"]);
    const isUnit = usual !== undefined && NOT_UNITS.every((word) => word !== usual);
    if (nearest !== undefined) return `did you mean ${nearest}${isUnit ? `, or the unit ${usual}` : ""}?`;
    if (isUnit) return `write ${usual}`;
    if (CONSTANTS.has(`${name}_constant`)) return `did you mean ${name}_constant?`;
    const scaled = withoutPrefix(name);
    if (scaled !== undefined) return `write ${scaled}`;
    const otherwise = scope.otherwise ?? "define it under parameters";
    const symbols = unitOfSymbols(name);
    if (symbols !== undefined) return `${otherwise}; as a unit it is ${symbols.unit}`;
    const unit = nearestUnit(name);
    return unit === undefined ? otherwise : `did you mean ${unit}?`;
  }

  #sign(node: SyntaxNode & { kind: "sign" }): Checked | undefined {
    const operand = this.number(node.operand);
    if (operand === undefined || node.operator === "+") return operand && { ...operand, node };
    if ("exact" in operand.value) return exactly(node, { ...operand.value, exact: operand.value.exact.negate() }, operand.dimension);
    const type = this.typeOfArithmetic([operand]);
    return computed(node, { kind: "negate", operand: operand.value.expression, type }, operand.dimension);
  }

  condition(node: SyntaxNode, role: string): Expression | undefined {
    const checked = this.check(node);
    if (checked === undefined) return undefined;
    if (checked.type === "boolean") return this.settle(checked);
    const text = this.textOf(node);
    const zero = isDimensionless(checked.dimension) ? "0" : `0*${showUnit(checked.dimension)}`;
    return this.report(
      node,
      "EQUATIONS_TYPE",
      `${role} must be a condition, and ${text} is a number`,
      `compare it, as in ${text} > ${zero}`,
    );
  }

  #not(node: SyntaxNode & { kind: "not" }): Checked | undefined {
    const operand = this.condition(node.operand, "what not applies to");
    return operand && computed(node, { kind: "not", operand, type: "boolean" }, DIMENSIONLESS);
  }

  #logic(node: SyntaxNode & { kind: "logic" }): Checked | undefined {
    const left = this.condition(node.left, `the left side of ${node.operator}`);
    const right = this.condition(node.right, `the right side of ${node.operator}`);
    if (left === undefined || right === undefined) return undefined;
    return computed(node, { kind: "logic", operator: node.operator, left, right, type: "boolean" }, DIMENSIONLESS);
  }

  #compare(node: SyntaxNode & { kind: "compare" }): Checked | undefined {
    const left = this.check(node.left);
    const right = this.check(node.right);
    if (!left || !right || !this.requireSameUnit(node, node.operator, left, right)) return undefined;
    const [a, b] = [this.settle(left), this.settle(right)];
    return a && b && computed(node, { kind: "compare", operator: node.operator, left: a, right: b, type: "boolean" }, DIMENSIONLESS);
  }

  #binary(node: SyntaxNode & { kind: "binary" }): Checked | undefined {
    const { operator } = node;
    const left = this.number(node.left);
    const right = this.number(node.right);
    if (!left || !right) return undefined;
    const dimension = this.#dimensionOf(node, left, right);
    if (dimension === undefined) return undefined;
    if (!isDimensionInRange(dimension)) return this.report(node, "UNITS_POWER", "the unit of this has too high a power");
    if (operator !== "*" && operator !== "+" && operator !== "-" && "exact" in right.value && right.value.exact.isZero) {
      return this.report(node, "EQUATIONS_CONSTANT", "this divides by zero");
    }
    if ("exact" in left.value && "exact" in right.value) {
      const exact = exactBinary(operator, left.value.exact, right.value.exact);
      if (isProblem(exact)) return this.report(node, "EQUATIONS_CONSTANT", exact.problem, exact.help);
      const isOfIntegers = operator !== "/" && left.value.isOfIntegers && right.value.isOfIntegers;
      if (exact !== undefined) return exactly(node, { exact, isOfIntegers }, dimension);
    }
    const [a, b] = [this.settle(left), this.settle(right)];
    const type = operator === "/" ? "float" : this.typeOfArithmetic([left, right]);
    return a && b && computed(node, { kind: "binary", operator, left: a, right: b, type }, dimension);
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
        return this.requireSameUnit(node, node.operator, left, right) ? left.dimension : undefined;
    }
  }

  #power(node: SyntaxNode & { kind: "binary" }): Checked | undefined {
    const base = this.number(node.left);
    const exponent = this.number(node.right);
    if (!base || !exponent || !this.requireDimensionless(exponent, "an exponent")) return undefined;
    const dimension = this.#raised(node, base, exponent);
    if (dimension === undefined) return undefined;
    const power = "exact" in exponent.value ? exponent.value.exact : undefined;
    const isWhole = power !== undefined && power.compare(ZERO) >= 0 && power.compare(LARGEST_POWER) <= 0;
    if ("exact" in base.value && "exact" in exponent.value) {
      const exact = exactBinary("**", base.value.exact, exponent.value.exact);
      if (isProblem(exact)) return this.report(node, "EQUATIONS_CONSTANT", exact.problem, exact.help);
      const isOfIntegers = isWhole && base.value.isOfIntegers && exponent.value.isOfIntegers;
      if (exact !== undefined) return exactly(node, { exact, isOfIntegers }, dimension);
    }
    const [left, right] = [this.settle(base), this.settle(exponent)];
    const type = isWhole ? this.typeOfArithmetic([base, exponent]) : "float";
    return left && right && computed(node, { kind: "binary", operator: "**", left, right, type }, dimension);
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

  requireSameUnit(node: SyntaxNode, operator: string, left: Checked, right: Checked): boolean {
    if (isSameDimension(left.dimension, right.dimension)) return true;
    const help = this.#helpWithStructure(left, right) ?? explainDifference(this.#side(left), this.#side(right));
    const what = FUNCTIONS.has(operator) ? `two arguments of ${operator}` : `the two sides of ${operator}`;
    this.report(node, "UNITS_MISMATCH", `${what} differ: ${showUnit(left.dimension)} and ${showUnit(right.dimension)}`, help);
    return false;
  }

  #helpWithStructure(left: Checked, right: Checked): string | undefined {
    const { source, scope } = this.context;
    return (
      unitThatDivides(left, right.dimension, source.text) ??
      unitThatDivides(right, left.dimension, source.text) ??
      (scope.hasNoise === true ? noiseWithoutRoot([left, right], scope, (node) => this.textOf(node)) : undefined)
    );
  }

  #side(checked: Checked): Side {
    const text = this.textOf(checked.node);
    const isLiteral = "exact" in checked.value && isDimensionless(checked.dimension);
    return { dimension: checked.dimension, text, ...(isLiteral && { literal: text }) };
  }
}

/** What a declaration says instead of a unit: nothing to multiply by. */
const NOT_UNITS: readonly string[] = ["1", "boolean", "integer"];
const MAX_QUOTED = 40;
const ZERO = Rational.of(0);
const LARGEST_POWER = Rational.of(MAX_EXACT_POWER);

const describe = (dimension: Dimension): string => (isDimensionless(dimension) ? "no unit" : `the unit ${showUnit(dimension)}`);

function constantNode(node: SyntaxNode, { value, dimension }: Constant): Checked {
  if (typeof value === "number") return computed(node, { kind: "number", value, type: "float" }, dimension);
  return exactly(node, { exact: value, isOfIntegers: false }, dimension);
}
