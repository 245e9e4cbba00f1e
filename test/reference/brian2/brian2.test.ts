// Our kernels against Brian 2 itself: the tutorial's models, coupled linear ones, and those of the random ones that Brian 2 can run.
//
// Spikes and other events must come in the same steps, and traces agree to TOLERANCE of their largest value. Brian 2's exponentials and
// divisions round otherwise than ours, so the random models are held to the steps that the reference finds well-conditioned. What differs by
// design is in exceptions.ts. Skipped, with a message, where no Python has Brian 2.

import { planMethods } from "@spikefarm/compiler";
import type { CheckedModel } from "@spikefarm/equations";
import { simulateBatch } from "@spikefarm/simulator";
import { beforeAll, describe, expect, it } from "vitest";
import { batchOf, cellOf, checkedModel, conditionedStepsOf } from "../compare-with-reference.js";
import { createRandom, testSeed } from "../random.js";
import { type RandomModel, randomModel } from "../random-models/random-model.js";
import { COUPLED_MODELS } from "./coupled-models.js";
import { EXCEPTIONS, mayHaveNoSolution } from "./exceptions.js";
import { type BrianCase, type BrianEvents, type BrianResult, hasBrian, runInBrian } from "./run-in-brian.js";
import { TUTORIAL_MODELS } from "./tutorial-models.js";

/** Of the models that random-models.test.ts runs too. */
const RANDOM_CASES = Number(process.env.SPIKEFARM_TEST_BRIAN_MODELS ?? 70);
const TOLERANCE = 1e-9;
const TIMEOUT_MS = 180_000 + 6000 * RANDOM_CASES;

interface Case extends BrianCase {
  readonly name: string;
  /** Traces and events are compared up to this step. */
  readonly until: (checked: CheckedModel) => number;
}

describe.skipIf(!hasBrian())(`Brian 2 does what our kernels do (SPIKEFARM_TEST_SEED=${testSeed()})`, () => {
  const chosen = [...TUTORIAL_MODELS, ...COUPLED_MODELS].map((entry): Case => ({ ...entry, until: () => Number.POSITIVE_INFINITY }));
  const cases = [...chosen, ...randomCases()].map((entry, index) => ({ ...entry, index }));
  let results: readonly BrianResult[] = [];
  beforeAll(async () => {
    results = await runInBrian(cases, TIMEOUT_MS);
  }, TIMEOUT_MS);

  it.for(cases)("on $name", (entry, { skip }) => {
    const result = results[entry.index]!;
    const missing = entry.mayHaveNoSolution === true ? whyUnsolved(result) : undefined;
    if (missing !== undefined) skip(missing);
    try {
      compare(entry, result);
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${JSON.stringify({ model: entry.model, parameters: entry.parameters }, null, 2)}`, {
        cause: error,
      });
    }
  });
});

/** The first random models to which no exception applies, in the methods that ours chose: Brian 2 may choose otherwise. */
function randomCases(): readonly Case[] {
  const random = createRandom(testSeed());
  const cases: Case[] = [];
  for (let index = 0; cases.length < RANDOM_CASES; index++) {
    const drawn = randomModel(random);
    const checked = checkedModel(drawn);
    const methods = planMethods(checked);
    if (EXCEPTIONS.some(({ applies }) => applies(checked, methods, drawn))) continue;
    const { warmup: _, ...model } = drawn.model;
    const groups = Object.entries(drawn.model.groups).map(([name, group]) => [name, { ...group, method: methodOf(methods, name, group) }]);
    cases.push({
      name: `model ${index} (${drawn.title})`,
      model: { ...model, groups: Object.fromEntries(groups) },
      data: drawn.data,
      parameters: drawn.lanes[0]!,
      mayHaveNoSolution: mayHaveNoSolution(checked, methods),
      until: (simulated) => conditionedStepsOf(simulated, drawn.lanes[0]!),
    });
  }
  return cases;
}

const methodOf = (methods: ReturnType<typeof planMethods>, name: string, group: RandomModel["model"]["groups"][string]): unknown =>
  [...methods.get(name)!.values()][0] ?? group.method;

/** What became of the symbolic solution where there is none. */
function whyUnsolved(found: BrianResult): string | undefined {
  if ("unsupported" in found) return `Brian 2 refuses it: ${found.unsupported}`;
  const traces = Object.values(found.groups).flatMap((group) => Object.values(group.traces));
  return traces.some((rows) => rows.flat().includes(null)) ? "Brian 2's solution is NaN" : undefined;
}

function compare({ model, data, parameters, until }: Case, found: BrianResult): void {
  if ("unsupported" in found) throw new Error(`Brian 2 refuses it: ${found.unsupported}`);
  const checked = checkedModel({ model, data: data ?? [] });
  const end = until(checked);
  const { outputs } = simulateBatch(checked, batchOf(checked, [parameters]))!;
  for (const { column } of outputs) {
    const output = checked.outputs.find(({ name }) => name === column.name)!;
    const measurement = output.value.kind === "measurement" ? output.value.measurement : undefined;
    const values = [...cellOf(outputs.find((other) => other.column === column)!.data, 0)];
    if (measurement === undefined) continue;
    const { events, traces } = found.groups[measurement.group]!;
    if (measurement.kind === "spikes") compareTimes(column.name, values, events[measurement.event]!, checked, end);
    if (
      measurement.kind === "trace" &&
      measurement.everySteps === 1 &&
      measurement.elements === "all" &&
      measurement.window === undefined
    ) {
      compareTrace(column.name, values, traces[measurement.variable]!, end);
    }
  }
}

function compareTimes(output: string, times: readonly number[], { steps }: BrianEvents, { dt }: CheckedModel, end: number): void {
  const dtSeconds = dt.kind === "number" ? dt.value : Number.NaN;
  const ours = times.map((time) => Math.round(time / dtSeconds));
  expect(
    ours.filter((step) => step < end),
    output,
  ).toEqual(steps.filter((step) => step < end));
}

function compareTrace(output: string, ours: readonly number[], rows: readonly (readonly (number | null)[])[], end: number): void {
  const theirs = rows.flat();
  expect(ours.length, output).toBe(theirs.length);
  const steps = rows[0]!.length;
  const largest = theirs.reduce((most: number, value) => Math.max(most, Math.abs(value ?? 0)), 0);
  const place = theirs.findIndex((value, at) => {
    if (at % steps >= end) return false;
    return value === null ? Number.isFinite(ours[at]) : !(Math.abs(ours[at]! - value) <= TOLERANCE * largest);
  });
  if (place < 0) return;
  const where = `${output}, element ${Math.floor(place / steps)}, step ${place % steps}`;
  expect.fail(`${where}: ${ours[place]} where Brian 2 has ${theirs[place]}`);
}
