// Plans: axes, granules, tasks, columns.

import { granuleRange, makeSweepId, type SizedPart, trialCount } from "@spikefarm/protocol";
import { cutTasks, granuleSizeFor, planSweep, suggestedTaskTrials } from "@spikefarm/sweep";
import fc from "fast-check";
import { expect, test } from "vitest";
import { anyPart } from "../protocol/any-part.js";
import { documentOf, ifCurve } from "./documents.js";

const axesOf = (space: string) => planSweep(documentOf(ifCurve(space))).parts[0]!.axes;

test("IDENTITY 8: a plan is one part from point 0 and repeat 0 with the document's space", () => {
  const { parts, trials } = planSweep(documentOf(ifCurve("{ v0: { linspace: [0*mV, 19*mV, 20] } }", "  repeats: 3")));
  expect(parts).toEqual([
    {
      space: { v0: { linspace: ["0*mV", "19*mV", 20] } },
      firstPoint: 0,
      points: 20,
      firstRepeat: 0,
      repeats: 3,
      axes: [{ length: 20, isStructural: false }],
      granuleSize: 512,
    },
  ]);
  expect(trials).toBe(60);
});

test("IDENTITY 9: structural parameters are named, in document order", () => {
  expect(axesOf("{ v0: [1*mV, 2*mV], n: [1, 2, 3], gain: [1, 2, 3, 4] }")).toEqual([
    { length: 2, isStructural: false },
    { length: 3, isStructural: true },
    { length: 4, isStructural: false },
  ]);
});

test("IDENTITY 9: nested products are flattened and a zip is one axis", () => {
  const space = "{ product: [ { n: [1, 2] }, { product: { v0: [1*mV, 2*mV, 3*mV] } }, { zip: { gain: [1, 2], tau: [1*ms, 2*ms] } } ] }";
  expect(axesOf(space)).toEqual([
    { length: 2, isStructural: true },
    { length: 3, isStructural: false },
    { length: 2, isStructural: false },
  ]);
});

test("IDENTITY 9: where a structural parameter is zipped, the part has one axis", () => {
  expect(axesOf("{ product: [ { v0: [1*mV, 2*mV] }, { zip: { n: [1, 2, 3], gain: [1, 2, 3] } } ] }")).toEqual([
    { length: 6, isStructural: false },
  ]);
});

test("columns are the swept parameters by name, in SI with the unit they are read in", () => {
  const { parameters } = planSweep(documentOf(ifCurve("{ v0: 1*mV, on: [true], n: [1, 2], gain: 1 }")));
  expect(parameters).toEqual([
    { name: "gain", kind: "f64", unit: "", shape: [] },
    { name: "n", kind: "i32", unit: "", shape: [] },
    { name: "on", kind: "u8", unit: "", shape: [] },
    { name: "v0", kind: "f64", unit: "volt", shape: [], display: "mV" },
  ]);
});

test("a module's plan has its columns, and no granule size before a probe", () => {
  const plan = planSweep(documentOf("{ module: find-rate, sweep: { space: { k: { linspace: [1, 20, 20] }, label: [a, b] } } }"));
  expect(plan.parts[0]!.granuleSize).toBeNull();
  expect(plan.parameters.map(({ name, kind }) => [name, kind])).toEqual([
    ["k", "f64"],
    ["label", "text"],
  ]);
  expect(plan.outputs).toEqual([
    { name: "rate", kind: "f64", unit: "hertz", shape: [], display: "Hz" },
    { name: "times", kind: "f64", unit: "second", shape: [null] },
    { name: "n", kind: "i32", unit: "", shape: [] },
  ]);
});

test("a space of 10⁹ points is planned in less than a millisecond", () => {
  const document = documentOf(ifCurve("{ v0: { linspace: [0*mV, 19*mV, 1000000000] } }"));
  planSweep(document);
  const elapsed = Array.from({ length: 20 }, () => {
    const start = performance.now();
    expect(planSweep(document).trials).toBe(1_000_000_000);
    return performance.now() - start;
  });
  expect(Math.min(...elapsed)).toBeLessThan(1);
});

const scalar = { name: "x", kind: "f64", unit: "", shape: [] } as const;
test.each([
  ["short trials", 1e-6, [scalar], 4096],
  ["trials of a millisecond", 1e-3, [scalar], 256],
  ["trials of a second", 1, [scalar], 1],
  ["a thousand elements a trial", 1e-6, [{ ...scalar, shape: [1000] }], 32],
  ["lists, taken for 64 items", 1e-6, [{ ...scalar, shape: [null] }], 256],
  ["rows that are larger than a block", 1e-6, [{ ...scalar, shape: [1_000_000] }], 1],
])("IDENTITY 11: granules are powers of two of half a second and 256 kB: %s", (_name, seconds, columns, expected) => {
  expect(granuleSizeFor({ trialSeconds: seconds, columns, trials: 1e12 })).toBe(expected);
});

