// What both targets must do at the ends of the number range, each rule on its own: the same bytes, and what the rule says. x and y take all
// pairs of the values of a case, one pair a lane.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findCompiler, NativeKernels } from "@spikefarm/native";
import { simulateBatch } from "@spikefarm/simulator";
import { afterAll, describe, expect, test } from "vitest";
import { batchOf, CountedKernels, expectSameBytes, modelOf, numbersOf } from "./on-both-targets.js";

const compiler = await findCompiler({ searchPath: process.env.PATH ?? "" });
const directory = mkdtempSync(join(tmpdir(), "spikefarm-ends-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** An expression of x and y, and what it comes to; undefined where no rule of ours says. */
type Rule = readonly [expression: string, expected: (x: number, y: number) => number | undefined];

interface Case {
  readonly title: string;
  readonly type?: "1" | "integer";
  readonly values: readonly number[];
  readonly rules: readonly Rule[];
}

const { POSITIVE_INFINITY: INF, NaN: NAN, MAX_VALUE: MAX } = Number;
const SMALLEST_NORMAL = 2.2250738585072014e-308;
const floorModulo = (x: number, y: number): number => x - y * Math.floor(x / y);
const minimum = (a: number, b: number): number => (b < a ? b : a);
const maximum = (a: number, b: number): number => (b > a ? b : a);
const truth = (holds: boolean): number => (holds ? 1 : 0);
const saturated = (x: number): number => (Number.isNaN(x) ? 0 : Math.min(Math.max(Math.trunc(x), -2147483648), 2147483647) + 0);
const ARITHMETIC: readonly Rule[] = [
  ["x + y", (x, y) => x + y],
  ["x - y", (x, y) => x - y],
  ["x * y", (x, y) => x * y],
  ["x / y", (x, y) => x / y],
];

const CASES: readonly Case[] = [
  {
    title: "a zero keeps its sign",
    values: [0, -0, 1, -1, INF],
    rules: [
      ...ARITHMETIC,
      ["-x", (x) => -x],
      ["abs(x)", Math.abs],
      ["sqrt(x)", Math.sqrt],
      ["floor(x)", Math.floor],
      ["ceil(x)", Math.ceil],
    ],
  },
  {
    title: "subnormal numbers are kept",
    values: [5e-324, -5e-324, 1e-310, 2.225073858507201e-308, SMALLEST_NORMAL, 0.5, 3, 1e16],
    rules: [...ARITHMETIC, ["sqrt(abs(x))", (x) => Math.sqrt(Math.abs(x))], ["where(x < y, x, y)", (x, y) => (x < y ? x : y)]],
  },
  {
    title: "infinities and NaN go through, and no comparison holds with a NaN",
    values: [INF, -INF, NAN, 0, 1, MAX, -MAX],
    rules: [
      ...ARITHMETIC,
      ["int(x < y)", (x, y) => truth(x < y)],
      ["int(x >= y)", (x, y) => truth(x >= y)],
      ["int(x == y)", (x, y) => truth(x === y)],
      ["int(x != y)", (x, y) => truth(x !== y)],
      ["int(not (x <= y))", (x, y) => truth(!(x <= y))],
    ],
  },
  {
    title: "int truncates and saturates, and NaN is 0",
    values: [0.9, -0.9, -0, 2147483646.9, 2147483648, -2147483648.9, -2147483649, 1e300, INF, -INF, NAN, 5e-324],
    rules: [["int(x)", saturated]],
  },
  {
    title: "// and % floor",
    values: [7, -7, 2.5, -2.5, 0, -0, 1e300, 5e-324, INF, NAN],
    rules: [
      ["x // y", (x, y) => Math.floor(x / y)],
      ["x % y", floorModulo],
    ],
  },
  {
    title: "integers have 32 bits and wrap; what is divided by 0 saturates as int does",
    type: "integer",
    values: [0, 7, -7, 3, -1, 1, 65537, 2147483647, -2147483648],
    rules: [
      ["x + y", (x, y) => (x + y) | 0],
      ["x - y", (x, y) => (x - y) | 0],
      ["x * y", Math.imul],
      ["x // y", (x, y) => (y === 0 ? saturated(x / y) : Math.floor(x / y) | 0)],
      ["x % y", (x, y) => saturated(floorModulo(x, y))],
      ["-x", (x) => -x | 0],
      ["abs(x)", (x) => Math.abs(x) | 0],
    ],
  },
  {
    title: "min, max and clip are b < a ? b : a and its mirror image",
    values: [0, -0, 1, -1, INF, -INF, NAN, 5e-324],
    rules: [
      ["min(x, y)", minimum],
      ["max(x, y)", maximum],
      ["clip(x, y, 1)", (x, y) => minimum(maximum(x, y), 1)],
      ["clip(x, -1, y)", (x, y) => minimum(maximum(x, -1), y)],
    ],
  },
  {
    title: "a Poisson count of nothing is 0, of no mean is NaN, and others are whole",
    values: [0, -0, 1e-300, 16, 16.000000000000004, 1000, 1048576, 1048577, -1, INF, NAN],
    rules: [["poisson(x)", (x) => (x >= 0 && x <= 1048576 ? (x < 1e-299 ? 0 : undefined) : NAN)]],
  },
];

describe.skipIf(compiler === undefined)("with a C compiler", () => {
  const complaints: unknown[] = [];
  const native = new NativeKernels({ directory, compiler: compiler!, worthMs: 0, waits: true, log: (event) => complaints.push(event) });

  /** What machine code observes, *after* it has been compared with WebAssembly. */
  function onBoth(model: ReturnType<typeof modelOf>, batch: ReturnType<typeof batchOf>, maxSliceSteps = Number.POSITIVE_INFINITY) {
    const counted = new CountedKernels((source) => native.kernelOf(source));
    const expected = simulateBatch(model, batch, { maxSliceSteps })!;
    const found = simulateBatch(model, batch, { maxSliceSteps, native: counted })!;
    expect(complaints).toEqual([]);
    expect(counted.runs).toBeGreaterThan(0);
    expectSameBytes(found, expected);
    return new Map(found.outputs.map(({ column, data }) => [column.name, numbersOf(data)]));
  }

  test.each(CASES.map((each) => [each.title, each] as const))(
    "IDENTITY 4, 6: on both targets %s",
    (_title, { values, rules, type = "1" }) => {
      const results = rules.map((_rule, index) => `r${index}`);
      const source = {
        parameters: { a: 1, b: 1 },
        groups: {
          G: {
            equations: [...["x", "y", ...results].map((name) => `${name} : ${type}`), "dv/dt = 0/ms : 1"],
            initial: type === "integer" ? { x: "int(a)", y: "int(b)" } : { x: "a", y: "b" },
            every: { code: [...rules.map(([expression], index) => `r${index} = ${expression}`), "x = x", "y = y"] },
            method: "euler",
          },
        },
        duration: "0.2*ms",
        outputs: Object.fromEntries(results.map((name) => [name, `final(G.${name})`])),
      };
      const pairs = values.flatMap((x) => values.map((y) => [x, y] as const));
      const model = modelOf(source);
      const found = onBoth(model, batchOf(model, { a: pairs.map(([x]) => x), b: pairs.map(([, y]) => y) }));
      rules.forEach(([expression, expected], index) => {
        pairs.forEach(([x, y], lane) => {
          const wanted = expected(x, y);
          const value = found.get(`r${index}`)![lane]!;
          if (wanted === undefined) expect(Number.isInteger(value) && value >= 0, `${expression} at ${x}, ${y}`).toBe(true);
          else expect(value, `${expression} at ${x}, ${y}`).toBe(wanted);
        });
      });
    },
  );

  test.each([
    { rate: "0*Hz", least: 0, most: 0 },
    { rate: "1e-300*Hz", least: 0, most: 0 },
    { rate: "5000*Hz", least: 0, most: Number.POSITIVE_INFINITY },
    { rate: "9999.999999999998*Hz", least: 0.99, most: 1 },
    { rate: "10000*Hz", least: 1, most: 1 },
  ])("a Poisson input of $rate at 10 kHz steps, of 1, 16, 17 and a million trains", ({ rate, least, most }) => {
    const crowds = [1, 16, 17, 1_000_000];
    const model = modelOf({
      parameters: { crowd: 1 },
      groups: { G: { equations: "dv/dt = 0/ms : 1", method: "euler", size: 3 } },
      inputs: { P: { poisson: { to: "G.v", count: "crowd", rate, weight: 1 } } },
      duration: "1*ms",
      outputs: { v: "final(G.v)" },
    });
    const found = onBoth(model, batchOf(model, { crowd: crowds })).get("v")!;
    found.forEach((value, slot) => {
      const spikes = 10 * crowds[Math.floor(slot / 3)]!;
      expect(value).toBeGreaterThanOrEqual(least * spikes);
      expect(value).toBeLessThanOrEqual(Math.min(most, 1) * spikes);
    });
  });

  test.each([{ rows: 1 }, { rows: 2 }, { rows: 5 }])("a timed array of $rows rows holds its last row to the end of the run", ({ rows }) => {
    const row = Float64Array.from({ length: rows }, (_, place) => 1 + place);
    const each = Float64Array.from({ length: 3 * rows }, (_, place) => -place);
    const data = [
      { name: "all", unit: "", shape: [rows], values: row, dtSeconds: 3e-4 },
      { name: "each", unit: "", shape: [rows, 3], values: each, dtSeconds: 2e-4 },
    ];
    const source = {
      parameters: { a: 0 },
      groups: { G: { size: 3, equations: ["p = all(t) + a : 1", "q = each(t, i) : 1", "dv/dt = p/ms : 1"], method: "euler" } },
      duration: "2*ms",
      outputs: { p: "trace(G.p)", q: "trace(G.q)", v: "trace(G.v)" },
    };
    const model = modelOf(source, data);
    const found = onBoth(model, batchOf(model, { a: [0, 10] }));
    const last = (step: number, steps: number) => Math.min(Math.floor(step / steps), rows - 1);
    for (let element = 0; element < 3; element++) {
      for (let step = 0; step < 20; step++) {
        expect(found.get("p")![20 * element + step]).toBe(row[last(step, 3)]);
        expect(found.get("q")![20 * element + step]).toBe(each[3 * last(step, 2) + element]);
      }
    }
  });

  const EVERYTHING = {
    parameters: { a: 1 },
    groups: {
      G: {
        equations: ["dv/dt = (2 + a - v)/(3*ms) + 0.3*xi*sqrt(1/ms) : 1 (unless refractory)", "k : integer"],
        method: "euler",
        threshold: "v > 1",
        reset: ["v = 0", "k += i"],
        refractory: "0.5*ms",
        events: { high: "v > 0.8" },
      },
    },
    inputs: { P: { poisson: { to: "G.v", count: 30, rate: "50*Hz", weight: 0.1 } } },
    duration: "5*ms",
    outputs: {
      ...{ counts: "counts(G)", spikes: "spikes(G)", high: "spikes(G.high)", first: "first_spikes(G)", k: "final(G.k)" },
      ...{ v: "trace(G.v, every=3)", mean: "mean(time_mean(G.v))" },
    },
  };

  test.each([1, 2, 3, 5, 7, 9, 1000])("groups of %i, in one lane and in three, in slices of any length", (size) => {
    const group = { ...EVERYTHING.groups.G, size };
    const model = modelOf({ ...EVERYTHING, groups: { G: group } });
    for (const a of [[1], [1, 2, 0.5]]) {
      const batch = batchOf(model, { a });
      const whole = onBoth(model, batch);
      expect(whole.get("counts")!.some((count) => count > 0)).toBe(true);
      for (const steps of [1, 2, 7, 49]) expect(onBoth(model, batch, steps)).toEqual(whole);
    }
  });
});
