// IDENTITY 5, a second time: in the right-hand side of a state update, dividing by an expression of literals and parameters alone
// multiplies by its reciprocal, where that is finite and normal. Comparisons, conditions, floor, ceil, int, //, % and timestep keep
// their divisions.

import { type Expression, evaluate } from "@spikefarm/equations";

const SMALLEST_NORMAL = 2.2250738585072014e-308;

/** Replaces the names of subexpressions by what they stand for. */
export function substituted(expression: Expression, subexpressions: ReadonlyMap<string, Expression>): Expression {
  const visit = (child: Expression) => substituted(child, subexpressions);
  switch (expression.kind) {
    case "name": {
      const value = subexpressions.get(expression.name);
      return value === undefined ? expression : visit(value);
    }
    case "negate":
      return { ...expression, operand: visit(expression.operand) };
    case "not":
      return { ...expression, operand: visit(expression.operand) };
    case "binary":
      return { ...expression, left: visit(expression.left), right: visit(expression.right) };
    case "compare":
      return { ...expression, left: visit(expression.left), right: visit(expression.right) };
    case "logic":
      return { ...expression, left: visit(expression.left), right: visit(expression.right) };
    case "call":
      return { ...expression, arguments: expression.arguments.map(visit) };
    default:
      return expression;
  }
}

/** The expression as a state update computes it, for one trial's parameters. */
export function withReciprocals(expression: Expression, parameters: ReadonlyMap<string, number>): Expression {
  const visit = (child: Expression) => withReciprocals(child, parameters);
  switch (expression.kind) {
    case "negate":
      return { ...expression, operand: visit(expression.operand) };
    case "binary": {
      if (expression.operator === "//" || expression.operator === "%") return expression;
      const [left, right] = [visit(expression.left), visit(expression.right)];
      if (expression.operator !== "/" || !isLoopConstant(expression.right)) return { ...expression, left, right };
      const reciprocal = 1 / evaluate(right, (name) => parameters.get(name)!);
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
      return expression;
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
