// A group's differential equations, ready for an integrator: derivatives with their subexpressions written out, and what is constant.

import { type CheckedGroup, type Expression, nameNodesIn } from "@spikefarm/equations";
import { substitution } from "./substitute.js";

export interface Dynamics {
  readonly group: CheckedGroup;
  /** State variables in declared order. */
  readonly derivatives: ReadonlyMap<string, Expression>;
  readonly frozen: ReadonlySet<string>;
  /** Element parameters that the reset changes: constant over a step, not over the run. */
  readonly assigned: ReadonlySet<string>;
  readonly substitute: (expression: Expression) => Expression;
  /** Of literals and parameters alone: what IDENTITY 5 divides by through its reciprocal. */
  readonly isOfParameters: (expression: Expression) => boolean;
  /** Constant over the run: literals, parameters, `dt N i` and element parameters that no statement changes. */
  readonly isLoopConstant: (expression: Expression) => boolean;
  /** Constant over a step: also element parameters that statements change; not state variables, not `t`. */
  readonly isStepConstant: (expression: Expression) => boolean;
}

export function dynamicsOf(group: CheckedGroup): Dynamics {
  const substitute = substitution(group);
  const states = group.variables.filter((variable) => variable.kind === "state");
  const derivatives = new Map(states.map(({ name, derivative }) => [name, substitute(derivative)]));
  const assigned = new Set(group.reset.map(({ target }) => target).filter((target) => !derivatives.has(target)));
  const isConstant = (expression: Expression, changes: ReadonlySet<string>) =>
    nameNodesIn(substitute(expression)).every(({ from, name }) => {
      if (from === "builtin") return name !== "t";
      return from === "parameter" || !(derivatives.has(name) || changes.has(name));
    });
  return {
    group,
    derivatives,
    frozen: new Set(states.filter(({ isFrozenWhileRefractory }) => isFrozenWhileRefractory).map(({ name }) => name)),
    assigned,
    substitute,
    isOfParameters: (expression) => nameNodesIn(substitute(expression)).every(({ from }) => from === "parameter"),
    isLoopConstant: (expression) => isConstant(expression, assigned),
    isStepConstant: (expression) => isConstant(expression, NONE),
  };
}

const NONE: ReadonlySet<string> = new Set();
