import { CodedError } from "@spikefarm/protocol";
import { describe, expect, it } from "vitest";
import { recordedMeasurements } from "../support/recorded-measurements.js";
import { evaluated, measured } from "./measured.js";

function check(text: string, expected: number | readonly number[]): void {
  expect(evaluated(text), text).toEqual(expected);
}

describe("outputs", () => {
  it.each<[string, number | readonly number[]]>([
    ["count(G)", 4],
    ["counts(G)", [3, 1]],
    ["rate(G)", 4 / (2 * 0.8)],
    ["rates(G)", [3 / 0.8, 1 / 0.8]],
    ["spikes(G)", [3 * 0.1, 3 * 0.1, 0.5, 0.9]],
    ["first_spike(G)", 3 * 0.1],
    ["first_spike(G, from=0*second)", 0.1],
    ["first_spikes(G, from=0*second)", [3 * 0.1, 0.1]],
    ["first_spikes(G, from=500*ms)", [0.5, Number.NaN]],
    ["count(G, from=0*second)", 5],
    ["counts(G, from=350*ms, to=900*ms)", [1, 0]],
    ["rate(G, from=100*ms, to=500*ms)", 3 / (2 * (0.5 - 0.1))],
    ["rate(G, bin=200*ms)", [2 / (2 * 0.2), 1 / (2 * 0.2), 0, 1 / (2 * 0.2)]],
    ["rate(G, bin=500*ms)", [3 / (2 * 0.5), 1 / (2 * (3 * 0.1))]],
    ["isi_mean(G)", 3 * 0.1],
    ["isi_mean(G, from=0*second)", ((2 + 4 + 2) / 3) * 0.1],
    ["isi_means(G)", [3 * 0.1, Number.NaN]],
    ["isi_cvs(G)", [Math.sqrt(2 * (4 + 16) - 36) / 6, Number.NaN]],
    ["isi_cv(G, from=0*second)", Math.sqrt(4) / 6],
    ["isi_cv(G, to=800*ms)", Number.NaN],
    ["final(G.v)", [-2, 0.5]],
    ["trace(G.v)", [1, 2, 3, 4, 5, 6, 7, 8, 10, 20, 30, 40, 50, 60, 70, 80]],
    ["trace(G.v, of=[1], every=3)", [10, 40, 70]],
    ["trace(G.v, of=[1], every=3, from=0.3*second, to=0.7*second)", [20, 50]],
    ["time_mean(G.v)", [4.5, 45]],
    ["time_min(G.v, to=500*ms)", [1, 10]],
    ["time_max(G.v, to=500*ms)", [3, 30]],
    ["time_sd(G.v, from=300*ms, to=500*ms)", [0.5, 5]],
  ])("%s is read off the trial", check);

  it.each<[string, number]>([
    ["mean(counts(G))", 2],
    ["sum(counts(G))", 4],
    ["min(final(G.v))", -2],
    ["max(final(G.v))", 0.5],
    ["sd(counts(G))", 1],
  ])("%s reduces in element order; sd is the population's", check);

  it.each<[string, number | readonly number[]]>([
    ["count(G)/3", 4 / 3],
    ["counts(G)/k", [0.75, 0.25]],
    ["k - counts(G)", [1, 3]],
    ["counts(G)*final(G.v)", [-6, 0.5]],
    ["-final(G.v)", [2, -0.5]],
    ["abs(final(G.v))", [2, 0.5]],
    ["final(G.v)**2", [4, 0.25]],
    ["clip(final(G.v), -1, 0.25)", [-1, 0.25]],
    ["mean(counts(G)*2) + 1", 5],
  ])("%s combines numbers with values an element", check);

  it("a group without spikes has no first spike, no rate and an empty list", () => {
    const silent = measured({
      ...recordedMeasurements({ size: 2, dtSeconds: 0.1, steps: 10, occurrences: () => [], valueOf: () => 0 }),
    });
    expect(evaluated("first_spike(G)", silent)).toBeNaN();
    expect(evaluated("rate(G)", silent)).toBe(0);
    expect(evaluated("spikes(G)", silent)).toEqual([]);
    expect(evaluated("isi_mean(G)", silent)).toBeNaN();
    expect(evaluated("isi_cv(G)", silent)).toBeNaN();
    expect(evaluated("rate(G, bin=400*ms)", silent)).toEqual([0, 0]);
  });

  it("IDENTITY 4: sums go in element order, one addition after the other", () => {
    const final = () => Float64Array.of(1e16, 1, 1, -1e16);
    expect(evaluated("sum(final(G.v))", measured({ size: 4, final }))).toBe(1e16 + 1 + 1 - 1e16);
    expect(evaluated("sum(final(G.v))", measured({ size: 4, final }))).not.toBe(2);
  });

  it("IDENTITY 5: outputs divide, they do not multiply by reciprocals", () => {
    expect(5 / 49).not.toBe(5 * (1 / 49));
    expect(evaluated("final(G.v)/49", measured({ final: () => Float64Array.of(5, 49) }))).toEqual([5 / 49, 1]);
  });

  it("IDENTITY 6: min keeps the first of two where one is NaN, as `b < a ? b : a` does", () => {
    expect(evaluated("min(final(G.v))", measured({ final: () => Float64Array.of(1, Number.NaN) }))).toBe(1);
    expect(evaluated("min(final(G.v))", measured({ final: () => Float64Array.of(Number.NaN, 1) }))).toBeNaN();
  });

  it("IDENTITY 12: an output of more than a million numbers fails its trial", () => {
    const times = new Float64Array(1_000_001);
    const flood = measured({ all: () => ({ times, elements: new Int32Array(times.length) }) });
    expect(() => evaluated("spikes(G)", flood)).toThrow(CodedError);
    expect(() => evaluated("spikes(G)", flood)).toThrow(/Output "it" has more than 1000000 numbers/);
    expect(evaluated("count(G)", flood)).toBe(4);
  });
});
