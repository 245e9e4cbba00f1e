// Subexpressions are written out where they are used, so that what follows sees state variables, parameters and builtins only. Value
// numbering computes each of them once all the same.

import type { CheckedGroup, Expression } from "@spikefarm/equations";

/** Rewrites an expression so that it names no subexpression of the group. */
export function substitution(group: CheckedGroup): (expression: Expression) => Expression {
  const values = new Map<string, Expression>();
  const substitute = (expression: Expression): Expression =>
    mapNames(expression, (name) => (name.from === "variable" ? (values.get(name.name) ?? name) : name));
  for (const variable of group.variables) {
    if (variable.kind === "subexpression") values.set(variable.name, substitute(variable.value));
  }
  return substitute;
}

type NameExpression = Extract<Expression, { kind: "name" }>;

function mapNames(expression: Expression, replace: (name: NameExpression) => Expression): Expression {
  const map = (operand: Expression) => mapNames(operand, replace);
  switch (expression.kind) {
    case "number":
    case "boolean":
      return expression;
    case "name":
      return replace(expression);
    case "negate":
    case "not":
      return { ...expression, operand: map(expression.operand) };
    case "binary":
    case "compare":
    case "logic":
      return { ...expression, left: map(expression.left), right: map(expression.right) };
    case "call":
      return { ...expression, arguments: expression.arguments.map(map) };
  }
}

/** Every name in an expression, in order of appearance. */
export function namesIn(expression: Expression): readonly NameExpression[] {
  switch (expression.kind) {
    case "number":
    case "boolean":
      return [];
    case "name":
      return [expression];
    case "negate":
    case "not":
      return namesIn(expression.operand);
    case "binary":
    case "compare":
    case "logic":
      return [...namesIn(expression.left), ...namesIn(expression.right)];
    case "call":
      return expression.arguments.flatMap(namesIn);
  }
}
