// Tasks that a worker must not run. Among colleagues they go back to the queue; alone they fail with the reason.

import { NUMERICS_VERSION, type SweepRecord } from "@spikefarm/protocol";
import { expect, test, vi } from "vitest";
import { Farm, moduleDocument, taskOf } from "./farm.js";

const OF_ANOTHER_VERSION: Partial<SweepRecord> = { numericsVersion: NUMERICS_VERSION + 1 };
const OF_ANOTHER_FILE: Partial<SweepRecord> = { module: { name: "square", hash: "0".repeat(64) } };

test.each([
  ["IDENTITY 21: a task of another numerics version", OF_ANOTHER_VERSION, "WORKER_NUMERICS_VERSION"],
  ["IDENTITY 20: a task of another version of a module", OF_ANOTHER_FILE, "WORKER_MODULE_UNKNOWN"],
])("%s goes back to the queue with a warning, and no row is stored", async (_, record, code) => {
  await using farm = await Farm.open({ threads: 1, hasColleagues: true });
  const sweep = await farm.accept(moduleDocument("square", [1, 2]), { granuleSize: 8, record });
  await farm.queue.enqueue([taskOf(sweep.id, 0, 0, 2)]);
  const attempts = () => farm.events.flatMap((event) => (event.kind === "claimed" ? [event.attempt] : []));
  await vi.waitFor(() => expect(attempts()).toEqual([1, 2, 3]), { timeout: 20_000 });
  expect(farm.warnings[0]).toMatch(new RegExp(`goes back to the queue.*${code}`));
  expect(farm.events.some(({ kind }) => kind === "settled")).toBe(false);
  expect((await farm.store.counts(sweep.id)).pending).toBe(2);
  await farm.queue.cancel(sweep.id);
});

test.each([
  [OF_ANOTHER_VERSION, "WORKER_NUMERICS_VERSION"],
  [OF_ANOTHER_FILE, "WORKER_MODULE_UNKNOWN"],
])("a worker that is alone fails such a task with the reason (%o)", async (record, code) => {
  await using farm = await Farm.open({ threads: 1 });
  const sweep = await farm.accept(moduleDocument("square", [1, 2]), { granuleSize: 8, record });
  expect(await farm.settle([taskOf(sweep.id, 0, 0, 2)])).toMatchObject([{ kind: "failed", code }]);
});

test("a worker that pauses claims nothing until it goes on", async () => {
  await using farm = await Farm.open({ threads: 1 });
  const sweep = await farm.accept(moduleDocument("square", [1, 2]), { granuleSize: 8 });
  farm.worker.pause();
  farm.worker.pause();
  const task = taskOf(sweep.id, 0, 0, 2);
  await farm.queue.enqueue([task]);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(farm.events).toEqual([]);
  farm.worker.resume();
  farm.worker.resume();
  expect(await farm.outcomes([task])).toEqual([{ kind: "delivered", ok: 2, failed: 0, granuleSize: 8 }]);
});
