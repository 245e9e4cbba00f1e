// A trial's observations, written down by hand: two elements, ten steps of 0.1 s, a window of 0.8 s.

import { type CheckedModel, checkModel } from "@spikefarm/equations";
import { DiagnosticList, formatDiagnostic } from "@spikefarm/protocol";
import { evaluateOutputs, type GroupMeasurements, type Measurements } from "@spikefarm/simulator";
import { expect } from "vitest";

const TRACES: Readonly<Record<string, readonly (readonly number[])[]>> = {
  v: [
    [1, 2, 3, 4, 5],
    [10, 20, 30, 40, 50],
  ],
};

export const measured = (changes: Partial<GroupMeasurements> = {}): Measurements => ({
  steps: 10,
  dtSeconds: 0.1,
  windowSeconds: 0.8,
  group: () => ({
    size: 2,
    counts: Int32Array.of(3, 1),
    firstSpikeSeconds: 0.3,
    spikes: { times: Float64Array.of(0.3, 0.3, 0.5, 0.7), elements: Int32Array.of(0, 1, 0, 0) },
    final: () => Float64Array.of(-2, 0.5),
    trace: (variable, elements) => Float64Array.from((elements === "all" ? [0, 1] : elements).flatMap((row) => TRACES[variable]![row]!)),
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
