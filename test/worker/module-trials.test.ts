// Modules on real threads: each fixture in modules/ does one thing, most of them at x = 3.

import { type Provenance, type Row, TrialStatus } from "@spikefarm/protocol";
import { expect, test, vi } from "vitest";
import { Farm, moduleDocument, taskOf } from "./farm.js";
import { told } from "./told-rows.js";
import { watchCommits } from "./watch-commits.js";

const XS = [0, 1, 2, 3, 4, 5] as const;

async function tableOf(module: string, sweep: Readonly<Record<string, unknown>> = {}, xs: readonly number[] = XS): Promise<Row[]> {
  await using farm = await Farm.open({ threads: 1 });
  return await farm.rows(await farm.run(moduleDocument(module, xs, sweep), { granuleSize: 8 }));
}

test("a TypeScript module runs once for each point", async () => {
  expect(told(await tableOf("square"))).toEqual([0, 1, 4, 9, 16, 25]);
});

test("a trial that throws is a failed row with its message's first line, and its neighbours stand", async () => {
  const rows = await tableOf("throws-at-three");
  expect(told(rows)).toEqual([0, 1, 4, "failed TRIAL_THREW", 16, 25]);
  expect(rows[3]!.errorMessage).toBe("RangeError: no root at 3");
});

test("IDENTITY 14: a trial that ends its thread is a crashed row after its attempts, and its neighbours stand", async () => {
  const rows = await tableOf("exits-at-three", { attempts: 2 });
  expect(told(rows)).toEqual([0, 1, 4, "crashed TRIAL_CRASHED", 16, 25]);
  expect(rows[3]!.errorMessage).toMatch(/^ended its thread 2 times: .*exited with code: 7/);
});

test("a trial that leaves a promise to reject late is a crashed row, and its neighbours stand", async () => {
  const rows = await tableOf("rejects-late-at-three", { attempts: 1 });
  expect(told(rows)).toEqual([0, 1, 4, "crashed TRIAL_CRASHED", 16, 25]);
  expect(rows[3]!.errorMessage).toBe("ended its thread once: nobody awaits this");
});

test("a trial that fills the memory of its thread is a crashed row, and its neighbours stand", async () => {
  const rows = await tableOf("fills-memory-at-three", { attempts: 1 });
  expect(told(rows)).toEqual([0, 1, 4, "crashed TRIAL_CRASHED", 16, 25]);
  expect(rows[3]!.errorMessage).toMatch(/memory limit/);
});

test.each(["loops-at-three", "reports-never-at-three"])(
  "IDENTITY 14: a trial without report is given up after the timeout (%s)",
  async (module) => {
    const rows = await tableOf(module, { timeout: "0.5*second" });
    expect(told(rows)).toEqual([0, 1, 4, "timedOut TRIAL_TIMEOUT", 16, 25]);
    expect(rows[3]!.errorMessage).toMatch(/^no report for 0\.5 s/);
  },
);

test("a trial that reports may take longer than the timeout", async () => {
  await using farm = await Farm.open({ threads: 1 });
  const document = { module: { name: "waits", parameters: { stepMs: 200 } }, sweep: { space: { x: [3] }, timeout: "1.5*second" } };
  expect(told(await farm.rows(await farm.run(document, { granuleSize: 1 })))).toEqual([9]);
});

test("an error that comes when its trials are stored is logged, and harms nothing", async () => {
  await using farm = await Farm.open({ threads: 1 });
  const first = await farm.run(moduleDocument("throws-later", [1, 2]), { granuleSize: 2 });
  await expect.poll(() => farm.warnings, { timeout: 20_000 }).toEqual([expect.stringMatching(/after its trial.*too late to matter/)]);
  const second = await farm.run(moduleDocument("square", [3]), { granuleSize: 1 });
  expect([...told(await farm.rows(first)), ...told(await farm.rows(second))]).toEqual([1, 4, 9]);
});

test("progress within a trial arrives while it runs, and never goes back", async () => {
  await using farm = await Farm.open({ threads: 1 });
  await farm.run(moduleDocument("waits", [1, 2, 3]), { granuleSize: 4 });
  const done = farm.events.flatMap((event) => (event.kind === "progress" ? [event.progress.trialsDone] : []));
  expect(done.toSorted((a, b) => a - b)).toEqual(done);
  expect(done.filter((trials) => !Number.isInteger(trials)).length).toBeGreaterThan(3);
  expect(done.at(-1)).toBe(3);
});

