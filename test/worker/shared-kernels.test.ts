// Threads of a worker compile a model once, and none waits for ever.

import { once } from "node:events";
import { Worker as Thread } from "node:worker_threads";
import { SharedKernels } from "@spikefarm/worker";
import { expect, test } from "vitest";
import { Farm } from "./farm.js";

const MAKE_LIMIT_MS = 500;

/** Threads that ask for the same at the same moment, and what each got; `make` is the body of a function. */
async function askAtOnce(shared: SharedKernels, threads: number, make: string): Promise<unknown[]> {
  const script = `
    const { parentPort, workerData } = require("node:worker_threads");
    import("@spikefarm/worker").then(({ SharedKernels }) => {
      const shared = new SharedKernels(workerData.memory, ${MAKE_LIMIT_MS});
      const gate = new Int32Array(workerData.gate);
      Atomics.add(gate, 0, 1);
      Atomics.notify(gate, 0);
      for (let there = Atomics.load(gate, 0); there < ${threads}; there = Atomics.load(gate, 0)) Atomics.wait(gate, 0, there);
      const isFirst = Atomics.add(gate, 1, 1) === 0;
      try {
        parentPort.postMessage(shared.of("a model", () => { ${make} }));
      } catch (error) {
        parentPort.postMessage(error.message);
      }
    });`;
  const gate = new SharedArrayBuffer(8);
  return await Promise.all(
    Array.from({ length: threads }, async () => {
      const thread = new Thread(script, { eval: true, workerData: { memory: shared.memory, gate } });
      const ended = once(thread, "exit").then(() => ["ended"]);
      return ((await Promise.race([once(thread, "message"), ended])) as [unknown])[0];
    }),
  );
}

test("four threads that ask at once make it once, and each gets its own", async () => {
  const shared = new SharedKernels();
  const made = { wasm: Uint8Array.of(1, 2, 3), layout: new Map([["x", new Set([Number.NaN, -0])]]) };
  const make = `return { wasm: Uint8Array.of(1, 2, 3), layout: new Map([["x", new Set([NaN, -0])]]) };`;
  expect(await askAtOnce(shared, 4, make)).toEqual([made, made, made, made]);
  expect(shared.timesMade).toBe(1);
});

test("what cannot be made fails for each as it would alone", async () => {
  expect(await askAtOnce(new SharedKernels(), 3, `throw new Error("too large")`)).toEqual(["too large", "too large", "too large"]);
});

test("a thread that dies while it makes something holds the others up for a moment only", async () => {
  const shared = new SharedKernels();
  const answers = await askAtOnce(shared, 3, `if (Atomics.add(gate, 1, 0) > 0 && shared.timesMade === 1) process.exit(1); return 7;`);
  expect(answers.sort()).toEqual([7, 7, "ended"]);
});

test("a thread that was ended while it held the lock costs the sharing alone", async () => {
  const shared = new SharedKernels();
  new Int32Array(shared.memory)[0] = 1;
  expect(await askAtOnce(shared, 2, "return 7;")).toEqual([7, 7]);
  const startMs = performance.now();
  for (let key = 0; key < 100; key++) expect(shared.of(`key ${key}`, () => key)).toBe(key);
  expect(performance.now() - startMs).toBeLessThan(10_000); // a second each, were it waited for
});

test("what is forgotten when the memory is full is made again, and nothing is mixed up", () => {
  const shared = new SharedKernels();
  const large = (value: number) => new Float64Array(1_000_000).fill(value);
  for (const round of [1, 2]) {
    for (let value = 0; value < 8; value++) expect(shared.of(`model ${value}`, () => large(value))[999_999]).toBe(value);
    expect(shared.timesMade).toBeGreaterThan(8 * (round - 1));
  }
  for (let key = 0; key < 1000; key++) expect(shared.of(`small ${key}`, () => key)).toBe(key);
  expect(shared.of("larger than all of it", () => large(1).length + new Float64Array(5_000_000).length)).toBe(6_000_000);
});

test("a sweep on four threads compiles its kernel once", async () => {
  await using farm = await Farm.open({ threads: 4 });
  const document = {
    model: {
      parameters: { v0: "12*mV" },
      groups: { G: { size: 500, equations: "dv/dt = (v0 - v)/(10*ms) : volt", threshold: "v > 10*mV", reset: "v = 0*mV" } },
      duration: "500*ms",
      outputs: { n: "count(G)" },
    },
    sweep: { space: { v0: { linspace: ["11*mV", "20*mV", 32] } } },
  };
  const record = await farm.run(document, { granuleSize: 2, taskTrials: 2 });
  expect(await farm.rows(record)).toHaveLength(32);
  expect(farm.worker.kernelsCompiled).toBe(1);
});
