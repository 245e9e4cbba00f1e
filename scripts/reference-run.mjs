#!/usr/bin/env node
// More random models than a test takes: kernels against the interpreter of test/reference, and against Brian 2.
//
//   node scripts/reference-run.mjs --models 10000 --seed 7 --brian 1000
//
// Models are drawn from the seed, so that a failure replays; without one a new seed is drawn and printed. A failing case prints its document.

import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { buildIfStale } from "../services/cli/bin/build-if-stale.js";
import { runVitest } from "./run-vitest.mjs";

const MODELS_IN_A_RUN = 2000;
/** A model's drawing, compiling, interpreting and comparing, on a busy machine. */
const MODEL_MS = 60_000;

function main() {
  const { values } = parseArgs({
    options: { models: { type: "string", default: "2000" }, seed: { type: "string" }, brian: { type: "string", default: "0" } },
  });
  const [models, brianModels] = [countOf("models", values.models), countOf("brian", values.brian)];
  const firstSeed = values.seed === undefined ? randomInt(1e9) : countOf("seed", values.seed);
  if (!buildIfStale()) return 1;
  let failed = 0;
  for (let done = 0; done < Math.max(models, brianModels); done += MODELS_IN_A_RUN) {
    const seed = firstSeed + done / MODELS_IN_A_RUN;
    const [count, brianCount] = [models, brianModels].map((all) => Math.min(MODELS_IN_A_RUN, Math.max(0, all - done)));
    console.log(`\nSPIKEFARM_TEST_SEED=${seed}: ${count} models, ${brianCount} of them in Brian 2`);
    failed += runSeed({ seed, count, brianCount });
  }
  console.log(`\nseeds from ${firstSeed}: ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

function countOf(name, text) {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 0) throw new Error(`--${name} is ${text}; give a whole number, such as --${name} 1000.`);
  return count;
}

function runSeed({ seed, count, brianCount }) {
  Object.assign(process.env, {
    SPIKEFARM_TEST_SEED: String(seed),
    SPIKEFARM_TEST_MODELS: String(count),
    SPIKEFARM_TEST_BRIAN_MODELS: String(brianCount),
  });
  const files = [...(count > 0 ? ["test/reference/random-models.test.ts"] : []), ...(brianCount > 0 ? ["test/reference/brian2"] : [])];
  return runVitest([...files, "--reporter=dot", `--testTimeout=${MODEL_MS}`]).failed;
}

process.exitCode = main();
