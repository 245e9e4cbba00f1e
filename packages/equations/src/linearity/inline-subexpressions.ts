// A group's expression with its subexpressions put in, so that only what has a value of its own is left: state variables, parameters, builtins,
// and subexpressions that are constant over a step. The checker has limited how large that may grow.

import type { CheckedGroup, Expression, GroupVariable, Subexpression } from "../checked-model.js";
import { substitute } from "./walk-expression.js";

/** `expression` of `group`, without subexpressions that stand for their text. */
export function inlineSubexpressions(expression: Expression, group: Pick<CheckedGroup, "variables">): Expression {
  return inliningOf(group)(expression);
}

/** The same for many expressions of one group. */
export function inliningOf(group: Pick<CheckedGroup, "variables">): (expression: Expression) => Expression {
  const inlined = new Map<string, Expression>();
  const replace = (name: Expression & { kind: "name" }): Expression => (name.from === "variable" ? (inlined.get(name.name) ?? name) : name);
  // Subexpressions come after what they use, so one pass is enough.
  for (const variable of group.variables) {
    if (standsForItsText(variable)) inlined.set(variable.name, substitute(variable.value, replace));
  }
  return (expression) => substitute(expression, replace);
}

const standsForItsText = (variable: GroupVariable): variable is Subexpression =>
  variable.kind === "subexpression" && !variable.isConstantOverDt;
