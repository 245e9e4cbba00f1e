// Integrators and linear equations against closed forms: rows 1 – 9, 12 and 13. (Row 14 compares integrators of the GNU Scientific Library,
// which are not part of the language; 10 and 11 are in noise.test.ts.)

import { planMethods } from "@spikefarm/compiler";
import { classKey, normalAt, streamKey } from "@spikefarm/numerics";
import { describe, expect, it } from "vitest";
import { MILLISECOND, MILLIVOLT, modelOf, problemsOf, runOracle, upTo } from "./run-oracle.js";

/** Relative, of solutions that are exact but for the rounding of some hundred steps. */
const EXACT = 1e-12;

function expectClose(found: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(found.length).toBe(expected.length);
  found.forEach((value, place) => {
    const error = Math.abs(value - expected[place]!);
    expect(error, `[${place}]: ${value} for ${expected[place]}`).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected[place]!)));
  });
}

const decay = (method: string) => ({
  groups: { G: { equations: "dv/dt = -v/(10*ms) : 1", method, initial: { v: 1 } } },
  duration: "10*ms",
  outputs: { end: "final(G.v)", v: "trace(G.v)" },
});

describe("#1: dv/dt = −v/(10 ms) from 1, after 100 steps", () => {
  it.each([
    ["exact", 0.36787944117144233, EXACT],
    ["euler", 0.3660323412732292, 1e-13],
    ["rk2", 0.3678856187161916, 1e-13],
    ["rk4", 0.3678794412023554, 1e-13],
    ["exponential_euler", 0.36787944117144233, 1e-13],
  ])("%s is %d", (method, expected, tolerance) => {
    expectClose(runOracle(decay(method))("end"), [expected], tolerance);
  });
});

it("#2: a trace is sampled at the start of each step: sample k is e^(−k·dt/10 ms), sample 0 is 1", () => {
  const v = runOracle(decay("exact"))("v");
  expect(v[0]).toBe(1);
  expectClose(
    v,
    upTo(100).map((k) => Math.exp(-k / 100)),
    EXACT,
  );
});

const synapse = (source: string, initial: Record<string, string>) => ({
  groups: {
    G: { equations: `dv/dt = (g - v)/(20*ms) : volt\ndg/dt = -g/${source} : volt`, method: "exact", initial },
  },
  duration: "30*ms",
  outputs: { v: "trace(G.v)" },
});

it("#3: an excitatory potential is .54·(e^(−t/20 ms) − e^(−t/5 ms)) mV, .2544455032970512 mV at 10 ms, and peaks at 9.24 ms", () => {
  const v = runOracle(synapse("(5*ms)", { g: "1.62*mV" }))("v").map((value) => value / MILLIVOLT);
  expectClose(
    v,
    upTo(300).map((k) => 0.54 * (Math.exp(-k / 200) - Math.exp(-k / 50))),
    EXACT,
  );
  expectClose([v[100]!], [0.2544455032970512], EXACT);
  const peak = Math.max(...v);
  expect(v.indexOf(peak)).toBe(92);
  expect(peak).toBeLessThan(0.2551340126);
  expect(peak).toBeGreaterThan(0.25513);
});

it("#4: an inhibitory potential is −9·(e^(−t/20 ms) − e^(−t/10 ms)) mV, −2.25 mV at its peak at 13.86 ms", () => {
  const v = runOracle(synapse("(10*ms)", { g: "-9*mV" }))("v").map((value) => value / MILLIVOLT);
  expectClose(
    v,
    upTo(300).map((k) => -9 * (Math.exp(-k / 200) - Math.exp(-k / 100))),
    EXACT,
  );
  const peak = Math.min(...v);
  expect(v.indexOf(peak)).toBe(139);
  expect(Math.abs(peak + 2.25)).toBeLessThan(1e-4);
});

it("#5: an alpha function is e·(t/τ)·e^(−t/τ), and 1 at τ, though its matrix is defective", () => {
  const x = runOracle({
    groups: { G: { equations: "dx/dt = (y - x)/(5*ms) : 1\ndy/dt = -y/(5*ms) : 1", method: "exact", initial: { y: "exp(1)" } } },
    duration: "20*ms",
    outputs: { x: "trace(G.x)" },
  })("x");
  expectClose(
    x,
    upTo(200).map((k) => Math.E * (k / 50) * Math.exp(-k / 50)),
    EXACT,
  );
  expectClose([x[50]!], [1], EXACT);
});

it("#6: an oscillator is cos(t/τ) to 1e-12 after 1000 steps, though its eigenvalues are complex", () => {
  const ran = runOracle({
    groups: { G: { equations: "dx/dt = y/(5*ms) : 1\ndy/dt = -x/(5*ms) : 1", method: "exact", initial: { x: 1 } } },
    duration: "100*ms",
    outputs: { x: "final(G.x)", y: "final(G.y)" },
  });
  expectClose([...ran("x"), ...ran("y")], [Math.cos(20), -Math.sin(20)], EXACT);
});

