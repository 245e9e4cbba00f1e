// Which parameters does something depend on, directly and through derived ones?

import type {
  CheckedGroup,
  CheckedInput,
  CheckedModel,
  CheckedParameter,
  Expression,
  OutputExpression,
  Statement,
} from "../checked-model.js";
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
  const expressions = [
    ...shapingExpressions(model),
    ...model.groups.flatMap(expressionsOfGroup),
    ...model.inputs.flatMap(expressionsOfInput),
  ];
  const names = new Set(expressions.flatMap((expression) => [...namesIn(expression, "parameter")]));
  for (const { value } of model.outputs) collectParameters(value, names);
  return withSources(names, model.parameters);
}

/** Parameters that change a kernel's shape. */
export function structuralParameters(model: Omit<CheckedModel, "structural">): ReadonlySet<string> {
  const names = shapingExpressions(model).flatMap((expression) => [...namesIn(expression, "parameter")]);
  return withSources(names, model.parameters);
}

/** Sizes, times of the model, periods, and windows of measurements. */
function shapingExpressions({ dt, duration, warmup, groups, inputs, outputs }: Omit<CheckedModel, "structural">): readonly Expression[] {
  const periods = inputs.flatMap((input) => (input.kind === "spikes" && input.period !== undefined ? [input.period] : []));
  const regular = groups.flatMap(({ every }) => every.flatMap((code) => code.dt ?? []));
  const windows = outputs.flatMap(({ value }) => measurementsIn(value).flatMap(timesOf));
  return [dt, duration, warmup, ...groups.map(({ size }) => size), ...regular, ...periods, ...windows];
}

function expressionsOfGroup(group: CheckedGroup): readonly Expression[] {
  const { threshold, refractory } = group;
  return [
    ...group.variables.flatMap((variable) =>
      variable.kind === "state" ? [variable.derivative] : variable.kind === "subexpression" ? [variable.value] : [],
    ),
    ...(threshold === undefined ? [] : [threshold]),
    ...(refractory === undefined ? [] : [refractory.value]),
    ...valuesOf(group.reset),
    ...group.events.flatMap(({ condition, statements }) => [condition, ...valuesOf(statements)]),
    ...group.every.flatMap(({ statements }) => valuesOf(statements)),
    ...group.initial.flatMap(({ value }) => (isExpression(value) ? [value] : [])),
  ];
}

const valuesOf = (statements: readonly Statement[]): readonly Expression[] => statements.map(({ value }) => value);

const isExpression = (value: Expression | readonly number[]): value is Expression => !Array.isArray(value);

function collectParameters(expression: OutputExpression, names: Set<string>): void {
  if (expression.kind === "parameter") names.add(expression.name);
  for (const operand of operandsOf(expression)) collectParameters(operand, names);
}

function expressionsOfInput(input: CheckedInput): readonly Expression[] {
  return input.kind === "poisson" ? [input.count, input.rate, input.weight] : [input.weight];
}
