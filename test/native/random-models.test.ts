// Thousands of random models on both targets: what machine code computes is what WebAssembly computes, to the byte.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CheckedModel } from "@spikefarm/equations";
import { findCompiler } from "@spikefarm/native";
import { simulateBatch } from "@spikefarm/simulator";
import { afterAll, describe, expect, test } from "vitest";
import { createRandom, testSeed } from "../reference/random.js";
import { compileTogether } from "./compile-together.js";
import { batchOf, CountedKernels, expectSameBytes, modelOf, runInWebAssembly } from "./on-both-targets.js";
import { type SmallModel, smallModels } from "./random-kernels/small-models.js";

/** More of them: SPIKEFARM_TEST_KINDS=5000. */
const KINDS = Number(process.env.SPIKEFARM_TEST_KINDS ?? 100);
const MODELS_OF_A_KIND = 20;
const LIMIT_MS = 1_200_000;

const compiler = await findCompiler({ searchPath: process.env.PATH ?? "" });
const directory = mkdtempSync(join(tmpdir(), "spikefarm-random-kernels-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe.skipIf(compiler === undefined)(`random models (SPIKEFARM_TEST_SEED=${testSeed()})`, () => {
  test(
    `IDENTITY 4: ${KINDS * MODELS_OF_A_KIND} of them observe the same bytes on both targets, and where one takes over from the other`,
    async () => {
      const random = createRandom(testSeed());
      const models = Array.from({ length: KINDS }, () => smallModels(random, MODELS_OF_A_KIND)).flat();
      const runs = models.flatMap((small) => {
        const model = checked(small);
        if (model === undefined) return [];
        const batch = batchOf(model, small.lanes, small.seed);
        return [{ small, model, batch, ...runInWebAssembly(model, batch, { maxSliceSteps: small.maxSliceSteps }) }];
      });
      expect(runs.length).toBeGreaterThan(0.9 * models.length);
      const kernels = await compileTogether(compiler!, directory, [...new Set(runs.flatMap(({ sources }) => sources))]);
      let native = 0;
      let switched = 0;
      let spiking = 0;
      for (const { small, model, batch, sources, expected } of runs) {
        // Half of those with many slices begin on WebAssembly, as they would while a compiler is at work.
        let slicesToWait = small.seed % 2;
        const counted = new CountedKernels((source) => (slicesToWait-- > 0 ? undefined : kernels.get(source)));
        const found = simulateBatch(model, batch, { maxSliceSteps: small.maxSliceSteps, native: counted })!;
        try {
          expectSameBytes(found, expected);
        } catch (error) {
          throw new Error(`${(error as Error).message}\n${JSON.stringify(small, null, 1)}\n${sources.join("\n")}`, { cause: error });
        }
        if (counted.runs > 0) native++;
        if (counted.runs > 0 && small.seed % 2 === 1) switched++;
        if (expected.outputs.some(({ column, data }) => column.name === "spikes" && data.kind === "list" && data.offsets.at(-1)! > 0))
          spiking++;
      }
      // Some break what the usual kernel takes for granted, or end with their first slice, and are WebAssembly's on both sides.
      expect(native).toBeGreaterThan(0.7 * runs.length);
      expect(switched).toBeGreaterThan(0.25 * runs.length);
      expect(spiking).toBeGreaterThan(0.5 * runs.length);
    },
    LIMIT_MS,
  );
});

/** Undefined where a constant that was drawn is beyond all doubles, as a document may not be. */
function checked({ model, data }: SmallModel): CheckedModel | undefined {
  try {
    return modelOf(model, data);
  } catch (error) {
    if ((error as Error).message.includes("EQUATIONS_CONSTANT")) return undefined;
    throw error;
  }
}
