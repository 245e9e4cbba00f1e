// One simulation, for modules and scripts: a document's model and values of its parameters in, the model's outputs out.
//
//   simulate({ groups: { G: { equations: "dv/dt = (v0 - v)/tau : volt", … } }, … }, { v0: "15*mV" }) → { n: 90, f: 90 }
//
// It is a batch of one trial: the same checks, the same kernel and the same bits as a sweep's trial. Checked models are kept by their
// text, so that a module which simulates a thousand times checks and compiles once.

import {
  type CheckedModel,
  type CheckedParameter,
  checkModel,
  checkQuantity,
  evaluate,
  type OutputExpression,
  resolveParameters,
} from "@spikefarm/equations";
import { canonicalJson, flushesSubnormals } from "@spikefarm/numerics";
import { type BlockColumn, CodedError, DiagnosticList, formatDiagnostic, TrialStatus } from "@spikefarm/protocol";
import { SIMULATOR_CODES, type SimulatorCode } from "./errors.js";
import { OUTPUT_CODES } from "./outputs/errors.js";
import { simulateBatch } from "./simulate-batch.js";

/** In SI. A scalar output is a number, a value an element or a list an array, samples an array an element. */
export type SimulatedValue = number | readonly number[] | readonly (readonly number[])[];

export interface SimulateCallOptions {
  /** Called some 50 times a second with the fraction done, and with 1 at the end. An error it throws ends the simulation. */
  readonly report?: (fraction: number) => void;
  /** Of the random numbers; a whole number, 0 where absent. The same seed, repeat and parameters give the same numbers. */
  readonly seed?: number;
  /** Which of the repetitions of these parameters it is: whole, from 0; 0 where absent. */
  readonly repeat?: number;
}

/**
 * Simulates a model once and returns its outputs by name.
 *
 * `model` is the document's `model` value. A parameter is a number in SI, a boolean, or a text: a quantity such as "10*mV", or the value
 * itself where the parameter is a text. Throws a CodedError with every diagnostic where the model or a parameter is wrong, and one with
 * the trial's own code where the trial fails.
 */
export function simulate(
  model: unknown,
  parameters: Readonly<Record<string, number | boolean | string>> = {},
  options: SimulateCallOptions = {},
): Readonly<Record<string, SimulatedValue>> {
  checkSubnormals();
  const checked = checkedModelOf(model);
  const values = resolveParameters(checked.parameters, checkValues(checked.parameters, parameters));
  const resolved = new Map([...values].filter((entry): entry is [string, number] => typeof entry[1] === "number"));
  const texts = new Map([...values].filter((entry): entry is [string, string] => typeof entry[1] === "string"));
  const { report, seed = 0, repeat = 0 } = options;
  const batch = { lanes: 1, parameters: resolved, random: { seed, repeat, texts } };
  const result = simulateBatch(checked, batch, report && { onSlice: (fraction) => report(fraction) });
  if (result === undefined) throw new Error("a simulation was stopped that nobody can stop");
  if (result.status[0] !== TrialStatus.ok) throw new CodedError(result.errorCode[0]!, result.errorMessage[0]!);
  return Object.fromEntries(
    checked.outputs.map((output, index) => {
      const items = itemsOf(result.outputs[index]!);
      if (output.shape === "scalar") return [output.name, items[0]!];
      if (output.shape !== "samples") return [output.name, items];
      return [output.name, inRows(items, rowsOf(checked, output.value, resolved))];
    }),
  );
}

/** Models kept checked; kernels are kept with them. The oldest goes first. */
const MAX_KEPT_MODELS = 32;
const keptModels = new Map<string, CheckedModel>();

function checkedModelOf(source: unknown): CheckedModel {
  const text = canonicalJson(source);
  const kept = keptModels.get(text);
  if (kept !== undefined) return kept;
  const diagnostics = new DiagnosticList();
  const checked = checkModel(source, "model", diagnostics);
  if (checked === undefined || diagnostics.hasErrors) throw invalid("SIMULATE_MODEL_INVALID", "The model does not check", diagnostics);
  if (keptModels.size >= MAX_KEPT_MODELS) keptModels.delete(keptModels.keys().next().value!);
  keptModels.set(text, checked);
  return checked;
}

