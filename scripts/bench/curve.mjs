// The tutorial's I-F curve, 20 points of 1 s: from the start of the process to the printed table, beside Brian 2 doing the same.
//
// Brian 2 runs its own best form, the tutorial's vectorised one: twenty neurons in one group, once for each code generation target that
// works here. Everybody has one unmeasured run first (files in the page cache, Brian 2's compiled code in its own cache), then all
// take turns, so that a slow moment of the machine meets each of them.

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { farm, withDirectory } from "./farm.mjs";
import { measure } from "./measure.mjs";
import { median, summary } from "./statistics.mjs";

const PYTHON = process.env.SPIKEFARM_PYTHON ?? "/usr/bin/python3";
const DOCUMENT = fileURLToPath(new URL("../../examples/if-curve.yaml", import.meta.url));
const BRIAN_SCRIPT = fileURLToPath(new URL("brian2/if_curve.py", import.meta.url));
const EXPECTED_COUNTS = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 41, 55, 68, 79, 90, 101, 112, 121, 133];

export async function benchCurve({ threads, runs = 7 }) {
  console.log(`curve    20 points of 1 s, from process start to the printed table, seed 0, ${threads} threads, 1 warm-up run each`);
  const working = await warmUp(curveRunners({ threads, targets: ["numpy", "cython"] }));
  const times = new Map(working.map((runner) => [runner, []]));
  for (let run = 0; run < runs; run++) {
    for (const runner of working) times.get(runner).push((await runner.run()).seconds);
  }
  const own = median(times.get(working[0]));
  for (const [{ name }, seconds] of times) {
    console.log(`${name.padEnd(16)} ${summary(seconds, "s")}, × ${(median(seconds) / own).toFixed(1)}`);
  }
}

/** Ours, then Brian 2 on each target. A run rejects where the table has not the right counts. */
export function curveRunners({ threads, targets }) {
  const checked = (name, measured) => async () => {
    const outcome = await measured();
    checkCounts(outcome, name);
    return outcome;
  };
  return [
    { name: "spikefarm", target: "spikefarm", run: checked("spikefarm", () => runFarm(threads)) },
    ...targets.map((target) => ({ name: `Brian 2, ${target}`, target, run: checked(`Brian 2, ${target}`, () => runBrian(target)) })),
  ];
}

/** The runners that work here; the farm itself must. */
async function warmUp(runners) {
  const working = [];
  for (const runner of runners) {
    try {
      await runner.run();
      working.push(runner);
    } catch (error) {
      if (runner === runners[0]) throw error;
      console.log(`${runner.name.padEnd(16)} does not run here: ${lastLine(error.message)}`);
    }
  }
  return working;
}

const runFarm = (threads) =>
  withDirectory((directory) => farm(["run", DOCUMENT, "--data", join(directory, "data"), "--threads", String(threads)]));

const runBrian = (target) => measure(PYTHON, [BRIAN_SCRIPT, target]);

/** The counts of the silent and the firing half must stand in the table in their order. */
function checkCounts({ stdout }, name) {
  const printed = stdout.split("\n").flatMap((line) => line.match(/(?<![\d.])\d+(?![\d.])/g) ?? []);
  let place = 0;
  for (const number of printed) if (Number(number) === EXPECTED_COUNTS[place]) place++;
  if (place < EXPECTED_COUNTS.length) throw new Error(`${name} printed a table without the curve's counts:\n${stdout}`);
}

const lastLine = (text) => text.trim().split("\n").at(-1);
