// What reaches a group without synapses: Poisson inputs, spikes at given times, timed arrays. Numbers are those of Brian 2's own tests.

import type { CheckedData } from "@spikefarm/equations";
import { CodedError } from "@spikefarm/protocol";
import { describe, expect, it } from "vitest";
import { batchOf, modelOf, runBatch, runChecked, runModel } from "./run-model.js";

const still = { equations: "dv/dt = 0*Hz : 1" };
const range = (length: number) => [...Array(length).keys()];

describe("a Poisson input", () => {
  it("of certain events adds its weight for each source in every step", () => {
    const ran = runModel({
      groups: { G: { size: 2, equations: "dv/dt = 0*volt/second : volt" } },
      inputs: { P: { poisson: { to: "G.v", count: 50, rate: "10*kHz", weight: "2*volt" } } },
      duration: "0.3*ms",
      outputs: { v: "trace(G.v)" },
    });
    expect(ran.numbers("v")).toEqual([0, 100, 200, 0, 100, 200]);
  });

  it("is lost on what is frozen while refractory", () => {
    const ran = runModel({
      groups: { G: { equations: "dv/dt = 0*Hz : 1 (unless refractory)", threshold: "v > 4.5", reset: "v = 0", refractory: "0.5*ms" } },
      inputs: { P: { poisson: { to: "G.v", count: 1, rate: "10*kHz", weight: 1 } } },
      duration: "1*ms",
      outputs: { v: "trace(G.v)" },
    });
    expect(ran.numbers("v")).toEqual([0, 1, 2, 3, 4, 5, 0, 0, 0, 0]);
  });

  it("has the mean and the variance of its binomial, and draws anew for each element and step", () => {
    const [size, steps, count, p] = [500, 200, 20, 0.03];
    const ran = runModel({
      groups: { G: { size, equations: "v : 1" } },
      inputs: { P: { poisson: { to: "G.v", count, rate: "300*Hz", weight: 1 } } },
      duration: "20*ms",
      outputs: { v: "final(G.v)" },
    });
    const values = ran.numbers("v");
    const mean = values.reduce((sum, v) => sum + v, 0) / size;
    const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (size - 1);
    const expected = { mean: steps * count * p, variance: steps * count * p * (1 - p) };
    // Five standard errors: false once in two million runs, and this one has a fixed seed.
    expect(Math.abs(mean - expected.mean)).toBeLessThan(5 * Math.sqrt(expected.variance / size));
    expect(Math.abs(variance / expected.variance - 1)).toBeLessThan(5 * Math.sqrt(2 / size));
  });

  it("takes count, rate and weight from parameters, and rate and weight from the group's variables", () => {
    const ran = runModel(
      {
        parameters: { n: { default: 3, type: "integer" }, f: "10*kHz" },
        groups: { G: { size: 2, equations: "v : 1\nw : 1", initial: { w: "i + 1" } } },
        inputs: { P: { poisson: { to: "G.v", count: "n", rate: "f", weight: "10*w" } } },
        duration: "0.1*ms",
        outputs: { v: "final(G.v)" },
      },
      { n: [0, 1, 7] },
    );
    expect([0, 1, 2].map((lane) => ran.numbers("v", lane))).toEqual([
      [0, 0],
      [10, 20],
      [70, 140],
    ]);
  });

  it("comes in the slot of the synapses: after the threshold, before the reset", () => {
    const ran = runModel({
      groups: { G: { equations: "dv/dt = 0*Hz : 1\nseen : 1", threshold: "v > 0.5", reset: "seen = v; v = 0" } },
      inputs: { P: { poisson: { to: "G.v", count: 1, rate: "10*kHz", weight: 1 } } },
      duration: "0.4*ms",
      outputs: { v: "trace(G.v)", seen: "final(G.seen)", times: "spikes(G)" },
    });
    expect(ran.numbers("v")).toEqual([0, 1, 0, 1]);
    expect(ran.numbers("times").map((t) => Math.round(t / 1e-4))).toEqual([1, 3]);
    expect(ran.number("seen")).toBe(2);
  });
});

