// Redis goes away while tasks wait and run: what is lost is found missing in the store, and the queue itself goes on.

import { makeSweepId, type SweepId, type Task, taskIdOf } from "@spikefarm/protocol";
import { type ClaimContext, openBullQueue, type QueueEvent, type TaskQueue } from "@spikefarm/queue";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { REDIS_MISSING, type RedisServer, startRedis } from "../support/redis-server.js";

const TIMING = { lockMs: 1_000, stalledCheckMs: 300 };
const DEADLINE_MS = 20_000;
const sweep: SweepId = makeSweepId(0, 0);

function task(from: number): Task {
  const range = { sweep, part: 0, from, to: from + 1 };
  return { id: taskIdOf(range), ...range };
}

async function open(options: { readonly isDurable: boolean }): Promise<{ redis: RedisServer; queue: TaskQueue; events: QueueEvent[] }> {
  const redis = await startRedis({ ...options, flags: ["--appendfsync", "always"] });
  onTestFinished(() => redis.stop());
  const queue = await openBullQueue({ url: redis.url, timing: TIMING });
  onTestFinished(() => queue.close());
  const events: QueueEvent[] = [];
  queue.listen((event) => events.push(event));
  return { redis, queue, events };
}

const settledIds = (events: readonly QueueEvent[]) => events.flatMap((event) => (event.kind === "settled" ? [event.task] : []));
const eventually = (check: () => void) => vi.waitFor(check, { timeout: DEADLINE_MS, interval: 20 });

/** Keeps the first claim of each task until its signal aborts; delivers the second. */
function holdFirstClaims(claims: ClaimContext[]) {
  return async (_task: Task, context: ClaimContext) => {
    claims.push(context);
    if (context.attempt > 1) return { kind: "delivered", ok: 1, failed: 0, granuleSize: 1 } as const;
    await new Promise((resolve) => context.signal.addEventListener("abort", resolve));
    return { kind: "released" } as const;
  };
}

describe.skipIf(REDIS_MISSING !== undefined)("when Redis is killed", () => {
  test("and comes back with its log, waiting tasks are still there and are run", async () => {
    const { redis, queue, events } = await open({ isDurable: true });
    await queue.enqueue([task(0), task(1)]);
    await redis.kill();
    await redis.restart();
    queue.consume(async () => ({ kind: "delivered", ok: 1, failed: 0, granuleSize: 1 }), { concurrency: 1 });
    await eventually(() => expect(settledIds(events)).toEqual([task(0).id, task(1).id]));
  });

  test("and comes back empty, running claims are lost, and new tasks are claimed and heard of", async () => {
    const { redis, queue, events } = await open({ isDurable: false });
    const claims: ClaimContext[] = [];
    queue.consume(holdFirstClaims(claims), { concurrency: 1 });
    await queue.enqueue([task(0)]);
    await eventually(() => expect(claims).toHaveLength(1));
    await redis.kill();
    await redis.restart();
    await eventually(() => expect(claims[0]!.signal.aborted).toBe(true));
    expect((await queue.pending(sweep)).size).toBe(0);

    await queue.enqueue([task(0)]); // what a coordinator does with what is missing
    await eventually(() => expect(claims).toHaveLength(2));
    await queue.cancel(sweep);
    await eventually(() => expect(settledIds(events)).toEqual([task(0).id]));
  });

  test("and stays away longer than a lock lives, the claim is lost and the task is claimed again", async () => {
    const { redis, queue, events } = await open({ isDurable: true });
    const claims: ClaimContext[] = [];
    queue.consume(holdFirstClaims(claims), { concurrency: 1 });
    await queue.enqueue([task(0)]);
    await eventually(() => expect(claims).toHaveLength(1));
    await redis.kill();
    await new Promise((resolve) => setTimeout(resolve, 2 * TIMING.lockMs));
    await redis.restart();
    await eventually(() => expect(settledIds(events)).toEqual([task(0).id]));
    expect(claims[0]!.signal.aborted).toBe(true);
    expect(claims[1]).toMatchObject({ attempt: 2, lostClaims: 1 });
  });

  test("a consumer and its queue still close, in bounded time", async () => {
    const redis = await startRedis();
    const queue = await openBullQueue({ url: redis.url, timing: TIMING });
    const claims: ClaimContext[] = [];
    queue.listen(() => undefined);
    const consumer = queue.consume(holdFirstClaims(claims), { concurrency: 1 });
    await queue.enqueue([task(0)]);
    await eventually(() => expect(claims).toHaveLength(1));
    await redis.stop();
    const startedAtMs = performance.now();
    await consumer.close(0);
    expect(claims[0]!.signal.aborted).toBe(true);
    await queue.close();
    expect(performance.now() - startedAtMs).toBeLessThan(10_000);
  });
});

describe.skipIf(REDIS_MISSING !== undefined)("the event stream", () => {
  test("a task that reports thousands of times writes a few events a second", async () => {
    const { queue, events } = await open({ isDurable: false });
    queue.consume(
      async (_task, { report }) => {
        for (let turn = 0; turn < 100; turn++) {
          for (let each = 0; each < 100; each++) report((turn * 100 + each) / 10_000);
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
        return { kind: "delivered", ok: 1, failed: 0, granuleSize: 1 };
      },
      { concurrency: 1 },
    );
    const startedAtMs = performance.now();
    await queue.enqueue([task(0)]);
    await eventually(() => expect(settledIds(events)).toHaveLength(1));
    const seconds = (performance.now() - startedAtMs) / 1000;
    const reports = events.filter(({ kind }) => kind === "progress").length;
    expect(reports).toBeGreaterThan(1);
    expect(reports).toBeLessThanOrEqual(4 * seconds + 1);
  });

  test("a task that comes from elsewhere after its sweep was cancelled is given up, although the message was missed", async () => {
    const { redis, queue, events } = await open({ isDurable: false });
    const elsewhere = await openBullQueue({ url: redis.url, timing: TIMING });
    onTestFinished(() => elsewhere.close());
    await elsewhere.enqueue([task(1)]);
    await queue.cancel(sweep);
    await elsewhere.enqueue([task(0)]);
    const claims: ClaimContext[] = [];
    queue.consume(holdFirstClaims(claims), { concurrency: 1 });
    await eventually(() => expect(events.at(-1)).toMatchObject({ kind: "settled", outcome: { kind: "released" } }));
    expect(claims[0]!.signal.aborted).toBe(true);
  });
});
