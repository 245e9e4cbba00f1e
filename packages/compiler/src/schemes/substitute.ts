// Subexpressions are written out where they are used, so that what follows sees state variables, parameters and builtins only. Value
// numbering computes each of them once all the same. Those that are constant over a step stay names: their value is kept.

import { type CheckedGroup, type Expression, substitute } from "@spikefarm/equations";

/** Rewrites an expression so that it names no subexpression of the group but those that are constant over dt. */
export function substitution(group: CheckedGroup): (expression: Expression) => Expression {
  const values = new Map<string, Expression>();
  const inline = (expression: Expression): Expression =>
    substitute(expression, (name) => (name.from === "variable" ? (values.get(name.name) ?? name) : name));
  for (const variable of group.variables) {
    if (variable.kind === "subexpression" && !variable.isConstantOverDt) values.set(variable.name, inline(variable.value));
  }
  return inline;
}
