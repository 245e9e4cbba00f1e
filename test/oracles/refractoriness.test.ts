// Threshold, reset and refractoriness: rows 29 – 38.

import { describe, expect, it } from "vitest";
import { problemsOf, runOracle, stepsOf, upTo } from "./run-oracle.js";

it("#29: of v = 0, 1 and 2 only what exceeds the threshold 1 is reset, to .5", () => {
  const ran = runOracle({
    groups: { G: { size: 3, equations: "v : 1", threshold: "v > 1", reset: "v = 0.5", initial: { v: [0, 1, 2] } } },
    duration: "0.1*ms",
    outputs: { v: "final(G.v)" },
  });
  expect(ran("v")).toEqual([0, 1, 0.5]);
});

it("#30: a ramp of 99.999 Hz that is refractory for 5 ms stands at 0 from 10 to 15 ms, and an unflagged one goes on", () => {
  const ran = runOracle({
    groups: {
      G: {
        equations: "dv/dt = 99.999*Hz : 1 (unless refractory)\ndw/dt = 99.999*Hz : 1",
        threshold: "v > 1",
        reset: "v = 0; w = 0",
        refractory: "5*ms",
        method: "exact",
      },
    },
    duration: "20*ms",
    outputs: { v: "trace(G.v)", w: "trace(G.w)" },
  });
  const ramp = (from: number) => (k: number) => (k - from) * 99.999e-4;
  const close = (found: readonly number[], expected: readonly number[]) =>
    found.forEach((value, k) => {
      expect(Math.abs(value - expected[k]!)).toBeLessThan(1e-12);
    });
  close(ran("v").slice(0, 101), upTo(101).map(ramp(0)));
  expect(ran("v").slice(101, 151)).toEqual(Array(50).fill(0));
  close(ran("v").slice(151), upTo(200).slice(151).map(ramp(150)));
  close(ran("w").slice(101), upTo(200).slice(101).map(ramp(101)));
});

it("#31: refractory on the threshold alone for 10 ms, a ramp of 199.99 Hz spikes at 5 and 15 ms", () => {
  const ran = runOracle({
    groups: { G: { equations: "dv/dt = 199.99*Hz : 1", threshold: "v > 1", reset: "v = 0", refractory: "10*ms" } },
    duration: "16*ms",
    outputs: { times: "spikes(G)" },
  });
  expect(stepsOf(ran("times"))).toEqual([50, 150]);
});

it("#32: under a threshold that is always crossed, refractory for 10 steps, every interval of 10,000 steps is 10 steps", () => {
  const ran = runOracle({
    groups: { G: { equations: "v : 1", threshold: "True", refractory: "10*dt" } },
    duration: "1*second",
    outputs: { times: "spikes(G)" },
  });
  expect(stepsOf(ran("times"))).toEqual(upTo(1000).map((k) => 10 * k));
});

describe("#33: an input in the step of the spike", () => {
  const everyStep = upTo(3).map((step) => `${step / 10}*ms`);
  const group = {
    equations: "dv/dt = 0*Hz : 1 (unless refractory)\ndw/dt = 0*Hz : 1",
    threshold: "t == 0*ms",
    refractory: "False",
    method: "euler",
  };

  it("does not reach what is `(unless refractory)`: 0 after step 0, 1 after step 1", () => {
    const ran = runOracle({
      groups: { G: group },
      inputs: { P: { spikes: { to: "G.v", times: everyStep, weight: 1 } } },
      duration: "0.3*ms",
      outputs: { v: "trace(G.v)" },
    });
    expect(ran("v")).toEqual([0, 0, 1]);
  });

  it("is the same as one weighted by not_refractory", () => {
    const ran = runOracle({
      groups: { G: group },
      inputs: { P: { spikes: { to: "G.w", times: everyStep, weight: "int(not_refractory)" } } },
      duration: "0.3*ms",
      outputs: { w: "trace(G.w)" },
    });
    expect(ran("w")).toEqual([0, 0, 1]);
  });
});

