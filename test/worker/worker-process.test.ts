// The worker as users start it: real processes, a real Redis, a real writer.

import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { PROTOCOL_VERSION, type TaskOutcome } from "@spikefarm/protocol";
import { openBullQueue } from "@spikefarm/queue";
import { describe, expect, onTestFailed, test } from "vitest";
import { freePort, REDIS_MISSING } from "../support/redis-server.js";
import { Service } from "../support/service.js";
import { waitUntil } from "../support/wait-until.js";
import { moduleDocument, taskOf } from "./farm.js";
import { ProcessFarm } from "./process-farm.js";
import { told } from "./told-rows.js";

const XS = [0, 1, 2, 3, 4, 5] as const;
const SQUARES = [0, 1, 4, 9, 16, 25];
const RECOVERY_LIMIT_MS = 15_000;
const DEADLINE_MS = 60_000;
const ANOTHER_PROTOCOL = new URL("../support/another-protocol.mjs", import.meta.url).pathname;

async function openFarm(): Promise<ProcessFarm> {
  const farm = await ProcessFarm.open();
  onTestFailed(() => console.error(farm.log));
  return farm;
}

describe.skipIf(REDIS_MISSING !== undefined)("a worker process", () => {
  test("runs tasks, and on SIGTERM finishes what runs and exits 0", async () => {
    await using farm = await openFarm();
    const worker = await farm.startWorker();
    expect(worker.log).toMatch(/^ready w-test-\d+-\w+$/m);
    const sweep = await farm.accept(moduleDocument("stalls-at-three", XS), { granuleSize: 8 });
    const task = taskOf(sweep.id, 0, 0, 6);
    await farm.queue.enqueue([task]);
    await farm.claimed(task);
    worker.signal("SIGTERM");
    expect(await farm.outcome(task)).toEqual({ kind: "delivered", ok: 6, failed: 0, granuleSize: 8 });
    await waitUntil("the worker has ended", () => worker.log.includes("ended: 0"), DEADLINE_MS);
    expect(told(await farm.rows(sweep))).toEqual(SQUARES);
  }, 180_000);

  test("on a second signal gives its task back at once, and another worker runs it", async () => {
    await using farm = await openFarm();
    const worker = await farm.startWorker();
    const sweep = await farm.accept(moduleDocument("loops-at-three", XS), { granuleSize: 8 });
    const task = taskOf(sweep.id, 0, 0, 6);
    await farm.queue.enqueue([task]);
    await farm.claimed(task);
    worker.signal("SIGTERM");
    await waitUntil("the first signal is heard", () => worker.log.includes("running tasks may finish"), DEADLINE_MS);
    worker.signal("SIGTERM");
    await waitUntil("the worker has ended", () => worker.log.includes("ended: 0"), DEADLINE_MS);
    expect(await farm.queue.pending(sweep.id)).toEqual(new Set([task.id]));
    await farm.claimed(task, 2); // by the one its supervisor has started
    await farm.queue.cancel(sweep.id);
    expect(await farm.outcome(task)).toEqual({ kind: "released" });
  }, 180_000);

  test("IDENTITY 14: a trial that kills the process does so once, and ends as a crashed row among its neighbours", async () => {
    await using farm = await openFarm();
    const workers = [await farm.startWorker(), await farm.startWorker()];
    const sweep = await farm.accept(moduleDocument("segfaults-at-three", XS, { attempts: 2 }), { granuleSize: 8 });
    const task = taskOf(sweep.id, 0, 0, 6);
    await farm.queue.enqueue([task]);
    expect(await farm.outcome(task)).toEqual({ kind: "delivered", ok: 5, failed: 1, granuleSize: 8 });
    expect(told(await farm.rows(sweep))).toEqual([0, 1, 4, "crashed TRIAL_CRASHED", 16, 25]);
    expect(workers.reduce((sum, { deaths }) => sum + deaths, 0)).toBe(1);
  }, 180_000);

  test("that is killed in the middle of a task is replaced by another within 15 s", async () => {
    await using farm = await openFarm();
    const first = await farm.startWorker();
    const sweep = await farm.accept(moduleDocument("loops-at-three", [3, 4], { timeout: "10*second" }), { granuleSize: 8 });
    const task = taskOf(sweep.id, 0, 0, 2);
    await farm.queue.enqueue([task]);
    await farm.claimed(task);
    await farm.startWorker();
    await delay(500); // somewhere between two renewals of the lock
    const killedAtMs = performance.now();
    await first.kill("SIGKILL");
    await farm.claimed(task, 2);
    const seconds = (performance.now() - killedAtMs) / 1000;
    console.log(`claimed again ${seconds.toFixed(1)} s after kill -9`);
    expect(seconds * 1000).toBeLessThan(RECOVERY_LIMIT_MS);
    expect(await farm.outcome(task)).toMatchObject({ kind: "delivered", ok: 1, failed: 1, granuleSize: 8 });
  }, 180_000);

  test("that is stopped for longer than its lock lives delivers late, and every trial is stored once", async () => {
    await using farm = await openFarm();
    const zombie = await farm.startWorker();
    const sweep = await farm.accept(moduleDocument("stalls-at-three", XS), { granuleSize: 8 });
    const task = taskOf(sweep.id, 0, 0, 6);
    await farm.queue.enqueue([task]);
    await farm.claimed(task);
    await delay(500);
    zombie.signal("SIGSTOP");
    await farm.startWorker();
    expect(await farm.outcome(task)).toMatchObject({ kind: "delivered" });
    const digest = await farm.store.digest(sweep.id);
    zombie.signal("SIGCONT");
    await delay(4_000); // its trial ends, and its block comes
    expect(told(await farm.rows(sweep))).toEqual(SQUARES);
    expect(await farm.store.digest(sweep.id)).toBe(digest);
    expect(zombie.deaths).toBe(0);
  }, 180_000);

  test("that its coordinator refuses claims nothing, says why, and works once it is welcome", async () => {
    await using farm = await openFarm();
    let status = 409;
    const coordinator = createServer((request, response) => {
      request
        .resume()
        .on("end", () => response.writeHead(status).end(JSON.stringify({ reason: "of another numerics version", state: "ok" })));
    }).listen(0, "127.0.0.1");
    await once(coordinator, "listening");
    const { port } = coordinator.address() as { readonly port: number };
    const worker = await farm.startWorker({ SPIKEFARM_COORDINATOR_URL: `http://127.0.0.1:${port}` });
    await waitUntil("the refusal is told", () => worker.log.includes("of another numerics version"), DEADLINE_MS);
    const sweep = await farm.accept(moduleDocument("square", XS), { granuleSize: 8 });
    const task = taskOf(sweep.id, 0, 0, 6);
    await farm.queue.enqueue([task]);
    await delay(1_000);
    expect(farm.events).toEqual([]);
    status = 200;
    expect(await farm.outcome(task)).toEqual({ kind: "delivered", ok: 6, failed: 0, granuleSize: 8 });
    coordinator.close();
  }, 180_000);

  test("of another protocol runs none of this farm's tasks, though no coordinator is there to refuse it", async () => {
    await using farm = await openFarm();
    const another = PROTOCOL_VERSION - 1;
    await farm.startWorker({ SPIKEFARM_PROTOCOL: `${another}` }, ANOTHER_PROTOCOL);
    const sweep = await farm.accept(moduleDocument("square", XS), { granuleSize: 3 });
    const [ours, its] = [taskOf(sweep.id, 0, 0, 3), taskOf(sweep.id, 0, 3, 6)] as const;
    await farm.queue.enqueue([ours]);
    const itsQueue = await openBullQueue({ url: farm.redis.url, prefix: `spikefarm-${another}` });
    const outcomes: TaskOutcome[] = [];
    itsQueue.listen((event) => event.kind === "settled" && outcomes.push(event.outcome));
    await itsQueue.enqueue([its]);
    await waitUntil("it runs a task of its own version", () => outcomes.length > 0, DEADLINE_MS);
    await itsQueue.close();
    expect(outcomes).toEqual([{ kind: "delivered", ok: 3, failed: 0, granuleSize: 3 }]);
    expect(farm.events, "ours, which was there before, is not claimed").toEqual([]);
    expect(await farm.queue.pending(sweep.id)).toEqual(new Set([ours.id]));
    await farm.startWorker();
    expect(await farm.outcome(ours)).toMatchObject({ kind: "delivered" });
  }, 180_000);

  test("that dies takes the process of its own with it in which a task ran the second time", async () => {
    await using farm = await openFarm();
    const worker = await farm.startWorker();
    const sweep = await farm.accept(moduleDocument("loops-at-three", [3]), { granuleSize: 8 });
    const task = taskOf(sweep.id, 0, 0, 1);
    await farm.queue.enqueue([task]);
    await farm.claimed(task);
    await worker.kill("SIGKILL");
    await worker.start();
    await farm.claimed(task, 2);
    await waitUntil("a process of its own runs the task", () => childrenOf(worker.pid).length > 0, DEADLINE_MS);
    const children = childrenOf(worker.pid);
    await delay(1_500); // it is in its loop by now
    await worker.kill("SIGKILL");
    await waitUntil("no process is left", () => children.every((pid) => !isAlive(pid)), DEADLINE_MS);
    await farm.queue.cancel(sweep.id);
  }, 180_000);

  test("whose Redis goes away ends all the same when it is told to", async () => {
    await using farm = await openFarm();
    const worker = await farm.startWorker({ SPIKEFARM_GRACE_S: "1" });
    const sweep = await farm.accept(moduleDocument("loops-at-three", [3]), { granuleSize: 8 });
    const task = taskOf(sweep.id, 0, 0, 1);
    await farm.queue.enqueue([task]);
    await farm.claimed(task);
    await farm.redis.kill();
    worker.signal("SIGTERM");
    await waitUntil("the worker has ended", () => worker.log.includes("ended: 0"), DEADLINE_MS);
  }, 180_000);

  test("whose Redis is not there says so and exits 1", async () => {
    const worker = new Service({
      name: "worker",
      command: [process.execPath, new URL("../../dist/worker.js", import.meta.url).pathname],
      environment: { SPIKEFARM_REDIS_URL: `redis://127.0.0.1:${await freePort()}` },
    });
    void worker.start().catch(() => undefined);
    await waitUntil("the worker has given up", () => worker.log.includes("ended: 1"), DEADLINE_MS);
    await worker.kill();
    expect(worker.log).toMatch(/QUEUE_REDIS_ABSENT: No Redis answers/);
  }, 90_000);
});

function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  return text === "" ? [] : text.split(" ").map(Number);
}

function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}
