// The store is the truth, the queue a hint: what a coordinator, a queue or a writer loses on its way is found and done.

import { once } from "node:events";
import { connect } from "node:net";
import { CodedError, type WriterPort } from "@spikefarm/protocol";
import { createMemoryQueue, openBullQueue, type TaskQueue } from "@spikefarm/queue";
import { describe, expect, test, vi } from "vitest";
import { REDIS_MISSING, startRedis } from "../support/redis-server.js";
import { HttpFarm, NEURON, overPoints } from "./http-farm.js";

/** The digest of the sweep, undisturbed. */
async function undisturbedDigest(document: unknown): Promise<string | null> {
  await using farm = await HttpFarm.open();
  return (await farm.run(document)).digest;
}

/** A queue that forgets tasks instead of enqueuing them, as long as it is told to. */
function forgetful(queue: TaskQueue, forgets: () => boolean): TaskQueue & { readonly forgotten: number } {
  let forgotten = 0;
  return {
    enqueue: async (tasks) => {
      const kept = tasks.filter((_, index) => !forgets() || index % 2 === 0);
      forgotten += tasks.length - kept.length;
      await queue.enqueue(kept);
    },
    consume: (handler, options) => queue.consume(handler, options),
    cancel: (sweep) => queue.cancel(sweep),
    pending: (sweep) => queue.pending(sweep),
    listen: (listener) => queue.listen(listener),
    close: () => queue.close(),
    get forgotten() {
      return forgotten;
    },
  };
}

describe("a coordinator that comes back", () => {
  test.each([true, false])("goes on with the sweeps of the one before (of several processes: %s)", async (outlivesServices) => {
    const before = await HttpFarm.open({ threads: 0, outlivesServices });
    const { id } = await before.start(NEURON);
    await before.reaches(id, "running");
    await using farm = await HttpFarm.open({ directory: await before.stop(), outlivesServices });
    expect(await farm.coordinator.resumeAll()).toEqual([id]);
    expect((await farm.reaches(id, "complete")).digest).toBe(await undisturbedDigest(NEURON));
    expect(await farm.coordinator.resumeAll(), "nothing is left").toEqual([]);
  });

  test("does not go on with what was cancelled, and keeps to max_failures", async () => {
    const before = await HttpFarm.open({ threads: 0 });
    const { id } = await before.start(NEURON);
    expect((await before.fetch(`/api/v1/sweeps/${id}/cancel`, { method: "POST" })).status).toBe(202);
    await using farm = await HttpFarm.open({ directory: await before.stop() });
    expect(await farm.coordinator.resumeAll()).toEqual([]);
    expect((await farm.show(id)).state).toBe("cancelled");
  });

  test("leaves the tasks of its sweeps in the queue when it is one of several processes", async () => {
    const queue = createMemoryQueue();
    await using farm = await HttpFarm.open({ threads: 0, outlivesServices: true, queue });
    const { id } = await farm.start(overPoints(40));
    await vi.waitFor(async () => expect((await queue.pending(id as never)).size).toBeGreaterThan(0));
    await farm.coordinator.close({ code: "TEST_OVER", message: "" });
    expect((await queue.pending(id as never)).size).toBeGreaterThan(0);
    expect((await farm.store.getSweep(id as never))?.state).toBe("running");
  });
});

test("cancelling twice, and before the start, ends as cancelled", async () => {
  await using farm = await HttpFarm.open({ threads: 0 });
  const { id } = await farm.start(NEURON);
  const responses = await Promise.all([1, 2, 3].map(() => farm.fetch(`/api/v1/sweeps/${id}/cancel`, { method: "POST" })));
  expect(responses.map(({ status }) => status)).toEqual([202, 202, 202]);
  expect((await farm.show(id)).state).toBe("cancelled");
  const done = await farm.fetch(`/api/v1/sweeps/${id}/cancel`, { method: "POST" });
  expect(await done.json()).toMatchObject({ id, state: "cancelled" });
});

test("cancelling a complete sweep leaves it complete", async () => {
  await using farm = await HttpFarm.open();
  const { id } = await farm.run(NEURON);
  const response = await farm.fetch(`/api/v1/sweeps/${id}/cancel`, { method: "POST" });
  expect(response.status).toBe(202);
  expect(await response.json()).toMatchObject({ state: "complete" });
});

test("tasks that a bulk add lost are found while others are out", async () => {
  const queue = forgetful(createMemoryQueue(), () => queue.forgotten < 6);
  await using farm = await HttpFarm.open({ queue });
  const document = overPoints(6_000);
  expect((await farm.run(document)).digest).toBe(await undisturbedDigest(document));
  expect(queue.forgotten).toBeGreaterThan(0);
});

/** A store that refuses some of its calls with a code, while it is told to, and counts how often. */
function troubled(names: readonly (keyof WriterPort)[], code: string) {
  const trouble = { isOn: false, refusals: 0 };
  const writer = (store: WriterPort): WriterPort =>
    new Proxy(store, {
      get(target, name) {
        const work: unknown = Reflect.get(target, name);
        if (typeof work !== "function" || !names.includes(name as keyof WriterPort)) return work;
        return async (...args: unknown[]): Promise<unknown> => {
          if (!trouble.isOn) return work.apply(target, args);
          trouble.refusals++;
          throw new CodedError(code, "not now");
        };
      },
    });
  return { trouble, writer };
}

const DOCUMENT = overPoints(30_000);

