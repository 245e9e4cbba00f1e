// Runs a model's lanes through the kernel and through the reference, and compares what both observed.
//
// The two round differently, so a spike may come a step apart where the membrane touches the threshold within rounding, and everything
// after it differs. How far a trial can be compared is found out, not assumed: the reference runs a second time with every state disturbed
// by a factor of up to 1 ± DISTURBANCE at each step. Up to the step at which that changes an event, or some value by more than
// ILL_CONDITIONED, kernel and reference must agree: events to the step, values to TOLERANCE of the largest value of their trace.
//
// Where all is integrated by methods in SAME_LINES and without noise, the rules fix every rounding (IDENTITY 4 – 6): such trials must agree
// to the bit, to their end.

import { planMethods } from "@spikefarm/compiler";
import {
  type CheckedData,
  type CheckedModel,
  type CheckedOutput,
  checkModel,
  type Measurement,
  nameNodesIn,
  resolveParameters,
} from "@spikefarm/equations";
import { type ColumnData, DiagnosticList, formatDiagnostic, TrialStatus } from "@spikefarm/protocol";
import { simulateBatch } from "@spikefarm/simulator";
import { expect } from "vitest";
import { measureOutputs } from "./interpreter/measure.js";
import type { Observations } from "./interpreter/observations.js";
import type { RandomBasis } from "./interpreter/random-streams.js";
import { simulateReference } from "./interpreter/simulate-reference.js";
import { constantOf, stepsIn } from "./interpreter/trial.js";
import { createRandom } from "./random.js";

/** Some thousand units in the last place: far above what the two ways of rounding do, far below what a wrong rule does. */
const DISTURBANCE = 1e-11;
const ILL_CONDITIONED = 1e-7;
const TOLERANCE = 1e-9;
/** What a measured value near zero is compared with. */
const SMALLEST_SCALE = 1e-3;
/** Integrators that kernel and reference write in the same operations, in the same order. */
const SAME_LINES: ReadonlySet<string> = new Set(["euler", "rk2", "rk4", "heun", "milstein"]);

export type Lane = Readonly<Record<string, number>>;

export interface ModelSource {
  /** The document's `model` value. */
  readonly model: unknown;
  readonly data?: readonly CheckedData[];
}

/** Trials of one model: their parameters, and what their random numbers rest on. Each has the repeat after the one before. */
export interface Trials {
  readonly lanes: readonly Lane[];
  readonly seed?: number;
  readonly repeat?: number;
}

export interface Comparison {
  /** Steps of each lane, and those of them that could be compared. */
  readonly lanes: readonly { readonly steps: number; readonly comparedSteps: number; readonly spikes: number }[];
}

/** Checks a document's model; fails with its diagnostics where it has any errors. */
export function checkedModel({ model: source, data = [] }: ModelSource): CheckedModel {
  const diagnostics = new DiagnosticList();
  const model = checkModel(source, "model", diagnostics, new Map(data.map((array) => [array.name, array])));
  const problems = diagnostics.items.filter(({ severity }) => severity === "error").map(formatDiagnostic);
  if (model === undefined || problems.length > 0) throw new Error(problems.join("\n"));
  return model;
}

/** All numeric parameters of a trial, resolved. */
function parametersOf(model: CheckedModel, lane: Lane): ReadonlyMap<string, number> {
  const resolved = resolveParameters(model.parameters, new Map(Object.entries(lane)));
  return new Map([...resolved].filter((entry): entry is [string, number] => typeof entry[1] === "number"));
}

/** The lanes' parameters as a batch takes them: one number where all agree, else one a lane. */
export function batchOf(model: CheckedModel, lanes: readonly Lane[]) {
  const trials = lanes.map((lane) => parametersOf(model, lane));
  const columns = [...trials[0]!.keys()].map((name): [string, number | Float64Array] => {
    const values = Float64Array.from(trials, (trial) => trial.get(name)!);
    return [name, values.every((value) => value === values[0]) ? values[0]! : values];
  });
  return { lanes: lanes.length, parameters: new Map(columns) };
}

/** Fails where kernel and reference disagree in any output. */
export function compareWithReference(source: ModelSource, { lanes, seed = 0, repeat = 0 }: Trials): Comparison {
  const model = checkedModel(source);
  const repeats = Int32Array.from(lanes, (_, index) => repeat + index);
  const result = simulateBatch(model, { ...batchOf(model, lanes), random: { seed, repeat: repeats } })!;
  expect([...result.status], result.errorMessage.join("\n")).toEqual(lanes.map(() => TrialStatus.ok));
  return {
    lanes: lanes.map((lane, index) => {
      const parameters = parametersOf(model, lane);
      const random = { seed, repeat: repeats[index]! };
      const reference = simulateReference(model, parameters, { methods: planMethods(model), random });
      const areBitsFixed = isFixedToTheBit(model);
      const comparedSteps = areBitsFixed ? reference.steps : conditionedSteps(model, parameters, random, reference);
      const trial = { model, parameters, reference, comparedSteps, tolerance: areBitsFixed ? 0 : TOLERANCE };
      const found = (name: string) => cellOf(result.outputs.find(({ column }) => column.name === name)!.data, index);
      compareOutputs(trial, found);
      const spikes = model.groups.flatMap(({ name }) => reference.group(name).occurrences("spike"));
      return { steps: reference.steps, comparedSteps, spikes: spikes.length };
    }),
  };
}

type Cells = (output: string) => Float64Array | Int32Array;

