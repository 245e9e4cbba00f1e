// The kernel against the reference, on random models.

import { afterAll, describe, expect, it } from "vitest";
import { type Comparison, compareWithReference } from "./compare-with-reference.js";
import { createRandom, testSeed } from "./random.js";
import { randomModel } from "./random-models/random-model.js";

/** More of them: node scripts/reference-run.mjs --models 10000. */
const MODEL_COUNT = Number(process.env.SPIKEFARM_TEST_MODELS ?? 300);
/** Lanes that touch the threshold within rounding are few; were they many, the comparison would prove little. */
const SMALLEST_COMPARED_SHARE = 0.95;

describe(`random models (SPIKEFARM_TEST_SEED=${testSeed()})`, () => {
  const comparisons: Comparison[] = [];
  const random = createRandom(testSeed());
  const cases = Array.from({ length: MODEL_COUNT }, (_, index) => ({ index, ...randomModel(random) }));

  it.each(cases)("model $index ($title): the kernel does what the reference does", ({ model, data, lanes, seed, repeat }) => {
    try {
      comparisons.push(compareWithReference({ model, data }, { lanes, seed, repeat }));
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${JSON.stringify({ model, data, lanes, seed, repeat }, null, 2)}`, { cause: error });
    }
  });

  afterAll(() => {
    const lanes = comparisons.flatMap((comparison) => comparison.lanes);
    const share = lanes.reduce((sum, lane) => sum + lane.comparedSteps / lane.steps, 0) / lanes.length;
    expect(share).toBeGreaterThan(SMALLEST_COMPARED_SHARE);
    expect(lanes.filter((lane) => lane.spikes > 0).length).toBeGreaterThan(lanes.length / 2);
  });
});
