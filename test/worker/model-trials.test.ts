import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findCompiler } from "@spikefarm/native";
import { CodedError } from "@spikefarm/protocol";
import { readNativeSettings } from "@spikefarm/worker";
import { expect, test } from "vitest";
import { Farm, type FarmOptions, moduleDocument, type SweepOptions, taskOf } from "./farm.js";
import { watchCommits } from "./watch-commits.js";

const IF_NEURON = {
  parameters: { v0: "10*mV", tau: "10*ms" },
  groups: { G: { equations: "dv/dt = (v0 - v)/tau : volt", threshold: "v > 10*mV", reset: "v = 0*mV" } },
  duration: "1*second",
  outputs: { n: "count(G)", f: "rate(G)" },
};
const IF_CURVE = { model: IF_NEURON, sweep: { space: { v0: { linspace: ["0*mV", "19*mV", 20] } } } };
const COUNTS = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 41, 55, 68, 79, 90, 101, 112, 121, 133];

async function digestOf(document: unknown, farmOptions: FarmOptions, sweepOptions: SweepOptions): Promise<string> {
  await using farm = await Farm.open(farmOptions);
  const sweep = await farm.run(document, sweepOptions);
  return (await farm.store.digest(sweep.id)) ?? "none";
}

test("the I-F curve counts what the tutorial's does", async () => {
  await using farm = await Farm.open({ threads: 2 });
  const rows = await farm.rows(await farm.run(IF_CURVE));
  expect(rows.map(({ cells }) => cells[1])).toEqual(COUNTS);
  expect(rows.map(({ cells }) => cells[2])).toEqual(COUNTS);
  expect(rows[10]!.cells[0]).toBe(0.01);
});

test("IDENTITY 12: the digest does not depend on threads, granules, tasks or lanes", async () => {
  const document = { ...IF_CURVE, sweep: { ...IF_CURVE.sweep, repeats: 3 } };
  const expected = await digestOf(document, { threads: 1 }, {});
  expect(expected).toMatch(/^[0-9a-f]{64}$/);
  const ways: readonly [FarmOptions, SweepOptions][] = [
    [{ threads: 2 }, { granuleSize: 1, taskTrials: 1 }],
    [{ threads: 2 }, { granuleSize: 4, taskTrials: 12 }],
    [{ threads: 1 }, { granuleSize: 16, taskTrials: 16 }],
    [{ threads: 2, maxLanes: 1 }, { granuleSize: 64 }],
    [
      { threads: 1, maxLanes: 7 },
      { granuleSize: 32, taskTrials: 32 },
    ],
  ];
  for (const [farmOptions, sweepOptions] of ways) expect(await digestOf(document, farmOptions, sweepOptions)).toBe(expected);
});

test("IDENTITY 9: trials of several structures in one granule run as batches of one structure each", async () => {
  const model = { ...IF_NEURON, parameters: { ...IF_NEURON.parameters, T: "1*second" }, duration: "T" };
  const sweep = { space: { zip: { v0: ["11*mV", "12*mV", "13*mV"], T: ["1*second", "1*second", "0.5*second"] } } };
  await using farm = await Farm.open({ threads: 1 });
  const rows = await farm.rows(await farm.run({ model, sweep }, { granuleSize: 4 }));
  expect(rows.map(({ cells }) => cells[2])).toEqual([41, 55, 34]);
});

test("IDENTITY 9, 19: axes number the points, and outputs stand, in the document's order and not in that of the alphabet", async () => {
  const sweep = { space: { v0: ["11*mV", "12*mV"], tau: ["10*ms", "20*ms", "5*ms"] } };
  const model = { ...IF_NEURON, duration: "0.5*second" };
  await using farm = await Farm.open({ threads: 1 });
  const rows = await farm.rows(await farm.run({ model, sweep }));
  expect(rows.map(({ point, cells: [tau, v0] }) => [point, v0, tau])).toEqual([
    [0, 0.011, 0.01],
    [1, 0.011, 0.02],
    [2, 0.011, 0.005],
    [3, 0.012, 0.01],
    [4, 0.012, 0.02],
    [5, 0.012, 0.005],
  ]);
  for (const { cells } of rows) expect(cells[3]).toBe((cells[2] as number) / 0.5);
});

