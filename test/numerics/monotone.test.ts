// exp and ln never fall from one double to the next, within their pieces and across the seams between them.

import { math } from "@spikefarm/numerics";
import { describe, expect, test } from "vitest";
import { seededRandom } from "./seeded-random.js";

const SEED = 20261123;
const STARTS = 400;
const RUN = 500;

const bits = new BigInt64Array(1);
const double = new Float64Array(bits.buffer);

/** The double `places` places above x, away from 0. */
function beyond(x: number, places: number): number {
  double[0] = x;
  bits[0] = bits[0]! + BigInt(places);
  return double[0];
}

function check(name: "exp" | "log", starts: readonly number[]): void {
  for (const start of starts) {
    const direction = start < 0 ? -1 : 1;
    let previous = math[name](start);
    for (let place = 1; place <= RUN; place++) {
      const next = math[name](beyond(start, place));
      if (!(direction * next >= direction * previous)) expect.fail(`${name} falls after ${beyond(start, place - 1)}`);
      previous = next;
    }
  }
}

describe(`in runs of ${RUN} neighbouring doubles (seed ${SEED})`, () => {
  const random = seededRandom(SEED);
  const between = (from: number, to: number, count = STARTS) => Array.from({ length: count }, () => from + (to - from) * random());

  test("exp never falls, nor where the multiple of ln 2 changes", () => {
    // The reduction changes n at (n + ½)·ln 2.
    const seams = between(-1020, 1020).map((n) => (Math.floor(n) + 0.5) * Math.LN2 * (1 - 2e-14));
    check("exp", [...between(-1, 1), ...between(-745, 709), ...seams]);
  });

  test("ln never falls, nor at √½ and √2 times a power of two", () => {
    const powers = between(-1000, 1000).map((n) => math.power(2, Math.floor(n)));
    const seams = powers.map((power) => power * Math.SQRT2 * (1 - 2e-14));
    check("log", [...between(0.5, 2), ...between(1e-3, 1e3), ...powers, ...seams]);
  });
});
