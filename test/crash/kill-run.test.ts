// kill -9 of the whole farm at any moment: the same command goes on, every trial is there once, the digest is the undisturbed one.

import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import {
  column,
  ROOT,
  resultsTable,
  runJson,
  type Summary,
  spikefarm,
  start,
  temporaryDirectory,
  writeDocument,
} from "../e2e/spikefarm.js";

const SEED = Number(process.env.SPIKEFARM_TEST_SEED ?? 20261123);
const KILLS = 20;

/** About two seconds of work, so that most kills come in the middle. */
const MODEL = `
model:
  parameters: { v0: 10*mV }
  groups:
    G: { equations: "dv/dt = (v0 - v)/(10*ms) : volt", threshold: "v > 10*mV", reset: "v = 0*mV" }
  duration: 20*second
  outputs: { n: "count(G)", last: "final(G.v)" }
sweep:
  space: { v0: { linspace: [0*mV, 30*mV, 30000] } }
`;

describe("kill -9 in the middle of a run", () => {
  test.each([
    ["a model", (directory: string) => ({ file: writeDocument(directory, MODEL), flags: ["--granule", "64"] })],
    [
      "a module",
      (directory: string) => ({
        file: writeDocument(directory, "module: { name: slow }\nsweep: { space: { k: { range: [0, 3000, 1] } } }"),
        flags: ["--modules", `${ROOT}test/crash/modules`],
      }),
    ],
  ])(
    "%s: 20 kills, then every trial once and the undisturbed digest",
    async (_, prepare) => {
      const directory = temporaryDirectory();
      const { file, flags } = prepare(directory);
      const undisturbed = await runJson(file, `${directory}/undisturbed`, ...flags);
      expect(undisturbed.state).toBe("complete");
      const random = randomFrom(SEED);
      let data = `${directory}/0`;
      let interrupted = 0;
      for (let kills = 0; kills < KILLS; kills++) {
        const run = start(["run", file, "--data", data, "--json", ...flags]);
        const killAfterMs = 250 + random() * Math.max(250, undisturbed.elapsed_s * 500);
        const killed = await Promise.race([run.finished.then(() => false), delay(killAfterMs).then(() => true)]);
        if (killed) {
          run.process.kill("SIGKILL");
          await run.finished;
          interrupted++;
          continue;
        }
        await expectWhole(data, JSON.parse((await run.finished).stdout) as Summary, undisturbed);
        data = `${directory}/${kills + 1}`;
      }
      await expectWhole(data, await runJson(file, data, ...flags), undisturbed);
      console.log(`seed ${SEED}: ${interrupted} of ${KILLS} runs were killed before their end`);
      expect(interrupted).toBeGreaterThan(KILLS / 2);
    },
    240_000,
  );
});

async function expectWhole(data: string, summary: Summary, undisturbed: Summary): Promise<void> {
  expect(summary).toMatchObject({ state: "complete", trials: undisturbed.trials, digest: undisturbed.digest });
  const points = column(await resultsTable(data), "point");
  expect(points).toEqual(Array.from({ length: undisturbed.trials.total }, (_, index) => index));
  const { stdout } = await spikefarm("ls", "--json", "--data", data);
  expect(JSON.parse(stdout)).toHaveLength(1);
}

/** Uniform in [0, 1), from a seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