test.each([1, 2])("setup runs once a thread, however many tasks there are (%i threads)", async (threads) => {
  await using farm = await Farm.open({ threads });
  const sweep = await farm.run(moduleDocument("counts-setups", XS), { granuleSize: 1, taskTrials: 1 });
  expect(told(await farm.rows(sweep))).toEqual([1, 1, 1, 1, 1, 1]);
});

test("a module whose setup throws fails its task with the reason, and no trial gets a row", async () => {
  await using farm = await Farm.open({ threads: 1 });
  const sweep = await farm.accept(moduleDocument("setup-throws", XS), { granuleSize: 8 });
  const [outcome] = await farm.settle([taskOf(sweep.id, 0, 0, 6)]);
  expect(outcome).toMatchObject({
    kind: "failed",
    code: "MODULE_SETUP_FAILED",
    message: expect.stringMatching(/no licence for this solver/),
  });
  expect((await farm.store.counts(sweep.id)).pending).toBe(6);
});

test("a module that ends its thread in setup fails its task, and no trial is blamed", async () => {
  await using farm = await Farm.open({ threads: 1 });
  const sweep = await farm.accept(moduleDocument("exits-in-setup", XS), { granuleSize: 8 });
  const [outcome] = await farm.settle([taskOf(sweep.id, 0, 0, 6)]);
  expect(outcome).toMatchObject({ kind: "failed", code: "WORKER_THREAD_DIED", message: expect.stringMatching(/exited with code: 9/) });
  expect((await farm.store.counts(sweep.id)).pending).toBe(6);
});

test("outputs of every kind and shape arrive as they were returned, a NaN included", async () => {
  const rows = await tableOf("every-kind", {}, [0, 3]);
  expect(rows.map(({ cells }) => cells)).toEqual([
    [0, 0, 0, false, "x is 0", [0, Number.NaN], [], []],
    [3, 1.5, 3, true, "x is 3", [3, Number.NaN], [0, 1, 2], ["a", "b"]],
  ]);
});

