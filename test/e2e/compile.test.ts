// spikefarm compile: what a model becomes, and what is said where that cannot be shown.

import { describe, expect, test } from "vitest";
import loadWabt from "wabt";
import { spikefarm, temporaryDirectory, writeDocument } from "./spikefarm.js";

const IF_CURVE = "examples/if-curve.yaml";
const TWO_GROUPS = "examples/exact-or-numerical.yaml";

describe("spikefarm compile", () => {
  test("shows the plan of every group, with the operations of a step and what it is expected to take", async () => {
    const { code, stdout } = await spikefarm("compile", TWO_GROUPS);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^exact: 1 element, steps of 1 ms$/m);
    expect(stdout).toMatch(/^numerical: 1 element/m);
    expect(stdout).toMatch(/integrators: +\w+ exact/);
    expect(stdout).toMatch(/memory: +\d+ bytes a neuron of a trial/);
    expect(stdout).toMatch(/expected: +about [\d.]+ ns a neuron and step in WebAssembly, [\d.]+ ns in machine code \(estimated\)/);
    expect(stdout).toMatch(/operations of a neuron +every step\n +arithmetic +\d+/);
  });

  test("--group shows one of them", async () => {
    const { stdout } = await spikefarm("compile", TWO_GROUPS, "--group", "numerical");
    expect(stdout).toMatch(/^numerical:/);
    expect(stdout).not.toContain("exact:");
  });

  test("--emit ir shows a step's operations, with what is swept neuron by neuron", async () => {
    const { code, stdout } = await spikefarm("compile", IF_CURVE, "--emit", "ir");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^group G\nonce a call, for all slots\n/);
    expect(stdout).toMatch(/once a call, slot by slot\n {2}n\d+ = array v0\n/);
    expect(stdout).toMatch(/every step, slot by slot\n {2}n\d+ = state v\n/);
    expect(stdout).toMatch(/after the step\n {2}v ← n\d+\n {2}spikes where n\d+\n/);
  });

  test("--emit wat prints a module that is valid WebAssembly, as long as the plan says", async () => {
    const wabt = await loadWabt();
    const { stdout: text } = await spikefarm("compile", IF_CURVE, "--emit", "wat");
    const module = wabt.parseWat("kernel.wat", text, { simd: true });
    module.validate();
    const { stdout: plan } = await spikefarm("compile", IF_CURVE);
    expect(Number(/WebAssembly: +(\d+) bytes/.exec(plan)?.[1])).toBe(module.toBinary({}).buffer.length);
  });

  test("--emit c prints the source of one group", async () => {
    const { code, stdout } = await spikefarm("compile", TWO_GROUPS, "--emit", "c", "--group", "exact");
    expect(code).toBe(0);
    expect(stdout.match(/^int run\(/gm)).toHaveLength(1);
  });

  test.each<readonly [string, readonly string[], RegExp]>([
    ["a form that is none", [IF_CURVE, "--emit", "llvm"], /--emit llvm is not one of plan, ir, wat, c/],
    ["a group that is none", [IF_CURVE, "--group", "H"], /--group H is no group of the model; it has G/],
    ["several groups for one file", [TWO_GROUPS, "--emit", "wat"], /has 2 groups.*--group exact or --group numerical/],
    ["a module", ["examples/find-rate-module.yaml"], /only a model is compiled/],
    ["a file that is not there", ["nowhere.yaml"], /CLI_FILE_UNREADABLE/],
  ])("%s is said, with exit code 2 and nothing on stdout", async (_, args, message) => {
    const { code, stdout, stderr } = await spikefarm("compile", ...args);
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  test("a document with mistakes gets its diagnostics", async () => {
    const file = writeDocument(temporaryDirectory(), `model: { groups: { G: { equations: "dv/dt = -v : 1" } }, duration: 1*second }\n`);
    const { code, stdout, stderr } = await spikefarm("compile", file);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/error UNITS_MISMATCH/);
  });
});
