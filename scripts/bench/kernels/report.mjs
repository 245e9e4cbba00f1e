// A row as text: what we take, and how each of the others compares, beside what is aimed at.
//
//   LIF I-F, 10,000 × 1 s
//       | wasm 0.71 ns (0.57 … 0.84), native 0.27 ns (0.22 … 0.29) a neuron-step
//       | Brian 2 C++ 1.58 ns (0.96 … 1.62): wasm × 2.2 (aim ≥ 2), native × 5.9 (aim ≥ 5)
//       | C 0.18 ns (0.18 … 0.18), 4 vectors interleaved: wasm × 3.9 (aim ≤ 3.5, missed), native × 1.5 (aim ≤ 1.3, missed)
//
// × is a ratio of medians: how many times faster we are than Brian 2, and how many times as long as C we take.

import { median } from "../statistics.mjs";

const TITLES = { standalone: "Brian 2 C++", cython: "Brian 2 Cython", c: "C" };

/** `times` by contestant's name, in the unit; `aims` by target and peer. */
export function report({ title, unit, suffix = "", times, notes = new Map(), aims }) {
  const own = [...times.keys()].filter((name) => name in aims);
  const parts = [title, `${own.map((name) => `${name} ${spread(times.get(name), unit)}`).join(", ")}${suffix}`];
  for (const [peer, all] of times) {
    if (own.includes(peer)) continue;
    const ratios = own.map((target) => {
      const ratio = peer === "c" ? median(times.get(target)) / median(all) : median(all) / median(times.get(target));
      const aim = aims[target][peer];
      return `${target} × ${digits(ratio)}${aim === undefined ? "" : besideAim(ratio, peer === "c" ? { most: aim } : { least: aim })}`;
    });
    const note = notes.get(peer);
    parts.push(`${TITLES[peer]} ${spread(all, unit)}${note === undefined ? "" : `, ${note}`}: ${ratios.join(", ")}`);
  }
  console.log(parts.join("\n    | "));
}

/** "0.18 ns (0.17 … 0.20)" */
export const spread = (all, unit) => `${digits(median(all))} ${unit} (${digits(Math.min(...all))} … ${digits(Math.max(...all))})`;

/** `aim` is { least } or { most }. */
export function besideAim(measured, { least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY }) {
  const wanted = Number.isFinite(most) ? `≤ ${most}` : `≥ ${least}`;
  return ` (aim ${wanted}${measured >= least && measured <= most ? "" : ", missed"})`;
}

const digits = (number) => (number < 100 ? number.toPrecision(number < 1 ? 2 : 3) : number.toFixed(0));
