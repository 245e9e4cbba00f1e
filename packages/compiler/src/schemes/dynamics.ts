// A group's differential equations, ready for an integrator: derivatives with their subexpressions written out, and what is constant.

import { type CheckedGroup, type CheckedModel, type Expression, nameNodesIn } from "@spikefarm/equations";
import { substitution } from "./substitute.js";

export interface Dynamics {
  readonly group: CheckedGroup;
  /** State variables in declared order. */
  readonly derivatives: ReadonlyMap<string, Expression>;
  readonly frozen: ReadonlySet<string>;
  /** Element parameters that statements or inputs change: constant over a step, not over the run. */
  readonly assigned: ReadonlySet<string>;
  /** All that is constant over a step, not over the run: `assigned`, and the subexpressions that say so. */
  readonly held: ReadonlySet<string>;
  readonly substitute: (expression: Expression) => Expression;
  /** Of literals and parameters alone: what IDENTITY 5 divides by through its reciprocal. */
  readonly isOfParameters: (expression: Expression) => boolean;
  /** Constant over the run: literals, parameters, `dt N i` and element parameters that no statement changes. */
  readonly isLoopConstant: (expression: Expression) => boolean;
  /** Constant over a step: also element parameters that statements change; not state variables, not `t`. */
  readonly isStepConstant: (expression: Expression) => boolean;
}

export function dynamicsOf(model: CheckedModel, group: CheckedGroup): Dynamics {
  const substitute = substitution(group);
  const states = group.variables.filter((variable) => variable.kind === "state");
  const derivatives = new Map(states.map(({ name, derivative }) => [name, substitute(derivative)]));
  const assigned = assignedIn(model, group);
  const kept = group.variables.filter((variable) => variable.kind === "subexpression" && variable.isConstantOverDt);
  const held = new Set([...assigned, ...kept.map(({ name }) => name)]);
  const isConstant = (expression: Expression, changes: ReadonlySet<string>) =>
    nameNodesIn(substitute(expression)).every(({ from, name }) => {
      if (from === "builtin") return name !== "t" && (changes === NONE || !CHANGING_BUILTINS.has(name));
      return from === "parameter" || !(derivatives.has(name) || changes.has(name));
    });
  return {
    group,
    derivatives,
    frozen: new Set(states.filter(({ isFrozenWhileRefractory }) => isFrozenWhileRefractory).map(({ name }) => name)),
    assigned,
    held,
    substitute,
    isOfParameters: (expression) => nameNodesIn(substitute(expression)).every(({ from }) => from === "parameter"),
    isLoopConstant: (expression) => isConstant(expression, held),
    isStepConstant: (expression) => isConstant(expression, NONE),
  };
}

const NONE: ReadonlySet<string> = new Set();
/** Builtins, beside `t`, that differ from step to step. */
const CHANGING_BUILTINS: ReadonlySet<string> = new Set(["t_in_timesteps", "lastspike", "not_refractory"]);

/** Whatever writes them: the reset, the code of events, code at regular times, inputs. In declared order. */
function assignedIn({ inputs }: CheckedModel, group: CheckedGroup): ReadonlySet<string> {
  const code = [
    ...group.reset,
    ...group.events.flatMap(({ statements }) => statements),
    ...group.every.flatMap(({ statements }) => statements),
  ];
  const reached = inputs.flatMap((input) => (input.group === group.name ? [input.variable] : []));
  const written = new Set([...code.map(({ target }) => target), ...reached]);
  return new Set(group.variables.flatMap(({ kind, name }) => (kind === "parameter" && written.has(name) ? [name] : [])));
}
