// A group's expression with its subexpressions put in, so that only state variables, parameters, builtins and what is kept over a step are
// left: a subexpression (constant over dt) has a value of its own, and stays a name. The checker has limited how large that may grow.

import type { CheckedGroup, Expression, GroupVariable } from "../checked-model.js";
import { substitute } from "./walk-expression.js";

/** `expression` of `group`, without subexpressions. */
export function inlineSubexpressions(expression: Expression, group: Pick<CheckedGroup, "variables">): Expression {
  const inlined = new Map<string, Expression>();
  const replace = (name: Expression & { kind: "name" }): Expression => (name.from === "variable" ? (inlined.get(name.name) ?? name) : name);
  // Subexpressions come after what they use, so one pass is enough.
  for (const variable of group.variables) {
    if (isText(variable)) inlined.set(variable.name, substitute(variable.value, replace));
  }
  return substitute(expression, replace);
}

/** Stands for its text wherever it is used. */
const isText = (variable: GroupVariable): variable is Extract<GroupVariable, { kind: "subexpression" }> =>
  variable.kind === "subexpression" && !variable.isConstantOverDt;
