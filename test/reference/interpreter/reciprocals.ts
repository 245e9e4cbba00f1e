// IDENTITY 5, a second time: in the right-hand side of a state update, dividing by an expression of literals and parameters alone
// multiplies by its reciprocal, where that is finite and normal. Comparisons, conditions, floor, ceil, int, //, % and timestep keep
// their divisions.

import type { CheckedGroup, Expression } from "@spikefarm/equations";
import { constantOf } from "./trial.js";

const SMALLEST_NORMAL = 2.2250738585072014e-308;

/** A derivative as the state update computes it, for one trial's parameters: subexpressions written out, reciprocals in their places. */
export const rightHandSide = (derivative: Expression, group: CheckedGroup, parameters: ReadonlyMap<string, number>): Expression =>
  withReciprocals(writtenOut(derivative, group), parameters);

/** Replaces the names of subexpressions by what they stand for; those constant over dt are variables. */
function writtenOut(expression: Expression, group: CheckedGroup): Expression {
  if (expression.kind !== "name") return withChildren(expression, (child) => writtenOut(child, group));
  const variable = group.variables.find(({ name }) => expression.from === "variable" && name === expression.name);
  if (variable?.kind !== "subexpression" || variable.isConstantOverDt) return expression;
  return writtenOut(variable.value, group);
}

function withReciprocals(expression: Expression, parameters: ReadonlyMap<string, number>): Expression {
  const visit = (child: Expression) => withReciprocals(child, parameters);
  switch (expression.kind) {
    case "compare":
    case "logic":
    case "not":
      return expression;
    case "binary": {
      if (expression.operator === "//" || expression.operator === "%") return expression;
      const [left, right] = [visit(expression.left), visit(expression.right)];
      if (expression.operator !== "/" || !isLoopConstant(expression.right)) return { ...expression, left, right };
      const reciprocal = 1 / constantOf(parameters, right);
      const isNormal = Number.isFinite(reciprocal) && Math.abs(reciprocal) >= SMALLEST_NORMAL;
      if (!isNormal) return { ...expression, left, right };
      return { ...expression, operator: "*", left, right: { kind: "number", value: reciprocal, type: "float" } };
    }
    case "call": {
      if (["floor", "ceil", "int", "timestep"].includes(expression.name)) return expression;
      const isWhere = expression.name === "where";
      return { ...expression, arguments: expression.arguments.map((child, place) => (isWhere && place === 0 ? child : visit(child))) };
    }
    default:
      return withChildren(expression, visit);
  }
}

function isLoopConstant(expression: Expression): boolean {
  switch (expression.kind) {
    case "number":
    case "boolean":
      return true;
    case "name":
      return expression.from === "parameter";
    case "negate":
    case "not":
      return isLoopConstant(expression.operand);
    case "binary":
    case "compare":
    case "logic":
      return isLoopConstant(expression.left) && isLoopConstant(expression.right);
    case "call":
      return expression.arguments.every(isLoopConstant);
    case "draw":
    case "lookup":
      return false;
  }
}

/** The same expression with each of its operands changed. */
function withChildren(expression: Expression, change: (child: Expression) => Expression): Expression {
  switch (expression.kind) {
    case "negate":
      return { ...expression, operand: change(expression.operand) };
    case "not":
      return { ...expression, operand: change(expression.operand) };
    case "binary":
      return { ...expression, left: change(expression.left), right: change(expression.right) };
    case "compare":
      return { ...expression, left: change(expression.left), right: change(expression.right) };
    case "logic":
      return { ...expression, left: change(expression.left), right: change(expression.right) };
    case "call":
    case "draw":
    case "lookup":
      return { ...expression, arguments: expression.arguments.map(change) };
    default:
      return expression;
  }
}
