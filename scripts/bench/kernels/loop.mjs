// One loop, all who run it in turns, as one line: what a neuron-step takes each of them, and how the others compare with us.
//
//   LIF I-F, 10,000 × 1 s | wasm 0.85 ns, native 0.27 ns a neuron-step | Brian 2 C++ 1.10: wasm × 1.3 (aim 2, missed), … | C 0.18: …
//
// × is how many times faster we are than Brian 2, and how many times C's time we take: medians over the turns.

import { median } from "../statistics.mjs";
import { beside, factor } from "./aims.mjs";

const STEPS_A_SECOND = 10_000;
const TITLES = { standalone: "Brian 2 C++", cython: "Brian 2 Cython", c: "C" };

/** `contestants` have { name, note?, warmUp(), turn() → { seconds, spikes } }; "wasm" and "native" are ours. */
export async function runLoop(row, contestants, runs) {
  for (const contestant of contestants) await contestant.warmUp();
  const times = new Map(contestants.map(({ name }) => [name, []]));
  for (let run = 0; run < runs; run++) {
    for (const contestant of contestants) {
      const { seconds, spikes } = await contestant.turn();
      checkSpikes(row, contestant.name, spikes);
      times.get(contestant.name).push((seconds * 1e9) / (row.slots * row.seconds * STEPS_A_SECOND));
    }
  }
  print(row, contestants, times);
}

function checkSpikes({ title, spikes, tolerance }, name, counted) {
  if (Math.abs(counted - spikes) <= tolerance * spikes) return;
  throw new Error(`${title}: ${name} counted ${counted} spikes, and not ${spikes}; nobody may be measured who computes something else`);
}

function print(row, contestants, times) {
  const own = contestants.filter(({ name }) => name in row.aims);
  const medians = new Map([...times].map(([name, all]) => [name, median(all)]));
  const parts = [row.title, `${own.map(({ name }) => `${name} ${spread(times.get(name))}`).join(", ")} a neuron-step`];
  for (const { name, note } of contestants.filter((contestant) => !own.includes(contestant))) {
    const ratios = own.map((target) => {
      const ratio = name === "c" ? medians.get(target.name) / medians.get(name) : medians.get(name) / medians.get(target.name);
      const aim = row.aims[target.name][name];
      return `${target.name} ${factor(ratio)}${beside(ratio, aim === undefined ? undefined : { [name === "c" ? "most" : "least"]: aim })}`;
    });
    parts.push(`${TITLES[name]} ${spread(times.get(name))}${note ? ` (${note})` : ""}: ${ratios.join(", ")}`);
  }
  console.log(parts.join("\n    | "));
}

/** "0.18 ns (0.17 … 0.20)" */
const spread = (all) => `${digits(median(all))} ns (${digits(Math.min(...all))} … ${digits(Math.max(...all))})`;

const digits = (number) => number.toPrecision(number < 1 ? 2 : 3);