describe("#34: a period of 5 ms, however it is said", () => {
  const run = (refractory: string, line = "", initial = {}) =>
    runOracle({
      parameters: { ref: "5*ms" },
      groups: {
        G: {
          equations: `dv/dt = 99.999*Hz : 1 (unless refractory)\ndw/dt = 99.999*Hz : 1${line}`,
          threshold: "v > 1",
          reset: "v = 0; w = 0",
          refractory,
          initial,
          method: "exact",
        },
      },
      duration: "40*ms",
      outputs: { v: "trace(G.v)", w: "trace(G.w)", times: "spikes(G)" },
    });

  it.each([
    ["a parameter", "ref", "", {}],
    ["a product", "2*ref/2", "", {}],
    ["an element's own", "own", "\nown : second (constant)", { own: "5*ms" }],
    ["a subexpression", "named", "\nnamed = ref : second", {}],
    ["a condition on lastspike", "(t - lastspike) < 4.95*ms", "", {}],
    ["a condition on steps", "timestep(t - lastspike, dt) < 50", "", {}],
    ["a condition on a variable", "w < 0.485", "", {}],
  ])("is the same as %s", (_kind, refractory, line, initial) => {
    const [expected, found] = [run("5*ms"), run(refractory, line, initial)];
    expect(found("times")).toEqual(expected("times"));
    expect(found("v")).toEqual(expected("v"));
  });

  it.each(["5*Hz", "3", "5*mV", "v"])("is refused as %s", (refractory) => {
    const problems = problemsOf({
      groups: { G: { equations: "dv/dt = 99.999*Hz : 1", threshold: "v > 1", reset: "v = 0", refractory } },
      duration: "1*ms",
      outputs: { n: "count(G)" },
    });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^error (UNITS|EQUATIONS|MODEL)_/);
  });
});

it("#35: what arrives while an element is refractory is lost for a flagged variable, and kept for another", () => {
  const ran = runOracle({
    groups: {
      G: {
        equations: "dv/dt = 0*Hz : 1 (unless refractory)\nw : 1",
        threshold: "v > 0.5",
        reset: "v = 0",
        refractory: "1*ms",
        initial: { v: 1 },
        method: "euler",
      },
    },
    inputs: {
      P: { spikes: { to: "G.v", times: ["0.5*ms", "1.2*ms"], weight: 0.25 } },
      Q: { spikes: { to: "G.w", times: ["0.5*ms", "1.2*ms"], weight: 0.25 } },
    },
    duration: "2*ms",
    outputs: { v: "final(G.v)", w: "final(G.w)" },
  });
  expect([...ran("v"), ...ran("w")]).toEqual([0.25, 0.5]);
});

it("#36: a Poisson input of 1 in every step makes 0 1 2 3 4 5 0 0 0 0 of a neuron with threshold 4.5, refractory for 5 steps", () => {
  const ran = runOracle({
    groups: {
      G: {
        equations: "dv/dt = 0*Hz : 1 (unless refractory)",
        threshold: "v > 4.5",
        reset: "v = 0",
        refractory: "5*dt",
        method: "euler",
      },
    },
    inputs: { P: { poisson: { to: "G.v", count: 1, rate: "10*kHz", weight: 1 } } },
    duration: "1*ms",
    outputs: { v: "trace(G.v)" },
  });
  expect(ran("v")).toEqual([0, 1, 2, 3, 4, 5, 0, 0, 0, 0]);
});

it("#37: custom events happen where their conditions hold, and their code runs there", () => {
  const ran = runOracle({
    groups: {
      G: {
        size: 2,
        equations: "first : second\nsecond_one : second",
        initial: { first: "-1*ms", second_one: "-1*ms" },
        events: {
          event_1: { condition: "t >= i*ms and t < i*ms + dt", code: "first = t" },
          event_2: { condition: "t >= (i + 1)*ms and t < (i + 1)*ms + dt", code: "second_one = t" },
        },
      },
    },
    duration: "2.1*ms",
    outputs: { one: "final(G.first)", two: "final(G.second_one)", seen: "spikes(G.event_1)", counts: "counts(G.event_2)" },
  });
  expect(ran("one")).toEqual([0, 0.001]);
  expect(ran("two")).toEqual([0.001, 0.002]);
  expect(stepsOf(ran("seen"))).toEqual([0, 10]);
  expect(ran("counts")).toEqual([1, 1]);
});

it("#38: a reset sees the values before it, its statements one after the other; what runs after it sees what it left", () => {
  const ran = runOracle({
    groups: {
      G: {
        equations: "dv/dt = 2500*Hz : 1\nbefore : 1\nlater : 1",
        threshold: "v > 0.9",
        reset: "before = v; v = 0.125",
        method: "euler",
        events: { spiked: { condition: "v > 0.9", code: "later = v" } },
      },
    },
    duration: "0.4*ms",
    outputs: { before: "final(G.before)", later: "final(G.later)", v: "final(G.v)" },
  });
  expect([...ran("before"), ...ran("later"), ...ran("v")]).toEqual([1, 0.125, 0.125]);
});
