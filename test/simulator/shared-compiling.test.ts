// What one thread compiles and another takes over, as plain data, computes the same and prints the same machine code.

import { TrialStatus } from "@spikefarm/protocol";
import { type ShareCompiled, simulateBatch } from "@spikefarm/simulator";
import { expect, test } from "vitest";
import { batchOf, checkedModel } from "../reference/compare-with-reference.js";
import { createRandom, testSeed } from "../reference/random.js";
import { randomModel } from "../reference/random-models/random-model.js";

const MODELS = 60;

/** As it goes from thread to thread. */
const handedOver: ShareCompiled = (_key, make) => structuredClone(make());

test(`a kernel that was handed over is the kernel that was compiled, in ${MODELS} random models (SPIKEFARM_TEST_SEED=${testSeed()})`, () => {
  const random = createRandom(testSeed() + 1);
  for (let index = 0; index < MODELS; index++) {
    const { model, data, lanes, seed } = randomModel(random);
    const run = (share?: ShareCompiled) => {
      const checked = checkedModel({ model, data }); // anew: what a thread has compiled of a model, it keeps
      const sources: string[] = [];
      const native = { worthMs: 0, kernelOf: (source: string) => void sources.push(source) as undefined };
      const batch = { ...batchOf(checked, lanes), random: { seed, repeat: 0 } };
      return { result: simulateBatch(checked, batch, { native, ...(share !== undefined && { share }) })!, sources: [...new Set(sources)] };
    };
    const own = run();
    expect(run(handedOver), JSON.stringify(model)).toEqual(own);
    expect(own.result.status[0]).toBe(TrialStatus.ok);
    expect(own.sources.length).toBeGreaterThan(0);
  }
}, 120_000);
