// Runs a model's lanes through the kernel and through the reference, and compares what both observed.
//
// The two round differently, so a spike may come a step apart where the membrane touches the threshold within rounding, and everything
// after it differs. How far a trial can be compared is found out, not assumed: the reference runs a second time with every state disturbed
// by a factor of up to 1 ± DISTURBANCE at each step. Up to the step at which that changes a spike, or some value by more than
// ILL_CONDITIONED, kernel and reference must agree: spikes to the step, values to TOLERANCE of the largest value of their trace.
//
// Where all is integrated by `euler`, the rules fix every rounding (IDENTITY 4 – 6): such trials must agree to the bit, to their end.

import { planMethods } from "@spikefarm/compiler";
import { type CheckedModel, checkModel, type MeasuredSteps, resolveParameters, type StateVariable } from "@spikefarm/equations";
import { type ColumnData, DiagnosticList, formatDiagnostic, TrialStatus } from "@spikefarm/protocol";
import { evaluateOutputs, type Measurements, simulateBatch } from "@spikefarm/simulator";
import { expect } from "vitest";
import { createRandom } from "./random.js";
import { simulateReference } from "./reference-simulation.js";

/** Some thousand units in the last place: far above what the two ways of rounding do, far below what a wrong rule does. */
const DISTURBANCE = 1e-11;
const ILL_CONDITIONED = 1e-7;
const TOLERANCE = 1e-9;
/** What a final value near zero is measured against. */
const SMALLEST_SCALE = 1e-3;

export type Lane = Readonly<Record<string, number>>;

export interface Comparison {
  /** Steps of each lane, and those of them that could be compared. */
  readonly lanes: readonly { readonly steps: number; readonly comparedSteps: number; readonly spikes: number }[];
}

