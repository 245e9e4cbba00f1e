// How long a trial of a model takes, to within a factor of a few: steps × elements × operations. Good enough to cut work into pieces;
// nothing that is stored depends on it but the granule size, which is stored itself.

import { type CheckedGroup, type CheckedModel, type Expression, evaluate, resolveParameters } from "@spikefarm/equations";
import type { PointValue, Space } from "../checked-document.js";
import { spaceSize, valuesAtRank } from "../space/space-arithmetic.js";

/** Of an addition in a vectorised kernel, on one core. */
const OPERATION_SECONDS = 3e-10;
/** Of setting a lane up and storing its row. */
const TRIAL_SECONDS = 1e-6;
/** Relative to an addition. */
const DIVISION_WEIGHT = 4;
const CALL_WEIGHT = 25;
const CHEAP_CALLS: ReadonlySet<string> = new Set(["abs", "sign", "floor", "ceil", "int", "clip", "min", "max", "where"]);

/** The longer one of the space's first and last trial. */
export function estimateTrialSeconds(model: CheckedModel, space: Space): number {
  const corners = [0, spaceSize(space) - 1].map((rank) => trialSeconds(model, valuesAtRank(space, rank)));
  return Math.max(...corners);
}

/** Of the smaller one of the space's first and last trial. */
export function estimateElements(model: CheckedModel, space: Space): number {
  const corners = [0, spaceSize(space) - 1].map((rank) => {
    const resolved = resolveParameters(model.parameters, valuesAtRank(space, rank));
    const sizes = model.groups.map(({ size }) => atLeastOne(evaluate(size, (name) => Number(resolved.get(name)))));
    return Math.min(...sizes);
  });
  return atLeastOne(Math.min(...corners));
}

function trialSeconds(model: CheckedModel, swept: ReadonlyMap<string, PointValue>): number {
  const resolved = resolveParameters(model.parameters, swept);
  const resolve = (expression: Expression): number => evaluate(expression, (name) => Number(resolved.get(name)));
  const steps = atLeastOne(resolve(model.duration) / resolve(model.dt));
  const operations = model.groups.reduce((sum, group) => sum + atLeastOne(resolve(group.size)) * groupOperations(group), 0);
  return TRIAL_SECONDS + steps * operations * OPERATION_SECONDS;
}

/** Values that make no sense are the simulator's to report. */
const atLeastOne = (value: number): number => (value >= 1 && Number.isFinite(value) ? value : 1);

/** Operations in one step of one element. */
function groupOperations(group: CheckedGroup): number {
  const expressions: Expression[] = group.reset.map((statement) => statement.value);
  for (const variable of group.variables) {
    if (variable.kind === "state") expressions.push(variable.derivative);
    if (variable.kind === "subexpression") expressions.push(variable.value);
  }
  if (group.threshold !== undefined) expressions.push(group.threshold);
  return expressions.reduce((sum, expression) => sum + operationsIn(expression), 1);
}

function operationsIn(expression: Expression): number {
  switch (expression.kind) {
    case "number":
    case "boolean":
    case "name":
      return 0.5;
    case "negate":
    case "not":
      return 1 + operationsIn(expression.operand);
    case "binary":
      return binaryWeight(expression.operator) + operationsIn(expression.left) + operationsIn(expression.right);
    case "compare":
    case "logic":
      return 1 + operationsIn(expression.left) + operationsIn(expression.right);
    case "draw":
    case "lookup":
      return expression.arguments.reduce((sum, argument) => sum + operationsIn(argument), CALL_WEIGHT);
    case "call": {
      const own = CHEAP_CALLS.has(expression.name) ? 2 : CALL_WEIGHT;
      return expression.arguments.reduce((sum, argument) => sum + operationsIn(argument), own);
    }
  }
}

function binaryWeight(operator: (Expression & { kind: "binary" })["operator"]): number {
  if (operator === "**") return CALL_WEIGHT;
  return operator === "+" || operator === "-" || operator === "*" ? 1 : DIVISION_WEIGHT;
}
