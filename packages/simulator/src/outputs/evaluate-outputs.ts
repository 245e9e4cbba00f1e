// A model's outputs, evaluated on what one trial left behind.
//
// An output is turned once into a function of a trial: measurements and parameters are its leaves, reductions and arithmetic its nodes.
// Arithmetic goes through the language's own interpreter (`evaluate`), one number at a time, so that an output computes what the same text
// computes in the model (IDENTITY 4 – 6): IEEE division, our elementary functions, `x**2` by multiplication.
//
// A number goes with a number or with each of a group's values; spike times and traces stand alone (`checkModel` sees to both).

import {
  type CheckedModel,
  type CheckedOutput,
  DEFAULT_OUTPUT_MAX,
  type Expression,
  evaluate,
  type Measurement,
  measuredSteps,
  type OutputExpression,
  type RunTimes,
  runTimes,
} from "@spikefarm/equations";
import { CodedError } from "@spikefarm/protocol";
import type { OUTPUT_CODES } from "./errors.js";
import { type MeasuredTimes, measure } from "./measure.js";
import type { Measurements } from "./measurements.js";
import { itemCount, type OutputValue } from "./output-value.js";
import { REDUCTIONS } from "./reductions.js";

/** Bytes of all outputs of a trial. */
const MAX_OUTPUTS_SIZE_BYTES = 64 * 1024 * 1024;

/**
 * The value of each output of the model, in declared order. `parameters` are those of the trial, resolved, in SI.
 * Throws a CodedError OUTPUT_TOO_LARGE where an output passes a limit: such a trial has failed.
 */
export function evaluateOutputs(
  model: CheckedModel,
  parameters: ReadonlyMap<string, number>,
  measurements: Measurements,
): readonly OutputValue[] {
  const value = (expression: Expression) => evaluate(expression, (name) => parameterOf(parameters, name));
  const trial = { parameters, measurements, times: runTimes(model, value), value };
  const values = evaluatorsOf(model).map((output) => output(trial));
  checkSizes(model, values);
  return values;
}

interface Trial {
  readonly parameters: ReadonlyMap<string, number>;
  readonly measurements: Measurements;
  readonly times: RunTimes;
  /** Of an expression over parameters. */
  readonly value: (expression: Expression) => number;
}

type Evaluator = (trial: Trial) => OutputValue;

const evaluatorsByModel = new WeakMap<CheckedModel, readonly Evaluator[]>();

function evaluatorsOf(model: CheckedModel): readonly Evaluator[] {
  let evaluators = evaluatorsByModel.get(model);
  if (evaluators === undefined) {
    evaluators = model.outputs.map((output) => evaluatorOf(output.value));
    evaluatorsByModel.set(model, evaluators);
  }
  return evaluators;
}

function evaluatorOf(expression: OutputExpression): Evaluator {
  switch (expression.kind) {
    case "measurement":
      return (trial) => measure(expression.measurement, trial.measurements, timesOf(expression.measurement, trial));
    case "reduce": {
      const [of, reduce] = [evaluatorOf(expression.of), REDUCTIONS[expression.reduction]];
      return (trial) => {
        const values = of(trial);
        return typeof values === "number" ? values : reduce(values);
      };
    }
    case "number":
      return () => expression.value;
    case "parameter":
      return (trial) => parameterOf(trial.parameters, expression.name);
    case "negate":
      return combine([expression.operand], ([operand]) => ({ kind: "negate", operand: operand!, type: "float" }));
    case "binary": {
      const { operator, left, right } = expression;
      return combine([left, right], ([a, b]) => ({ kind: "binary", operator, left: a!, right: b!, type: "float" }));
    }
    case "call": {
      const { name } = expression;
      return combine(expression.arguments, (operands) => ({ kind: "call", name, arguments: operands, type: "float" }));
    }
  }
}

function timesOf(measurement: Measurement, { times, value }: Trial): MeasuredTimes {
  return {
    window: measuredSteps("window" in measurement ? measurement.window : undefined, times, value),
    binSeconds: measurement.kind === "binned_rate" ? value(measurement.bin) : Number.NaN,
  };
}

function parameterOf(parameters: ReadonlyMap<string, number>, name: string): number {
  const value = parameters.get(name);
  if (value === undefined) throw new Error(`the outputs use parameter "${name}", which the trial does not have`);
  return value;
}

/** Applies `operation` to the operands' numbers, element by element where one of them is an array. */
function combine(operands: readonly OutputExpression[], operation: (operands: readonly Expression[]) => Expression): Evaluator {
  const evaluators = operands.map(evaluatorOf);
  const expression = operation(operands.map(operandExpression));
  return (trial) => {
    const values = evaluators.map((evaluator) => evaluator(trial));
    const array = values.find((value) => typeof value !== "number");
    if (array === undefined) return evaluate(expression, (name) => values[Number(name)] as number);
    const numberAt = (value: OutputValue, element: number) => (typeof value === "number" ? value : value[element]!);
    return array.map((_, element) => evaluate(expression, (name) => numberAt(values[Number(name)]!, element)));
  };
}

/** An operand as the interpreter sees it: a name, its place among the operands; a literal stays one, so that `x**2` is a square. */
function operandExpression(operand: OutputExpression, place: number): Expression {
  if (operand.kind !== "number") return { kind: "name", name: String(place), from: "variable", type: "float" };
  return { kind: "number", value: operand.value, type: Number.isInteger(operand.value) ? "integer" : "float" };
}

function checkSizes({ outputs }: CheckedModel, values: readonly OutputValue[]): void {
  let items = 0;
  values.forEach((value, index) => {
    items += itemCount(value);
    checkOutputSize(outputs[index]!, itemCount(value));
  });
  checkTotalSize(items);
}

/** Throws a CodedError OUTPUT_TOO_LARGE where the outputs of a trial have more numbers than may be. */
export function checkTotalSize(items: number): void {
  const bytes = items * Float64Array.BYTES_PER_ELEMENT;
  if (bytes > MAX_OUTPUTS_SIZE_BYTES) throw tooLarge(`The outputs take ${bytes} bytes, the limit is ${MAX_OUTPUTS_SIZE_BYTES}`);
}

/** Throws a CodedError OUTPUT_TOO_LARGE where an output of this many numbers passes its limit. */
export function checkOutputSize({ name, max = DEFAULT_OUTPUT_MAX }: CheckedOutput, items: number): void {
  if (items > max) throw tooLarge(`Output "${name}" has more than ${max} numbers, its limit`);
}

function tooLarge(what: string): CodedError {
  const code: keyof typeof OUTPUT_CODES = "OUTPUT_TOO_LARGE";
  return new CodedError(code, `${what}; record fewer elements or less often, reduce it to a number, or raise its max.`);
}
