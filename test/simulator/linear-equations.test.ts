// Linear equations against their closed forms. Tolerances: a matrix exponential is right to a few units in the last place, and 100 – 1000 steps
// add up to some hundred of them.

import { describe, expect, it } from "vitest";
import { runModel } from "./run-model.js";

const CLOSE = 1e-12;

const decay = (method: string) => ({
  groups: { G: { equations: "dv/dt = -v/(10*ms) : 1", method, initial: { v: 1 } } },
  duration: "10*ms",
  outputs: { v: "final(G.v)", trace: "trace(G.v)" },
});

const expectClose = (actual: number, expected: number, tolerance = CLOSE) =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected)));

describe("one variable", () => {
  it("decays to 1/e in a time constant", () => expectClose(runModel(decay("exact")).number("v"), 0.36787944117144233));

  it("by Euler's method is 0.99¹⁰⁰ there", () => expectClose(runModel(decay("euler")).number("v"), 0.3660323412732292));

  it("is sampled before each step: sample 0 is the initial value", () => {
    const trace = runModel(decay("exact")).numbers("trace");
    expect(trace.length).toBe(100);
    expect(trace[0]).toBe(1);
    trace.forEach((value, k) => {
      expectClose(value, Math.exp(-k / 100));
    });
  });

  it("drifts at a constant rate, which Brian 2 refuses", () => {
    const model = {
      parameters: { rate: "3*Hz" },
      groups: { G: { equations: "dv/dt = rate : 1", method: "exact", initial: { v: 2 } } },
      duration: "1*second",
      outputs: { v: "final(G.v)" },
    };
    const ran = runModel(model, { rate: [3, 0, -0.5] });
    [5, 2, 1.5].forEach((expected, lane) => {
      expectClose(ran.number("v", lane), expected);
    });
  });

  it("becomes a drift where its coefficient is 0, beside lanes where it is not", () => {
    const model = {
      parameters: { a: "1*Hz", b: "2*Hz" },
      groups: { G: { equations: "dv/dt = b - a*v : 1", method: "exact" } },
      duration: "1*second",
      outputs: { v: "final(G.v)" },
    };
    const a = [0, 1, 1e-9, 100, 1e4];
    const ran = runModel(model, { a });
    a.forEach((rate, lane) => {
      expectClose(ran.number("v", lane), rate === 0 ? 2 : (2 / rate) * -Math.expm1(-rate));
    });
  });

  it("takes a time constant from a parameter of the model or of each element", () => {
    const shared = { ...decay("exact"), parameters: { tau: "10*ms" } };
    const ofModel = runModel(
      { ...shared, groups: { G: { equations: "dv/dt = -v/tau : 1", method: "exact", initial: { v: 1 } } } },
      { tau: [0.005, 0.01, 0.02, 1] },
    );
    const ofElement = runModel({
      ...decay("exact"),
      groups: {
        G: {
          size: 4,
          equations: "dv/dt = -v/tau : 1\ntau : second",
          method: "exact",
          initial: { v: 1, tau: ["5*ms", "10*ms", "20*ms", "1*second"] },
        },
      },
    });
    [0.005, 0.01, 0.02, 1].forEach((tau, index) => {
      expectClose(ofModel.number("v", index), Math.exp(-0.01 / tau));
      expect(ofElement.numbers("v")[index]).toBe(ofModel.number("v", index));
    });
  });
});

