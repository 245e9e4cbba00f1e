// Every example, run by the real command, against numbers known from elsewhere: closed forms and Brian 2 itself.

import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { column, ROOT, resultsTable, runJson, spikefarm, temporaryDirectory } from "./spikefarm.js";

const example = (name: string): string => `${ROOT}examples/${name}`;

/** The module divides after it has summed a thousand counts, the model before: a thousand roundings at most. */
const SUM_TOLERANCE = 1000 * Number.EPSILON;

/** Run by example-models.test.ts. */
const RUN_ELSEWHERE = [
  "adaptive-exponential.yaml",
  "adaptive-threshold.yaml",
  "frozen-threshold.yaml",
  "hodgkin-huxley.yaml",
  "izhikevich.yaml",
  "noisy-neuron.yaml",
  "ornstein-uhlenbeck.yaml",
  "random-kicks.yaml",
  "timed-current.yaml",
];

describe("the examples", () => {
  test("if-curve: counts from 0 to 19 mV are the tutorial's, and the axis prints 0.01", async () => {
    const data = temporaryDirectory();
    const summary = await runJson(example("if-curve.yaml"), data);
    expect(summary).toMatchObject({ state: "complete", trials: { total: 20, ok: 20, failed: 0 } });
    const table = await resultsTable(data);
    expect(column(table, "n")).toEqual([...Array(11).fill(0), 41, 55, 68, 79, 90, 101, 112, 121, 133]);
    expect(column(table, "v0")).toEqual([
      0, 0.001, 0.002, 0.003, 0.004, 0.005, 0.006, 0.007, 0.008, 0.009, 0.01, 0.011, 0.012, 0.013, 0.014, 0.015, 0.016, 0.017, 0.018, 0.019,
    ]);
    const { stdout } = await spikefarm("results", "last", "--format", "csv", "--data", data);
    expect(stdout).toContain(",0.01,");
    expect(stdout).not.toContain("0.009999");
  });

  test("quadratic: 161 spikes, the first at 6.1, 12.3 and 18.5 ms (Euler)", async () => {
    const data = temporaryDirectory();
    await runJson(example("quadratic.yaml"), data);
    const table = await resultsTable(data);
    expect(column(table, "drive")).toEqual([1, 1.5, 2, 3, 4]);
    expect(column(table, "n")[2]).toBe(161);
    const times = column(table, "spikes")[2] as number[];
    expect(times).toHaveLength(161);
    expect(times.slice(0, 3).map((seconds) => Math.round(seconds * 1e4) / 10)).toEqual([6.1, 12.3, 18.5]);
  });

  test("find-rate and its module give the same rates; k = 2 makes 4285 spikes a neuron in 30 s", async () => {
    const data = temporaryDirectory();
    await runJson(example("find-rate.yaml"), data);
    const rates = column(await resultsTable(data), "r") as number[];
    expect(Math.round((rates[1] ?? 0) * 30)).toBe(4285);
    expect(Math.round((rates[4] ?? 0) * 30)).toBe(13043);
    expect(Math.round((rates[19] ?? 0) * 30)).toBe(50000);
    const moduleData = temporaryDirectory();
    await runJson(example("find-rate-module.yaml"), moduleData);
    const table = await resultsTable(moduleData);
    const fromModule = column(table, "r") as number[];
    for (const [index, rate] of fromModule.entries()) expect(Math.abs(rate - rates[index]!)).toBeLessThanOrEqual(SUM_TOLERANCE * rate);
    expect(column(table, "k")).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    const trial = (await spikefarm("show", "last", "1", "--data", moduleData)).stdout;
    expect(trial).toMatch(/parameters\n +k +2\noutputs\n +r /);
  }, 120_000);

  test("exact-or-numerical: with tau as a parameter the exact solution is still exact, and Euler is not", async () => {
    const data = temporaryDirectory();
    await runJson(example("exact-or-numerical.yaml"), data);
    const table = await resultsTable(data);
    const taus = column(table, "tau") as number[];
    const exact = column(table, "end_exact") as number[];
    const euler = column(table, "end_numerical") as number[];
    expect(taus.length).toBeGreaterThan(1);
    taus.forEach((tau, index) => {
      const truth = Math.exp(-0.05 / tau);
      expect(Math.abs((exact[index] ?? 0) / truth - 1)).toBeLessThan(1e-12);
      expect(Math.abs((euler[index] ?? 0) / truth - 1)).toBeGreaterThan(1e-5);
    });
    const shown = await spikefarm("show", "last", "--data", data);
    expect(shown.stdout).toContain("integrated by exact: v exact; numerical: v euler");
  });

  test("every document in examples/ is run by a test", () => {
    const documents = readdirSync(`${ROOT}examples`).filter((name) => name.endsWith(".yaml"));
    expect(documents.filter((name) => !RUN_ELSEWHERE.includes(name)).toSorted()).toEqual([
      "exact-or-numerical.yaml",
      "find-rate-module.yaml",
      "find-rate.yaml",
      "if-curve.yaml",
      "quadratic.yaml",
    ]);
  });
});