/** The values given, in SI and of their parameters' types; all that is wrong with them at once. */
function checkValues(
  declared: readonly CheckedParameter[],
  given: Readonly<Record<string, number | boolean | string>>,
): ReadonlyMap<string, number | boolean | string> {
  const diagnostics = new DiagnosticList();
  const values = new Map<string, number | boolean | string>();
  for (const [name, value] of Object.entries(given)) {
    const parameter = declared.find((candidate) => candidate.name === name && candidate.derived === undefined);
    if (parameter === undefined) {
      const settable = declared.filter(({ derived }) => derived === undefined).map((candidate) => candidate.name);
      report(diagnostics, name, `the model has no parameter "${name}" that can be set`, `its parameters are: ${settable.join(", ")}`);
      continue;
    }
    const checked = checkValue(parameter, value, diagnostics);
    if (checked !== undefined) values.set(name, checked);
  }
  if (diagnostics.hasErrors) throw invalid("SIMULATE_PARAMETER_INVALID", "A parameter of the simulation is wrong", diagnostics);
  return values;
}

function checkValue(
  parameter: CheckedParameter,
  value: number | boolean | string,
  diagnostics: DiagnosticList,
): number | boolean | string | undefined {
  const { name, type, unit } = parameter;
  const refuse = (message: string, help: string) => void report(diagnostics, name, message, help);
  if (type === "text") return typeof value === "string" ? value : refuse(`${value} is not a text`, "give a text");
  if (type === "boolean") return typeof value === "boolean" ? value : refuse(`${value} is not true or false`, "give true or false");
  if (typeof value === "boolean") return refuse(`${value} is not a number`, "give a number, or a quantity as a text");
  const number = typeof value === "number" ? value : quantityIn(value, parameter, diagnostics);
  if (number === undefined || type === "float") return number;
  const isInt32 = number === (number | 0);
  return isInt32 ? number : refuse(`${value} is not an integer of 32 bits`, `"${name}" is an integer${unit && ` of ${unit}`}`);
}

function quantityIn(text: string, parameter: CheckedParameter, diagnostics: DiagnosticList): number | undefined {
  const source = { path: `parameters.${parameter.name}`, text };
  const quantity = checkQuantity(source, diagnostics);
  if (quantity === undefined || quantity.unit === parameter.unit) return quantity?.value;
  const [actual, expected] = [quantity.unit, parameter.unit].map((unit) => unit || "a number without unit");
  report(diagnostics, parameter.name, `"${text}" is in ${actual}, the parameter in ${expected}`, `give a quantity in ${expected}`);
  return undefined;
}

const report = (diagnostics: DiagnosticList, name: string, message: string, help: string): void =>
  diagnostics.errorAt(`parameters.${name}`, "SIMULATE_PARAMETER_INVALID" satisfies keyof typeof OUTPUT_CODES, message, help);

function checkSubnormals(): void {
  if (!flushesSubnormals()) return;
  const code: SimulatorCode = "SIMULATION_SUBNORMALS";
  throw new CodedError(code, `A library loaded in this thread has switched subnormal numbers off; ${SIMULATOR_CODES[code].remedy}.`);
}

function invalid(code: keyof typeof OUTPUT_CODES, summary: string, diagnostics: DiagnosticList): CodedError {
  const { items } = diagnostics;
  const message = `${summary}: ${OUTPUT_CODES[code].remedy}.\n${items.map(formatDiagnostic).join("\n")}`;
  return new CodedError(code, message, { diagnostics: items });
}

/** The numbers of a column's only row. */
function itemsOf({ data }: BlockColumn): number[] {
  const elements = data.kind === "list" ? data.items : data;
  if (elements.kind === "text") throw new Error("a model's output is a text");
  return Array.from(elements.values);
}

/** How many elements a trace has. */
function rowsOf(model: CheckedModel, expression: OutputExpression, parameters: ReadonlyMap<string, number>): number {
  if (expression.kind !== "measurement" || expression.measurement.kind !== "trace") throw new Error("only a trace has samples");
  const { group, elements } = expression.measurement;
  if (elements !== "all") return elements.length;
  return evaluate(model.groups.find(({ name }) => name === group)!.size, (name) => parameters.get(name)!);
}

function inRows(items: readonly number[], rows: number): number[][] {
  const length = rows === 0 ? 0 : items.length / rows;
  return Array.from({ length: rows }, (_, row) => items.slice(row * length, (row + 1) * length));
}
