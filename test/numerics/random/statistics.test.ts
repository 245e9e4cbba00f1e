// The numbers of random streams have the distributions they should have, and streams, elements, steps, points and repeats are independent.
//
// Every statistic becomes a probability to be as far out as it is. A test fails below LEAST: with fewer than a thousand statistics, a run with
// other seeds would fail by chance with a probability below 10⁻⁶. The seeds are fixed, so a run that passes passes always.

import { binomialAt, classKey, normalAt, poissonAt, type RandomScope, type StreamKey, streamKey, uniformAt } from "@spikefarm/numerics";
import { describe, expect, test } from "vitest";
import { chiSquareOf, logFactorial, normalBelow, ofChiSquare, ofKolmogorov, ofNormal } from "./p-values.js";

const SEED = 20261123;
const LEAST = 1e-9;

const SCOPE: RandomScope = { class: "noise", seed: SEED, repeat: 0, policy: "trial", values: { tau: 0.01, I: 1e-9 } };
const STREAM = { object: "G", code: "equations", target: "v", ordinal: 0 };
const keyOf = (scope: Partial<RandomScope> = {}, stream: Partial<typeof STREAM> = {}): StreamKey =>
  streamKey(classKey({ ...SCOPE, ...scope }), { ...STREAM, ...stream });
const KEY = keyOf();

function likely(what: string, probability: number): void {
  expect(probability, `${what}: probability ${probability} (seed ${SEED})`).toBeGreaterThan(LEAST);
}

const listOf = (length: number, at: (index: number) => number): number[] => Array.from({ length }, (_, index) => at(index));
const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Of the k-th moment about 0, given what it and the 2k-th should be. */
function checkMoment(what: string, values: readonly number[], k: number, [moment, twice]: readonly [number, number]): void {
  const found = meanOf(values.map((value) => value ** k));
  likely(`${what}, moment ${k}`, ofNormal((found - moment) / Math.sqrt((twice - moment ** 2) / values.length)));
}

function checkDistribution(what: string, values: readonly number[], below: (x: number) => number): void {
  const sorted = Float64Array.from(values).sort();
  let distance = 0;
  sorted.forEach((value, rank) => {
    const p = below(value);
    distance = Math.max(distance, Math.abs(p - rank / sorted.length), Math.abs(p - (rank + 1) / sorted.length));
  });
  likely(`${what}, Kolmogorov–Smirnov`, ofKolmogorov(distance, sorted.length));
}

/** Pearson's r of two lists that should be independent. */
function checkCorrelation(what: string, a: readonly number[], b: readonly number[]): void {
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((value, index) => {
    const [x, y] = [value - meanA, b[index]! - meanB];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  });
  likely(`${what}, correlation`, ofNormal((ab / Math.sqrt(aa * bb)) * Math.sqrt(a.length)));
}

/** Uniforms in pairs, on a grid. */
function checkGrid(what: string, a: readonly number[], b: readonly number[]): void {
  const side = 16;
  const counts = Array<number>(side * side).fill(0);
  a.forEach((value, index) => {
    counts[Math.floor(value * side) * side + Math.floor(b[index]! * side)]! += 1;
  });
  likely(`${what}, grid`, chiSquareOf(counts, Array<number>(side * side).fill(a.length / (side * side))));
}

describe("the statistics", () => {
  test("have the probabilities that tables give", () => {
    for (const [found, wanted] of [
      [ofNormal(1.959963985), 0.05],
      [ofNormal(-6), 1.973175e-9],
      [ofChiSquare(3.841458821, 1), 0.05],
      [ofChiSquare(1143.917, 1000), 0.001],
      [ofKolmogorov(1.358 / 100, 10_000), 0.05],
      [normalBelow(-3), 0.001349898],
      [logFactorial(20), 42.335616461],
    ] as const) {
      expect(Math.abs(found / wanted - 1), `${wanted}`).toBeLessThan(0.02);
    }
  });

  test("notice numbers that are a little wrong", () => {
    const uniforms = listOf(50_000, (step) => uniformAt(KEY, 0, step, 0));
    const bent = uniforms.map((u) => u ** 1.1);
    expect(() => checkDistribution("bent", bent, (u) => u)).toThrow();
    expect(() => checkMoment("bent", bent, 1, [1 / 2, 1 / 3])).toThrow();
    const mixed = uniforms.map((u, step) => (step % 20 === 0 ? u : uniformAt(KEY, 1, step, 0)));
    expect(() => checkCorrelation("mixed", uniforms, mixed)).toThrow();
    expect(() => checkGrid("mixed", uniforms, mixed)).toThrow();
  });
});

