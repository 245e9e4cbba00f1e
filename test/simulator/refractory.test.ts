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
