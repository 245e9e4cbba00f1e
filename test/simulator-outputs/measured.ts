// A trial's observations, written down by hand: two elements, ten steps of 0.1 s, a window of 0.8 s.

import { type CheckedModel, checkModel } from "@spikefarm/equations";
import { DiagnosticList, formatDiagnostic } from "@spikefarm/protocol";
import { evaluateOutputs, type GroupMeasurements, type Measurements } from "@spikefarm/simulator";
import { expect } from "vitest";
import { recordedMeasurements } from "../support/recorded-measurements.js";

const SPIKES = [
  { step: 1, element: 1 },
  { step: 3, element: 0 },
  { step: 3, element: 1 },
  { step: 5, element: 0 },
  { step: 9, element: 0 },
];

/** Its window is the last eight steps; its jumps are in steps 0 and 4. */
export const measured = (changes: Partial<GroupMeasurements> = {}): Measurements => ({
  steps: 10,
  dtSeconds: 0.1,
  group: () => ({
    ...recordedMeasurements({
      size: 2,
      dtSeconds: 0.1,
      steps: 10,
      occurrences: (event) => (event === "spike" ? SPIKES : [0, 4].map((step) => ({ step, element: 0 }))),
      valueOf: (_, element, step) => (step === 10 ? [-2, 0.5][element]! : (step - 1) * [1, 10][element]!),
    }),
    ...changes,
  }),
});

/** A model of two elements with these outputs. */
export function modelWith(outputs: Readonly<Record<string, string>>): CheckedModel {
  const diagnostics = new DiagnosticList();
  const source = {
    parameters: { k: 4, p: "2*mV" },
    groups: { G: { size: 2, equations: "dv/dt = -v/(10*ms) : 1", threshold: "v > 1", reset: "v = 0" } },
    duration: "1*second",
    warmup: "0.2*second",
    dt: "100*ms",
    outputs,
  };
  const model = checkModel(source, "model", diagnostics);
  expect(diagnostics.items.filter(({ severity }) => severity === "error").map(formatDiagnostic)).toEqual([]);
  return model!;
}

/** The value of one output's text on the trial above: a number, or its numbers in a row. */
export function evaluated(text: string, measurements: Measurements = measured()): number | number[] {
  const parameters = new Map([
    ["k", 4],
    ["p", 0.002],
  ]);
  const [value] = evaluateOutputs(modelWith({ it: text }), parameters, measurements);
  return typeof value === "number" ? value : [...value!];
}
