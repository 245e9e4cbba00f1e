// Which integrator advances which variable.

import { planMethods } from "@spikefarm/compiler";
import type { CheckedGroup } from "@spikefarm/equations";
import { CodedError } from "@spikefarm/protocol";
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
    ["a product of two variables is not", ["dx/dt = x*y/tau : 1", "dy/dt = -y/tau : 1"], { x: "euler", y: "euler" }],
    ["a forcing in t is not", ["dx/dt = (sin(t/tau) - x)/tau : 1"], { x: "euler" }],
    ["each component by itself", ["dx/dt = (2 - x**2)/tau : 1", "dy/dt = -y/tau : 1"], { x: "euler", y: "exact" }],
    ["subexpressions are seen through", ["dx/dt = I/tau : 1", "I = J - x : 1", "J = 2*x : 1"], { x: "exact" }],
    ["a coefficient of each element is constant", ["dx/dt = (w - x)/tau : 1", "w : 1"], { x: "exact" }],
  ])("%s", (_, equations, expected) => {
    expect(methodsOf(equations)).toEqual(expected);
  });

  it("a variable that the reset changes may drive a coupled system, but not be its coefficient", () => {
    const reset = "x = 0; w = w + 1";
    expect(methodsOf(["dx/dt = (y - x + w)/tau : 1", "dy/dt = -y/tau : 1", "w : 1"], "auto", reset)).toEqual({ x: "exact", y: "exact" });
    expect(methodsOf(["dx/dt = (y - w*x)/tau : 1", "dy/dt = -y/tau : 1", "w : 1"], "auto", reset)).toEqual({ x: "euler", y: "euler" });
  });
});

describe("a method that is asked for", () => {
  it("euler is always possible", () => {
    expect(methodsOf(["dx/dt = -x/tau : 1"], "euler")).toEqual({ x: "euler" });
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