it("#7: a constant rate is v0 + rate·t by `exact`, which Brian 2 refuses", () => {
  const ran = runOracle(
    {
      parameters: { rate: "3*Hz" },
      groups: { G: { equations: "dv/dt = rate : 1", method: "exact", initial: { v: 2 } } },
      duration: "1*second",
      outputs: { v: "final(G.v)" },
    },
    { lanes: { rate: [3, 0, -7.5] } },
  );
  expectClose(
    [0, 1, 2].flatMap((lane) => ran("v", lane)),
    [5, 2, -5.5],
    EXACT,
  );
});

it.each([
  ["a parameter of the model", { parameters: { tau: "10*ms" } }, "", {}, [10, 10, 10]],
  ["a shared parameter", {}, "\ntau : second (shared)", { tau: "10*ms" }, [10, 10, 10]],
  ["a constant of each element", {}, "\ntau : second (constant)", { tau: "(i + 1)*10*ms" }, [10, 20, 30]],
  ["a subexpression", {}, "\ntau = (i + 1)*5*ms : second", {}, [5, 10, 15]],
])("#8: with τ as %s each element is e^(−t/τ)", (_kind, extra, line, initial, taus) => {
  const ran = runOracle({
    ...extra,
    groups: { G: { size: 3, equations: `dv/dt = -v/tau : 1${line}`, method: "exact", initial: { v: 1, ...initial } } },
    duration: "10*ms",
    outputs: { v: "final(G.v)" },
  });
  expectClose(
    ran("v"),
    taus.map((tau) => Math.exp(-10 / tau)),
    EXACT,
  );
});

it.each(["euler", "heun", "milstein"])("#9: by %s noise alone adds √dt·σ·z in each step, z the step's own normal number", (method) => {
  const seed = 5;
  const x = runOracle(
    {
      groups: { G: { size: 2, equations: "dx/dt = 0.3*xi/sqrt(1*ms) : 1", method } },
      duration: "1*ms",
      outputs: { x: "trace(G.x)", end: "final(G.x)" },
    },
    { seed },
  );
  const ofClass = classKey({ class: "noise", seed, repeat: 0, policy: "trial", values: {} });
  const key = streamKey(ofClass, { object: "G", code: "xi", target: "", ordinal: 0 });
  for (const element of [0, 1]) {
    const increments = upTo(10).map(
      (step) => ((Math.sqrt(0.1 * MILLISECOND) * 0.3) / Math.sqrt(MILLISECOND)) * normalAt(key, element, step),
    );
    const path = upTo(11).map((steps) => increments.slice(0, steps).reduce((sum, increment) => sum + increment, 0));
    expectClose([...x("x").slice(10 * element, 10 * element + 10), x("end")[element]!], path, EXACT);
  }
});

describe("#12: what method equations get, and which are refused", () => {
  const model = (equations: string, method?: string) => ({
    groups: { G: { equations, ...(method !== undefined && { method }) } },
    duration: "1*ms",
    outputs: { v: "final(G.v)" },
  });
  const LINEAR = "dv/dt = -v/(10*ms) : 1";
  const NONLINEAR = "dv/dt = -v**2/(10*ms) : 1";
  const ADDITIVE = `dv/dt = -v/(10*ms) + xi/sqrt(10*ms) : 1`;
  const MULTIPLICATIVE = `dv/dt = -v/(10*ms) + v*xi/sqrt(10*ms) : 1`;

  it.each([
    ["linear", LINEAR, "exact"],
    ["nonlinear", NONLINEAR, "euler"],
    ["additive noise", ADDITIVE, "euler"],
    ["multiplicative noise", MULTIPLICATIVE, "heun"],
  ])("%s equations get it by themselves: %s", (_kind, equations, expected) => {
    expect(
      planMethods(modelOf(model(equations)))
        .get("G")!
        .get("v"),
    ).toBe(expected);
  });

  it.each([
    ["exact", NONLINEAR],
    ["exact", ADDITIVE],
    ["rk2", ADDITIVE],
    ["rk4", ADDITIVE],
    ["exponential_euler", NONLINEAR],
    ["exponential_euler", ADDITIVE],
    ["euler", MULTIPLICATIVE],
  ])("%s refuses %s and names a method that can", (method, equations) => {
    const problems = problemsOf(model(equations, method));
    expect(problems.length).toBe(1);
    expect(problems[0]).toMatch(/EQUATIONS_METHOD[\s\S]*method: (euler|heun|rk4|exact)/);
    const instead = /write method: (\w+)/.exec(problems[0]!)![1]!;
    expect(problemsOf(model(equations, instead))).toEqual([]);
  });
});

it.each(["exact", "euler", "rk2", "rk4", "exponential_euler", "heun"])("#13: by %s subexpressions change no bit", (method) => {
  const run = (equations: string) =>
    runOracle({
      groups: { G: { equations, method, initial: { v: 0.3, w: -0.2 } } },
      duration: "20*ms",
      outputs: { v: "trace(G.v)", w: "trace(G.w)" },
    });
  const plain = run("dv/dt = (1.5 - 0.4*w - v)/(10*ms) : 1\ndw/dt = (0.7*v - w)/(2*(10*ms)) : 1");
  const named = run(
    "dv/dt = slope/tau : 1\ndw/dt = (0.7*v - w)/(2*tau) : 1\nslope = drive - v : 1\ndrive = 1.5 - 0.4*w : 1\ntau = 10*ms : second",
  );
  expect(named("v")).toEqual(plain("v"));
  expect(named("w")).toEqual(plain("w"));
});
