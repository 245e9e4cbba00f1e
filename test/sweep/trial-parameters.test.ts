// The values trials run with: one by one, and as lanes.

import { resolveParameters } from "@spikefarm/equations";
import { pointAndRepeatOf, trialCount } from "@spikefarm/protocol";
import { batchParameters, planSweep, structureRuns, sweptColumns, trialParameters, valuesAtRank } from "@spikefarm/sweep";
import { expect, test } from "vitest";
import { documentOf, ifCurve } from "./documents.js";

const SPACES = [
  "{ v0: { linspace: [0*mV, 19*mV, 20] } }",
  "{ v0: [1*mV, 2*mV], n: [3, 5], on: [false, true], gain: { logspace: [0.1, 10, 3] } }",
  "{ product: [ { zip: { v0: [1*mV, 2*mV], tau: [1*ms, 2*ms] } }, { gain: { range: [0, 1, 0.25] } } ] }",
  "{}",
];

test.each(SPACES)("IDENTITY 1, 9: every trial of %s runs with the values of its point, derived ones from resolved doubles", (space) => {
  const document = documentOf(ifCurve(space, "  repeats: 2"));
  if (document.task.kind !== "model") throw new Error("The test's document is a model.");
  const part = planSweep(document).parts[0]!;
  for (let trial = 0; trial < trialCount(part); trial++) {
    const swept = valuesAtRank(document.sweep.space, pointAndRepeatOf(part, trial).point);
    const values = trialParameters(document, part, trial);
    expect(values).toEqual(resolveParameters(document.task.model.parameters, swept));
    expect(values.get("doubled")).toBe(2 * (values.get("v0") as number));
  }
});

test.each(SPACES)("lanes of %s have the values of their trials", (space) => {
  const document = documentOf(ifCurve(space, "  repeats: 2"));
  const part = planSweep(document).parts[0]!;
  for (const run of structureRuns(document, part, { from: 0, to: trialCount(part) })) {
    const { lanes, parameters, swept } = batchParameters(document, part, run);
    expect(lanes).toBe(run.to - run.from);
    for (let lane = 0; lane < lanes; lane++) {
      const expected = trialParameters(document, part, run.from + lane);
      for (const [name, value] of parameters) expect(typeof value === "number" ? value : value[lane]).toBe(expected.get(name));
      for (const { column, data } of swept) expect(data.kind === "list" ? undefined : data.values[lane]).toBe(expected.get(column.name));
      expect(parameters.size).toBe([...expected.values()].filter((value) => typeof value === "number").length);
    }
  }
});

test("IDENTITY 16: what random numbers rest on is the sweep's seed, each trial's repeat in the planned order, and texts", () => {
  const document = documentOf(ifCurve("{ v0: [1*mV, 2*mV, 3*mV], gain: [1, 2] }", "  repeats: 3\n  seed: 11"));
  const part = planSweep(document).parts[0]!;
  const [all, second] = [
    { from: 0, to: 18 },
    { from: 7, to: 11 },
  ].map((range) => batchParameters(document, part, range).random);
  expect(all!.seed).toBe(11);
  expect(all!.repeat).toEqual(Int32Array.from({ length: 18 }, (_, trial) => Math.floor(trial / 6)));
  expect(all!.texts).toEqual(new Map([["label", "a"]]));
  expect(second!.repeat).toBe(1);
  const plain = documentOf(ifCurve("{ v0: [1*mV] }"));
  const { random } = batchParameters(plain, planSweep(plain).parts[0]!, { from: 0, to: 1 });
  expect(random).toEqual({ seed: 0, repeat: 0, texts: new Map([["label", "a"]]) });
});

test("structural parameters are one value for all lanes, other swept ones and what derives from them one a lane", () => {
  const document = documentOf(ifCurve("{ n: [3, 5], v0: [1*mV, 2*mV] }"));
  const part = planSweep(document).parts[0]!;
  const { parameters } = batchParameters(document, part, { from: 2, to: 4 });
  expect(parameters.get("n")).toBe(5);
  expect(parameters.get("v0")).toEqual(Float64Array.of(0.001, 0.002));
  expect(parameters.get("doubled")).toEqual(Float64Array.of(0.002, 0.004));
  expect(parameters.get("tau")).toBe(0.01);
});

test("IDENTITY 9: trials whose structural parameter is zipped are cut by structure", () => {
  const document = documentOf(ifCurve("{ zip: { n: [1, 1, 2, 2, 2, 1], gain: [1, 2, 3, 4, 5, 6] } }"));
  const part = planSweep(document).parts[0]!;
  const runs = [...structureRuns(document, part, { from: 1, to: 6 })].map(({ from, to }) => [from, to]);
  expect(runs).toEqual([
    [1, 2],
    [2, 5],
    [5, 6],
  ]);
  expect(() => batchParameters(document, part, { from: 0, to: 3 })).toThrow("differ in n");
});

test("a module's trial gets the document's defaults in place of its own, and what is swept", () => {
  const document = documentOf(
    "{ module: { name: find-rate, parameters: { tau: 20*ms, fast: true } }, sweep: { space: { k: [1, 2], label: [x, y] } } }",
  );
  const part = planSweep(document).parts[0]!;
  expect(Object.fromEntries(trialParameters(document, part, 3))).toEqual({ k: 2, tau: 0.02, n: 1000, label: "y", fast: true });
  expect(sweptColumns(document, part, { from: 1, to: 4 }).map(({ data }) => data)).toEqual([
    { kind: "f64", values: Float64Array.of(1, 2, 2) },
    { kind: "text", values: ["y", "x", "y"] },
  ]);
});
