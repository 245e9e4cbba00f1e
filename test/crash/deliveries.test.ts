// Work that comes twice: a block delivered two times, a task that is enqueued again while it runs and after it is done. The first commit
// stands, a repeat is compared and dropped.

import { type Task, taskIdOf } from "@spikefarm/protocol";
import { openBullQueue } from "@spikefarm/queue";
import { test } from "vitest";
import type { Cluster } from "../support/cluster.js";
import { waitUntil } from "../support/wait-until.js";
import { describeFaults, MODEL, MODULE, underFault } from "./under-fault.js";

describeFaults("a duplicate delivery", (seed) => {
  test.for([
    ["model", MODEL],
    ["module", MODULE],
  ] as const)("of a %s's block: stored once", async ([, document], context) => {
    await underFault(context, {
      document,
      seed,
      farm: { startedWorkers: 1, failpoints: { worker: "worker.before-deliver:1:twice" } },
      during: async (farm) => {
        await waitUntil("a block is delivered twice", () => farm.workers[0]!.hasFailpointStruck, 30_000);
        await farm.workers[1]!.start();
      },
    });
  });

  test("of tasks that others run, or have run: stored once", async (context) => {
    await underFault(context, {
      document: MODULE,
      seed,
      during: async (farm, history, random) => {
        await waitUntil("a first block is committed", () => (history.last?.trials.ok ?? 0) > 1, 30_000);
        await enqueue(farm, history.sweep, 1500, random);
      },
      after: async (farm, end) => {
        await enqueue(farm, end.id, end.trials.total, () => 0.5);
        await waitUntil(
          "the repeats are done",
          async () => (await farm.redis.send("EXISTS spikefarm:tasks:active spikefarm:tasks:wait")) === ":0",
          30_000,
        );
      },
    });
  });
});

/** Tasks of odd ranges all over the sweep, as no coordinator would cut them. */
async function enqueue(farm: Cluster, id: string, trials: number, random: () => number): Promise<void> {
  const queue = await openBullQueue({ url: farm.redis.url });
  const tasks = Array.from({ length: 6 }, (): Task => {
    const from = Math.floor(random() * (trials - 200));
    const range = { sweep: id as Task["sweep"], part: 0, from, to: from + 1 + Math.floor(random() * 199) };
    return { id: taskIdOf(range), ...range };
  });
  await queue.enqueue(tasks);
  await queue.close();
}
