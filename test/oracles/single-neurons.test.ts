// Spike times and counts of single neurons: rows 15 – 23 and 28.

import { describe, expect, it } from "vitest";
import { MILLIVOLT, runOracle, stepsOf, upTo } from "./run-oracle.js";

const leaky = (method: string) => ({
  parameters: { v0: "10*mV" },
  groups: { G: { equations: "dv/dt = (v0 - v)/(10*ms) : volt", threshold: "v > 10*mV", reset: "v = 0*mV", method } },
  duration: "1*second",
  outputs: { n: "count(G)", times: "spikes(G)" },
});

const MILLIVOLTS = upTo(20).map((k) => k * MILLIVOLT);

it("#15: the I-F curve of the tutorial counts 0 eleven times, then 41, 55, 68, 79, 90, 101, 112, 121 and 133", () => {
  const ran = runOracle(leaky("exact"), { lanes: { v0: MILLIVOLTS } });
  const counts = MILLIVOLTS.flatMap((_, lane) => ran("n", lane));
  expect(counts).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 41, 55, 68, 79, 90, 101, 112, 121, 133]);
});

it.each([
  [11, 240],
  [12, 180],
  [15, 110],
  [19, 75],
  [20, 70],
])("#16: driven by %i mV it spikes every %i steps, first in the last of them", (drive, interval) => {
  const steps = stepsOf(runOracle(leaky("exact"), { lanes: { v0: [drive * MILLIVOLT] } })("times"));
  expect(steps).toEqual(upTo(Math.floor(10_000 / interval)).map((k) => (k + 1) * interval - 1));
});

it("#17: by euler it follows v + dt·(v0 − v)/τ, which is not the exact solution", () => {
  const recursion = (drive: number) => {
    const steps: number[] = [];
    let v = 0;
    for (let step = 0; step < 10_000; step++) {
      v += (1e-4 * (drive - v)) / 0.01;
      if (v <= 0.01) continue;
      steps.push(step);
      v = 0;
    }
    return steps;
  };
  // Of 10 mV the recursion comes within rounding of the threshold.
  const drives = MILLIVOLTS.filter((_, millivolts) => millivolts !== 10);
  const ran = runOracle(leaky("euler"), { lanes: { v0: drives } });
  drives.forEach((drive, lane) => {
    expect(stepsOf(ran("times", lane))).toEqual(recursion(drive));
  });
  const exact = runOracle(leaky("exact"), { lanes: { v0: [11 * MILLIVOLT] } });
  expect(stepsOf(exact("times"))[0]).not.toBe(recursion(11 * MILLIVOLT)[0]);
});

it("#19: dv/dt = (2 − v²)/(10 ms) with threshold 1 spikes 161 times in a second, first at 6.1, 12.3 and 18.5 ms", () => {
  const ran = runOracle({
    groups: { G: { equations: "dv/dt = (2 - v**2)/(10*ms) : 1", threshold: "v > 1", reset: "v = 0", method: "euler" } },
    duration: "1*second",
    outputs: { n: "count(G)", times: "spikes(G)" },
  });
  expect(ran("n")).toEqual([161]);
  expect(stepsOf(ran("times")).slice(0, 3)).toEqual([61, 123, 185]);
});

it("#20: find_rate counts 2727, 4285, 13043 and 50000 spikes in 30 s for k = 1.5, 2, 5 and 20", () => {
  const model = {
    parameters: { k: 2 },
    groups: { G: { equations: "dV/dt = (k - V)/(10*ms) : 1", threshold: "V > 1", reset: "V = 0", method: "exact" } },
    duration: "30*second",
    outputs: { n: "count(G)" },
  };
  const ran = runOracle(model, { lanes: { k: [1.5, 2, 5, 20] } });
  expect(upTo(4).flatMap((lane) => ran("n", lane))).toEqual([2727, 4285, 13043, 50000]);
});