test("a cancelled model task is released between slices", async () => {
  const model = { ...IF_NEURON, groups: { G: { ...IF_NEURON.groups.G, size: 1000 } }, duration: "10000*second" };
  await using farm = await Farm.open({ threads: 1 });
  const sweep = await farm.accept({ model, sweep: IF_CURVE.sweep }, { granuleSize: 32 });
  const task = taskOf(sweep.id, 0, 0, 20);
  const since = Date.now();
  const claimed = new Promise<void>((resolve) => {
    farm.queue.listen(({ kind }) => void (kind === "progress" && resolve()));
  });
  await farm.queue.enqueue([task]);
  await claimed;
  await farm.queue.cancel(sweep.id);
  expect(await farm.outcomes([task])).toEqual([{ kind: "released" }]);
  expect(Date.now() - since).toBeLessThan(15_000);
});

test("IDENTITY 21: a sweep of another version of the numerics is refused", async () => {
  await using farm = await Farm.open({ threads: 1 });
  const sweep = await farm.accept(IF_CURVE, { record: { numericsVersion: 999 } });
  const [outcome] = await farm.settle([taskOf(sweep.id, 0, 0, 20)]);
  expect(outcome).toMatchObject({ kind: "failed", code: "WORKER_NUMERICS_VERSION", message: expect.stringMatching(/999/) });
});

test("a task of a sweep or part that the store does not know is refused", async () => {
  await using farm = await Farm.open({ threads: 1 });
  const sweep = await farm.accept(IF_CURVE);
  const [outcome] = await farm.settle([taskOf(sweep.id, 5, 0, 20)]);
  expect(outcome).toMatchObject({ kind: "failed", code: "WORKER_SWEEP_UNKNOWN" });
});

test("a sweep of another version of a module is refused", async () => {
  await using farm = await Farm.open({ threads: 1 });
  const sweep = await farm.accept(moduleDocument("square", [1, 2]), {
    granuleSize: 2,
    record: { module: { name: "square", hash: "0".repeat(64) } },
  });
  const [outcome] = await farm.settle([taskOf(sweep.id, 0, 0, 2)]);
  expect(outcome).toMatchObject({ kind: "failed", code: "WORKER_MODULE_UNKNOWN", message: expect.stringMatching(/"square" has changed/) });
});

test("when the disk is full the task fails with the store's code, and the rows before it are kept", async () => {
  const commits = watchCommits(async ({ from }) => {
    if (from >= 8) throw new CodedError("DATA_DISK_FULL", "No space is left; make some and run again.");
  });
  await using farm = await Farm.open({ threads: 1, writer: commits.around });
  const sweep = await farm.accept(IF_CURVE, { granuleSize: 4 });
  const [outcome] = await farm.settle([taskOf(sweep.id, 0, 0, 20)]);
  expect(outcome).toEqual({ kind: "failed", code: "DATA_DISK_FULL", message: "No space is left; make some and run again." });
  expect(await farm.store.counts(sweep.id)).toMatchObject({ ok: 8, pending: 12 });
});

test("a thread waits while the store is behind: few blocks are ever in flight", async () => {
  let open: (() => void) | undefined;
  const isOpen = new Promise<void>((resolve) => {
    open = resolve;
  });
  const commits = watchCommits(() => isOpen);
  await using farm = await Farm.open({ threads: 1, writer: commits.around });
  const sweep = await farm.accept(IF_CURVE, { granuleSize: 1 });
  const settled = farm.settle([taskOf(sweep.id, 0, 0, 20)]);
  await expect.poll(() => commits.mostInFlight, { timeout: 20_000 }).toBe(4);
  open!();
  expect(await settled).toEqual([{ kind: "delivered", ok: 20, failed: 0, granuleSize: 1 }]);
  expect(commits.mostInFlight).toBe(4);
  expect(commits.blocks).toHaveLength(20);
});

