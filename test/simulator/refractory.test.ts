// Threshold, reset and refractoriness, to the step (numbers from Brian 2's own tests).

import { describe, expect, it } from "vitest";
import { runModel } from "./run-model.js";

const stepsOf = (times: readonly number[]) => times.map((time) => Math.round(time / 1e-4));

describe("threshold and reset", () => {
  it("only what exceeds the threshold is reset", () => {
    const ran = runModel({
      groups: { G: { size: 3, equations: "v : 1", threshold: "v > 1", reset: "v = 0.5", initial: { v: [0, 1, 2] } } },
      duration: "0.1*ms",
      outputs: { v: "final(G.v)", n: "counts(G)" },
    });
    expect(ran.numbers("v")).toEqual([0, 1, 0.5]);
    expect(ran.numbers("n")).toEqual([0, 0, 1]);
  });

  it("a reset statement sees what the statements before it assigned", () => {
    const ran = runModel({
      groups: { G: { equations: "a : 1\nb : 1\nc : 1", threshold: "a == 1", reset: "a = 2\nb = a + 1\nc = a*b", initial: { a: 1 } } },
      duration: "0.1*ms",
      outputs: { a: "final(G.a)", b: "final(G.b)", c: "final(G.c)" },
    });
    expect(["a", "b", "c"].map((name) => ran.number(name))).toEqual([2, 3, 6]);
  });
});

