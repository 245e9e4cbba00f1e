// The outputs of a model, worked out from everything that was seen of a trial: what each measurement is by its definition.

import {
  type CheckedModel,
  type Expression,
  evaluate,
  type MeasuredWindow,
  type Measurement,
  type OutputExpression,
} from "@spikefarm/equations";
import type { GroupObservations, Observations } from "./observations.js";
import { constantOf, known, stepsIn } from "./trial.js";

/** One number, or one an element, an interval, a sample … */
export type Value = number | readonly number[];

/** Every output of the model, by its name. */
export function measureOutputs(
  model: CheckedModel,
  parameters: ReadonlyMap<string, number>,
  observations: Observations,
): ReadonlyMap<string, Value> {
  const measured = (measurement: Measurement) => measure(model, parameters, observations, measurement);
  return new Map(model.outputs.map(({ name, value }) => [name, outputValue(value, parameters, measured)]));
}

function outputValue(output: OutputExpression, parameters: ReadonlyMap<string, number>, measured: (of: Measurement) => Value): Value {
  const evaluated = (operand: OutputExpression) => outputValue(operand, parameters, measured);
  switch (output.kind) {
    case "measurement":
      return measured(output.measurement);
    case "number":
      return output.value;
    case "parameter":
      return known(parameters, output.name);
    case "reduce":
      return reduce(output.reduction, [evaluated(output.of)].flat());
    case "negate":
      return elementwise([output.operand], evaluated, ([operand]) => ({ kind: "negate", operand: operand!, type: "float" }));
    case "binary": {
      const { operator } = output;
      return elementwise([output.left, output.right], evaluated, ([left, right]) => {
        return { kind: "binary", operator, left: left!, right: right!, type: "float" };
      });
    }
    case "call": {
      const { name } = output;
      return elementwise(output.arguments, evaluated, (operands) => ({ kind: "call", name, arguments: operands, type: "float" }));
    }
  }
}

/** An operation of the language, once for each element where an operand has several. A literal stays one, so that `x**2` is a square. */
function elementwise(
  operands: readonly OutputExpression[],
  evaluated: (operand: OutputExpression) => Value,
  operation: (operands: readonly Expression[]) => Expression,
): Value {
  const expression = operation(
    operands.map((operand, place) =>
      operand.kind === "number"
        ? { kind: "number", value: operand.value, type: "float" }
        : { kind: "name", name: String(place), from: "variable", type: "float" },
    ),
  );
  const values = operands.map(evaluated);
  const numberAt = (value: Value, element: number) => (typeof value === "number" ? value : value[element]!);
  const at = (element: number) => evaluate(expression, (place) => numberAt(values[Number(place)]!, element));
  const several = values.find((value) => typeof value !== "number");
  return several === undefined ? at(0) : several.map((_, element) => at(element));
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
const sd = (values: readonly number[]): number => Math.sqrt(mean(values.map((value) => (value - mean(values)) * (value - mean(values)))));
const least = (values: readonly number[]): number => values.reduce((a, b) => (b < a ? b : a));
const greatest = (values: readonly number[]): number => values.reduce((a, b) => (a < b ? b : a));

const REDUCTIONS = { sum, mean, sd, min: least, max: greatest };

const reduce = (reduction: keyof typeof REDUCTIONS, values: readonly number[]): number => REDUCTIONS[reduction](values);

interface Window {
  readonly first: number;
  readonly end: number;
  readonly seconds: number;
}

function measure(
  model: CheckedModel,
  parameters: ReadonlyMap<string, number>,
  observations: Observations,
  measurement: Measurement,
): Value {
  const { steps, dt } = observations;
  const group = observations.group(measurement.group);
  const constant = (expression: Expression) => constantOf(parameters, expression);
  const windowOf = (window: MeasuredWindow | undefined): Window => {
    const [from, to] = [constant(window?.from ?? model.warmup), constant(window?.to ?? model.duration)];
    return { first: stepsIn(from, dt), end: Math.min(stepsIn(to, dt), steps), seconds: to - from };
  };
  switch (measurement.kind) {
    case "final":
      return everyElement(group, (element) => group.valueOf(measurement.variable, element, steps));
    case "trace": {
      const { variable, elements, everySteps, window } = measurement;
      const { first, end } = windowOf(window);
      const sampled = Array.from({ length: Math.ceil((end - first) / everySteps) }, (_, sample) => first + sample * everySteps);
      const rows = elements === "all" ? everyElement(group, (element) => element) : elements;
      return rows.flatMap((element) => sampled.map((step) => group.valueOf(variable, element, step)));
    }
    case "time": {
      const { variable, reduction, window } = measurement;
      const { first, end } = windowOf(window);
      const inWindow = Array.from({ length: end - first }, (_, sample) => first + sample);
      return everyElement(group, (element) =>
        reduce(
          reduction,
          inWindow.map((step) => group.valueOf(variable, element, step)),
        ),
      );
    }
    case "binned_rate": {
      const window = windowOf(measurement.window);
      return binnedRate(group, measurement.event, window, Math.round(constant(measurement.bin) / dt), dt);
    }
    default:
      return measureEvents(group, measurement.kind, measurement.event, windowOf(measurement.window), dt);
  }
}

const everyElement = <V>(group: GroupObservations, value: (element: number) => V): V[] =>
  Array.from({ length: group.size }, (_, element) => value(element));

/** Occurrences in each stretch of `binSteps` steps, a second and an element; the last stretch may be shorter. */
function binnedRate(group: GroupObservations, event: string, { first, end }: Window, binSteps: number, dt: number): Value {
  const steps = group.occurrences(event).map(({ step }) => step);
  return Array.from({ length: Math.ceil((end - first) / binSteps) }, (_, bin) => {
    const from = first + bin * binSteps;
    const to = Math.min(from + binSteps, end);
    return steps.filter((step) => step >= from && step < to).length / (group.size * (to - from) * dt);
  });
}

type EventMeasurement = Exclude<Measurement["kind"], "final" | "trace" | "time" | "binned_rate">;

function measureEvents(
  group: GroupObservations,
  kind: EventMeasurement,
  event: string,
  { first, end, seconds }: Window,
  dt: number,
): Value {
  const seen = group.occurrences(event).filter(({ step }) => step >= first && step < end);
  const ofElements = everyElement(group, (element) => seen.filter((one) => one.element === element).map(({ step }) => step));
  const counts = ofElements.map((steps) => steps.length);
  const intervals = ofElements.map((steps) => steps.slice(1).map((step, index) => (step - steps[index]!) * dt));
  const cv = (of: readonly number[]) => (of.length < 2 ? Number.NaN : sd(of) / mean(of));
  switch (kind) {
    case "count":
      return seen.length;
    case "counts":
      return counts;
    case "rate":
      return seen.length / (group.size * seconds);
    case "rates":
      return counts.map((count) => count / seconds);
    case "spikes":
      return seen.map(({ step }) => step * dt);
    case "first_spike":
      return seen.length === 0 ? Number.NaN : seen[0]!.step * dt;
    case "first_spikes":
      return ofElements.map((steps) => (steps.length === 0 ? Number.NaN : steps[0]! * dt));
    case "isi_mean":
      return mean(intervals.flat());
    case "isi_means":
      return intervals.map(mean);
    case "isi_cv":
      return mean(intervals.map(cv).filter((value) => !Number.isNaN(value)));
    case "isi_cvs":
      return intervals.map(cv);
  }
}
