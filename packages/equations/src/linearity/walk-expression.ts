// Walks over checked expressions.

import type { Expression } from "../checked-model.js";

export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "negate":
    case "not":
      return [expression.operand];
    case "binary":
    case "compare":
    case "logic":
      return [expression.left, expression.right];
    case "call":
    case "draw":
    case "lookup":
      return expression.arguments;
    default:
      return [];
  }
}

/** True where `matches` holds for the expression or anything below it. */
export const someNode = (expression: Expression, matches: (node: Expression) => boolean): boolean =>
  matches(expression) || childrenOf(expression).some((child) => someNode(child, matches));

/** Every name in an expression, in order of appearance. */
export function nameNodesIn(expression: Expression): readonly (Expression & { kind: "name" })[] {
  return expression.kind === "name" ? [expression] : childrenOf(expression).flatMap(nameNodesIn);
}

/** Every name an expression holds, of one kind. */
export function namesIn(expression: Expression, from: "parameter" | "variable" | "builtin"): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: Expression): void => {
    if (node.kind === "name" && node.from === from) names.add(node.name);
    for (const child of childrenOf(node)) visit(child);
  };
  visit(expression);
  return names;
}

/** The expression with each name replaced by what `replace` gives for it. */
export function substitute(expression: Expression, replace: (name: Expression & { kind: "name" }) => Expression): Expression {
  const walk = (node: Expression): Expression => substitute(node, replace);
  switch (expression.kind) {
    case "name":
      return replace(expression);
    case "negate":
      return { ...expression, operand: walk(expression.operand) };
    case "not":
      return { ...expression, operand: walk(expression.operand) };
    case "binary":
      return { ...expression, left: walk(expression.left), right: walk(expression.right) };
    case "compare":
      return { ...expression, left: walk(expression.left), right: walk(expression.right) };
    case "logic":
      return { ...expression, left: walk(expression.left), right: walk(expression.right) };
    case "call":
    case "draw":
    case "lookup":
      return { ...expression, arguments: expression.arguments.map(walk) };
    default:
      return expression;
  }
}