test("IDENTITY 11: granules are short against their sweep, so that no thread is long without work at its end", () => {
  for (const trialSeconds of [1e-6, 1e-4, 3e-3, 0.2, 7]) {
    for (const trials of [1, 20, 1_000, 50_000, 10_000_000]) {
      const size = granuleSizeFor({ trialSeconds, columns: [scalar], trials });
      const shortest = Math.max(trialSeconds, 0.05, (trials * trialSeconds) / 256);
      expect(size * trialSeconds, `${trials} trials of ${trialSeconds} s`).toBeLessThanOrEqual(
        Math.min(shortest, Math.max(0.5, trialSeconds)),
      );
    }
  }
});

test("IDENTITY 11: granules of a model with few elements fill a kernel's vectors", () => {
  const withElements = (elements: number) => {
    const text = ifCurve("{ v0: { linspace: [0*mV, 19*mV, 64] } }").replace("1*second", "100*second");
    return planSweep(documentOf(text.replace("default: 1,", `default: ${elements},`))).parts[0]!.granuleSize;
  };
  expect([1, 2, 16, 1000].map(withElements)).toEqual([32, 16, 2, 1]);
});

test("IDENTITY 11: a model that takes longer has smaller granules", () => {
  const long = ifCurve("{ v0: [1*mV, 2*mV] }").replace("1*second", "100*second").replace("default: 1,", "default: 100,");
  const plan = planSweep(documentOf(long));
  expect(plan.parts[0]!.granuleSize).toBeLessThan(16);
  expect(suggestedTaskTrials(plan) % plan.parts[0]!.granuleSize!).toBe(0);
});

test("IDENTITY 11: a granule size from outside changes nothing but the granules", () => {
  const document = documentOf(ifCurve("{ v0: [1*mV, 2*mV] }"));
  const [plan, other] = [planSweep(document), planSweep(document, { granuleSize: 7 })];
  expect(other.parts[0]!.granuleSize).toBe(7);
  expect({ ...other, parts: [{ ...other.parts[0], granuleSize: plan.parts[0]!.granuleSize }] }).toEqual(plan);
  for (const granuleSize of [0, 4097, 1.5])
    expect(() => planSweep(document, { granuleSize })).toThrow("give a whole number from 1 to 4096");
});

const sweep = makeSweepId(1_700_000_000_000, 0.5);
test("IDENTITY 12: tasks are whole granules up to a limit, or a stretch within one, and cover a range once", () => {
  const partAndRange = anyPart.chain((part) =>
    fc.record({
      part: fc.constant(part),
      ends: fc.tuple(fc.nat(trialCount(part)), fc.nat(trialCount(part))),
      maxTrials: fc.integer({ min: 1, max: 60 }),
    }),
  );
  fc.assert(
    fc.property(partAndRange, ({ part, ends, maxTrials }) => {
      const range = { from: Math.min(...ends), to: Math.max(...ends) };
      const tasks = [...cutTasks(sweep, 3, part, range, maxTrials)];
      let next = range.from;
      for (const task of tasks) {
        expect(task.from).toBe(next);
        next = task.to;
        const granules = granulesOf(part, task);
        const isWhole = granules.every(({ from, to }) => from >= task.from && to <= task.to);
        expect(granules.length === 1 || (isWhole && task.to - task.from <= maxTrials)).toBe(true);
      }
      expect(next).toBe(range.to);
      expect(new Set(tasks.map((task) => task.id)).size).toBe(tasks.length);
    }),
  );
});

/** The granules a range touches, by looking at each. */
function granulesOf(part: SizedPart, { from, to }: { from: number; to: number }) {
  const touched = [];
  for (let granule = 0; ; granule++) {
    const range = granuleRange(part, granule);
    if (range.from >= to) return touched;
    if (range.to > from) touched.push(range);
  }
}

test("a task's id tells its sweep, part and range", () => {
  const part = planSweep(documentOf(ifCurve("{ v0: { linspace: [0*mV, 1*mV, 10000] } }")), { granuleSize: 4096 }).parts[0] as SizedPart;
  const ids = [...cutTasks(sweep, 0, part, { from: 100, to: 10_000 }, 8192)].map((task) => task.id.slice(sweep.length));
  expect(ids).toEqual(["-0-100-4096", "-0-4096-10000"]);
});