test.each([
  ["a writer that is away", ["missing", "setState", "counts", "getSweep", "commit"], "WRITER_ABSENT", 8],
  ["a disk that is full", ["commit"], "DATA_DISK_FULL", 40],
] as const)(
  "%s for a while, and for many passes, halts nothing",
  async (_name, calls, code, enough) => {
    const { trouble, writer } = troubled(calls, code);
    await using farm = await HttpFarm.open({ writer, outlivesServices: true });
    const { id } = await farm.start(DOCUMENT);
    await vi.waitFor(async () => expect((await farm.store.counts(id as never)).ok).toBeGreaterThan(0), { timeout: 20_000 });
    trouble.isOn = true;
    await vi.waitFor(() => expect(trouble.refusals).toBeGreaterThan(enough), { timeout: 40_000 });
    expect((await farm.store.getSweep(id as never))?.state).toBe("running");
    trouble.isOn = false;
    await vi.waitFor(async () => expect((await farm.store.getSweep(id as never))?.state).toBe("complete"), { timeout: 20_000 });
    expect(await farm.store.digest(id as never)).toBe(await undisturbedDigest(DOCUMENT));
  },
  60_000,
);

test("in one process a full disk halts the sweep, its record says why, and a later run goes on with it", async () => {
  const { trouble, writer } = troubled(["commit"], "DATA_DISK_FULL");
  await using farm = await HttpFarm.open({ writer });
  trouble.isOn = true;
  const { id } = await farm.start(NEURON);
  expect(await farm.coordinator.ended(id as never)).toMatchObject({ kind: "halted", code: "DATA_DISK_FULL" });
  expect(await farm.show(id)).toMatchObject({ state: "queued", failure: { code: "DATA_DISK_FULL", message: "not now" } });
  trouble.isOn = false;
  await farm.coordinator.resume(id as never);
  expect((await farm.reaches(id, "complete")).failure).toBe(null);
});

describe("a sweep that halts in a farm of processes", () => {
  test("says why, and goes on by itself when that is mended", async () => {
    const { trouble, writer } = troubled(["commit"], "DATA_BLOCK_REFUSED");
    await using farm = await HttpFarm.open({ writer, outlivesServices: true });
    trouble.isOn = true;
    const { id } = await farm.start(NEURON);
    expect((await farm.reaches(id, "queued")).failure).toEqual({ code: "DATA_BLOCK_REFUSED", message: "not now" });
    trouble.isOn = false;
    expect((await farm.reaches(id, "complete")).failure).toBe(null);
  });

  test("is cancelled without waiting for its next try", async () => {
    const { trouble, writer } = troubled(["commit"], "DATA_BLOCK_REFUSED");
    await using farm = await HttpFarm.open({ writer, outlivesServices: true, reconcileMs: 60_000 });
    trouble.isOn = true;
    const { id } = await farm.start(NEURON);
    await farm.reaches(id, "queued");
    await farm.coordinator.cancel(id as never);
    expect((await farm.show(id)).state).toBe("cancelled");
  });
});

test("a sweep that waits for a writer can be cancelled once it is back, and let go meanwhile", async () => {
  const { trouble, writer } = troubled(["missing", "setState", "counts"], "WRITER_ABSENT");
  await using farm = await HttpFarm.open({ writer, threads: 0, outlivesServices: true });
  const { id } = await farm.start(NEURON);
  trouble.isOn = true;
  const cancelled = farm.coordinator.cancel(id as never);
  await vi.waitFor(() => expect(trouble.refusals).toBeGreaterThan(0));
  trouble.isOn = false;
  await cancelled;
  expect((await farm.show(id)).state).toBe("cancelled");
  const second = await farm.start(NEURON);
  trouble.isOn = true;
  await farm.coordinator.close({ code: "TEST_OVER", message: "" });
  trouble.isOn = false;
  expect(["queued", "running"]).toContain((await farm.show(second.id)).state);
});

/** FLUSHALL, as a line on the socket. */
async function flush(url: string): Promise<void> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write("FLUSHALL\r\n");
  const [answer] = (await once(socket, "data")) as [Buffer];
  socket.destroy();
  expect(answer.toString()).toBe("+OK\r\n");
}

test.skipIf(REDIS_MISSING !== undefined)(
  `a Redis that is flushed while tasks are out loses nothing${REDIS_MISSING === undefined ? "" : ` (skipped: ${REDIS_MISSING})`}`,
  async () => {
    const redis = await startRedis();
    try {
      const queue = await openBullQueue({ url: redis.url });
      await using farm = await HttpFarm.open({ queue, outlivesServices: true, reconcileMs: 100 });
      const document = overPoints(20_000);
      const { id } = await farm.start(document);
      for (let count = 0; count < 3; count++) {
        await vi.waitFor(async () => expect((await farm.show(id)).trials.ok).toBeGreaterThan(3_000 * count), { timeout: 20_000 });
        await flush(redis.url);
      }
      expect((await farm.reaches(id, "complete")).digest).toBe(await undisturbedDigest(document));
    } finally {
      await redis.stop();
    }
  },
  60_000,
);

test("a sweep of a thousand million points is accepted at once and cancelled soon, with few tasks out", async () => {
  await using farm = await HttpFarm.open({ threads: 0 });
  await farm.start(NEURON); // the first submission also loads code
  const document = overPoints(1_000_000_000);
  const startedAt = performance.now();
  const { id, trials } = await farm.start(document);
  const acceptedMs = performance.now() - startedAt;
  expect(trials.total).toBe(1_000_000_000);
  await vi.waitFor(async () => expect((await farm.queue.pending(id as never)).size).toBe(8), { timeout: 20_000 });
  const cancelledAt = performance.now();
  await farm.fetch(`/api/v1/sweeps/${id}/cancel`, { method: "POST" });
  const cancelMs = performance.now() - cancelledAt;
  expect((await farm.queue.pending(id as never)).size).toBe(0);
  process.stdout.write(`accepted in ${Math.round(acceptedMs)} ms, cancelled in ${Math.round(cancelMs)} ms\n`);
});
