// The value of an expression, by the rules that kernels follow too (IDENTITY 4 to 6): IEEE division, our own elementary functions,
// integers of 32 bits that wrap, `//` and `%` that floor, `int` that saturates.

import { math } from "@spikefarm/numerics";
import type { BinaryOperator, ComparisonOperator, Expression, FunctionName } from "../checked-model.js";
import { MAX_EXACT_POWER } from "../limits.js";

/** Where an expression takes what is neither written in it nor a name. */
export interface ValueSources {
  readonly draw: (draw: Expression & { kind: "draw" }, values: readonly number[]) => number;
  readonly sample: (lookup: Expression & { kind: "lookup" }, values: readonly number[]) => number;
}

/** The value of an expression; conditions are 0 or 1. One that draws or looks up needs `sources`. */
export function evaluate(expression: Expression, lookup: (name: string) => number, sources: ValueSources = NO_SOURCES): number {
  switch (expression.kind) {
    case "number":
      return expression.value;
    case "boolean":
      return expression.value ? 1 : 0;
    case "name":
      return lookup(expression.name);
    case "negate": {
      const operand = evaluate(expression.operand, lookup, sources);
      return expression.type === "integer" ? -operand | 0 : -operand;
    }
    case "not":
      return evaluate(expression.operand, lookup, sources) === 0 ? 1 : 0;
    case "logic": {
      const left = evaluate(expression.left, lookup, sources) !== 0;
      const right = evaluate(expression.right, lookup, sources) !== 0;
      return (expression.operator === "and" ? left && right : left || right) ? 1 : 0;
    }
    case "compare":
      return compare(expression.operator, evaluate(expression.left, lookup, sources), evaluate(expression.right, lookup, sources)) ? 1 : 0;
    case "binary": {
      const left = evaluate(expression.left, lookup, sources);
      const right = evaluate(expression.right, lookup, sources);
      if (expression.operator === "**") return raise(left, right, expression);
      return expression.type === "integer"
        ? integerBinary(expression.operator, left, right)
        : floatBinary(expression.operator, left, right);
    }
    case "call": {
      const values = expression.arguments.map((argument) => evaluate(argument, lookup, sources));
      const value = applyFunction(expression.name, values);
      if (expression.type !== "integer") return value;
      return expression.name === "abs" ? value | 0 : saturate(value);
    }
    case "draw":
      return sources.draw(
        expression,
        expression.arguments.map((argument) => evaluate(argument, lookup, sources)),
      );
    case "lookup":
      return sources.sample(
        expression,
        expression.arguments.map((argument) => evaluate(argument, lookup, sources)),
      );
  }
}

const NO_SOURCES: ValueSources = {
  draw: ({ name }) => {
    throw new Error(`${name}() has no stream to draw from here`);
  },
  sample: ({ data }) => {
    throw new Error(`the array ${data} is not at hand here`);
  },
};

function compare(operator: ComparisonOperator, a: number, b: number): boolean {
  switch (operator) {
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    case "==":
      return a === b;
    case "!=":
      return a !== b;
  }
}

/** `a (operator) b` in doubles; `**` is `raisePower`. */
function floatBinary(operator: Exclude<BinaryOperator, "**">, a: number, b: number): number {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "//":
      return math.floorDivide(a, b);
    case "%":
      return math.modulo(a, b);
  }
}

function integerBinary(operator: Exclude<BinaryOperator, "**">, a: number, b: number): number {
  switch (operator) {
    case "+":
      return (a + b) | 0;
    case "-":
      return (a - b) | 0;
    case "*":
      return Math.imul(a, b);
    case "//": {
      // −2³¹ // −1 wraps; by 0 it saturates.
      const quotient = floatBinary(operator, a, b);
      return Number.isFinite(quotient) ? quotient | 0 : saturate(quotient);
    }
    default:
      return saturate(floatBinary(operator, a, b));
  }
}

/** A whole literal exponent up to 64 multiplies; any other goes through logarithms. */
function raise(base: number, exponent: number, expression: Expression & { kind: "binary" }): number {
  const isLiteral = expression.right.kind === "number" && isWholePower(exponent);
  if (expression.type !== "integer") return isLiteral ? math.integerPower(base, exponent) : math.power(base, exponent);
  let result = 1;
  for (let count = 0; count < exponent; count++) result = Math.imul(result, base);
  return result;
}

// Exponents that are computed by multiplication when they are literals.
const isWholePower = (exponent: number): boolean => Number.isInteger(exponent) && Math.abs(exponent) <= MAX_EXACT_POWER;

const saturate = (value: number): number => {
  if (Number.isNaN(value)) return 0;
  return Math.min(2147483647, Math.max(-2147483648, Math.trunc(value))) + 0;
};

/** The step that a time belongs to: a thousandth of a step early still counts (Brian 2's rule). */
export const timestepOf = (time: number, dt: number): number => saturate((time + 1e-3 * dt) / dt);

function applyFunction(name: FunctionName, values: readonly number[]): number {
  const [a = Number.NaN, b = Number.NaN, c = Number.NaN] = values;
  switch (name) {
    case "sqrt":
      return Math.sqrt(a);
    case "abs":
      return Math.abs(a);
    case "floor":
      return Math.floor(a);
    case "ceil":
      return Math.ceil(a);
    case "int":
      return saturate(a);
    case "min":
      return math.minimum(a, b);
    case "max":
      return math.maximum(a, b);
    case "clip":
      return math.clip(a, b, c);
    case "where":
      return a !== 0 ? b : c;
    case "timestep":
      return timestepOf(a, b);
    default:
      return math[name](a);
  }
}
