// How far the parts of a normal number are from the truth: the sine and cosine of turns, and ln u in (0, 1).

import { boxMuller, hostArithmetic as o } from "@spikefarm/numerics";
import { expect, test } from "vitest";
import { seededRandom } from "../seeded-random.js";
import { type Truth, truth, ulpsBetween } from "../truth.js";

const SEED = 20261123;
const POINTS = Number(process.env.ACCURACY_POINTS ?? 1500);
/** √(−2 ln u) of this u is 1 to the bit: what is left of a normal is its cosine or sine. */
const UNIT_RADIUS = 0.6065306597126334;
/** Of the product with the radius, besides what the sine is off by. */
const BOUND = 1.2;

const random = seededRandom(SEED);
const sized = () => (Math.floor(random() * 2 ** (54 * random())) + 1) * 2 ** -54;
const seams = () => Math.min(1 - 2 ** -53, Math.max(2 ** -54, Math.floor(1 + 8 * random()) / 8 + Math.floor(9 * random() - 4) * 2 ** -53));
const points = [
  ...Array.from({ length: POINTS }, random),
  ...Array.from({ length: POINTS }, sized),
  ...Array.from({ length: POINTS }, seams),
];

test(`the sine and cosine of turns are within ${BOUND} ulp of the truth (seed ${SEED})`, () => {
  expect(boxMuller(o, UNIT_RADIUS, 2 ** -54).even).toBe(1);
  let worst = { ulps: 0, at: "" };
  const note = (found: number, wanted: Truth, at: string) => {
    const ulps = ulpsBetween(found, wanted);
    if (ulps > worst.ulps) worst = { ulps, at };
  };
  for (const u of points) {
    const { even, odd } = boxMuller(o, UNIT_RADIUS, u);
    // A multiple of a quarter turn has an exact 0, of which no unit in the last place can be taken.
    if ((4 * u) % 2 !== 1) note(even, truth.cosineOfTurns(u), `cos of ${u}`);
    if ((4 * u) % 2 !== 0) note(odd, truth.sineOfTurns(u), `sin of ${u}`);
  }
  if (process.env.ACCURACY_REPORT !== undefined) console.log(`turns: ${worst.ulps.toFixed(3)} ulp at ${worst.at} of ${points.length}`);
  expect(worst.ulps, worst.at).toBeLessThanOrEqual(BOUND);
});

test("at quarter turns one of the two is exactly 0, the other exactly the radius", () => {
  for (const [u, cosine, sine] of [
    [0.25, 0, 1],
    [0.5, -1, 0],
    [0.75, 0, -1],
  ] as const) {
    const { even, odd } = boxMuller(o, UNIT_RADIUS, u);
    expect(Math.abs(even - cosine)).toBe(0);
    expect(Math.abs(odd - sine)).toBe(0);
  }
});

test(`the radius is √(−2 ln u) within 1.5 ulp, for every size of u (seed ${SEED})`, () => {
  for (let k = 0; k < POINTS; k++) {
    const u = k < 60 ? (1 + random()) * 2 ** -Math.min(53, k + 1) : random();
    // cos 0 is exactly 1 in the limit of a tiny turn.
    const { even } = boxMuller(o, u, 2 ** -54);
    const { digits, bits } = truth.log(u);
    const wanted = Math.sqrt((-2 * Number(digits >> BigInt(bits - 100))) / 2 ** 100);
    expect(Math.abs(even - wanted)).toBeLessThanOrEqual(1.5 * 2 ** -52 * wanted);
  }
});
