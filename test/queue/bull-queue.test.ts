import { type SweepId, taskIdOf } from "@spikefarm/protocol";
import { openBullQueue } from "@spikefarm/queue";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { taskQueueContract } from "../contract/task-queue/contract.js";
import { freePort, REDIS_MISSING, type RedisServer, startRedis } from "../support/redis-server.js";

describe.skipIf(REDIS_MISSING !== undefined)("BullMQ on a real Redis", () => {
  let redis: RedisServer;
  let farms = 0;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  taskQueueContract("bullmq", () => openBullQueue({ url: redis.url, prefix: `farm${farms++}` }), { manyTasks: 2_000 });

  test("what is pending is read from the ids: what the jobs hold stays where it is", async () => {
    const queue = await openBullQueue({ url: redis.url, prefix: `farm${farms++}` });
    const range = { sweep: "s0000000000000a" as SweepId, part: 0, from: 0, to: 1 };
    await queue.enqueue([{ id: taskIdOf(range), ...range }]);
    await redis.send("CONFIG RESETSTAT");
    expect(await queue.pending(range.sweep)).toEqual(new Set([taskIdOf(range)]));
    const statistics = await redis.send("INFO commandstats");
    await queue.close();
    expect(statistics).toContain("cmdstat_lrange");
    expect(statistics).not.toMatch(/cmdstat_h(get|mget|getall):/);
  });

  test("an address where no Redis answers is a clear error within seconds", async () => {
    const url = `redis://127.0.0.1:${await freePort()}`;
    await expect(openBullQueue({ url })).rejects.toMatchObject({
      code: "QUEUE_REDIS_ABSENT",
      message: expect.stringMatching(/ECONNREFUSED.*redis-server.*SPIKEFARM_REDIS_URL/),
    });
    await expect(openBullQueue({ url: "nobody.invalid" })).rejects.toMatchObject({ message: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/) });
  });

  test("a Redis that evicts keys is refused with its remedy", async () => {
    const evicting = await startRedis({ flags: ["--maxmemory-policy", "allkeys-lru"] });
    try {
      await expect(openBullQueue({ url: evicting.url })).rejects.toMatchObject({
        code: "QUEUE_REDIS_EVICTS",
        message: expect.stringContaining("noeviction"),
      });
    } finally {
      await evicting.stop();
    }
  });
});
