// The tutorial's find_rate sweep: 20 tasks of 1000 neurons for 30 s on two cores, in wall time.
//
// Ours is the embedded farm, from the submission to the last durable row; it is open and has done the sweep once, so its threads and kernels are
// there, as Brian 2's processes and Cython's cache are. V starts from 0 to 1 over the neurons: no two are alike, and nobody can compute
// one for all.

import { join } from "node:path";
import { acceptDocument } from "@spikefarm/coordinator";
import { openFarm, openFarmModules } from "@spikefarm/standalone";
import { readNativeSettings } from "@spikefarm/worker";
import { pino } from "pino";
import { servePython } from "./brian.mjs";
import { report } from "./report.mjs";
import { takeTurns } from "./turns.mjs";

const THREADS = 2;
const SECONDS = 30;
/** Simulated by Brian 2, so that its processes have loaded what they need. */
const WARM_UP_SECONDS = 0.1;
/** A turn of Brian 2's takes long. */
const MOST_RUNS = 5;
/** Neurons at one threshold with rounding errors of different kernels. */
const TOLERANCE = 1e-3;
const CLOSED = { code: "CLI_INTERRUPTED", message: "The benchmark is over." };

const DOCUMENT = `name: Find rate
model:
  parameters: { k: 2 }
  groups:
    G: { size: 1000, equations: "dV/dt = (k - V)/(10*ms) : 1", threshold: "V > 1", reset: "V = 0", initial: { V: i/N } }
  duration: ${SECONDS}*second
  outputs: { r: "mean(rates(G))" }
sweep:
  space: { k: { linspace: [1, 20, 20] } }
`;

export async function measureFindRateSweep({ runs, native, peers, directory }) {
  const contestants = [await ourSweep("wasm", directory)];
  if (native !== undefined) contestants.push(await ourSweep("native", directory));
  if (peers.brian) contestants.push(brianSweep());
  let expected;
  const times = await takeTurns(contestants, Math.min(runs, MOST_RUNS), ({ rates }, name) => {
    expected ??= rates;
    checkRates(rates, expected, name);
  });
  report({
    title: "find_rate sweep, 20 tasks of 1,000 × 30 s, two cores (wall time)",
    unit: "s",
    times,
    aims: { wasm: { cython: 12 }, native: { cython: 25 } },
  });
}

async function ourSweep(target, directory) {
  const data = join(directory, `find-rate-${target}`);
  const settings = { ...process.env, SPIKEFARM_TARGET: target, SPIKEFARM_KERNELS: join(directory, "farm-kernels") };
  const log = pino({ level: "warn" }, pino.destination(2));
  const native = readNativeSettings(settings);
  const farm = await openFarm({ data, threads: THREADS, machine: "bench", log, native }, await openFarmModules(undefined, data));
  const turn = async () => {
    const start = performance.now();
    const id = await farm.coordinator.submit(acceptDocument(DOCUMENT, { modules: () => undefined, moduleNames: [] }).plan);
    const outcome = await farm.coordinator.ended(id);
    const seconds = (performance.now() - start) / 1000;
    if (outcome.kind !== "complete") throw new Error(`the sweep ended ${outcome.kind}`);
    return { seconds, rates: await ratesOf(farm, id) };
  };
  return { name: target, warmUp: turn, turn, close: () => farm.close(CLOSED) };
}

async function ratesOf({ writer }, id) {
  const rates = [];
  for await (const batch of writer.rows(id)) for (const { cells } of batch) rates.push(Number(cells.at(-1)));
  return rates;
}

function brianSweep() {
  const server = servePython("serve_find_rate.py", []);
  const run = async (seconds) => JSON.parse(await server.ask(seconds));
  return { name: "cython", warmUp: () => run(WARM_UP_SECONDS), turn: () => run(SECONDS), close: server.close };
}

function checkRates(rates, expected, name) {
  const isEqual =
    rates.length === expected.length && rates.every((rate, index) => Math.abs(rate - expected[index]) <= TOLERANCE * expected[index]);
  if (!isEqual) throw new Error(`${name} found the rates ${rates}, and not ${expected}`);
}
