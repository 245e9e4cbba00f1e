// Integrators of equations without noise: Brian 2's numbers, closed forms, and the order in which errors fall as the step does.

import { elementary, hostArithmetic, math } from "@spikefarm/numerics";
import { describe, expect, it } from "vitest";
import { runModel } from "./run-model.js";

const methods = ["euler", "rk2", "rk4", "exponential_euler", "heun", "milstein"] as const;

const group = (equations: string, method: string, initial: Record<string, unknown>) => ({
  groups: { G: { equations, method, initial } },
});

describe("dv/dt = -v/(10 ms) from 1, after 100 steps of 0.1 ms", () => {
  const decay = (method: string) =>
    runModel({
      ...group("dv/dt = -v/(10*ms) : 1", method, { v: 1 }),
      duration: "10*ms",
      outputs: { v: "final(G.v)" },
    }).number("v");

  // Each is 100 roundings or so from its closed form.
  it.each([
    ["exact", 0.36787944117144233],
    ["euler", 0.3660323412732292],
    ["rk2", 0.3678856187161916],
    ["rk4", 0.3678794412023554],
    ["exponential_euler", 0.36787944117144233],
    ["heun", 0.3660323412732292],
    ["milstein", 0.3660323412732292],
  ])("%s gives %d", (method, expected) => {
    expect(Math.abs(decay(method) - expected)).toBeLessThan(1e-13);
  });
});

/** The slope of log error over log step: a line through the points by least squares. */
function slopeOf(steps: readonly number[], errors: readonly number[]): number {
  const [x, y] = [steps.map(math.log), errors.map(math.log)];
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(x), mean(y)];
  const covariance = x.reduce((sum, value, k) => sum + (value - meanX) * (y[k]! - meanY), 0);
  return covariance / x.reduce((sum, value) => sum + (value - meanX) * (value - meanX), 0);
}

describe("the order of convergence, for a nonlinear system forced in time", () => {
  // dx/dt = x·y, dy/dt = cos t from (1, 0): y = sin t, x = exp(1 − cos t).
  const exactX = math.exp(1 - math.cos(1));
  const errorOf = (method: string, steps: number) => {
    const ran = runModel({
      ...group("dx/dt = x*y/second : 1\ndy/dt = cos(t/second)/second : 1", method, { x: 1 }),
      dt: `${1 / steps}*second`,
      duration: "1*second",
      outputs: { x: "final(G.x)" },
    });
    return Math.abs(ran.number("x") - exactX);
  };
  const orders: Readonly<Record<(typeof methods)[number], number>> = {
    euler: 1,
    rk2: 2,
    rk4: 4,
    exponential_euler: 1,
    heun: 1,
    milstein: 1,
  };

  it.each(methods)("of %s is that of its page", (method) => {
    const steps = [16, 32, 64, 128];
    const slope = slopeOf(
      steps.map((count) => 1 / count),
      steps.map((count) => errorOf(method, count)),
    );
    expect(Math.abs(slope - orders[method])).toBeLessThan(0.1);
  });
});

