// A library that was linked with fast-math switches subnormal numbers off in the thread that loads it.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findCompiler } from "@spikefarm/native";
import { afterAll, expect, test } from "vitest";
import { Farm } from "./farm.js";

const compiler = await findCompiler({ searchPath: process.env.PATH ?? "" });
const directory = mkdtempSync(join(tmpdir(), "spikefarm-fast-math-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function fastMathLibrary(): string {
  const [source, library] = [join(directory, "fast.c"), join(directory, "fast.so")];
  writeFileSync(source, "double half(double x) { return x / 2; }\n");
  execFileSync(compiler!.path, ["-Ofast", "-shared", "-fPIC", "-o", library, source]);
  return library;
}

const HALVES = {
  model: {
    parameters: { x: "2.2250738585072014e-308", k: 1 },
    groups: { G: { method: "euler", equations: "dv/dt = 0*k/second : 1", initial: { v: "x/2" } } },
    duration: "0.1*ms",
    outputs: { v: "mean(final(G.v))" },
  },
  sweep: { space: { k: [1, 2, 3] } },
};

test.skipIf(compiler === undefined || process.arch !== "x64")(
  "a thread that has lost subnormals runs nothing more: its next task has a new one",
  async () => {
    await using farm = await Farm.open({ threads: 1 });
    const halves = async () => (await farm.rows(await farm.run(HALVES))).map(({ cells }) => cells.at(-1));
    const expected = [1.1125369292536007e-308, 1.1125369292536007e-308, 1.1125369292536007e-308];
    expect(await halves()).toEqual(expected);
    const poisoned = { module: "loads-library", sweep: { space: { x: [1], library: [fastMathLibrary()] } } };
    expect(await farm.rows(await farm.run(poisoned))).toHaveLength(1);
    expect(await halves()).toEqual(expected);
  },
);
