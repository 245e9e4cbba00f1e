// What a step is said to cost: operations counted by kind, and an estimate that is right about the models it is calibrated to.

import { readFileSync } from "node:fs";
import { compileModel, kernelCost } from "@spikefarm/compiler";
import { DiagnosticList } from "@spikefarm/protocol";
import { parseDocument } from "@spikefarm/sweep";
import { describe, expect, test } from "vitest";
import { modelOf } from "../simulator/run-model.js";

const costOfModel = (source: unknown, varying: string) => {
  return kernelCost(compileModel(modelOf(source), { varying: new Set([varying]), recordings: new Map() }).groups[0]!);
};
const costOf = (equations: string, more: Readonly<Record<string, string>> = {}) => {
  const group = { equations, ...more };
  const source = { parameters: { a: "2*Hz", b: "10*ms" }, groups: { G: group }, duration: "1*second", outputs: { x: "final(G.v)" } };
  return kernelCost(compileModel(modelOf(source), { varying: new Set(["a"]) }).groups[0]!);
};

describe("a kernel's cost", () => {
  test.each<readonly [string, string, Readonly<Record<string, number>>]>([
    ["sums and products of a step", "dv/dt = a*v*v : 1", { arithmetic: 4 }],
    ["no work that is done before the steps", "dv/dt = (a*exp(b*a)/b*second)*v*v : 1", { arithmetic: 4 }],
    ["divisions and roots by themselves", "dv/dt = a*sqrt(v)/(1 + v) : 1", { arithmetic: 4, division: 1, "square root": 1 }],
    ["comparisons and choices", "dv/dt = a*where(v > 1 and v < 2, v, 3) : 1", { arithmetic: 3, choice: 4 }],
  ])("counts %s", (_, equations, counts) => {
    const { operations } = costOf(equations, { method: "euler" });
    expect(Object.fromEntries(operations.map(({ kind, everyStep }) => [kind, everyStep]))).toEqual(counts);
    expect(operations.every(({ everyPair, sometimes }) => everyPair === 0 && sometimes === 0)).toBe(true);
  });

  test("counts once for two steps what they share of a noise", () => {
    const { operations } = costOf("dv/dt = -v/b + xi/sqrt(b) : 1", { method: "euler" });
    expect(operations.find(({ kind }) => kind === "random block")).toEqual({
      kind: "random block",
      everyStep: 0,
      everyPair: 1,
      sometimes: 0,
    });
  });

  test("counts apart what runs only in some steps", () => {
    const every = { code: "v = v*sqrt(v)", dt: "1*ms" };
    const { operations } = costOf("dv/dt = -v/b : 1", { every } as never);
    expect(operations.find(({ kind }) => kind === "square root")).toEqual({
      kind: "square root",
      everyStep: 0,
      everyPair: 0,
      sometimes: 1,
    });
  });

  const example = (name: string) =>
    (parseDocument(readFileSync(`examples/${name}.yaml`, "utf8"), new DiagnosticList()) as { readonly model: unknown }).model;

  test.each([
    ["a leaky neuron", "if-curve", "v0", { wasm: 0.45, native: 0.2 }],
    ["a noisy one", "noisy-neuron", "mu", { wasm: 12, native: 4 }],
    ["Hodgkin and Huxley's", "hodgkin-huxley", "I", { wasm: 55, native: 13 }],
  ])("expects of %s, within a factor of two, what was measured on a quiet core", (_, name, varying, measured) => {
    const { nanoseconds } = costOfModel(example(name), varying);
    for (const target of ["wasm", "native"] as const) {
      expect(nanoseconds[target] / measured[target], target).toBeGreaterThan(0.5);
      expect(nanoseconds[target] / measured[target], target).toBeLessThan(2);
    }
  });
});