describe("a spike generator", () => {
  const spikes = (input: object, more: object = {}) => ({
    groups: { G: { size: 3, ...still } },
    inputs: { S: { spikes: { to: "G.v", weight: 1, ...input } } },
    duration: "1.2*ms",
    outputs: { v: "trace(G.v)" },
    ...more,
  });
  const rows = (source: object) => {
    const v = runModel(source).numbers("v");
    return [v.slice(0, 12), v.slice(12, 24), v.slice(24)];
  };

  it("delivers each spike in the step it falls into", () => {
    const [a, b, c] = rows(spikes({ times: ["0*ms", "0.3*ms", "0.2*ms"], elements: [0, 0, 2] }));
    expect(a).toEqual([0, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2]);
    expect(b).toEqual(Array(12).fill(0));
    expect(c).toEqual([0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
  });

  it("begins anew after its period", () => {
    const [a, , c] = rows(spikes({ times: ["0*ms", "0.3*ms", "0.4*ms"], elements: [0, 0, 2], period: "0.5*ms" }));
    expect(a).toEqual([0, 1, 1, 1, 2, 2, 3, 3, 3, 4, 4, 5]);
    expect(c).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2]);
  });

  it("puts times k·dt into step k, for ten thousand of them, and times within a step into it", () => {
    const ran = runModel({
      groups: {
        G: {
          size: 2,
          equations: "v : 1\nleast : 1\nmost : 1",
          every: { when: "end", code: "least = min(least, v); most = max(most, v); v = 0", order: 1 },
          initial: { least: 9 },
        },
      },
      inputs: {
        S: { spikes: { to: "G.v", weight: 1, times: range(10_000).map((k) => `${k}*0.1*ms`) } },
        T: { spikes: { to: "G.v", weight: 1, times: ["0.0998*ms", "0.15*ms"], elements: [1, 1] } },
      },
      duration: "1*second",
      outputs: { least: "final(G.least)", most: "final(G.most)" },
    });
    expect(ran.numbers("least")).toEqual([1, 0]);
    expect(ran.numbers("most")).toEqual([1, 1]);
  });

  it("is lost on what is frozen while refractory, but does not come later", () => {
    const ran = runModel({
      groups: { G: { equations: "dv/dt = 0*Hz : 1 (unless refractory)", threshold: "v > 0.5", reset: "v = 0", refractory: "0.4*ms" } },
      inputs: { S: { spikes: { to: "G.v", weight: 1, times: ["0*ms", "0.2*ms", "0.4*ms", "0.6*ms"] } } },
      duration: "1*ms",
      outputs: { times: "spikes(G)" },
    });
    // Each spike crosses in the step after it: steps 1 and 7; those of steps 2 and 4 fall into the refractory time.
    expect(ran.numbers("times").map((t) => Math.round(t / 1e-4))).toEqual([1, 7]);
  });

  it.each([
    [
      "two spikes of one element in one step",
      { parameters: { step: "0.1*ms" }, dt: "step" },
      { step: 0.0004 },
      /two spikes of element 0 in one step of 0.0004 s/,
    ],
    [
      "an element that the group has not",
      { parameters: { n: { default: 3, type: "integer" } } },
      { n: 1 },
      /a spike of element 1, but its group has 1/,
    ],
    [
      "a spike after its period",
      { parameters: { period: "1*ms" } },
      { period: 0.0002 },
      /a spike at 0.0003 s, which is not before the end of its period/,
    ],
  ])("refuses %s, where only the swept value brings it about", (_, more, values, message) => {
    const input = { times: ["0.1*ms", "0.3*ms", "0.1*ms"], elements: [0, 0, 1], ...("period" in more.parameters && { period: "period" }) };
    const source = { ...spikes(input, more), groups: { G: { size: "n" in more.parameters ? "n" : 3, ...still } } };
    const model = modelOf(source);
    expect(runChecked(model).numbers("v").length).toBe(36);
    expect(() => runChecked(model, values)).toThrow(CodedError);
    expect(() => runChecked(model, values)).toThrow(message);
  });

  it("and its neighbours arrive in the order of their names", () => {
    const ran = runModel({
      groups: { G: { equations: "v : 1\nw : 1", initial: { w: 1 } } },
      inputs: {
        b: { spikes: { to: "G.v", weight: "10*v", times: ["0*ms"] } },
        a: { spikes: { to: "G.v", weight: "w", times: ["0*ms"] } },
      },
      duration: "0.1*ms",
      outputs: { v: "final(G.v)" },
    });
    expect(ran.number("v")).toBe(11);
  });
});

