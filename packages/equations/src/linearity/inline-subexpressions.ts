// A group's expression with its subexpressions put in, so that only state variables, parameters and builtins are left. The checker has
// limited how large that may grow.

import type { CheckedGroup, Expression, GroupVariable } from "../checked-model.js";
import { substitute } from "./walk-expression.js";

/** `expression` of `group`, without subexpressions. */
export function inlineSubexpressions(expression: Expression, group: Pick<CheckedGroup, "variables">): Expression {
  const inlined = new Map<string, Expression>();
  const replace = (name: Expression & { kind: "name" }): Expression => (name.from === "variable" ? (inlined.get(name.name) ?? name) : name);
  // Subexpressions come after what they use, so one pass is enough.
  for (const variable of group.variables) {
    if (isSubexpression(variable)) inlined.set(variable.name, substitute(variable.value, replace));
  }
  return substitute(expression, replace);
}

const isSubexpression = (variable: GroupVariable): variable is Extract<GroupVariable, { kind: "subexpression" }> =>
  variable.kind === "subexpression";