/** One row of a column: its number, or its list. */
export function cellOf(data: ColumnData, row: number): Float64Array | Int32Array {
  const elements = data.kind === "list" ? data.items : data;
  if (elements.kind !== "f64" && elements.kind !== "i32") throw new Error(`a column of ${elements.kind} among a model's outputs`);
  return data.kind === "list" ? elements.values.slice(data.offsets[row], data.offsets[row + 1]) : elements.values.slice(row, row + 1);
}

/** The steps of a trial up to which rounding cannot matter. */
export function conditionedStepsOf(model: CheckedModel, lane: Lane): number {
  const parameters = parametersOf(model, lane);
  const random = { seed: 0, repeat: 0 };
  return conditionedSteps(model, parameters, random, simulateReference(model, parameters, { methods: planMethods(model), random }));
}

function conditionedSteps(model: CheckedModel, parameters: ReadonlyMap<string, number>, random: RandomBasis, one: Observations): number {
  const disturbances = createRandom(1);
  const disturb = (value: number) => value * (1 + DISTURBANCE * (2 * disturbances.next() - 1));
  const other = simulateReference(model, parameters, { methods: planMethods(model), random, disturb });
  let until = one.steps;
  for (const { name, events, variables } of model.groups) {
    const [group, disturbed] = [one.group(name), other.group(name)];
    for (const event of ["spike", ...events.map((custom) => custom.name)]) {
      const [here, there] = [group.occurrences(event), disturbed.occurrences(event)];
      const place = here.findIndex(({ step, element }, index) => there[index]?.step !== step || there[index].element !== element);
      if (place >= 0) until = Math.min(until, here[place]!.step, there[place]?.step ?? Infinity);
      else if (there.length > here.length) until = Math.min(until, there[here.length]!.step);
    }
    for (const variable of variables) {
      for (let element = 0; element < group.size; element++) {
        const values = (run: typeof group) => Array.from({ length: until }, (_, step) => run.valueOf(variable.name, element, step));
        const [x, y] = [values(group), values(disturbed)];
        const limit = ILL_CONDITIONED * largestOf(x);
        const place = x.findIndex((value, step) => !isWithin(value, y[step]!, limit));
        if (place >= 0) until = place;
      }
    }
  }
  return until;
}

function isFixedToTheBit(model: CheckedModel): boolean {
  const isOfSameLines = [...planMethods(model).values()].every((methods) =>
    [...methods.values()].every((method) => SAME_LINES.has(method)),
  );
  const derivatives = model.groups.flatMap(({ variables }) =>
    variables.flatMap((each) => (each.kind === "state" ? [each.derivative] : [])),
  );
  return isOfSameLines && !derivatives.flatMap(nameNodesIn).some(({ from }) => from === "noise");
}

const largestOf = (values: Iterable<number>): number => {
  let largest = 0;
  for (const value of values) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  return largest;
};

interface Compared {
  readonly model: CheckedModel;
  readonly parameters: ReadonlyMap<string, number>;
  readonly reference: Observations;
  readonly comparedSteps: number;
  readonly tolerance: number;
}

const isWithin = (found: number, expected: number, limit: number): boolean =>
  Object.is(found, expected) || (limit > 0 && Math.abs(found - expected) <= limit);

/** Traces and event times up to the step that can be compared; everything else where that is the end of the run. */
function compareOutputs(trial: Compared, found: Cells): void {
  const { model, parameters, reference, comparedSteps, tolerance } = trial;
  const expected = measureOutputs(model, parameters, reference);
  for (const output of model.outputs) {
    const values = [expected.get(output.name)!].flat();
    const measurement = output.value.kind === "measurement" ? output.value.measurement : undefined;
    const actual = [...found(output.name)];
    if (measurement?.kind === "trace") {
      const limit = tolerance * largestOf(values);
      compareNumbers(output, actual, values, limit, (place) => stepOfSample(trial, measurement, place, values.length) < comparedSteps);
    } else if (measurement?.kind === "spikes") {
      const before = (times: readonly number[]) => times.filter((time) => Math.round(time / reference.dt) < comparedSteps);
      expect(before(actual), output.name).toEqual(before(values));
    } else if (comparedSteps === reference.steps) {
      const limit = isCounted(measurement) ? 0 : TOLERANCE * Math.max(largestOf(values), SMALLEST_SCALE);
      compareNumbers(output, actual, values, limit, () => true);
    }
  }
}

/** Made of whole numbers of steps, by one division or multiplication. */
const isCounted = (measurement: Measurement | undefined): boolean =>
  ["count", "counts", "rate", "rates", "first_spike", "first_spikes"].includes(measurement?.kind ?? "");

function stepOfSample(
  { model, parameters, reference }: Compared,
  { everySteps, elements, group, window }: Measurement & { kind: "trace" },
  place: number,
  values: number,
): number {
  const rows = elements === "all" ? reference.group(group).size : elements.length;
  const first = stepsIn(constantOf(parameters, window?.from ?? model.warmup), reference.dt);
  return first + (place % (values / rows)) * everySteps;
}

function compareNumbers(
  output: CheckedOutput,
  actual: readonly number[],
  expected: readonly number[],
  limit: number,
  isCompared: (place: number) => boolean,
): void {
  expect(actual.length, output.name).toBe(expected.length);
  const place = expected.findIndex((value, index) => isCompared(index) && !isWithin(actual[index]!, value, limit));
  if (place >= 0) expect.fail(`${output.name}[${place}] is ${actual[place]} where the reference has ${expected[place]}`);
}
