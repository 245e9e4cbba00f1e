// kill -9 of the whole farm at any moment: the same command goes on, every trial is there once, the digest is the undisturbed one.
//
// Most kills come shortly after a run's first commit is seen on the disk, some while it starts: so each kill costs little more than a start.

import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
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
import { randomFrom } from "../support/random.js";

const SEED = Number(process.env.SPIKEFARM_TEST_SEED ?? 20261123);
const KILLS = 20;
/** One kill in this many comes at a moment of the start instead. */
const EARLY_EVERY = 5;
const EARLY_WITHIN_MS = 800;
const LATE_WITHIN_MS = 120;

/** About two seconds of work, so that it takes several kills to get through it. */
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
        const logsBefore = logsOf(data);
        const run = start(["run", file, "--data", data, "--json", ...flags]);
        const moment =
          kills % EARLY_EVERY === 0
            ? delay(random() * EARLY_WITHIN_MS)
            : firstCommit(data, logsBefore, run.process).then(() => delay(random() * LATE_WITHIN_MS));
        const killed = await Promise.race([run.finished.then(() => false), moment.then(() => true)]);
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
  // No sweep was left behind unfinished. There may be two: a kill between a sweep's end and its process's lets the next run begin anew.
  const states = (JSON.parse(stdout) as { readonly state: string }[]).map(({ state }) => state);
  expect(new Set(states)).toEqual(new Set(["complete"]));
}

/** LevelDB begins a new write-ahead log each time it is opened: what is in it was committed by this run. Resolves at the run's end at the latest. */
async function firstCommit(data: string, logsBefore: ReadonlySet<string>, run: { readonly exitCode: number | null }): Promise<void> {
  while (run.exitCode === null && ![...logsOf(data)].some((log) => !logsBefore.has(log))) await delay(5);
}

/** The write-ahead logs of the shelves that hold anything. */
function logsOf(data: string): ReadonlySet<string> {
  const shelves = join(data, "shelves");
  if (!existsSync(shelves)) return new Set();
  const files = readdirSync(shelves, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".log"));
  return new Set(files.filter((name) => (statSync(join(shelves, name), { throwIfNoEntry: false })?.size ?? 0) > 0));
}
