// The examples of the whole language of a group, run by the real command. Judged against Brian 2.5.1 (numpy target, dt = 0.1 ms, the
// method that the example names), against closed forms, and against what an example says of itself, step by step.

import { readFileSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import { column, ROOT, resultsTable, runJson, type Table, temporaryDirectory, writeDocument } from "./spikefarm.js";

vi.setConfig({ testTimeout: 120_000 });

const example = (name: string): string => `${ROOT}examples/${name}`;

async function tableOf(file: string): Promise<Table> {
  const data = temporaryDirectory();
  expect(await runJson(file, data)).toMatchObject({ state: "complete", trials: { failed: 0 } });
  return resultsTable(data);
}

/** The example with some of its text replaced. */
function variantOf(name: string, replacements: readonly (readonly [from: string | RegExp, to: string])[]): string {
  let text = readFileSync(example(name), "utf8");
  for (const [from, to] of replacements) {
    expect(text.search(from), `${from} is in ${name}`).toBeGreaterThanOrEqual(0);
    text = text.replace(from, to);
  }
  return writeDocument(temporaryDirectory(), text);
}

/** One output of one row: a list of lists where it has elements and samples. */
const outputOf = <Value>(table: Table, name: string, row = 0): Value => column(table, name)[row] as Value;

/** Of a trace of one element, or of each. */
const samplesOf = (table: Table, name: string, row = 0): readonly number[][] => {
  const values = outputOf<number[] | number[][]>(table, name, row);
  const { shape } = table.columns.find((candidate) => candidate.name === name)!;
  if (Array.isArray(values[0])) return values as number[][];
  const samples = shape[1]!;
  return Array.from({ length: shape[0]! }, (_, element) => (values as number[]).slice(element * samples, (element + 1) * samples));
};

const stepOf = (seconds: number): number => Math.round(seconds / 1e-4);
const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const meanOf = (values: readonly number[]): number => sumOf(values) / values.length;

/** Two ways of writing an exact step, some roundings apart. */
const ROUNDING = 1e-12;
/** Of a statistic: a chance of 6e-5 to fail; the seed is written in the example. */
const STANDARD_ERRORS = 4;

describe("against Brian 2", () => {
  test("hodgkin-huxley.yaml: as many spikes at each current, the first at 7.7 ms for 0.3 nA", async () => {
    const table = await tableOf(example("hodgkin-huxley.yaml"));
    expect(column(table, "n")).toEqual([0, 13, 22, 30, 37, 43, 49, 55, 60, 66, 71, 76, 81, 85, 90]);
    expect(column(table, "f")).toEqual(column(table, "n")); // the run lasts a second
    expect(stepOf(outputOf(table, "first", 6))).toBe(77);
  });

  test("adaptive-exponential.yaml: as many spikes in each mood, and the first ones in the same steps", async () => {
    const table = await tableOf(example("adaptive-exponential.yaml"));
    expect(column(table, "n")).toEqual([17, 26, 39]);
    const first = (row: number): number[] => outputOf<number[]>(table, "spikes", row).slice(0, 5).map(stepOf);
    expect(first(0)).toEqual([118, 255, 414, 601, 821]);
    expect(first(1)).toEqual([120, 131, 179, 588, 602]);
    expect(first(2)).toEqual([118, 238, 358, 479, 601]);
  });

  test("izhikevich.yaml: as many spikes of each kind, and the first ones in the same steps", async () => {
    const table = await tableOf(example("izhikevich.yaml"));
    expect(column(table, "n")).toEqual([23, 34, 87, 131, 77]);
    const first = (row: number): number[] => outputOf<number[]>(table, "spikes", row).slice(0, 5).map(stepOf);
    expect(first(0)).toEqual([33, 270, 721, 1172, 1623]);
    expect(first(2)).toEqual([33, 49, 66, 85, 107]);
    expect(first(4)).toEqual([26, 57, 94, 141, 207]);
  });

  test("timed-current.yaml: as many spikes at each resistance, the current as it stands in its file", async () => {
    const table = await tableOf(example("timed-current.yaml"));
    expect(outputOf(table, "n")).toEqual([0, 5, 13, 20, 25]);
    expect(outputOf<number[]>(table, "spikes").slice(0, 7).map(stepOf)).toEqual([27, 31, 39, 40, 46, 51, 56]);
    const lines = readFileSync(example("data/half-sine.csv"), "utf8").trim().split("\n").slice(1);
    const current = lines.map((line) => Number(`${line}e-9`));
    expect(samplesOf(table, "M_I")).toEqual(Array(5).fill(current));
    expect(samplesOf(table, "M_R")).toEqual([1e6, 3.25e6, 5.5e6, 7.75e6, 1e7].map((ohms) => Array(1000).fill(ohms)));
    expect(samplesOf(table, "M_V").map((samples) => samples[0])).toEqual(Array(5).fill(-0.06));
  });

  test("adaptive-threshold.yaml and frozen-threshold.yaml: the mean count of 2000 neurons", async () => {
    for (const [name, mean, error] of [
      ["adaptive-threshold.yaml", 6.2285, 0.0229],
      ["frozen-threshold.yaml", 5.972, 0.0218],
    ] as const) {
      const many = variantOf(name, [
        ["    G:\n", "    G:\n      size: 2000\n"],
        [/outputs:[\s\S]*sweep:/, "outputs: { n: counts(G) }\nsweep:"],
        ["[100*Hz, 200*Hz]", "[100*Hz]"],
      ]);
      const counts = outputOf<number[]>(await tableOf(many), "n");
      expect(Math.abs(meanOf(counts) - mean)).toBeLessThan(STANDARD_ERRORS * Math.SQRT2 * error);
    }
  });
});

describe("against what they say of themselves", () => {
  test("adaptive-threshold.yaml and frozen-threshold.yaml: the same input, and some spikes come later where the threshold is held", async () => {
    const [adaptive, frozen] = await Promise.all(
      ["adaptive-threshold.yaml", "frozen-threshold.yaml"].map(async (name) =>
        outputOf<number[]>(await tableOf(example(name)), "spikes", 1),
      ),
    );
    expect(frozen!.length).toBe(adaptive!.length);
    const delays = frozen!.map((time, index) => time - adaptive![index]!);
    expect(delays.filter((delay) => delay < 0)).toEqual([]);
    expect(delays.filter((delay) => delay > 0).length).toBeGreaterThan(2);
    expect(delays.filter((delay) => delay === 0).length).toBeGreaterThan(2);
  });

  test.each([
    ["adaptive-threshold.yaml", false],
    ["frozen-threshold.yaml", true],
  ])("%s: every step of v and vt is accounted for", async (name, isFrozen) => {
    const table = await tableOf(example(name));
    const [[v], [vt]] = [samplesOf(table, "v", 1), samplesOf(table, "vt", 1)] as [number[][], number[][]];
    const spikes: number[] = outputOf<number[]>(table, "spikes", 1).map(stepOf);
    expect(spikes.length).toBeGreaterThan(5);
    expect(outputOf(table, "n", 1)).toBe(spikes.length);
    let inputs = 0;
    let last = Number.NEGATIVE_INFINITY;
    for (let step = 0; step + 1 < v!.length; step++) {
      const isRefractory = step - last < 100;
      const advanced = isRefractory ? v![step]! : v![step]! * Math.exp(-0.01);
      const threshold = isRefractory && isFrozen ? vt![step]! : 1 + (vt![step]! - 1) * Math.exp(-0.001);
      const isSpike = !isRefractory && advanced > threshold;
      expect(spikes.includes(step)).toBe(isSpike);
      if (isSpike) last = step;
      expect(Math.abs(vt![step + 1]! - threshold - (isSpike ? 1 : 0))).toBeLessThan(ROUNDING);
      if (isSpike || isRefractory) expect(v![step + 1]).toBe(0);
      else {
        const added = v![step + 1]! - advanced;
        expect(Math.min(Math.abs(added), Math.abs(added - 0.5))).toBeLessThan(ROUNDING);
        if (added > 0.25) inputs++;
      }
    }
    // 200 Hz outside the refractory steps; a Poisson count has its mean for its variance
    const expected = 200 * 1e-4 * (v!.length - 1 - 100 * spikes.length);
    expect(Math.abs(inputs - expected)).toBeLessThan(STANDARD_ERRORS * Math.sqrt(expected) + 2);
  });

  test("random-kicks.yaml: one neuron is kicked every 5 ms, by 1; in between all decay exactly", async () => {
    const traces = samplesOf(await tableOf(example("random-kicks.yaml")), "V");
    expect(traces).toHaveLength(5);
    const chosen = new Set<number>();
    for (let step = 0; step < 1000; step++) {
      const jumps = traces.map((trace) => trace[step]! - (step === 0 ? 0 : trace[step - 1]! * Math.exp(-0.01)));
      const kicked = jumps.flatMap((jump, element) => (Math.abs(jump) < ROUNDING ? [] : [{ element, jump }]));
      expect(kicked).toHaveLength(step % 50 === 0 ? 1 : 0);
      for (const { element, jump } of kicked) {
        expect(Math.abs(jump - 1)).toBeLessThan(ROUNDING);
        chosen.add(element);
      }
    }
    expect(chosen.size).toBeGreaterThan(2); // fewer in one run of 2600
  });
});

describe("against theory", () => {
  test("noisy-neuron.yaml: the rates of Siegert's formula, the threshold moved by what a step misses", async () => {
    const table = await tableOf(example("noisy-neuron.yaml"));
    const mus = column(table, "mu") as number[];
    const rates = column(table, "f") as number[];
    expect(rates).toHaveLength(22);
    for (const [row, mu] of mus.entries()) {
      const truth = siegertRate(mu * 1000);
      // 400 neurons for 1 s; the count of one has less than the variance of a Poisson process. The correction is right to 2 %
      const error = STANDARD_ERRORS * Math.sqrt(truth / 400) + 0.02 * truth;
      expect(Math.abs(rates[row]! - truth), `mu = ${mu * 1000} mV`).toBeLessThan(error);
    }
    const cvs = column(table, "cv") as number[];
    expect(cvs[10]!).toBeLessThan(cvs[2]!);
  });

  test("ornstein-uhlenbeck.yaml: Euler's variance, and steps that are independent normal numbers", async () => {
    const wide = variantOf("ornstein-uhlenbeck.yaml", [
      ["size: 200", "size: 4000"],
      [/outputs:[\s\S]*sweep:/, "outputs: { end: final(G.x), x: 'trace(G.x, of=[0, 1, 2], to=200*ms)' }\nsweep:"],
    ]);
    const table = await tableOf(wide);
    for (const [row, tau] of (column(table, "tau") as number[]).entries()) {
      const end = outputOf<number[]>(table, "end", row);
      const variance = 1 / (1 - 1e-4 / (2 * tau));
      expect(Math.abs(meanOf(end))).toBeLessThan(STANDARD_ERRORS * Math.sqrt(variance / end.length));
      expect(Math.abs(meanOf(end.map((x) => x * x)) / variance - 1)).toBeLessThan(STANDARD_ERRORS * Math.sqrt(2 / end.length));
      const steps = samplesOf(table, "x", row).flatMap((trace) =>
        trace.slice(1).map((x, index) => (x - trace[index]! * (1 - 1e-4 / tau)) / Math.sqrt(2e-4 / tau)),
      );
      expect(Math.abs(meanOf(steps))).toBeLessThan(STANDARD_ERRORS / Math.sqrt(steps.length));
      expect(Math.abs(meanOf(steps.map((x) => x * x)) - 1)).toBeLessThan(STANDARD_ERRORS * Math.sqrt(2 / steps.length));
      const lag1 = meanOf(steps.slice(1).map((x, index) => x * steps[index]!));
      expect(Math.abs(lag1)).toBeLessThan(STANDARD_ERRORS / Math.sqrt(steps.length));
    }
  });

  test("ornstein-uhlenbeck.yaml: its statistics over time are those of its definition", async () => {
    const table = await tableOf(example("ornstein-uhlenbeck.yaml"));
    for (const [row, tau] of (column(table, "tau") as number[]).entries()) {
      // In a window T the mean of x has the variance (2 tau/T)(1 - tau/T (1 - exp(-T/tau))), and the variance within it lacks as much.
      const ofMean = 2 * tau * (1 - tau * (1 - Math.exp(-1 / tau)));
      expect(Math.abs(outputOf<number>(table, "mean_of_x", row))).toBeLessThan(STANDARD_ERRORS * Math.sqrt(ofMean / 200));
      // The mean of standard deviations lies below the root of the mean variance, by half their own variance, tau/(2T) at most.
      const step = Math.sqrt(1 / (1 - 1e-4 / (2 * tau))); // what Euler's method adds
      const sd = outputOf<number>(table, "sd_of_x", row) / step;
      expect(sd).toBeLessThan(Math.sqrt(1 - ofMean) + STANDARD_ERRORS * Math.sqrt(tau / 2 / 200));
      expect(sd).toBeGreaterThan(Math.sqrt(1 - ofMean) - tau / 2 - STANDARD_ERRORS * Math.sqrt(tau / 2 / 200));
    }
  });
});

/**
 * The rate of a leaky integrate-and-fire neuron with white noise (Siegert 1951; Ricciardi 1977) of tau = 10 ms, sigma = 2 mV, threshold 10 mV,
 * reset 0 mV and 2 ms refractory, mu in mV. A process that is looked at every dt crosses late: as if the threshold were higher by 0.5826 of
 * a step's standard deviation (Broadie, Glasserman & Kou 1997).
 */
function siegertRate(mu: number): number {
  const [tau, sigma, dt] = [0.01, 2, 1e-4];
  const threshold = 10 + 0.5826 * sigma * Math.sqrt((2 * dt) / tau);
  const [from, to] = [-mu / (sigma * Math.SQRT2), (threshold - mu) / (sigma * Math.SQRT2)];
  const points = 20_000;
  const width = (to - from) / points;
  let integral = 0;
  for (let point = 0; point < points; point++) {
    const u = from + (point + 0.5) * width;
    integral += scaledErrorFunction(u) * width;
  }
  return 1 / (0.002 + tau * Math.sqrt(Math.PI) * integral);
}

/** exp(u²)(1 + erf(u)): by the series of erf (Abramowitz & Stegun 7.1.6), and far below zero by the continued fraction of erfc (7.1.14). */
function scaledErrorFunction(u: number): number {
  if (u < -2) {
    let fraction = -u;
    for (let n = 60; n > 0; n--) fraction = -u + n / 2 / fraction;
    return 1 / (fraction * Math.sqrt(Math.PI));
  }
  let term = u;
  let sum = u;
  for (let n = 1; n < 200; n++) {
    term *= (2 * u * u) / (2 * n + 1);
    sum += term;
  }
  return Math.exp(u * u) + (2 / Math.sqrt(Math.PI)) * sum;
}