describe("coupled variables", () => {
  it("an excitatory potential is the difference of two exponentials", () => {
    const ran = runModel({
      groups: {
        G: { equations: "dv/dt = (ge - v)/(20*ms) : volt\ndge/dt = -ge/(5*ms) : volt", method: "exact", initial: { ge: "1.62*mV" } },
      },
      duration: "10*ms",
      outputs: { v: "final(G.v)", trace: "trace(G.v)" },
    });
    expectClose(ran.number("v") / 1e-3, 0.2544455032970512);
    const trace = ran.numbers("trace");
    expect(trace.indexOf(Math.max(...trace))).toBe(92);
    trace.forEach((value, k) => {
      expectClose(value / 1e-3, 0.54 * (Math.exp(-k / 200) - Math.exp(-k / 50)));
    });
  });

  it("an inhibitory potential peaks at −2.25 mV", () => {
    const ran = runModel({
      groups: {
        G: { equations: "dv/dt = (gi - v)/(20*ms) : volt\ndgi/dt = -gi/(10*ms) : volt", method: "exact", initial: { gi: "-9*mV" } },
      },
      duration: "30*ms",
      outputs: { trace: "trace(G.v)" },
    });
    const trace = ran.numbers("trace");
    trace.forEach((value, k) => {
      expectClose(value / 1e-3, -9 * (Math.exp(-k / 200) - Math.exp(-k / 100)));
    });
    expect(trace.indexOf(Math.min(...trace))).toBe(139);
  });

  it("an alpha function, whose matrix is defective, reaches 1 at its time constant", () => {
    const ran = runModel({
      groups: {
        G: { equations: "dx/dt = (y - x)/(10*ms) : 1\ndy/dt = -y/(10*ms) : 1", method: "exact", initial: { y: "exp(1)" } },
      },
      duration: "10*ms",
      outputs: { x: "final(G.x)" },
    });
    expectClose(ran.number("x"), 1);
  });

  it("an oscillator, whose eigenvalues are complex, keeps its phase and its amplitude", () => {
    const ran = runModel({
      groups: { G: { equations: "dx/dt = y/(10*ms) : 1\ndy/dt = -x/(10*ms) : 1", method: "exact", initial: { x: 1 } } },
      duration: "100*ms",
      outputs: { trace: "trace(G.x)" },
    });
    const trace = ran.numbers("trace");
    expect(trace.length).toBe(1000);
    trace.forEach((value, k) => {
      expectClose(value, Math.cos(k / 100));
    });
  });

  it("a singular system with a constant term, a drift through a leak, is exact too", () => {
    const ran = runModel({
      parameters: { rate: "2*Hz" },
      groups: { G: { equations: "dx/dt = rate : 1\ndy/dt = (x - y)/(10*ms) : 1", method: "exact" } },
      duration: "100*ms",
      outputs: { x: "final(G.x)", y: "final(G.y)" },
    });
    expectClose(ran.number("x"), 0.2);
    expectClose(ran.number("y"), 2 * (0.1 - 0.01 * -Math.expm1(-10)));
  });

  it("a system at its equilibrium rests there, to the bit", () => {
    const ran = runModel({
      groups: {
        G: {
          equations: "dv/dt = (w + 10*mV - v)/(10*ms) : volt\ndw/dt = -w/(5*ms) : volt",
          method: "exact",
          initial: { v: "10*mV" },
          threshold: "v > 10*mV",
          reset: "v = 0*mV",
        },
      },
      duration: "100*ms",
      outputs: { n: "count(G)", v: "final(G.v)" },
    });
    expect(ran.number("v")).toBe(0.01);
    expect(ran.number("n")).toBe(0);
  });

  it("with and without subexpressions gives the same bits", () => {
    const plain = runModel({
      groups: { G: { equations: "dx/dt = (y - x)/(7*ms) : 1\ndy/dt = -y/(3*ms) : 1", initial: { y: 1 } } },
      duration: "10*ms",
      outputs: { x: "trace(G.x)" },
    });
    const written = runModel({
      groups: { G: { equations: "dx/dt = pull/(7*ms) : 1\npull = y - x : 1\ndy/dt = -y/(3*ms) : 1", initial: { y: 1 } } },
      duration: "10*ms",
      outputs: { x: "trace(G.x)" },
    });
    expect(written.numbers("x")).toEqual(plain.numbers("x"));
  });
});
