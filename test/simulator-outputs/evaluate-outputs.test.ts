import { CodedError } from "@spikefarm/protocol";
import { describe, expect, it } from "vitest";
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
    ["spikes(G)", [0.3, 0.3, 0.5, 0.7]],
    ["first_spike(G)", 0.3],
    ["final(G.v)", [-2, 0.5]],
    ["trace(G.v)", [1, 2, 3, 4, 5, 10, 20, 30, 40, 50]],
    ["trace(G.v, of=[1])", [10, 20, 30, 40, 50]],
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
      counts: new Int32Array(2),
      firstSpikeSeconds: Number.NaN,
      spikes: { times: new Float64Array(0), elements: new Int32Array(0) },
    });
    expect(evaluated("first_spike(G)", silent)).toBeNaN();
    expect(evaluated("rate(G)", silent)).toBe(0);
    expect(evaluated("spikes(G)", silent)).toEqual([]);
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
    const flood = measured({ spikes: { times, elements: new Int32Array(times.length) } });
    expect(() => evaluated("spikes(G)", flood)).toThrow(CodedError);
    expect(() => evaluated("spikes(G)", flood)).toThrow(/Output "it" has 1000001 numbers/);
    expect(evaluated("count(G)", flood)).toBe(4);
  });
});
