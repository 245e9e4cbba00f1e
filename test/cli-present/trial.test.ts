import { renderTrial } from "@spikefarm/cli/present";
import { type Column, type Row, TrialStatus } from "@spikefarm/protocol";
import { expect, test } from "vitest";

const COLUMNS: readonly Column[] = [
  { name: "v0", kind: "f64", unit: "volt", shape: [], display: "mV" },
  { name: "n", kind: "i32", unit: "", shape: [] },
  { name: "each", kind: "i32", unit: "", shape: [3], dimensions: ["element"] },
  { name: "spikes", kind: "f64", unit: "second", shape: [null], dimensions: ["spike"], display: "ms" },
  { name: "trace", kind: "f64", unit: "volt", shape: [2, null], dimensions: ["element", "sample"], display: "mV" },
  { name: "words", kind: "text", unit: "", shape: [null] },
];
const row = (cells: Row["cells"], changes: Partial<Row> = {}): Row => ({
  ...{ point: 4, repeat: 1, status: TrialStatus.ok, errorCode: "", errorMessage: "", cells },
  ...changes,
});
const check = (given: Row, expected: string): void => {
  expect(`\n${renderTrial(COLUMNS, given, { parameters: 1 })}\n`).toBe(expected);
};

test("a trial that failed says why, and has no outputs", () => {
  check(
    row([0.012, null, null, null, null, null], { status: TrialStatus.failed, errorCode: "OUTPUT_TOO_LARGE", errorMessage: "too much" }),
    `
point 4, repeat 1 · failed · OUTPUT_TOO_LARGE: too much
parameters
  v0      12 mV
outputs
  n       –
  each    –
  spikes  –
  trace   –
  words   –
`,
  );
});

test("arrays show how many they hold, where they begin and end, and how far they reach", () => {
  const spikes = [0.0061, 0.0123, 0.0185, 0.0246, 0.0308, 0.037, 0.0432];
  check(
    row([0.012, 12, [5, 4, 3], spikes, [-0.07, 0.03, -0.05, -0.06, Number.NaN, 0.02], ["a", "b"]]),
    `
point 4, repeat 1 · ok
parameters
  v0      12 mV
outputs
  n       12
  each    3 elements: 5, 4, 3
  spikes  7 spikes: 6.1, 12.3, 18.5, 24.6, … 43.2 ms
  trace   2 elements × 3 samples, -70 … 30 mV, 1 not finite
  words   2 values: a, b
`,
  );
});

test("what is empty, or one, is named so", () => {
  check(
    row([0.012, 0, [5, 4, 3], [], [], ["a"]]),
    `
point 4, repeat 1 · ok
parameters
  v0      12 mV
outputs
  n       0
  each    3 elements: 5, 4, 3
  spikes  0 spikes
  trace   2 elements × 0 samples
  words   1 value: a
`,
  );
});