test("a worker that closes with grace finishes its task; its blocks say where they were computed", async () => {
  const commits = watchCommits();
  const farm = await Farm.open({ threads: 1, writer: commits.around });
  const sweep = await farm.accept(IF_CURVE, { granuleSize: 32 });
  const claimed = new Promise<void>((resolve) => {
    farm.queue.listen(({ kind }) => void (kind === "claimed" && resolve()));
  });
  await farm.queue.enqueue([taskOf(sweep.id, 0, 0, 20)]);
  await claimed;
  await farm.worker.close(60_000);
  expect(await farm.store.counts(sweep.id)).toMatchObject({ ok: 20, pending: 0 });
  expect(commits.provenances).toMatchObject([{ machine: "test", process: process.pid, target: "wasm", attempt: 1 }]);
  await farm[Symbol.asyncDispose]();
});

const hasCompiler = (await findCompiler({ searchPath: process.env.PATH ?? "" })) !== undefined;
test.skipIf(!hasCompiler)("a block that machine code has computed says so, and has the same rows", async () => {
  const directory = mkdtempSync(join(tmpdir(), "spikefarm-kernels-"));
  const commits = watchCommits();
  const environment = { PATH: process.env.PATH, SPIKEFARM_TARGET: "native", SPIKEFARM_KERNELS: directory };
  await using farm = await Farm.open({ threads: 1, writer: commits.around, native: readNativeSettings(environment) });
  const rows = await farm.rows(await farm.run(IF_CURVE));
  expect(rows.map(({ cells }) => cells[1])).toEqual(COUNTS);
  expect(commits.provenances.map(({ target }) => target)).toEqual(["native"]);
  rmSync(directory, { recursive: true });
});

test("a trial that needs more memory than a thread has is a failed row that says both, and its neighbours stand", async () => {
  const model = {
    parameters: { n: 1 },
    groups: { G: { size: "n", equations: "dv/dt = -v/(10*ms) : 1", initial: { v: 1 } } },
    duration: "1*ms",
    outputs: { v: "mean(final(G.v))" },
  };
  await using farm = await Farm.open({ threads: 1, memoryLimitBytes: 4 * 1024 * 1024 });
  const rows = await farm.rows(await farm.run({ model, sweep: { space: { n: [10, 1_000_000, 20] } } }));
  expect(rows.map(({ errorCode }) => errorCode)).toEqual(["", "SIMULATION_TOO_LARGE", ""]);
  expect(rows[1]!.errorMessage).toMatch(/^One trial needs \d\d MiB, a thread has 4 MiB; /);
  expect(rows[0]!.cells[1]).toBeCloseTo(Math.exp(-0.1), 12);
});

test("IDENTITY 12: a trial whose outputs pass a limit is a failed row, found before the run or after it, and its neighbours stand", async () => {
  const parameters = { ...IF_NEURON.parameters, T: "100*ms" };
  const outputs = { v: { value: "trace(G.v)", max: 5000 }, s: { value: "spikes(G)", max: 10 } };
  const model = { ...IF_NEURON, parameters, duration: "T", outputs };
  await using farm = await Farm.open({ threads: 1 });
  const space = { T: ["100*ms", "600*ms"], v0: ["5*mV", "12*mV", "40*mV"] };
  const rows = await farm.rows(await farm.run({ model, sweep: { space } }));
  const tooLarge = "OUTPUT_TOO_LARGE";
  expect(rows.map(({ errorCode }) => errorCode)).toEqual(["", "", tooLarge, tooLarge, tooLarge, tooLarge]);
  expect(rows[2]!.errorMessage).toContain('Output "s" has more than 10 numbers');
  expect(rows[3]!.errorMessage).toContain('Output "v" has more than 5000 numbers');
  expect((rows[1]!.cells[3] as readonly number[]).length).toBe(5);
});

test("fewer lanes run together where memory is short, and the digest is the same", async () => {
  const document = { model: { ...IF_NEURON, groups: { G: { ...IF_NEURON.groups.G, size: 100 } } }, sweep: IF_CURVE.sweep };
  const forTwoLanes = 2 * 100 * 10 * Float64Array.BYTES_PER_ELEMENT;
  expect(await digestOf(document, { threads: 1, memoryLimitBytes: forTwoLanes }, {})).toBe(await digestOf(document, { threads: 1 }, {}));
});