describe("one step", () => {
  const [x, y, dt] = [0.7, -0.3, 0.125];
  const f = (u: number, v: number) => [u * v - u, u - v * v] as const;
  const step = (method: string) => {
    const ran = runModel({
      ...group("dx/dt = (x*y - x)/second : 1\ndy/dt = (x - y*y)/second : 1", method, { x, y }),
      dt: `${dt}*second`,
      duration: `${dt}*second`,
      outputs: { x: "final(G.x)", y: "final(G.y)" },
    });
    return [ran.number("x"), ran.number("y")];
  };

  // Written out by hand, stage by stage: all right-hand sides see the stage's values of every variable.
  it.each<[string, () => number[]]>([
    [
      "rk2",
      () => {
        const [a, b] = f(x, y);
        const [c, d] = f(x + (dt * a) / 2, y + (dt * b) / 2);
        return [x + dt * c, y + dt * d];
      },
    ],
    [
      "rk4",
      () => {
        const k1 = f(x, y).map((k) => dt * k);
        const k2 = f(x + k1[0]! / 2, y + k1[1]! / 2).map((k) => dt * k);
        const k3 = f(x + k2[0]! / 2, y + k2[1]! / 2).map((k) => dt * k);
        const k4 = f(x + k3[0]!, y + k3[1]!).map((k) => dt * k);
        return [x, y].map((value, at) => value + (k1[at]! + 2 * k2[at]! + 2 * k3[at]! + k4[at]!) / 6);
      },
    ],
  ])("of %s is the page's", (method, expected) => {
    step(method).forEach((value, at) => {
      expect(Math.abs(value - expected()[at]!)).toBeLessThan(4e-16);
    });
  });

  it("of exponential_euler solves x's equation with y standing still, which is linear in x", () => {
    const ran = runModel({
      ...group("dx/dt = (x*y - x)/second : 1\ndy/dt = (x - y)/second : 1", "exponential_euler", { x, y }),
      dt: `${dt}*second`,
      duration: `${dt}*second`,
      outputs: { x: "final(G.x)", y: "final(G.y)" },
    });
    expect(Math.abs(ran.number("x") - x * math.exp((y - 1) * dt))).toBeLessThan(2e-16);
    expect(Math.abs(ran.number("y") - (x + (y - x) * math.exp(-dt)))).toBeLessThan(2e-16);
  });
});

describe("exponential_euler", () => {
  it("is right where a coefficient is 0 or tiny, beside lanes where it is not", () => {
    const model = {
      parameters: { k: "1*Hz", b: "2*Hz" },
      ...group("dv/dt = b - k*v : 1", "exponential_euler", { v: 0.5 }),
      duration: "1*second",
      outputs: { v: "final(G.v)" },
    };
    const rates = [0, 1e-300, 1e-12, 1e-3, 1, 100, -1];
    const ran = runModel(model, { k: rates });
    rates.forEach((k, lane) => {
      const expected = 0.5 * math.exp(-k) + 2 * elementary.exprel(hostArithmetic, -k);
      expect(Math.abs(ran.number("v", lane) - expected) / expected).toBeLessThan(1e-12);
    });
  });

  it("keeps a gating variable within 0 and 1, however stiff", () => {
    const ran = runModel({
      ...group("dm/dt = alpha*(1 - m) - beta*m : 1\nalpha = 1e6*Hz : Hz\nbeta = 10*Hz : Hz", "exponential_euler", { m: 0 }),
      duration: "10*ms",
      outputs: { m: "final(G.m)" },
    });
    expect(ran.number("m")).toBeCloseTo(1e6 / (1e6 + 10), 12);
  });
});

describe("a variable that stands still while refractory", () => {
  // x spikes at once and then stands; y sees it stand in every stage.
  const ran = (method: string) =>
    runModel({
      groups: {
        G: {
          equations: "dx/dt = 1/second : 1 (unless refractory)\ndy/dt = x/second : 1",
          method,
          initial: { x: 2 },
          threshold: "x > 1",
          reset: "x = 3; y = 0",
          refractory: "1*second",
        },
      },
      dt: "0.125*second",
      duration: "0.75*second",
      outputs: { x: "final(G.x)", y: "final(G.y)" },
    });
  it.each(methods)("is seen standing by the others (%s)", (method) => {
    expect(ran(method).number("x")).toBe(3);
    expect(ran(method).number("y")).toBeCloseTo(3 * 0.625, 14);
  });
});

describe("subexpressions", () => {
  it.each(methods)("change no bit (%s)", (method) => {
    const run = (equations: string) =>
      runModel({ ...group(equations, method, { x: 0.3, y: 0.9 }), duration: "5*ms", outputs: { x: "trace(G.x)", y: "trace(G.y)" } });
    const plain = run("dx/dt = (y - x*y)/(7*ms) : 1\ndy/dt = -y/(3*ms) : 1");
    const written = run("dx/dt = (y - pull)/(7*ms) : 1\npull = x*y : 1\ndy/dt = -y/(3*ms) : 1");
    expect(written.numbers("x")).toEqual(plain.numbers("x"));
    expect(written.numbers("y")).toEqual(plain.numbers("y"));
  });
});
