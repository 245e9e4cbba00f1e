// Two things that ought to cost nothing: how many neurons run together, and that a run is cut into slices of about 20 ms.
//
// The first is the time of a neuron-step from a hundred neurons to a million. The second is what one more slice adds to a run of ten thousand
// neurons: the same run with slices of 20 steps, less the run as it is, over the slices that were added.

import { LOOP_ROWS } from "./loop-rows.mjs";
import { ownKernel } from "./own-kernel.mjs";
import { spread } from "./report.mjs";
import { takeTurns } from "./turns.mjs";

const LEAKY = LOOP_ROWS.find(({ name }) => name === "lif");
const SIZES = [100, 1_000, 10_000, 100_000, 1_000_000];
const NEURON_STEPS = 200_000_000;
const STEPS_A_SECOND = 10_000;
const SHORT_SLICE_STEPS = 20;
/** Of the simulator: slots that run together, each such chunk in slices of its own. */
const SLOTS_IN_CHUNK = 8192;

const leaky = (slots, seconds) => {
  const groups = { G: { ...LEAKY.model.groups.G, size: slots, initial: { v0: "19*mV*i/N" } } };
  return { ...LEAKY, slots, seconds, model: { ...LEAKY.model, groups } };
};

export async function measureSizes({ runs, native }) {
  const targets = [{ name: "wasm" }, ...(native === undefined ? [] : [{ name: "native", native }])];
  const rows = SIZES.map((slots) => leaky(slots, NEURON_STEPS / slots / STEPS_A_SECOND));
  const contestants = rows.flatMap((row) =>
    targets.map((target) => ({ ...ownKernel({ row, ...target }), name: `${target.name} ${row.slots}` })),
  );
  const times = await takeTurns(contestants, runs, () => {});
  const lines = targets.map(({ name }) => {
    const sizes = SIZES.map((slots) => {
      const all = times.get(`${name} ${slots}`).map((seconds) => (seconds * 1e9) / NEURON_STEPS);
      return `${slots.toLocaleString("en")} ${spread(all, "ns")}`;
    });
    return `${name}: ${sizes.join(", ")}`;
  });
  console.log(["LIF I-F, a neuron-step by the number of neurons", ...lines].join("\n    | "));
}

export async function measureSlices({ runs }) {
  const row = leaky(SLOTS_IN_CHUNK, 1);
  const contestants = [
    { ...ownKernel({ row }), name: "as it is" },
    { ...ownKernel({ row, options: { maxSliceSteps: SHORT_SLICE_STEPS } }), name: "short" },
  ];
  const times = await takeTurns(contestants, runs, () => {});
  const added = STEPS_A_SECOND / SHORT_SLICE_STEPS;
  const costs = times.get("short").map((seconds, turn) => ((seconds - times.get("as it is")[turn]) * 1e6) / added);
  console.log(`a slice more of ${SLOTS_IN_CHUNK.toLocaleString("en")} neurons\n    | ${spread(costs, "µs")}, every 20 ms`);
}
