// A row of loop-rows.mjs: everybody's main loop, in processor time a neuron-step.

import { brianCython, brianStandalone } from "./brian.mjs";
import { handWritten } from "./hand-written.mjs";
import { ownKernel } from "./own-kernel.mjs";
import { report } from "./report.mjs";
import { takeTurns } from "./turns.mjs";

const STEPS_A_SECOND = 10_000;

export async function measureLoop(row, context) {
  const contestants = await contestantsOf(row, context);
  const times = await takeTurns(contestants, context.runs, ({ spikes }, name) => checkSpikes(row, name, spikes));
  const neuronSteps = row.slots * row.seconds * STEPS_A_SECOND;
  report({
    title: row.title,
    unit: "ns",
    suffix: " a neuron-step",
    times: new Map([...times].map(([name, all]) => [name, all.map((seconds) => (seconds * 1e9) / neuronSteps)])),
    notes: new Map(contestants.flatMap(({ name, note }) => (note === undefined ? [] : [[name, note]]))),
    aims: row.aims,
  });
}

async function contestantsOf(row, { compiler, native, peers, directory }) {
  const contestants = [ownKernel({ name: "wasm", row })];
  if (native !== undefined) contestants.push(ownKernel({ name: "native", row, native }));
  if (peers.brian && row.peers.includes("standalone")) contestants.push(await brianStandalone(row, directory));
  if (peers.brian && row.peers.includes("cython")) contestants.push(brianCython(row));
  if (peers.c) contestants.push(await handWritten(row, compiler, directory));
  return contestants;
}

function checkSpikes({ title, spikes, tolerance }, name, counted) {
  if (Math.abs(counted - spikes) <= tolerance * spikes) return;
  throw new Error(`${title}: ${name} counted ${counted} spikes, and not ${spikes}; who computes something else is not measured`);
}
