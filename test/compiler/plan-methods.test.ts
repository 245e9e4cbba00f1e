// Which integrator advances which variable.

import { planMethods } from "@spikefarm/compiler";
import { type CheckedData, type CheckedGroup, checkModel } from "@spikefarm/equations";
import { CodedError, DiagnosticList } from "@spikefarm/protocol";
import { describe, expect, it } from "vitest";
import { modelOf } from "../simulator/run-model.js";

/** The checker refuses `exact` first, with a place in the text; the plan must stand alone for models it has not seen. */
const methodsOf = (equations: readonly string[], method: CheckedGroup["method"] = "auto", reset = "x = 0") => {
  const group = { equations, threshold: "x > 1", reset };
  const model = modelOf({
    parameters: { tau: "10*ms", rate: "1*Hz" },
    groups: { G: group },
    duration: "1*ms",
    outputs: { x: "final(G.x)" },
  });
  const groups = model.groups.map((checked) => ({ ...checked, method }));
  return Object.fromEntries(planMethods({ ...model, groups }).get("G")!);
};

describe("auto", () => {
  it.each<[string, string[], Record<string, string>]>([
    ["a leak is exact", ["dx/dt = -x/tau : 1"], { x: "exact" }],
    ["a drift is exact", ["dx/dt = rate : 1"], { x: "exact" }],
    ["an oscillator is exact", ["dx/dt = y/tau : 1", "dy/dt = -x/tau : 1"], { x: "exact", y: "exact" }],
    ["a square is not", ["dx/dt = (2 - x**2)/tau : 1"], { x: "euler" }],
    [
      "a product of two variables is not, but a factor that decays by itself is",
      ["dx/dt = x*y/tau : 1", "dy/dt = -y/tau : 1"],
      { x: "euler", y: "exact" },
    ],
    [
      "what rests on such a one is not",
      ["dx/dt = x*y/tau : 1", "dy/dt = -y/tau : 1", "dz/dt = (x - z)/tau : 1", "du/dt = (z - u)/tau : 1"],
      { x: "euler", y: "exact", z: "euler", u: "euler" },
    ],
    [
      "two factors that drive each other are solved together",
      ["dx/dt = x*y/tau : 1", "dy/dt = (z - y)/tau : 1", "dz/dt = (y - z)/tau : 1"],
      { x: "euler", y: "exact", z: "exact" },
    ],
    ["a forcing in t is not", ["dx/dt = (sin(t/tau) - x)/tau : 1"], { x: "euler" }],
    ["each component by itself", ["dx/dt = (2 - x**2)/tau : 1", "dy/dt = -y/tau : 1"], { x: "euler", y: "exact" }],
    ["subexpressions are seen through", ["dx/dt = I/tau : 1", "I = J - x : 1", "J = 2*x : 1"], { x: "exact" }],
    ["a coefficient of each element is constant", ["dx/dt = (w - x)/tau : 1", "w : 1"], { x: "exact" }],
    ["a draw has one value a step", ["dx/dt = (rand() - x)/tau : 1"], { x: "exact" }],
    ["a draw of a variable is not linear", ["dx/dt = (poisson(x) - x)/tau : 1"], { x: "euler" }],
    [
      "a subexpression that is constant over dt is constant",
      ["dx/dt = (s - x)/tau : 1", "s = x**2 : 1 (constant over dt)"],
      { x: "exact" },
    ],
    ["additive noise takes euler", ["dx/dt = -x/tau + xi*tau**-0.5 : 1"], { x: "euler" }],
    ["a strength of each element is additive", ["dx/dt = -x/tau + w*xi*tau**-0.5 : 1", "w : 1"], { x: "euler" }],
    ["multiplicative noise takes heun", ["dx/dt = -x/tau + x*xi*tau**-0.5 : 1"], { x: "heun" }],
    ["so does a strength that depends on t", ["dx/dt = -x/tau + t*xi*tau**-1.5 : 1"], { x: "heun" }],
    [
      "noise reaches no farther than what rests on it",
      ["dx/dt = (y - x)/tau + x*xi*tau**-0.5 : 1", "dy/dt = -y/tau : 1", "dz/dt = -z/tau : 1"],
      { x: "heun", y: "exact", z: "exact" },
    ],
  ])("%s", (_, equations, expected) => {
    expect(methodsOf(equations)).toEqual(expected);
  });

  it("a variable that the reset changes may drive a coupled system, but not be its coefficient", () => {
    const reset = "x = 0; w = w + 1";
    expect(methodsOf(["dx/dt = (y - x + w)/tau : 1", "dy/dt = -y/tau : 1", "w : 1"], "auto", reset)).toEqual({ x: "exact", y: "exact" });
    expect(methodsOf(["dx/dt = (y - w*x)/tau : 1", "dy/dt = -y/tau : 1", "w : 1"], "auto", reset)).toEqual({ x: "euler", y: "exact" });
  });

  it("where more variables are coupled than have an exact solution, the one that names most is not exact", () => {
    const decaying = [..."klmnopqrsu"].map((name) => `d${name}/dt = -${name}/tau : 1`);
    const sum = `dx/dt = (${[..."klmnopqrsu"].join(" + ")} - x)/tau : 1`;
    const expected = Object.fromEntries([..."klmnopqrsu"].map((name) => [name, "exact"]));
    expect(methodsOf([...decaying, sum])).toEqual({ ...expected, x: "euler" });
    expect(methodsOf([sum, ...decaying])).toEqual({ ...expected, x: "euler" });
  });
});

