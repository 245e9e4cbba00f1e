// Expressions to operations. Numbers become values, booleans conditions; each is turned into the other where it is used as one
// (a boolean as 0 or 1, a number as "is not 0").

import type { Expression } from "@spikefarm/equations";
import { elementary } from "@spikefarm/numerics";
import { divideByConstant } from "./divide-by-constant.js";
import { multiplyIntegers, raiseInteger, toInteger, toQuotient, wrap } from "./integer-arithmetic.js";
import type { Lowering } from "./lowering.js";

/** Literal exponents up to this size are multiplied out (IDENTITY 1 has the same bound). */
const MAX_MULTIPLIED_EXPONENT = 64;

/** The number an expression stands for. */
export function lowerNumber<V, M>(lowering: Lowering<V, M>, expression: Expression): V {
  const o = lowering.arithmetic;
  switch (expression.kind) {
    case "number":
      return o.constant(expression.value);
    case "name":
      return lowering.lookup(expression);
    case "negate": {
      const operand = lowerNumber(lowering, expression.operand);
      return expression.type === "float" ? o.negate(operand) : wrap(o, o.subtract(o.constant(0), operand));
    }
    case "binary":
      return lowerBinary(lowering, expression);
    case "call":
      return lowerCall(lowering, expression);
    case "draw":
      return lowering.draw(expression, lowerAll(lowering, expression.arguments));
    case "lookup":
      return lowering.sample(expression, lowerAll(lowering, expression.arguments));
    case "boolean":
      return o.constant(expression.value ? 1 : 0);
    case "compare":
    case "logic":
    case "not":
      return o.select(lowerCondition(lowering, expression), o.constant(1), o.constant(0));
  }
}

/** The condition an expression stands for. Divisions in it are true ones. */
export function lowerCondition<V, M>(lowering: Lowering<V, M>, expression: Expression): M {
  const o = lowering.arithmetic;
  switch (expression.kind) {
    case "compare": {
      const { operator, left, right } = expression;
      const exact = withTrueDivision(lowering);
      return compare(exact, operator, lowerNumber(exact, left), lowerNumber(exact, right));
    }
    case "logic": {
      const [left, right] = [lowerCondition(lowering, expression.left), lowerCondition(lowering, expression.right)];
      return expression.operator === "and" ? o.both(left, right) : o.either(left, right);
    }
    case "not":
      return o.not(lowerCondition(lowering, expression.operand));
    default:
      return o.not(o.equal(lowerNumber(withTrueDivision(lowering), expression), o.constant(0)));
  }
}

function withTrueDivision<V, M>({ arithmetic, lookup, draw, sample, choose, decide }: Lowering<V, M>): Lowering<V, M> {
  return { arithmetic, lookup, draw, sample, choose, decide };
}

const lowerAll = <V, M>(lowering: Lowering<V, M>, expressions: readonly Expression[]): readonly V[] =>
  expressions.map((expression) => lowerNumber(lowering, expression));

function compare<V, M>({ arithmetic: o }: Lowering<V, M>, operator: string, left: V, right: V): M {
  switch (operator) {
    case "<":
      return o.lessThan(left, right);
    case "<=":
      return o.lessOrEqual(left, right);
    case ">":
      return o.lessThan(right, left);
    case ">=":
      return o.lessOrEqual(right, left);
    case "==":
      return o.equal(left, right);
    default:
      return o.not(o.equal(left, right));
  }
}

function lowerBinary<V, M>(lowering: Lowering<V, M>, expression: Extract<Expression, { kind: "binary" }>): V {
  const o = lowering.arithmetic;
  const { operator, type } = expression;
  const isFlooring = operator === "//" || operator === "%";
  const operands = isFlooring ? withTrueDivision(lowering) : lowering;
  const left = lowerNumber(operands, expression.left);
  if (operator === "**") return lowerPower(lowering, expression, left);
  const right = lowerNumber(operands, expression.right);
  if (type === "float") {
    switch (operator) {
      case "+":
        return o.add(left, right);
      case "-":
        return o.subtract(left, right);
      case "*":
        return o.multiply(left, right);
      case "/":
        return lowering.hasReciprocal?.(expression.right) ? divideByConstant(lowering, left, right) : o.divide(left, right);
      case "//":
        return elementary.floorDivide(o, left, right);
      case "%":
        return elementary.modulo(o, left, right);
    }
  }
  switch (operator) {
    case "+":
      return wrap(o, o.add(left, right));
    case "-":
      return wrap(o, o.subtract(left, right));
    case "*":
      return multiplyIntegers(o, left, right);
    case "//":
      return toQuotient(o, elementary.floorDivide(o, left, right));
    case "%":
      return toInteger(o, elementary.modulo(o, left, right));
    case "/":
      return o.divide(left, right);
  }
}

function lowerPower<V, M>(lowering: Lowering<V, M>, { right, type }: Extract<Expression, { kind: "binary" }>, base: V): V {
  const o = lowering.arithmetic;
  if (type !== "float") return raiseInteger(o, base, lowerNumber(lowering, right));
  const isLiteral = right.kind === "number" && Number.isInteger(right.value) && Math.abs(right.value) <= MAX_MULTIPLIED_EXPONENT;
  return isLiteral ? elementary.integerPower(o, base, right.value) : elementary.power(o, base, lowerNumber(lowering, right));
}

function lowerCall<V, M>(lowering: Lowering<V, M>, expression: Extract<Expression, { kind: "call" }>): V {
  const o = lowering.arithmetic;
  const { name, type } = expression;
  const isFloored = name === "floor" || name === "ceil" || name === "int" || name === "timestep";
  const within = isFloored ? withTrueDivision(lowering) : lowering;
  const argument = (index: number) => lowerNumber(within, expression.arguments[index]!);
  const ofType = (value: V) => (type === "float" ? value : toInteger(o, value));
  switch (name) {
    case "sqrt":
      return o.squareRoot(argument(0));
    case "abs":
      return type === "float" ? o.absolute(argument(0)) : wrap(o, o.absolute(argument(0)));
    case "floor":
      return ofType(o.floor(argument(0)));
    case "ceil":
      return ofType(elementary.ceiling(o, argument(0)));
    case "int":
      return toInteger(o, argument(0));
    case "sign":
      return elementary.sign(o, argument(0));
    case "min":
      return elementary.minimum(o, argument(0), argument(1));
    case "max":
      return elementary.maximum(o, argument(0), argument(1));
    case "clip":
      return elementary.clip(o, argument(0), argument(1), argument(2));
    case "where":
      return o.select(lowerCondition(lowering, expression.arguments[0]!), argument(1), argument(2));
    case "timestep":
      return timestep(lowering, argument(0), argument(1));
    default:
      return elementary[name](o, argument(0));
  }
}

/** The number of steps of `dt` in `x`, forgiving a thousandth of one: ⌊(x + dt/1000)/dt⌋ toward zero (Brian 2's `timestep`). */
export function timestep<V, M>({ arithmetic: o }: Lowering<V, M>, x: V, dt: V): V {
  return toInteger(o, o.divide(o.add(x, o.multiply(o.constant(1e-3), dt)), dt));
}