describe("a timed array", () => {
  const withData = (source: unknown, data: Readonly<Record<string, Partial<CheckedData>>>) =>
    modelOf(
      source,
      Object.entries(data).map(([name, array]) => ({
        ...{ name, unit: "", shape: [array.values!.length], dtSeconds: 0.0004, values: array.values! },
        ...array,
      })),
    );
  const model = (expression: string, more: object = {}) => ({
    groups: { G: { size: 2, equations: `x = ${expression} : 1` } },
    duration: "1*ms",
    outputs: { x: "trace(G.x)", last: "final(G.x)" },
    ...more,
  });

  it("holds each value for its dt, the first before and the last ever after", () => {
    const stim = { values: Float64Array.of(3, 1) };
    expect(
      runChecked(withData(model("stim(t)"), { stim }))
        .numbers("x")
        .slice(0, 10),
    ).toEqual([3, 3, 3, 3, 1, 1, 1, 1, 1, 1]);
    expect(
      runChecked(withData(model("stim(t - 0.3*ms)"), { stim }))
        .numbers("x")
        .slice(0, 10),
    ).toEqual([3, 3, 3, 3, 3, 3, 3, 1, 1, 1]);
  });

  it("of two dimensions has a column for each element; what it has not is NaN", () => {
    const stim = { values: Float64Array.of(1, 2, 3, 4, 5, 6), shape: [3, 2], dtSeconds: 0.0003 };
    const ran = runChecked(withData(model("stim(t, i)"), { stim }));
    expect(ran.numbers("x")).toEqual([1, 1, 1, 3, 3, 3, 5, 5, 5, 5, 2, 2, 2, 4, 4, 4, 6, 6, 6, 6]);
    expect(
      runChecked(withData(model("stim(t, 3*i - 1)"), { stim }))
        .numbers("x")
        .every(Number.isNaN),
    ).toBe(true);
  });

  it("never takes a step for the one before it, whatever the step's time rounds to", () => {
    for (const stepSeconds of [1e-4, 3e-4, 7e-5, 1e-3 / 3]) {
      const values = Float64Array.from(range(10_000));
      const source = { ...model("stim(t)"), parameters: { step: stepSeconds }, dt: "step*second", duration: "10000*step*second" };
      const ran = runChecked(withData(source, { stim: { values, dtSeconds: stepSeconds } }));
      expect(ran.numbers("x").slice(0, 10_000)).toEqual(range(10_000));
    }
  });

  it("is what the host reads after the last step, too", () => {
    const ran = runChecked(withData(model("stim(t) + 0*i"), { stim: { values: Float64Array.of(3, 1, 7), dtSeconds: 0.0005 } }));
    expect(ran.numbers("last")).toEqual([7, 7]);
  });

  it("drives a neuron, a lane at a time or all at once", () => {
    const source = {
      parameters: { R: "80*Mohm", tau: "20*ms" },
      groups: { G: { equations: "dv/dt = (R*stim(t) - v)/tau : volt", threshold: "v > 10*mV", reset: "v = 0*mV" } },
      duration: "100*ms",
      outputs: { n: "count(G)" },
    };
    const stim = { values: Float64Array.from(range(100), (k) => (k % 20) * 2e-11), dtSeconds: 0.001, unit: "amp" };
    const R = [1e7, 5e7, 8e7, 1e8];
    const drive = withData(source, { stim });
    const counts = R.map((_, lane) => runChecked(drive, { R }).number("n", lane));
    expect(counts).toEqual(R.map((each) => runBatch(drive, batchOf(drive, { R: each })).number("n")));
    expect(counts[3]).toBeGreaterThan(counts[1]!);
  });
});
