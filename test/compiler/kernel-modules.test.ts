// The modules the compiler writes, judged by wabt: they are valid, and what wabt reads in them, and in our own text of them, it writes back byte
// for byte.

import { type Accumulator, compileModel, printWat } from "@spikefarm/compiler";
import { describe, expect, it } from "vitest";
import loadWabt from "wabt";
import { modelOf } from "../simulator/run-model.js";

const wabt = await loadWabt();
const FEATURES = { simd: true };

const leaky = {
  parameters: { v0: "10*mV" },
  groups: { G: { equations: "dv/dt = (v0 - v)/(10*ms) : volt", threshold: "v > 10*mV", reset: "v = 0*mV" } },
  duration: "1*second",
  outputs: { n: "count(G)" },
};
const rich = {
  parameters: { tau: "10*ms" },
  groups: {
    G: {
      equations:
        "dv/dt = (exp(sin(v)) + w**2)/tau : 1 (unless refractory)\ndw/dt = -w/tau : 1\ndx/dt = (y - x)/tau : 1\ndy/dt = -y/tau : 1\nn : integer",
      threshold: "v > 1 and not (w > 2)",
      reset: "v = log(1 + v); n += 3",
      refractory: "2*ms",
    },
  },
  fail_on_nonfinite: true,
  duration: "1*second",
  outputs: { n: "count(G)" },
};
const random = {
  parameters: { r: "20*Hz" },
  groups: { G: { equations: "dv/dt = -v/(10*ms) + xi/sqrt(ms) : 1", threshold: "rand() < 0.1", reset: "v += poisson(r*second)" } },
  inputs: {
    P: { poisson: { to: "G.v", count: 100, rate: "r", weight: 0.1 } },
    S: { spikes: { to: "G.v", times: ["1*ms", "2*ms"], elements: [0, 0], weight: 1 } },
  },
  duration: "1*second",
  outputs: { n: "count(G)" },
};

function textOf(bytes: Uint8Array): string {
  const module = wabt.readWasm(bytes, FEATURES);
  module.validate();
  return module.toText({ foldExprs: false, inlineExport: false });
}

const ACCUMULATORS: readonly Accumulator[] = [
  { kind: "events", event: "spike", window: 0, parts: ["count", "first", "last", "squares"] },
  { kind: "time", variable: "v", window: 1, parts: ["mean", "squares", "min", "max"] },
];

describe("a kernel's module", () => {
  const all = { firstSpike: true, events: ["spike"], traces: ["v"], finals: new Set<string>(), accumulators: ACCUMULATORS };
  const recordings = new Map([["G", all]]);
  it.each([
    ["of a leaky neuron", leaky, {}],
    ["of a rich model", rich, {}],
    ["with every recording", rich, { recordings }],
    ["that draws and looks up", random, {}],
  ])("%s is valid and survives a round trip through text", (_, source, extra) => {
    for (const varying of [new Set<string>(), new Set(["v0", "tau"])]) {
      const [group] = compileModel(modelOf(source), { varying, ...extra }).groups;
      for (const bytes of [group!.wasm, group!.generalWasm()]) {
        for (const text of [textOf(bytes), printWat(bytes)]) {
          const again = wabt.parseWat("kernel.wat", text, FEATURES).toBinary({}).buffer;
          expect(Buffer.from(again).equals(Buffer.from(bytes))).toBe(true);
        }
      }
    }
  });

  it("is the same for the same model", () => {
    const compile = () => compileModel(modelOf(leaky), { varying: new Set(["v0"]) }).groups[0]!.wasm;
    expect(compile()).toEqual(compile());
  });

  it("of the quadratic neuron is, to the instruction, what its page says", async () => {
    const group = { equations: "dv/dt = (drive - v**2)/(10*ms) : 1", method: "euler", threshold: "v > 1", reset: "v = 0" };
    const source = { ...leaky, parameters: { drive: 2 }, groups: { G: group } };
    const [compiled] = compileModel(modelOf(source), { varying: new Set(["drive"]) }).groups;
    expect(compiled!.operationsPerStep).toBe(7);
    await expect(textOf(compiled!.wasm)).toMatchFileSnapshot("golden/quadratic-neuron.wat");
  });
});

describe("a step", () => {
  const operations = (equations: string, varying: readonly string[] = []) => {
    const group = { equations, method: "euler" };
    const source = { parameters: { a: "2*Hz", b: 3 }, groups: { G: group }, duration: "1*second", outputs: { x: "final(G.x)" } };
    return compileModel(modelOf(source), { varying: new Set(varying) }).groups[0]!.operationsPerStep;
  };

  it.each([
    ["computes what is written twice once", "dx/dt = a*sin(x)*sin(x) : 1", "dx/dt = a*s*s : 1\ns = sin(x) : 1"],
    ["computes what rests on parameters before the loop", "dx/dt = a*x*1 : 1", "dx/dt = (a*exp(b)*sqrt(b))*x : 1"],
    ["folds what is constant", "dx/dt = a*(x + exp(1.0)*2.0) : 1", "dx/dt = a*(x + 5.0) : 1"],
    ["multiplies by a reciprocal made before the loop", "dx/dt = a*x/b : 1", "dx/dt = a*x*b : 1"],
    ["drops what nothing needs", "dx/dt = a*x : 1\nunused = exp(x) : 1", "dx/dt = a*x : 1"],
  ])("%s", (_, equations, equally) => {
    expect(operations(equations)).toBe(operations(equally));
    expect(operations(equations, ["a", "b"])).toBe(operations(equally));
  });
});
