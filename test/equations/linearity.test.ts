import {
  type CheckedGroup,
  type Expression,
  evaluate,
  expanded,
  inlineSubexpressions,
  linearForm,
  nameNodesIn,
  resolveParameters,
} from "@spikefarm/equations";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checked, codes, model } from "./support.js";

function linearOf(equations: readonly string[], variable: string) {
  const group = checked({ parameters: { k: 3, tau: "10*ms" }, groups: { G: { equations } }, duration: "1*second" }).groups[0]!;
  const names = new Set(group.variables.filter((candidate) => candidate.kind === "state").map((candidate) => candidate.name));
  const state = group.variables.find((candidate) => candidate.name === variable)!;
  if (state.kind !== "state") throw new Error(`${variable} is a state variable`);
  const stateIn = (node: Expression) => (node.kind === "name" && names.has(node.name) ? node.name : undefined);
  const inlined = inlineSubexpressions(state.derivative, group);
  return {
    group,
    derivative: state.derivative,
    linear: linearForm(inlined, stateIn, (part) => nameNodesIn(part).every((name) => stateIn(name) === undefined)),
  };
}

describe("linearity", () => {
  const linear: readonly (readonly [string, readonly string[]])[] = [
    ["(k - x)/tau", ["x"]],
    ["-(x - y)/tau + k/tau", ["x", "y"]],
    ["k*(2*x + y*k)/tau", ["x", "y"]],
    ["k/tau", []],
    ["exp(k)*x/tau", ["x"]],
    ["x/tau + sin(t/tau)/tau", ["x"]],
    ["w*x/tau + i*y/tau", ["x", "y"]],
    ["s/tau", ["x", "y"]],
  ];
  it.each(linear)("%s is linear", (right, names) => {
    expect([...linearOf(system(right), "x").linear!.coefficients.keys()].sort()).toEqual(names);
  });

  it.each(["x*y/tau", "x**2/tau", "k/x/tau", "exp(x)/tau", "abs(x)/tau", "where(x > 0, x, 0)/tau", "q/tau"])("%s is not", (right) => {
    expect(linearOf(system(right), "x").linear).toBeUndefined();
  });

  it("coefficients and constant make up the expression again", () => {
    const small = fc.integer({ min: -8, max: 8 });
    fc.assert(
      fc.property(small, small, small, small, small, (a, b, c, x, y) => {
        const right = `((${a})*x - (y*(${b}) + ${c}*k) - (x + s))/(2*second)`;
        const { linear, derivative, group } = linearOf(system(right), "x");
        const values: Readonly<Record<string, number>> = { x, y, k: 3, s: x + 2 * y };
        const lookup = (name: string): number => values[name]!;
        const terms = expanded(linear!);
        let sum = terms.constant === undefined ? 0 : evaluate(terms.constant, lookup);
        for (const [name, coefficient] of terms.coefficients) sum += evaluate(coefficient, lookup) * values[name]!;
        // Small whole numbers over 2: every operation is exact.
        expect(sum).toBe(evaluate(derivative, lookup));
        expect(sum).toBe(evaluate(inlineSubexpressions(derivative, group), lookup));
      }),
    );
  });

  it("a swept parameter stays in its coefficient", () => {
    const { linear } = linearOf(["dx/dt = -x/tau : 1"], "x");
    expect(evaluate(expanded(linear!).coefficients.get("x")!, () => 0.01)).toBe(-1 / 0.01);
  });

  it("method: exact is refused where the equations have no exact solution", () => {
    const nonlinear = { equations: "dv/dt = (2 - v**2)/(10*ms) : 1", threshold: "v > 1", reset: "v = 0" };
    expect(codes(model({ ...nonlinear, method: "exact" }))).toEqual(["EQUATIONS_METHOD"]);
    expect(codes(model({ ...nonlinear, method: "euler" }))).toEqual([]);
    expect(codes(model({ equations: "dv/dt = (v0*sin(t/tau) - v)/tau : volt", method: "exact" }))).toEqual(["EQUATIONS_METHOD"]);
    expect(codes(model({ method: "exact" }))).toEqual([]);
  });
});

const system = (right: string): readonly string[] => [
  `dx/dt = ${right} : 1`,
  "dy/dt = -y/tau : 1",
  "w : 1 (constant)",
  "s = x + 2*y : 1",
  "q = x*x : 1",
];

describe("subexpressions", () => {
  it("are put in, one inside the other", () => {
    const equations = ["dx/dt = b/second : 1", "b = 2*a : 1", "a = x + 1 : 1"];
    const group: CheckedGroup = checked({ groups: { G: { equations } }, duration: "1*second" }).groups[0]!;
    const state = group.variables.find((variable) => variable.name === "x") as {
      derivative: Expression;
    } & CheckedGroup["variables"][number];
    expect(evaluate(inlineSubexpressions(state.derivative, group), (name) => (name === "x" ? 4 : Number.NaN))).toBe(10);
  });
});

describe("resolved parameters", () => {
  const parameters = checked({
    parameters: { g: "2*nS", C: "200*pF", taum: "C/g", rate: "1/taum", on: true, kind: { default: "fast", type: "text" } },
    groups: { G: { equations: "dv/dt = -v*rate : 1" } },
    duration: "1*second",
  }).parameters;
  it("derived ones follow what the sweep sets", () => {
    const resolved = resolveParameters(parameters, new Map([["C", 100e-12]]));
    expect(resolved.get("taum")).toBe(100e-12 / 2e-9);
    expect(resolved.get("rate")).toBe(1 / (100e-12 / 2e-9));
    expect(resolved.get("on")).toBe(1);
    expect(resolved.get("kind")).toBe("fast");
  });
  it("a derived one that the sweep sets keeps the sweep's value", () => {
    const resolved = resolveParameters(
      parameters,
      new Map<string, number | boolean>([
        ["taum", 0.5],
        ["on", false],
      ]),
    );
    expect(resolved.get("taum")).toBe(0.5);
    expect(resolved.get("rate")).toBe(2);
    expect(resolved.get("on")).toBe(0);
  });
});