describe("uniforms", () => {
  const N = 200_000;

  test.each([
    ["over the steps of an element", (index: number) => uniformAt(KEY, 3, index, 0)],
    ["over even steps", (index: number) => uniformAt(KEY, 3, 2 * index, 0)],
    ["over odd steps", (index: number) => uniformAt(KEY, 3, 2 * index + 1, 0)],
    ["over elements", (index: number) => uniformAt(KEY, index, 0, 0)],
    ["over draws", (index: number) => uniformAt(KEY, 0, 5, index)],
    ["late in a long run", (index: number) => uniformAt(KEY, 3, 1e9 + index, 0)],
  ])("%s are uniform in their moments, their distribution, their highest and their lowest bits", (what, at) => {
    const values = listOf(N, at);
    for (let k = 1; k <= 4; k++) checkMoment(what, values, k, [1 / (k + 1), 1 / (2 * k + 1)]);
    checkDistribution(what, values, (u) => u);
    const bins = 1024;
    const high = Array<number>(bins).fill(0);
    const low = Array<number>(bins).fill(0);
    for (const value of values) {
      high[Math.floor(value * bins)]! += 1;
      low[Math.floor(value * 2 ** 52) % bins]! += 1;
    }
    const even = Array<number>(bins).fill(N / bins);
    likely(`${what}, highest bits`, chiSquareOf(high, even));
    likely(`${what}, lowest bits`, chiSquareOf(low, even));
  });
});

test("points that differ in the last bit of a value have numbers that are uniform from point to point", () => {
  const values = listOf(20_000, (index) => uniformAt(keyOf({ values: { tau: 0.01 + index * 2e-18, I: index * 1e-12 } }), 0, 0, 0));
  checkDistribution("over points", values, (u) => u);
  checkCorrelation("from point to point", values.slice(1), values.slice(0, -1));
});

describe("normals", () => {
  test.each([
    ["over steps", (index: number) => normalAt(KEY, 2, index)],
    ["over even steps", (index: number) => normalAt(KEY, 2, 2 * index)],
    ["over odd steps", (index: number) => normalAt(KEY, 2, 2 * index + 1)],
    ["over elements", (index: number) => normalAt(KEY, index, 7)],
  ])("%s have the moments, the distribution and the tails of a standard normal", (what, at) => {
    const values = listOf(150_000, at);
    const moments = [1, 0, 1, 0, 3, 0, 15, 0, 105];
    for (let k = 1; k <= 4; k++) checkMoment(what, values, k, [moments[k]!, moments[2 * k]!]);
    checkDistribution(what, values, normalBelow);
    const edges = [-Infinity, -3.5, -3, -2.5, -2, -1, 0, 1, 2, 2.5, 3, 3.5, Infinity];
    const cells = edges.slice(1).map((to, index) => [edges[index]!, to] as const);
    const below = (x: number) => (Number.isFinite(x) ? normalBelow(x) : x < 0 ? 0 : 1);
    const counts = cells.map(([from, to]) => values.filter((value) => value >= from && value < to).length);
    const expected = cells.map(([from, to]) => (below(to) - below(from)) * values.length);
    likely(`${what}, tails`, chiSquareOf(counts, expected));
  });
});

/** Moments to the fourth, and every count against its probability. */
function checkCounts(what: string, counts: readonly number[], { mean, variance, kurtosis }: Shape, logChance: (k: number) => number): void {
  const n = counts.length;
  likely(`${what}, mean`, ofNormal((meanOf(counts) - mean) / Math.sqrt(variance / n)));
  const squares = meanOf(counts.map((count) => (count - mean) ** 2));
  likely(`${what}, variance`, ofNormal((squares - variance) / Math.sqrt((variance ** 2 * (kurtosis - 1)) / n)));
  const [least, greatest] = [Math.floor(Math.max(0, mean - 9 * Math.sqrt(variance))), Math.ceil(mean + 9 * Math.sqrt(variance)) + 9];
  const expected = Array.from({ length: greatest - least + 1 }, (_, index) => n * Math.exp(logChance(least + index)));
  const found = Array<number>(expected.length).fill(0);
  for (const count of counts) found[Math.min(Math.max(count - least, 0), found.length - 1)]! += 1;
  likely(`${what}, distribution`, chiSquareOf(found, expected));
}

interface Shape {
  readonly mean: number;
  readonly variance: number;
  /** The fourth moment about the mean over the variance squared. */
  readonly kurtosis: number;
}

