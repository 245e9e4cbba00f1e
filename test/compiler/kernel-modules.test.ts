// The modules the compiler writes, judged by wabt: they are valid, and what wabt reads in them it writes back byte for byte.

import { compileModel } from "@spikefarm/compiler";
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

function textOf(bytes: Uint8Array): string {
  const module = wabt.readWasm(bytes, FEATURES);
  module.validate();
  return module.toText({ foldExprs: false, inlineExport: false });
}

describe("a kernel's module", () => {
  const recordings = new Map([["G", { firstSpike: true, spikes: true }]]);
  it.each([
    ["of a leaky neuron", leaky, {}],
    ["of a rich model", rich, {}],
    ["with every recording", rich, { recordings }],
  ])("%s is valid and survives a round trip through text", (_, source, extra) => {
    for (const varying of [new Set<string>(), new Set(["v0", "tau"])]) {
      const [group] = compileModel(modelOf(source), { varying, ...extra }).groups;
      for (const bytes of [group!.wasm, group!.generalWasm()]) {
        const again = wabt.parseWat("kernel.wat", textOf(bytes), FEATURES).toBinary({}).buffer;
        expect(Buffer.from(again).equals(Buffer.from(bytes))).toBe(true);
      }
    }
  });

  it("is the same for the same model", () => {
    const compile = () => compileModel(modelOf(leaky), { varying: new Set(["v0"]) }).groups[0]!.wasm;
    expect(compile()).toEqual(compile());
  });

  it("of a leaky neuron has only what it needs in its loop", async () => {
    const [group] = compileModel(modelOf(leaky), { varying: new Set(["v0"]) }).groups;
    expect(group!.operationsPerStep).toBe(5);
    await expect(textOf(group!.wasm)).toMatchFileSnapshot("golden/leaky-neuron.wat");
  });
});
