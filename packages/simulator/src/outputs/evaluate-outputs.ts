// A model's outputs, evaluated on what one trial left behind.
//
// An output is turned once into a function of a trial: measurements and parameters are its leaves, reductions and arithmetic its nodes.
// Arithmetic goes through the language's own interpreter (`evaluate`), one number at a time, so that an output computes what the same text
// computes in the model (IDENTITY 4 – 6): IEEE division, our elementary functions, `x**2` by multiplication.
//
// A number goes with a number or with each of a group's values; spike times and traces stand alone (`checkModel` sees to both).

import { type CheckedModel, type Expression, evaluate, type OutputExpression } from "@spikefarm/equations";
import { CodedError } from "@spikefarm/protocol";
import type { OUTPUT_CODES } from "./errors.js";
import { measure } from "./measure.js";
import type { Measurements } from "./measurements.js";
import { itemCount, type OutputValue } from "./output-value.js";
import { REDUCTIONS } from "./reductions.js";

/** Numbers in one output of a trial. */
export const MAX_OUTPUT_ITEMS = 1_000_000;
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
  const trial = { parameters, measurements };
  const values = evaluatorsOf(model).map((output) => output(trial));
  checkSizes(model, values);
  return values;
}

interface Trial {
  readonly parameters: ReadonlyMap<string, number>;
  readonly measurements: Measurements;
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
      return (trial) => measure(expression.measurement, trial.measurements);
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
      return (trial) => parameterOf(trial, expression.name);
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

function parameterOf(trial: Trial, name: string): number {
  const value = trial.parameters.get(name);
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

function checkSizes(model: CheckedModel, values: readonly OutputValue[]): void {
  let items = 0;
  values.forEach((value, index) => {
    items += itemCount(value);
    if (itemCount(value) > MAX_OUTPUT_ITEMS) {
      throw tooLarge(`Output "${model.outputs[index]!.name}" has ${itemCount(value)} numbers, the limit is ${MAX_OUTPUT_ITEMS}`);
    }
  });
  const bytes = items * Float64Array.BYTES_PER_ELEMENT;
  if (bytes > MAX_OUTPUTS_SIZE_BYTES) throw tooLarge(`The outputs take ${bytes} bytes, the limit is ${MAX_OUTPUTS_SIZE_BYTES}`);
}

function tooLarge(what: string): CodedError {
  const code: keyof typeof OUTPUT_CODES = "OUTPUT_TOO_LARGE";
  return new CodedError(code, `${what}; record fewer elements or less often, or reduce it to a number.`);
}