describe("what a timed array makes of exact", () => {
  const array = (dtSeconds: number): CheckedData => ({ name: "stim", unit: "", shape: [3], values: Float64Array.of(0, 1, 2), dtSeconds });
  const methodWith = (equation: string, dtSeconds: number, stepSeconds?: number) => {
    const diagnostics = new DiagnosticList();
    const source = { parameters: { tau: "10*ms" }, groups: { G: { equations: equation } }, duration: "1*ms", outputs: { x: "final(G.x)" } };
    const model = checkModel(source, "model", diagnostics, new Map([["stim", array(dtSeconds)]]));
    return planMethods(model!, stepSeconds).get("G")!.get("x");
  };
  it.each<[string, string, number, number | undefined, string]>([
    ["samples of whole steps stand still in each", "dx/dt = (stim(t) - x)/tau : 1", 0.0003, undefined, "exact"],
    ["samples of a step and a half change within one", "dx/dt = (stim(t) - x)/tau : 1", 0.00015, undefined, "euler"],
    ["a sweep's longer step may not fit", "dx/dt = (stim(t) - x)/tau : 1", 0.0003, 0.0002, "euler"],
    ["coupled ones take it as an input", "dx/dt = (y + stim(t) - x)/tau : 1\ndy/dt = -y/tau : 1", 0.0003, undefined, "exact"],
    ["but not as a coefficient", "dx/dt = (y - stim(t)*x)/tau : 1\ndy/dt = -y/tau : 1", 0.0003, undefined, "euler"],
    ["a shorter sample changes within the step", "dx/dt = (stim(t) - x)/tau : 1", 0.00005, undefined, "euler"],
    ["a shifted time may change within the step", "dx/dt = (stim(t - 0.05*ms) - x)/tau : 1", 0.0003, undefined, "euler"],
    ["a sample at a fixed time never changes", "dx/dt = (stim(0.4*ms) - x)/tau : 1", 0.00015, undefined, "exact"],
  ])("%s", (_, equation, dtSeconds, stepSeconds, expected) => {
    expect(methodWith(equation, dtSeconds, stepSeconds)).toBe(expected);
  });
});

describe("a method that is asked for", () => {
  it.each(["euler", "rk2", "rk4", "exponential_euler", "heun", "milstein"] as const)("%s advances a linear equation too", (method) => {
    expect(methodsOf(["dx/dt = -x/tau : 1"], method)).toEqual({ x: method });
  });

  it("exact on equations that are not linear is refused, with a method that works", () => {
    let caught: unknown;
    try {
      methodsOf(["dx/dt = (y - x)*y/tau : 1", "dy/dt = -y/tau : 1"], "exact");
    } catch (error) {
      caught = error;
    }
    if (!(caught instanceof CodedError)) throw caught;
    expect(caught.code).toBe("COMPILER_METHOD_UNSUPPORTED");
    expect(caught.message).toContain('group "G": the equation of x is not linear in x, y');
    expect(caught.message).toContain('Use method "euler"');
  });
});
