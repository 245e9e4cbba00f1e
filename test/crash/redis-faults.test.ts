// Redis loses everything, or a second of it, or comes back as if nothing had been: the queue is a hint, and what is missing is enqueued again.

import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Cluster } from "../support/cluster.js";
import { waitUntil } from "../support/wait-until.js";
import { describeFaults, MODEL, MODULE, underFault } from "./under-fault.js";

const OUTAGE_MS = 2_000;

const outage = async (farm: Cluster): Promise<void> => {
  await farm.redis.kill();
  await delay(OUTAGE_MS); // the length of the fault
  await farm.redis.restart();
};

describeFaults("Redis in the middle of a sweep", (seed) => {
  test.for<readonly [string, string, boolean, (farm: Cluster) => Promise<void>]>([
    ["FLUSHALL", MODEL, true, async (farm) => expect(await farm.redis.send("FLUSHALL")).toBe("+OK")],
    ["kill -9, with an append-only file", MODULE, true, outage],
    ["kill -9, without one: it comes back empty", MODEL, false, outage],
    [
      "SIGSTOP and SIGCONT",
      MODULE,
      true,
      async (farm) => {
        farm.redis.process.kill("SIGSTOP");
        await delay(OUTAGE_MS); // the length of the fault
        farm.redis.process.kill("SIGCONT");
      },
    ],
  ])("%s: every trial once, the undisturbed digest, honest counts", async ([, document, isRedisDurable, strike], context) => {
    await underFault(context, {
      document,
      seed,
      farm: { isRedisDurable },
      during: async (farm, history) => {
        await waitUntil("a first block is committed", () => (history.last?.trials.ok ?? 0) > 0, 30_000);
        await strike(farm);
      },
    });
  });
});
