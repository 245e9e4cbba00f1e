// What a native kernel computes is what WebAssembly computes, to the bit.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CheckedModel, checkModel, resolveParameters } from "@spikefarm/equations";
import { findCompiler, NativeKernels } from "@spikefarm/native";
import { DiagnosticList } from "@spikefarm/protocol";
import { type Batch, type BatchResult, type NativeKernel, type NativeTarget, simulateBatch } from "@spikefarm/simulator";
import { afterAll, describe, expect, test } from "vitest";

const compiler = await findCompiler({ searchPath: process.env.PATH ?? "" });
const directory = mkdtempSync(join(tmpdir(), "spikefarm-native-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe.skipIf(compiler === undefined)("with a C compiler", () => {
  const complaints: unknown[] = [];
  const native = new NativeKernels({ directory, compiler: compiler!, worthMs: 0, waits: true, log: (event) => complaints.push(event) });

  test.each([
    ["leaky", { equations: "dv/dt = (v0 - v)/tau : volt", threshold: "v > 10*mV", reset: "v = 0*mV" }],
    [
      "Euler's method",
      { method: "euler", equations: "dv/dt = (v0*20 - v**3/volt**2)/tau : volt", threshold: "v > 30*mV", reset: "v = -v" },
    ],
    [
      "refractory and coupled",
      {
        equations: ["dv/dt = (v0 - v + w)/tau : volt (unless refractory)", "dw/dt = -w/(30*ms) : volt"],
        threshold: "v > 10*mV",
        reset: ["v = 0*mV", "w += 1*mV"],
        refractory: "3*ms",
      },
    ],
    [
      "elementary functions",
      {
        equations: [
          "dv/dt = (v0*exprel(sin(x)) - v)/tau : volt",
          "dx/dt = (log(1 + exp(x)) - arctan(x) - tanh(v/mV)*cosh(clip(x, -3, 3)) + cos(x)**2.5)/tau : 1",
        ],
        method: "euler",
        threshold: "v > 11*mV and x < 4",
        reset: "x = (x + 3) % 2.5",
      },
    ],
    [
      "integers and booleans",
      {
        equations: ["dv/dt = v0/tau*where(n % 3 == 1, 2, 1) : volt", "n : integer"],
        threshold: "v > 10*mV",
        reset: ["v = 0*mV", "n += 7"],
      },
    ],
    [
      "noise, draws, data and every recording",
      {
        equations: [
          "dv/dt = (v0 - v)/tau + 4*mV*xi*tau**-0.5 : volt",
          "dw/dt = (stim(t, i) + rand() - w)/tau + 0.1*xi_w*tau**-0.5 : 1",
          "y = exp(w)*v : volt",
          "k : integer",
        ],
        method: "euler",
        threshold: "v > 11*mV",
        reset: ["v = 0*mV", "k = k + poisson(3.5 + w)"],
        events: { high: "w > 1.2" },
        every: { code: "w = w + 0.01*randn()", dt: "0.7*ms" },
      },
    ],
    [
      "code at regular times that draws",
      {
        equations: ["dv/dt = (v0*(1 + x/100) - v)/tau : volt", "x : 1"],
        threshold: "v > 10*mV",
        reset: "v = 0*mV",
        every: [
          { code: "x = rand() + poisson(40)*randn()", dt: "0.7*ms" },
          { code: "x = x*exp(-rand())", when: "end" },
        ],
      },
    ],
    // Some of whose lanes break what the usual kernel takes for granted: the general one runs them all.
    [
      "slow and fast lanes",
      { equations: "dv/dt = (v0 - v)/(tau*exp((v0 - 8*mV)*67/mV)) : volt", threshold: "v > 5*mV", reset: "v = 0*mV" },
    ],
  ] as const)("%s: every output of 37 lanes", (_, group) => {
    const model = modelOf(group);
    const batch = batchOf(model, 37);
    const expected = simulateBatch(model, batch)!;
    let runs = 0;
    const counting: NativeTarget = {
      worthMs: 0,
      kernelOf(source) {
        const kernel = native.kernelOf(source)!;
        const run: NativeKernel["run"] = (...call) => {
          runs++;
          return kernel.run(...call);
        };
        return { ...kernel, run };
      },
    };
    expect(simulateBatch(model, batch, { native: counting })).toEqual(expected);
    expect(runs).toBeGreaterThan(0);
    expect(spikesIn(expected)).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
  });

  test("a copy of the memory is a snapshot: every slice run, undone and run again", () => {
    const model = modelOf({
      equations: "dv/dt = (v0 - v)/tau + 4*mV*xi*tau**-0.5 : volt (unless refractory)",
      method: "euler",
      threshold: "v > 10*mV",
      reset: "v = 0*mV",
      refractory: "3*ms",
    });
    const batch = batchOf(model, 37);
    const expected = simulateBatch(model, batch)!;
    let undone = 0;
    const hesitant: NativeTarget = {
      worthMs: 0,
      kernelOf(source) {
        const kernel = native.kernelOf(source)!;
        const run: NativeKernel["run"] = (memory, ...call) => {
          const before = memory.slice();
          kernel.run(memory, ...call);
          if (memory.some((byte, place) => byte !== before[place])) undone++;
          memory.set(before);
          return kernel.run(memory, ...call);
        };
        return { ...kernel, run };
      },
    };
    expect(simulateBatch(model, batch, { native: hesitant, maxSliceSteps: 100 })).toEqual(expected);
    expect(undone).toBeGreaterThan(1);
  });
});

const outputs = {
  ...{ counts: "counts(G)", first: "first_spike(G)", spikes: "spikes(G)", v: "final(G.v)" },
  trace: "trace(G.v, of=[1], every=7)",
};
const inputs = { P: { poisson: { to: "G.v", count: 400, rate: "20*Hz", weight: "0.5*mV" } } };
const moreOutputs = {
  high: "spikes(G.high)",
  k: "final(G.k)",
  y: "trace(G.y, of=[2, 0], every=11, from=20*ms, to=150*ms)",
  w: "trace(G.w)",
};

function modelOf(group: Readonly<Record<string, unknown>>): CheckedModel {
  const diagnostics = new DiagnosticList();
  const source = {
    parameters: { v0: "12*mV", tau: "10*ms" },
    groups: { G: { size: 3, ...group } },
    ...("events" in group ? { inputs, outputs: { ...outputs, ...moreOutputs } } : { outputs }),
    duration: "200*ms",
    warmup: "5*ms",
  };
  const stim = {
    name: "stim",
    unit: "",
    shape: [40, 3],
    values: Float64Array.from({ length: 120 }, (_, place) => (place % 7) / 5),
    dtSeconds: 0.005,
  };
  const model = checkModel(source, "model", diagnostics, new Map([["stim", stim]]));
  expect(diagnostics.items).toEqual([]);
  return model!;
}

function batchOf(model: CheckedModel, lanes: number): Batch {
  const defaults = [...resolveParameters(model.parameters, new Map())] as [string, number][];
  const parameters = new Map<string, number | Float64Array>(defaults);
  parameters.set(
    "v0",
    Float64Array.from({ length: lanes }, (_, lane) => 0.008 + 0.0003 * lane),
  );
  return { lanes, parameters };
}

function spikesIn({ outputs }: BatchResult): number {
  const { data } = outputs[0]!;
  const { values } = data.kind === "list" ? (data.items as { values: Float64Array }) : (data as { values: Float64Array });
  return values.reduce((sum, count) => sum + count, 0);
}
