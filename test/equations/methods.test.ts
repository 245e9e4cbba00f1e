// What a method cannot do is told at the equation when the model is submitted, with a method that can.

import { describe, expect, it } from "vitest";
import { codes, problems } from "./support.js";

const source = (equations: string | readonly string[], method: unknown, group: Readonly<Record<string, unknown>> = {}) => ({
  parameters: { tau: "10*ms", rate: "1*Hz" },
  groups: { G: { equations, method, ...group } },
  duration: "1*ms",
  outputs: { x: "final(G.x)" },
});

const NOISY = "dx/dt = -x/tau + xi*tau**-0.5 : 1";
const MULTIPLICATIVE = "dx/dt = -x/tau + x*xi*tau**-0.5 : 1";

describe("a method", () => {
  it.each<[string, string | readonly string[], string, string, string]>([
    ["exact: no noise", NOISY, "exact", "its equation has noise", "write method: euler, or method: auto"],
    ["exact: no multiplicative noise either", MULTIPLICATIVE, "exact", "its equation has noise", "write method: heun, or method: auto"],
    [
      "exact: nothing nonlinear",
      "dx/dt = (2 - x**2)/tau : 1",
      "exact",
      "its equation is not linear in x",
      "write method: euler, or method: auto",
    ],
    [
      "exact: no forcing",
      "dx/dt = (sin(t/tau) - x)/tau : 1",
      "exact",
      "its equation has a term that changes within a step",
      "write method: euler",
    ],
    ["euler: no multiplicative noise", MULTIPLICATIVE, "euler", "whose strength depends on a variable or on t", "write method: heun"],
    ["euler: no noise that grows in time", "dx/dt = t*xi*tau**-1.5 : 1", "euler", "depends on a variable or on t", "write method: heun"],
    ["rk2: no noise", NOISY, "rk2", "its equation has noise", "write method: euler"],
    ["rk4: no noise", MULTIPLICATIVE, "rk4", "its equation has noise", "write method: heun"],
    ["exponential_euler: no noise", NOISY, "exponential_euler", "its equation has noise", "write method: euler"],
    ["exponential_euler: linear in itself", "dx/dt = (2 - x**2)/tau : 1", "exponential_euler", "is not linear in x", "write method: rk4"],
    [
      "milstein: one noise an equation",
      "dx/dt = x*xi_a*tau**-0.5 + xi_b*tau**-0.5 : 1",
      "milstein",
      "has 2 noises, and milstein needs a noise of its own for each variable",
      "write method: heun",
    ],
    [
      "milstein: one equation a noise",
      ["dx/dt = x*xi_a*tau**-0.5 : 1", "dy/dt = xi_a*tau**-0.5 : 1"],
      "milstein",
      "shares xi_a with another",
      "write method: heun",
    ],
    [
      "milstein: no strength that another noise moves",
      ["dx/dt = y*xi_a*tau**-0.5 : 1", "dy/dt = xi_b*tau**-0.5 : 1"],
      "milstein",
      "depends on y, which has noise itself",
      "write method: heun",
    ],
  ])("%s", (_, equations, method, why, help) => {
    const text = problems(source(equations, method));
    expect(codes(source(equations, method))).toContain("EQUATIONS_METHOD");
    expect(text).toContain(`the method ${method} cannot advance x: its equation`);
    expect(text).toContain(why);
    expect(text).toContain(help);
    const instead = /write method: (\w+)/.exec(text)![1];
    expect(problems(source(equations, instead))).toBe("");
  });

  it("of any kind needs noise that is added or multiplied, not bent", () => {
    for (const equation of ["dx/dt = xi**2 : 1", "dx/dt = abs(xi)*tau**-0.5 : 1", "dx/dt = xi_a*xi_b : 1"]) {
      const told = problems(source(equation, "auto"));
      expect(told).toContain("is not linear in its noise, so no method can: it must read f + g*xi");
      expect(told).not.toContain("write method:");
    }
  });

  it("exact cannot take a coefficient that the reset changes, in a coupled system", () => {
    const equations = ["dx/dt = (y - w*x)/tau : 1", "dy/dt = -y/tau : 1", "w : 1"];
    const code = { threshold: "x > 1", reset: "w += 1" };
    expect(problems(source(equations, "exact", code))).toContain("is coupled to others by a coefficient that changes during the run");
    expect(problems(source(equations, "exact"))).toBe("");
  });

  it("exact solves up to 8 coupled variables", () => {
    const chain = (count: number) =>
      Array.from({ length: count }, (_, k) => `dx${k === 0 ? "" : k}/dt = (x${(k + 1) % count || ""} - 2*x${k || ""})/tau : 1`);
    expect(problems(source(chain(8), "exact"))).toBe("");
    expect(problems(source(chain(9), "exact"))).toContain("is one of 9 coupled ones, more than the 8");
    expect(problems(source(chain(9), "rk4"))).toBe("");
  });

  it("exact takes what Brian 2's cannot: a drift, an oscillator, a defective matrix", () => {
    for (const equations of [
      "dx/dt = rate : 1",
      "dx/dt = 3*Hz : 1",
      "dx/dt = y/tau : 1\ndy/dt = -x/tau : 1",
      "dx/dt = (y - x)/tau : 1\ndy/dt = -y/tau : 1",
    ]) {
      expect(problems(source(equations, "exact"))).toBe("");
    }
  });

  it("of every bad equation of every group is told at once, at the equation", () => {
    const equations = ["dx/dt = -x**2/tau : 1", "dy/dt = -y/tau : 1", "dz/dt = -z**3/tau : 1"];
    const text = problems(source(equations, "exact"));
    expect(text.match(/cannot advance/g)?.length).toBe(2);
    expect(text).toContain("^");
  });
});

describe("the name of a method", () => {
  it.each<[unknown, string, string]>([
    ["rk3", "rk3 is not a method", "did you mean rk2?"],
    ["linear", "linear is not a method", "Brian 2's linear is called exact here"],
    ["gsl", "gsl is no method here", "write rk4, with a dt small enough for the fastest variable"],
    ["gsl_rk8pd", "gsl_rk8pd is no method here", "write rk4"],
    ["gsl_rk2", "gsl_rk2 is no method here", "write rk2"],
    ["quantum", "quantum is not a method", "the methods are auto, exact, euler, rk2, rk4, exponential_euler, heun, milstein"],
    [4, "is not a method", "the methods are auto"],
  ])("%s is answered", (method, message, help) => {
    const text = problems(source("dx/dt = -x/tau : 1", method));
    expect(text).toContain(message);
    expect(text).toContain(help);
  });
});