describe("refractoriness", () => {
  it("freezes what is flagged, for exactly its time, and nothing else", () => {
    const ran = runModel({
      groups: {
        G: {
          equations: "dv/dt = 99.999*Hz : 1 (unless refractory)\ndw/dt = 99.999*Hz : 1",
          threshold: "v > 1",
          reset: "v = 0; w = 0",
          refractory: "5*ms",
        },
      },
      duration: "20*ms",
      outputs: { v: "trace(G.v)", w: "trace(G.w)" },
    });
    const [v, w] = [ran.numbers("v"), ran.numbers("w")];
    expect(v.slice(101, 151)).toEqual(Array(50).fill(0));
    expect(v[151]).toBeGreaterThan(0);
    w.slice(102).forEach((value, k) => {
      expect(value).toBeCloseTo((k + 1) * 99.999e-4, 12);
    });
  });

  it("on the threshold alone blocks spikes while the variable goes on", () => {
    const ran = runModel({
      groups: { G: { equations: "dv/dt = 199.99*Hz : 1", threshold: "v > 1", reset: "v = 0", refractory: "10*ms" } },
      duration: "16*ms",
      outputs: { times: "spikes(G)" },
    });
    expect(stepsOf(ran.numbers("times"))).toEqual([50, 150]);
  });

  it("of 10 steps under an ever-true threshold gives intervals of exactly 10 steps, 10,000 steps long", () => {
    const ran = runModel({
      groups: { G: { equations: "v : 1", threshold: "v < 1", refractory: "1*ms" } },
      duration: "1*second",
      outputs: { times: "spikes(G)" },
    });
    expect(stepsOf(ran.numbers("times"))).toEqual(Array.from({ length: 1000 }, (_, k) => 10 * k));
  });

  it.each([
    ["a quantity", "5*ms", {}, ""],
    ["a parameter", "ref", { ref: "5*ms" }, ""],
    ["a variable of each element", "each", {}, "\neach : second"],
    ["a subexpression", "twice", {}, "\ntwice = 2*(2.5*ms) : second"],
  ])("may be %s", (_, refractory, parameters, variable) => {
    const ran = runModel({
      parameters: { v0: "20*mV", ...parameters },
      groups: {
        G: {
          equations: `dv/dt = (v0 - v)/(10*ms) : volt (unless refractory)${variable}`,
          threshold: "v > 10*mV",
          reset: "v = 0*mV",
          refractory,
          ...(refractory === "each" && { initial: { each: "5*ms" } }),
        },
      },
      duration: "1*second",
      outputs: { times: "spikes(G)" },
    });
    const steps = stepsOf(ran.numbers("times"));
    expect(steps.length).toBe(84);
    expect(steps).toEqual(steps.map((_, k) => 69 + 119 * k));
  });

  it("may last as long as a condition holds, and at least one step", () => {
    const ran = runModel({
      groups: {
        G: {
          equations: "dv/dt = 1*kHz : 1 (unless refractory)\ndw/dt = -1*kHz : 1",
          method: "euler",
          threshold: "v > 0.95",
          reset: "v = 0; w = 1",
          refractory: "w > 0.55",
        },
      },
      duration: "5*ms",
      outputs: { times: "spikes(G)", v: "trace(G.v)" },
    });
    // Free from the step in which w, seen before its update, is at most 0.55: five steps after the spike; ten more to the next.
    expect(stepsOf(ran.numbers("times"))).toEqual([9, 24, 39]);
    expect(ran.numbers("v").slice(10, 15)).toEqual([0, 0, 0, 0, 0]);
    const never = runModel({
      groups: { G: { equations: "v : 1", threshold: "v < 1", refractory: "False" } },
      duration: "1*ms",
      outputs: { n: "count(G)" },
    });
    expect(never.number("n")).toBe(10);
  });

  it("under a condition of the last spike's time is the same as under the time", () => {
    const steps = [
      "5*ms",
      "(t - lastspike) < 5*ms - 0.001*dt",
      "timestep(t - lastspike, dt) < 50",
      "not (timestep(t - lastspike, dt) >= 50)",
    ].map((refractory) => {
      const ran = runModel({
        parameters: { v0: "20*mV" },
        groups: {
          G: { equations: "dv/dt = (v0 - v)/(10*ms) : volt (unless refractory)", threshold: "v > 10*mV", reset: "v = 0*mV", refractory },
        },
        duration: "1*second",
        outputs: { times: "spikes(G)" },
      });
      return stepsOf(ran.numbers("times"));
    });
    expect(steps[0]!.length).toBe(84);
    for (const each of steps) expect(each).toEqual(steps[0]);
  });

  it("may differ from spike to spike by chance, in whole steps", () => {
    const ran = runModel({
      groups: { G: { size: 50, equations: "v : 1", threshold: "v < 1", refractory: "1*ms + rand()*1*ms" } },
      duration: "50*ms",
      outputs: { counts: "counts(G)" },
    });
    // In every step anew: free as soon as one draw allows it, from ten steps on.
    const counts = ran.numbers("counts");
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(500 / 21);
    expect(Math.max(...counts)).toBeLessThanOrEqual(500 / 10);
    expect(new Set(counts).size).toBeGreaterThan(1);
  });

  it("drops what is written to a frozen variable from the step of the spike on (Brian 2's conditional write)", () => {
    const written = (target: string) =>
      runModel({
        groups: {
          G: {
            equations: "dv/dt = 0*Hz : 1 (unless refractory)\nw : 1",
            threshold: "t == 0*ms",
            refractory: "False",
            ...(target === "w" && { every: { when: "synapses", code: "w += int(not_refractory)" } }),
          },
        },
        ...(target === "v" && { inputs: { S: { spikes: { to: "G.v", times: ["0*ms", "0.1*ms"], weight: 1 } } } }),
        duration: "0.2*ms",
        outputs: { x: `final(G.${target})`, trace: `trace(G.${target})` },
      });
    for (const target of ["v", "w"]) expect([written(target).numbers("trace"), written(target).number("x")]).toEqual([[0, 0], 1]);
  });

  it("in a coupled system lets the others go on while one stands still", () => {
    const ran = runModel({
      groups: {
        G: {
          equations: "dv/dt = (g - v)/(10*ms) : 1 (unless refractory)\ndg/dt = (3 - g)/(20*ms) : 1",
          threshold: "v > 1",
          reset: "v = 0.25",
          refractory: "5*ms",
          method: "exact",
        },
      },
      duration: "50*ms",
      outputs: { v: "trace(G.v)", g: "trace(G.g)", times: "spikes(G)" },
    });
    const [v, g] = [ran.numbers("v"), ran.numbers("g")];
    const first = stepsOf(ran.numbers("times"))[0]!;
    expect(v.slice(first + 1, first + 51)).toEqual(Array(50).fill(0.25));
    expect(v[first + 51]).toBeGreaterThan(0.25);
    g.forEach((value, k) => {
      expect(value).toBeCloseTo(3 * -Math.expm1(-k / 200), 11);
    });
  });
});

