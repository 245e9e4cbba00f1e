// Sums and products in which 0, 1 and signs of numbers are dropped as they are built. Two numbers are computed at once: the kernel would
// do the same operation on the same doubles.

import type { BinaryOperator, Expression } from "../checked-model.js";
import { floatBinary } from "../expression/evaluate.js";

export const number = (value: number): Expression => ({ kind: "number", value: value + 0, type: "float" });

const isNumber = (expression: Expression, value: number): boolean => expression.kind === "number" && expression.value === value;

export function add(left: Expression, right: Expression): Expression {
  if (isNumber(left, 0)) return right;
  if (isNumber(right, 0)) return left;
  return combine("+", left, right);
}

export function subtract(left: Expression, right: Expression): Expression {
  if (isNumber(right, 0)) return left;
  if (isNumber(left, 0)) return negate(right);
  return combine("-", left, right);
}

export function multiply(left: Expression, right: Expression): Expression {
  if (isNumber(left, 0) || isNumber(right, 0)) return number(0);
  if (isNumber(left, 1)) return right;
  if (isNumber(right, 1)) return left;
  if (isNumber(left, -1)) return negate(right);
  if (isNumber(right, -1)) return negate(left);
  return combine("*", left, right);
}

export function divide(left: Expression, right: Expression): Expression {
  if (isNumber(left, 0)) return number(0);
  if (isNumber(right, 1)) return left;
  return combine("/", left, right);
}

export function negate(operand: Expression): Expression {
  if (operand.kind === "number") return number(-operand.value);
  if (operand.kind === "negate") return operand.operand;
  return { kind: "negate", operand, type: "float" };
}

function combine(operator: Exclude<BinaryOperator, "**">, left: Expression, right: Expression): Expression {
  if (left.kind === "number" && right.kind === "number") return number(floatBinary(operator, left.value, right.value));
  return { kind: "binary", operator, left, right, type: "float" };
}