describe("counts", () => {
  test.each([
    [0.01, 100_000],
    [0.7, 50_000],
    [5, 30_000],
    [15.99, 20_000],
    [16.01, 20_000],
    [77.7, 10_000],
    [1234.5, 2_000],
  ])("poisson(%d) has the moments and the distribution it should have", (lambda, n) => {
    const counts = listOf(n, (index) => poissonAt(KEY, index % 11, index, lambda));
    const shape = { mean: lambda, variance: lambda, kurtosis: 3 + 1 / lambda };
    checkCounts(`poisson(${lambda})`, counts, shape, (k) => k * Math.log(lambda) - lambda - logFactorial(k));
  });

  test.each([
    [1, 0.3, 50_000],
    [10, 0.07, 50_000],
    [10, 0.93, 50_000],
    [60, 0.5, 20_000],
    [1000, 0.001, 30_000],
    [1000, 0.3, 5_000],
    [1000, 0.98, 10_000],
    [1_000_000, 1e-5, 20_000],
    [100_003, 0.002, 5_000],
  ])("binomial(%d, %d) has the moments and the distribution it should have", (trials, p, n) => {
    const counts = listOf(n, (index) => binomialAt(KEY, index % 11, index, trials, p));
    const variance = trials * p * (1 - p);
    const shape = { mean: trials * p, variance, kurtosis: 3 + (1 - 6 * p * (1 - p)) / variance };
    const logChance = (k: number) =>
      k > trials
        ? Number.NEGATIVE_INFINITY
        : logFactorial(trials) - logFactorial(k) - logFactorial(trials - k) + k * Math.log(p) + (trials - k) * Math.log1p(-p);
    checkCounts(`binomial(${trials}, ${p})`, counts, shape, logChance);
  });
});

describe("independence", () => {
  const N = 50_000;

  test("of the steps of a stream, at lags 1 to 10, of the numbers and of their squares", () => {
    const uniforms = listOf(N + 10, (step) => uniformAt(KEY, 4, step, 0));
    const normals = listOf(N + 10, (step) => normalAt(KEY, 4, step));
    const squares = normals.map((value) => value * value);
    for (let lag = 1; lag <= 10; lag++) {
      for (const [what, values] of [
        ["uniforms", uniforms],
        ["normals", normals],
        ["squares", squares],
      ] as const) {
        checkCorrelation(`${what} at lag ${lag}`, values.slice(0, N), values.slice(lag, N + lag));
      }
      checkGrid(`uniforms at lag ${lag}`, uniforms.slice(0, N), uniforms.slice(lag, N + lag));
    }
  });

  test("of a pair of steps, which share a block", () => {
    const [even, odd] = [0, 1].map((half) => listOf(N, (pair) => normalAt(KEY, 1, 2 * pair + half)));
    checkCorrelation("even and odd normals", even!, odd!);
    checkCorrelation(
      "their squares",
      even!.map((value) => value * value),
      odd!.map((value) => value * value),
    );
    checkCorrelation(
      "one and the other's cube",
      even!,
      odd!.map((value) => value ** 3),
    );
  });

  const streams: readonly (readonly [string, StreamKey])[] = [
    ["another object", keyOf({}, { object: "H" })],
    ["another code", keyOf({}, { code: "reset" })],
    ["another target", keyOf({}, { target: "w" })],
    ["the next call", keyOf({}, { ordinal: 1 })],
    ["another class", keyOf({ class: "input" })],
    ["the next repeat", keyOf({ repeat: 1 })],
    ["the next seed", keyOf({ seed: SEED + 1 })],
    ["a point next to it", keyOf({ values: { tau: 0.01 + 2e-18, I: 1e-9 } })],
    ["another policy", keyOf({ policy: "repeat" })],
    ["the policy sweep", keyOf({ policy: "sweep" })],
    ["a key one bit away", [KEY[0] ^ 1, KEY[1]]],
  ];
  test.each(streams)("of a stream and that of %s", (what, other) => {
    const mine = listOf(N, (step) => uniformAt(KEY, 0, step, 0));
    const theirs = listOf(N, (step) => uniformAt(other, 0, step, 0));
    checkCorrelation(what, mine, theirs);
    checkGrid(what, mine, theirs);
  });

  test("of neighbouring elements and draws", () => {
    const mine = listOf(N, (step) => uniformAt(KEY, 10, step, 0));
    for (const [what, element, draw] of [
      ["the next element", 11, 0],
      ["an element far away", 4_000_010, 0],
      ["the next draw", 10, 1],
      ["draw and element exchanged", 0, 10],
    ] as const) {
      const theirs = listOf(N, (step) => uniformAt(KEY, element, step, draw));
      checkCorrelation(what, mine, theirs);
      checkGrid(what, mine, theirs);
    }
  });

  test("of an element's sum over steps and its neighbours': no two random walks go together", () => {
    const walks = listOf(400, (element) => meanOf(listOf(200, (step) => normalAt(KEY, element, step))) * Math.sqrt(200));
    checkDistribution("sums over steps", walks, normalBelow);
    checkCorrelation("sums of neighbours", walks.slice(1), walks.slice(0, -1));
  });

  test("of keys: a hundred thousand points, streams and repeats have a hundred thousand keys", () => {
    const keys = new Set<string>();
    for (let point = 0; point < 20_000; point++) {
      const ofClass = classKey({ ...SCOPE, repeat: point % 10, values: { tau: Math.floor(point / 10) * 1e-9, I: 0 } });
      for (let ordinal = 0; ordinal < 5; ordinal++) keys.add(streamKey(ofClass, { ...STREAM, ordinal }).join(" "));
    }
    expect(keys.size).toBe(100_000);
  });
});
