// Which parameters does something depend on, directly and through derived ones?

import type { CheckedModel, CheckedParameter, Expression, OutputExpression } from "../checked-model.js";
import { namesIn } from "../linearity/walk-expression.js";
import { measurementsIn, operandsOf, timesOf } from "./output-measurements.js";

/** `names` and the parameters that derived ones among them are computed from. */
export function withSources(names: Iterable<string>, parameters: readonly CheckedParameter[]): ReadonlySet<string> {
  const found = new Set(names);
  // Derived parameters come after what they use, so one pass from the end reaches every source.
  for (const parameter of parameters.toReversed()) {
    if (parameter.derived === undefined || !found.has(parameter.name)) continue;
    for (const name of namesIn(parameter.derived, "parameter")) found.add(name);
  }
  return found;
}

/** Every parameter that can change a result, directly or through a derived one. */
export function usedParameters(model: CheckedModel): ReadonlySet<string> {
  const expressions: Expression[] = [model.dt, model.duration, model.warmup];
  for (const group of model.groups) {
    expressions.push(group.size, ...group.reset.map((statement) => statement.value));
    if (group.threshold !== undefined) expressions.push(group.threshold);
    if (group.refractory !== undefined) expressions.push(group.refractory.value);
    for (const variable of group.variables) {
      if (variable.kind === "state") expressions.push(variable.derivative);
      if (variable.kind === "subexpression") expressions.push(variable.value);
    }
    for (const initial of group.initial) if (isExpression(initial.value)) expressions.push(initial.value);
  }
  for (const { value } of model.outputs) expressions.push(...measurementsIn(value).flatMap(timesOf));
  const names = new Set(expressions.flatMap((expression) => [...namesIn(expression, "parameter")]));
  for (const { value } of model.outputs) collectParameters(value, names);
  return withSources(names, model.parameters);
}

const isExpression = (value: Expression | readonly number[]): value is Expression => !Array.isArray(value);

function collectParameters(expression: OutputExpression, names: Set<string>): void {
  if (expression.kind === "parameter") names.add(expression.name);
  for (const operand of operandsOf(expression)) collectParameters(operand, names);
}
