// Spike times and counts of single neurons: Brian 2's own numbers, and closed forms.

import { describe, expect, it } from "vitest";
import { runModel } from "./run-model.js";

const MILLIVOLT = 0.001;

const currentFrequency = (method: string) => ({
  parameters: { v0: "10*mV" },
  groups: { G: { equations: "dv/dt = (v0 - v)/(10*ms) : volt", threshold: "v > 10*mV", reset: "v = 0*mV", method } },
  duration: "1*second",
  outputs: { n: "count(G)", times: "spikes(G)", first: "first_spike(G)" },
});

describe("the I-F curve", () => {
  const v0 = Array.from({ length: 20 }, (_, k) => k * MILLIVOLT);

  it("counts what Brian 2 counts: a neuron driven exactly to its threshold stays silent", () => {
    const ran = runModel(currentFrequency("auto"), { v0 });
    const counts = v0.map((_, lane) => ran.number("n", lane));
    expect(counts).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 41, 55, 68, 79, 90, 101, 112, 121, 133]);
  });

  it.each([
    [11, 240],
    [12, 180],
    [15, 110],
    [19, 75],
    [20, 70],
  ])("at v0 = %i mV spikes every %i steps, the first in the last step of its interval", (v0InMillivolts, interval) => {
    const ran = runModel(currentFrequency("exact"), { v0: v0InMillivolts * MILLIVOLT });
    const steps = ran.numbers("times").map((time) => Math.round(time / 1e-4));
    expect(steps).toEqual(steps.map((_, k) => (k + 1) * interval - 1));
    expect(steps.length).toBe(Math.floor(10_000 / interval));
    expect(ran.number("first")).toBe((interval - 1) * 1e-4);
  });

  it("by Euler's method follows the recursion, not the exact solution", () => {
    const ran = runModel(currentFrequency("euler"), { v0 });
    const recursion = (drive: number) => {
      let [v, count] = [0, 0];
      for (let step = 0; step < 10_000; step++) {
        v = v + 1e-4 * ((drive - v) * (1 / 0.01));
        if (v > 0.01) [v, count] = [0, count + 1];
      }
      return count;
    };
    expect(v0.map((_, lane) => ran.number("n", lane))).toEqual(v0.map(recursion));
    const exact = runModel(currentFrequency("exact"), { v0: 11 * MILLIVOLT });
    expect(ran.number("first", 11)).toBeLessThan(exact.number("first"));
  });
});

describe("other neurons", () => {
  it("the quadratic neuron of the tutorial spikes 161 times, first at 6.1, 12.3 and 18.5 ms", () => {
    const ran = runModel({
      groups: { G: { equations: "dv/dt = (2 - v**2)/(10*ms) : 1", threshold: "v > 1", reset: "v = 0", method: "euler" } },
      duration: "1*second",
      outputs: { n: "count(G)", times: "spikes(G)" },
    });
    expect(ran.number("n")).toBe(161);
    const steps = ran.numbers("times").map((time) => Math.round(time / 1e-4));
    expect(steps.slice(0, 3)).toEqual([61, 123, 185]);
  });

  it("find_rate counts 2727, 4285, 13043 and 50000 spikes in 30 s for k = 1.5, 2, 5 and 20", () => {
    const model = {
      parameters: { k: 2 },
      groups: { G: { equations: "dV/dt = (k - V)/(10*ms) : 1", threshold: "V > 1", reset: "V = 0" } },
      duration: "30*second",
      outputs: { n: "count(G)" },
    };
    const ran = runModel(model, { k: [1.5, 2, 5, 20] });
    expect([0, 1, 2, 3].map((lane) => ran.number("n", lane))).toEqual([2727, 4285, 13043, 50000]);
  });

  it("a neuron that starts above its threshold spikes at t = 0", () => {
    const ran = runModel({
      parameters: { El: "-49*mV", Vt: "-50*mV", Vr: "-60*mV", tau: "20*ms" },
      groups: { G: { equations: "dv/dt = (El - v)/tau : volt", threshold: "v > Vt", reset: "v = Vr", initial: { v: "El" } } },
      duration: "1*second",
      outputs: { n: "count(G)", times: "spikes(G)" },
    });
    expect(ran.number("n")).toBe(21);
    expect(ran.numbers("times")[0]).toBe(0);
  });

  it("the warmup's spikes do not count, and times stay those of the run", () => {
    const whole = runModel({ ...currentFrequency("exact") }, { v0: 15 * MILLIVOLT });
    const windowed = runModel({ ...currentFrequency("exact"), warmup: "500*ms" }, { v0: 15 * MILLIVOLT });
    const late = whole.numbers("times").filter((time) => time >= 0.5);
    expect(windowed.numbers("times")).toEqual(late);
    expect(windowed.number("n")).toBe(late.length);
    expect(windowed.number("first")).toBe(late[0]);
  });
});
