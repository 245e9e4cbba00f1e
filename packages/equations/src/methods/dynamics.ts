// A group's differential equations, ready for an integrator: derivatives with their subexpressions written out, and what is constant.
//
// What is constant decides what an integrator may do. Over a step everything is that only statements, events and inputs change, because they
// run before or after the state update; so is a draw, which has one value a step, and a timed array whose samples last whole steps. Over the run
// only literals, parameters, `dt N i` and element parameters that nothing writes to are.

import type { CheckedData, CheckedGroup, CheckedInput, Expression, GroupVariable } from "../checked-model.js";
import { inliningOf } from "../linearity/inline-subexpressions.js";
import { childrenOf, someNode } from "../linearity/walk-expression.js";

export interface Dynamics {
  readonly group: CheckedGroup;
  /** State variables in declared order. */
  readonly derivatives: ReadonlyMap<string, Expression>;
  readonly frozen: ReadonlySet<string>;
  /** Element parameters that statements, events or inputs change, in declared order. */
  readonly assigned: ReadonlySet<string>;
  /** All that is constant over a step, not over the run: `assigned`, and the subexpressions that say so. */
  readonly held: ReadonlySet<string>;
  readonly substitute: (expression: Expression) => Expression;
  /** Of literals and parameters alone: what IDENTITY 5 divides by through its reciprocal. This and what follows ask for written-out expressions. */
  readonly isOfParameters: (expression: Expression) => boolean;
  readonly isLoopConstant: (expression: Expression) => boolean;
  readonly isStepConstant: (expression: Expression) => boolean;
}

/** What is around a group. */
export interface Surroundings {
  readonly inputs: readonly CheckedInput[];
  readonly data: readonly CheckedData[];
  readonly dtSeconds: number;
}

export function dynamicsOf(group: CheckedGroup, { inputs, data, dtSeconds }: Surroundings): Dynamics {
  const substitute = inliningOf(group);
  const states = group.variables.filter((variable) => variable.kind === "state");
  const derivatives = new Map(states.map(({ name, derivative }) => [name, substitute(derivative)]));
  const written = writtenIn(group, inputs);
  const isAssigned = ({ kind, name }: GroupVariable) => kind === "parameter" && written.has(name);
  const assigned = new Set(group.variables.filter(isAssigned).map(({ name }) => name));
  const kept = group.variables.filter((variable) => variable.kind === "subexpression" && variable.isConstantOverDt);
  const held = new Set([...assigned, ...kept.map(({ name }) => name)]);
  const steady = new Set(data.filter(({ dtSeconds: sampleSeconds }) => isWholeSteps(sampleSeconds, dtSeconds)).map(({ name }) => name));

  const isLoopConstantNode = (node: Expression): boolean => {
    if (node.kind === "draw" || node.kind === "lookup") return false;
    if (node.kind !== "name" || node.from === "parameter") return true;
    if (node.from === "builtin") return LOOP_CONSTANT_BUILTINS.has(node.name);
    return node.from === "variable" && !derivatives.has(node.name) && !held.has(node.name);
  };
  const isStepConstant = (node: Expression): boolean => {
    if (node.kind === "lookup" && steady.has(node.data) && isTime(node.arguments[0])) return node.arguments.slice(1).every(isStepConstant);
    if (node.kind !== "name") return childrenOf(node).every(isStepConstant);
    return node.from === "variable" ? !derivatives.has(node.name) : node.from !== "noise" && !isTime(node);
  };
  return {
    group,
    derivatives,
    frozen: new Set(states.filter(({ isFrozenWhileRefractory }) => isFrozenWhileRefractory).map(({ name }) => name)),
    assigned,
    held,
    substitute,
    isOfParameters: (expression) => !someNode(expression, (node) => !isOfParametersNode(node)),
    isLoopConstant: (expression) => !someNode(expression, (node) => !isLoopConstantNode(node)),
    isStepConstant,
  };
}

const LOOP_CONSTANT_BUILTINS: ReadonlySet<string> = new Set(["dt", "N", "i"]);

const isTime = (node: Expression | undefined): boolean => node?.kind === "name" && node.from === "builtin" && node.name === "t";

const isOfParametersNode = (node: Expression): boolean =>
  node.kind === "name" ? node.from === "parameter" : node.kind !== "draw" && node.kind !== "lookup";

/** Every variable that something besides the state update writes to. */
function writtenIn(group: CheckedGroup, inputs: readonly CheckedInput[]): ReadonlySet<string> {
  const statements = [
    ...group.reset,
    ...group.events.flatMap((event) => event.statements),
    ...group.every.flatMap((code) => code.statements),
  ];
  const reached = inputs.filter((input) => input.group === group.name).map(({ variable }) => variable);
  return new Set([...statements.map(({ target }) => target), ...reached]);
}

/** A sample that lasts this close to a whole number of steps, in steps, lasts that number of steps. */
const STEP_TOLERANCE = 1e-9;

function isWholeSteps(sampleSeconds: number | undefined, dtSeconds: number): boolean {
  if (sampleSeconds === undefined) return false;
  const steps = sampleSeconds / dtSeconds;
  return steps > 0.5 && Math.abs(steps - Math.round(steps)) <= STEP_TOLERANCE * steps;
}