it("#21: a threshold that adapts, under 3 mV every 2 ms, spikes at 8.1, 20.1, 34.1, 48.1, 62.1, 76.1 and 90.1 ms", () => {
  const ran = runOracle({
    groups: {
      G: {
        equations: "dv/dt = -v/(10*ms) : volt\ndvt/dt = (10*mV - vt)/(15*ms) : volt\npeak : volt",
        threshold: "v > vt",
        reset: "peak = v; v = 0*mV; vt += 3*mV",
        initial: { vt: "10*mV" },
        method: "exact",
      },
    },
    inputs: { P: { spikes: { to: "G.v", times: upTo(50).map((k) => `${2 * k}*ms`), weight: "3*mV" } } },
    duration: "100*ms",
    outputs: { times: "spikes(G)", peak: "trace(G.peak)" },
  });
  const steps = stepsOf(ran("times"));
  expect(steps).toEqual([81, 201, 341, 481, 621, 761, 901]);
  const peaks = steps.map((step) => ran("peak")[step + 1]! / MILLIVOLT);
  [10.35748, 11.450137, 12.344729].forEach((expected, spike) => {
    expect(Math.abs(peaks[spike]! - expected)).toBeLessThan(1e-6 * expected);
  });
});

describe("#23: the I-F curve of a Hodgkin–Huxley neuron (Traub & Miles 1991, as in Brian 2's examples)", () => {
  const model = {
    parameters: {
      drive: "0*nA",
      area: "20000*umetre**2",
      Cm: "1*ufarad*cm**-2*area",
      gl: "5e-5*siemens*cm**-2*area",
      El: "-65*mV",
      EK: "-90*mV",
      ENa: "50*mV",
      gNa: "100*msiemens*cm**-2*area",
      gK: "30*msiemens*cm**-2*area",
      VT: "-63*mV",
    },
    groups: {
      G: {
        equations: `
          dv/dt = (gl*(El - v) - gNa*(m*m*m)*h*(v - ENa) - gK*(n*n*n*n)*(v - EK) + drive)/Cm : volt
          dm/dt = 0.32*(mV**-1)*4*mV/exprel((13*mV - v + VT)/(4*mV))/ms*(1 - m) - 0.28*(mV**-1)*5*mV/exprel((v - VT - 40*mV)/(5*mV))/ms*m : 1
          dn/dt = 0.032*(mV**-1)*5*mV/exprel((15*mV - v + VT)/(5*mV))/ms*(1 - n) - 0.5*exp((10*mV - v + VT)/(40*mV))/ms*n : 1
          dh/dt = 0.128*exp((17*mV - v + VT)/(18*mV))/ms*(1 - h) - 4/(1 + exp((40*mV - v + VT)/(5*mV)))/ms*h : 1`,
        threshold: "v > -40*mV",
        refractory: "v > -40*mV",
        method: "exponential_euler",
        initial: { v: "El" },
      },
    },
    duration: "1*second",
    outputs: { n: "count(G)", times: "spikes(G)" },
  };

  it("counts 0, 13, 22, 30, 37, 43, 49, 55, 60, 66, 71, 76, 81, 85 and 90 spikes for 0, 0.05 … 0.7 nA", () => {
    const ran = runOracle(model, { lanes: { drive: upTo(15).map((k) => k * 0.05e-9) } });
    expect(upTo(15).flatMap((lane) => ran("n", lane))).toEqual([0, 13, 22, 30, 37, 43, 49, 55, 60, 66, 71, 76, 81, 85, 90]);
  });

  it("spikes at 7.7, 28.1, 48.5 and 69.0 ms for 0.3 nA, give or take a step", () => {
    const steps = stepsOf(runOracle(model, { lanes: { drive: [0.3e-9] } })("times"));
    [77, 281, 485, 690].forEach((expected, spike) => {
      expect(Math.abs(steps[spike]! - expected)).toBeLessThanOrEqual(1);
    });
  });
});

it("#28: a neuron that starts above its threshold spikes at once, and 21 times in a second", () => {
  const ran = runOracle({
    parameters: { El: "-49*mV", Vt: "-50*mV", Vr: "-60*mV", tau: "20*ms" },
    groups: {
      G: { equations: "dv/dt = (El - v)/tau : volt", threshold: "v > Vt", reset: "v = Vr", method: "exact", initial: { v: "El" } },
    },
    duration: "1*second",
    outputs: { n: "count(G)", times: "spikes(G)" },
  });
  expect(ran("n")).toEqual([21]);
  expect(ran("times")[0]).toBe(0);
});