test("a result that does not fit the declared outputs is a failed row that says what is wrong", async () => {
  const rows = await tableOf("bad-results", {}, [0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(rows[0]!.status).toBe(TrialStatus.ok);
  expect(rows.slice(1).map(({ errorCode }) => errorCode)).toEqual(new Array(8).fill("MODULE_BAD_RESULT"));
  expect(rows.slice(1).map(({ errorMessage }) => errorMessage)).toEqual([
    "run returned undefined; return an object of the outputs",
    'output "y" is missing; return it',
    '"z" is not among the declared outputs; declare it or leave it out',
    'output "y" is the text "one"; a number is declared',
    'output "flag" is the number 1; a boolean is declared',
    'output "pair" is a list of 3 items; a flat list of numbers (2) is declared',
    'output "pair" is a list of 2 items; a flat list of numbers (2) is declared',
    'output "pair" is BigInt64Array of 2 items; a flat list of numbers (2) is declared',
  ]);
});

test("IDENTITY 12: outputs of more than 64 MiB fail their trial, and its neighbours stand", async () => {
  const rows = await tableOf("returns-mebibytes", {}, [1, 65, 2]);
  expect(rows.map(({ errorCode }) => errorCode)).toEqual(["", "OUTPUT_TOO_LARGE", ""]);
  expect(rows[1]!.errorMessage).toBe("the outputs take 65 MiB, 64 MiB are allowed; return fewer values");
  expect((rows[2]!.cells[1] as number[]).length).toBe(2 * 131_072);
});

test("IDENTITY 16: a module draws the same numbers whatever the tasks are, and others in each repeat", async () => {
  const draws = async (taskTrials: number, threads: number) => {
    await using farm = await Farm.open({ threads });
    const sweep = await farm.run(moduleDocument("draws", [1, 2], { repeats: 2, seed: 5 }), { granuleSize: 1, taskTrials });
    return (await farm.rows(sweep)).map(({ cells }) => JSON.stringify(cells.slice(1)));
  };
  const alone = await draws(1, 2);
  expect(await draws(4, 1)).toEqual(alone);
  expect(new Set(alone).size).toBe(4);
});

test("a module simulates a model with the bits of a sweep", async () => {
  await using farm = await Farm.open({ threads: 1 });
  const sweep = await farm.run({ module: "simulates", sweep: { space: { v0: ["10*mV", "11*mV", "19*mV"] } } }, { granuleSize: 4 });
  expect(told(await farm.rows(sweep))).toEqual([0, 41, 133]);
});

test("IDENTITY 11: the first trial of a part without a granule size runs alone and settles it", async () => {
  const commits = watchCommits();
  await using farm = await Farm.open({ threads: 1, writer: commits.around });
  const sweep = await farm.run(moduleDocument("waits", [1, 2, 3]));
  // A trial waits ten times 30 ms: one to a granule, where half a second is aimed at.
  expect((await farm.store.getSweep(sweep.id))!.parts[0]!.granuleSize).toBe(1);
  expect(commits.settled).toMatchObject([{ from: 0, to: 1, granule: 0 }]);
  expect(told(await farm.rows(sweep))).toEqual([1, 4, 9]);
});

test("IDENTITY 14: finished rows are delivered at least every second", async () => {
  const commits = watchCommits();
  await using farm = await Farm.open({ threads: 1, writer: commits.around });
  await farm.run(moduleDocument("waits", XS), { granuleSize: 8 });
  const { blocks } = commits;
  expect(blocks.length).toBeGreaterThan(1);
  expect(blocks.map(({ from }) => from)).toEqual([0, ...blocks.slice(0, -1).map(({ to }) => to)]);
  expect(commits.provenances.every(({ elapsedSeconds }) => elapsedSeconds < 1.5)).toBe(true);
});

test("a cancelled task is released and its thread kept, when the trial heeds report or its signal", async () => {
  for (const module of ["reports-for-ever-at-three", "waits-for-ever"]) {
    const commits = watchCommits();
    await using farm = await Farm.open({ threads: 1, writer: commits.around });
    await farm.run(moduleDocument("square", [1]), { granuleSize: 1 });
    const sweep = await farm.accept(moduleDocument(module, [3]), { granuleSize: 1 });
    expect(await cancelWhileRunning(farm, sweep)).toEqual({ kind: "released" });
    await farm.run(moduleDocument("square", [2]), { granuleSize: 1 });
    expect(new Set(commits.provenances.map(threadOf)).size).toBe(1);
  }
});

test("a cancelled task whose trial heeds nothing is released, and its thread replaced", async () => {
  const commits = watchCommits();
  await using farm = await Farm.open({ threads: 1, writer: commits.around });
  await farm.run(moduleDocument("square", [1]), { granuleSize: 1 });
  const sweep = await farm.accept(moduleDocument("loops-at-three", [3]), { granuleSize: 1 });
  expect(await cancelWhileRunning(farm, sweep)).toEqual({ kind: "released" });
  await farm.run(moduleDocument("square", [2]), { granuleSize: 1 });
  expect(new Set(commits.provenances.map(threadOf)).size).toBe(2);
});

test("rows that were finished before a cancel are kept", async () => {
  await using farm = await Farm.open({ threads: 1 });
  const sweep = await farm.accept(moduleDocument("reports-for-ever-at-three", XS), { granuleSize: 8 });
  await cancelWhileRunning(farm, sweep, 3);
  expect(await farm.store.counts(sweep.id)).toMatchObject({ ok: 3, pending: 3 });
});

const threadOf = ({ thread }: Provenance): number => thread;

async function cancelWhileRunning(farm: Farm, sweep: Awaited<ReturnType<Farm["accept"]>>, afterTrials = 0) {
  const task = taskOf(sweep.id, 0, 0, sweep.parts[0]!.points);
  await farm.queue.enqueue([task]);
  await vi.waitFor(
    () => {
      const done = farm.events.flatMap((event) =>
        event.kind === "progress" && event.progress.task === task.id ? [event.progress.trialsDone] : [],
      );
      expect(Math.max(-1, ...done)).toBeGreaterThanOrEqual(afterTrials);
    },
    { timeout: 20_000, interval: 5 },
  );
  await farm.queue.cancel(sweep.id);
  return (await farm.outcomes([task]))[0];
}