describe("lastspike and not_refractory", () => {
  it("are readable everywhere, from the spike on; before the first, lastspike is long ago", () => {
    const ran = runModel({
      groups: {
        G: {
          equations:
            "dv/dt = 1*kHz : 1 (unless refractory)\nago = t - lastspike : second\nfree = int(not_refractory) : 1\nat_reset : second\nin_reset : 1\nat_start : 1",
          method: "euler",
          threshold: "v > 0.25",
          reset: "v = 0; at_reset = lastspike; in_reset = 1 + int(not_refractory)",
          refractory: "0.2*ms",
          every: { code: "at_start = int(not_refractory)" },
        },
      },
      duration: "0.8*ms",
      outputs: {
        times: "spikes(G)",
        ago: "trace(G.ago)",
        free: "trace(G.free)",
        start: "trace(G.at_start)",
        at: "final(G.at_reset)",
        seen: "final(G.in_reset)",
        last: "final(G.ago)",
        end: "final(G.free)",
      },
    });
    expect(stepsOf(ran.numbers("times"))).toEqual([2, 6]);
    const ago = ran.numbers("ago");
    expect(ago[0]).toBe(1e4);
    expect(stepsOf(ago.slice(3))).toEqual([1, 2, 3, 4, 1]);
    expect(ran.numbers("free")).toEqual([1, 1, 1, 0, 0, 1, 1, 0]);
    expect(ran.numbers("start")).toEqual(ran.numbers("free"));
    expect([ran.number("at"), ran.number("seen")]).toEqual([6 * 1e-4, 1]);
    expect([Math.round(ran.number("last") / 1e-4), ran.number("end")]).toEqual([2, 0]);
  });

  it("without a refractory period: every element is free, and spikes are remembered all the same", () => {
    const ran = runModel({
      groups: {
        G: { equations: "free = int(not_refractory) : 1\nago = t - lastspike : second", threshold: "t_in_timesteps % 3 == 1" },
      },
      duration: "0.6*ms",
      outputs: { free: "trace(G.free)", ago: "trace(G.ago)" },
    });
    expect(ran.numbers("free")).toEqual([1, 1, 1, 1, 1, 1]);
    expect(stepsOf(ran.numbers("ago").slice(2))).toEqual([1, 2, 3, 1]);
  });
});

describe("variables of every kind", () => {
  it("are observed as they stand at the start of a step, and at the end", () => {
    const ran = runModel({
      parameters: { gain: 3 },
      groups: {
        G: {
          size: 2,
          equations: "dx/dt = rate : 1\nrate : Hz (constant)\ny = gain*x + t/second + i : 1\nz = y + 1 : 1\nn : integer\nb : boolean",
          threshold: "i == 1",
          reset: "n += 2; b = n > 2",
          initial: { rate: "(i + 1)*Hz" },
        },
      },
      dt: "0.5*second",
      duration: "1*second",
      outputs: {
        x: "final(G.x)",
        rate: "final(G.rate)",
        z: "final(G.z)",
        n: "final(G.n)",
        traceY: "trace(G.y)",
        traceB: "trace(G.b, of=[1])",
        everyOther: "trace(G.x, of=[1], every=2)",
      },
    });
    expect(ran.numbers("x")).toEqual([1, 2]);
    expect(ran.numbers("rate")).toEqual([1, 2]);
    expect(ran.numbers("z")).toEqual([3 + 1 + 0 + 1, 6 + 1 + 1 + 1]);
    expect(ran.numbers("n")).toEqual([0, 4]);
    expect(ran.numbers("traceY")).toEqual([0, 1.5 + 0.5, 1, 3 + 0.5 + 1]);
    expect(ran.numbers("traceB")).toEqual([0, 0]);
    expect(ran.numbers("everyOther")).toEqual([0]);
  });
});