/** Checks a document's model; fails with its diagnostics where it has any errors. */
export function checkedModel(source: unknown): CheckedModel {
  const diagnostics = new DiagnosticList();
  const model = checkModel(source, "model", diagnostics);
  expect(diagnostics.items.filter(({ severity }) => severity === "error").map(formatDiagnostic)).toEqual([]);
  return model!;
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

/** Fails where kernel and reference disagree. The model has outputs `counts`, `spikes`, and `trace_x` and `final_x` of its states x; spikes and traces of the whole run. */
export function compareWithReference(source: unknown, lanes: readonly Lane[]): Comparison {
  const model = checkedModel(source);
  const result = simulateBatch(model, batchOf(model, lanes))!;
  expect([...result.status]).toEqual(lanes.map(() => TrialStatus.ok));
  return {
    lanes: lanes.map((lane, index) => {
      const parameters = parametersOf(model, lane);
      const reference = simulateReference(model, parameters, { methods: planMethods(model) });
      const areBitsFixed = isAllEuler(model);
      const comparedSteps = areBitsFixed ? reference.steps : conditionedSteps(model, parameters, reference);
      const tolerance = areBitsFixed ? 0 : TOLERANCE;
      const actual = (name: string) => cellOf(result.outputs.find(({ column }) => column.name === name)!.data, index);
      compareTraces({ model, reference, tolerance, until: comparedSteps, actual });
      compareSpikes(reference, comparedSteps, actual);
      if (comparedSteps === reference.steps) compareOutputs({ model, parameters, reference, tolerance, actual });
      return { steps: reference.steps, comparedSteps, spikes: spikesOf(reference).times.length };
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
  return conditionedSteps(model, parameters, simulateReference(model, parameters, { methods: planMethods(model) }));
}

function conditionedSteps(model: CheckedModel, parameters: ReadonlyMap<string, number>, one: Measurements): number {
  const random = createRandom(1);
  const disturb = (value: number) => value * (1 + DISTURBANCE * (2 * random.next() - 1));
  const other = simulateReference(model, parameters, { methods: planMethods(model), disturb });
  let until = one.steps;
  const spikes = [one, other].map((run) => spikesOf(run));
  const [a, b] = spikes as [(typeof spikes)[0], (typeof spikes)[0]];
  for (let place = 0; place < Math.max(a.times.length, b.times.length); place++) {
    if (a.times[place] === b.times[place] && a.elements[place] === b.elements[place]) continue;
    until = Math.round(Math.min(a.times[place] ?? Infinity, b.times[place] ?? Infinity) / one.dtSeconds);
    break;
  }
  for (const name of statesOf(model)) {
    const [x, y] = [one, other].map((run) => run.group("G").trace(name, "all", 1, wholeRun(run))) as [Float64Array, Float64Array];
    const limit = ILL_CONDITIONED * largestOf(x);
    x.forEach((value, place) => {
      if (!(Math.abs(value - y[place]!) <= limit)) until = Math.min(until, place % one.steps);
    });
  }
  return until;
}

/** Traces and spikes are compared from the first step on, whatever the warmup. */
const wholeRun = ({ steps, dtSeconds }: Measurements): MeasuredSteps => ({ first: 0, end: steps, seconds: steps * dtSeconds });

const spikesOf = (run: Measurements) => run.group("G").all({ event: "spike", window: wholeRun(run) });

const statesOf = (model: CheckedModel): string[] =>
  model.groups[0]!.variables.filter((variable): variable is StateVariable => variable.kind === "state").map(({ name }) => name);

const isAllEuler = (model: CheckedModel): boolean =>
  [...planMethods(model).values()].every((methods) => [...methods.values()].every((method) => method === "euler"));

const largestOf = (values: Float64Array): number => values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);

interface Compared {
  readonly model: CheckedModel;
  readonly reference: Measurements;
  readonly tolerance: number;
  readonly actual: Cells;
}

function compareTraces({ model, reference, tolerance, until, actual }: Compared & { readonly until: number }): void {
  for (const name of statesOf(model)) {
    const expected = reference.group("G").trace(name, "all", 1, wholeRun(reference));
    const found = actual(`trace_${name}`);
    expect(found.length).toBe(expected.length);
    const limit = tolerance * largestOf(expected);
    for (const [place, value] of expected.entries()) {
      const step = place % reference.steps;
      if (step >= until || isWithin(found[place]!, value, limit)) continue;
      const where = `${name} of element ${Math.floor(place / reference.steps)} at step ${step}`;
      expect.fail(`${where}: ${found[place]} where the reference has ${value}`);
    }
  }
}

const isWithin = (found: number, expected: number, limit: number): boolean =>
  Object.is(found, expected) || (limit > 0 && Math.abs(found - expected) <= limit);

function compareSpikes(reference: Measurements, until: number, actual: Cells): void {
  const before = (times: Iterable<number>) =>
    [...times].map((time) => Math.round(time / reference.dtSeconds)).filter((step) => step < until);
  expect(before(actual("spikes"))).toEqual(before(spikesOf(reference).times));
}

/** Every output, where the whole run can be compared: times and counts to the bit, values of states within the tolerance. */
function compareOutputs({
  model,
  parameters,
  reference,
  tolerance,
  actual,
}: Compared & { readonly parameters: ReadonlyMap<string, number> }): void {
  const values = evaluateOutputs(model, parameters, reference);
  for (const [index, output] of model.outputs.entries()) {
    const value = values[index]!;
    const expected = typeof value === "number" ? Float64Array.of(value) : value;
    const found = actual(output.name);
    expect(found.length, output.name).toBe(expected.length);
    const isOfState = output.name.startsWith("final_") || output.name.startsWith("trace_");
    const limit = isOfState ? tolerance * Math.max(largestOf(expected), SMALLEST_SCALE) : 0;
    for (const [place, number] of expected.entries()) {
      const isEqual = isWithin(found[place]!, number, limit);
      expect(isEqual, `${output.name}[${place}]: ${found[place]} where the reference has ${number}`).toBe(true);
    }
  }
}
