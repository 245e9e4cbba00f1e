// Work that comes twice: a block delivered two times, a task that is enqueued again while it runs and after it is done. The first commit
// stands, a repeat is compared and dropped.

import { type SweepId, type Task, taskIdOf } from "@spikefarm/protocol";
import { test } from "vitest";
import { waitUntil } from "../support/wait-until.js";
import { describeFaults, expectUnderway, LASTING_MODULE, MODEL, MODULE, STRIKE_LIMIT_MS, underFault, withQueue } from "./under-fault.js";

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
        await waitUntil("a block is delivered twice", () => farm.workers[0]!.hasFailpointStruck, STRIKE_LIMIT_MS);
        await farm.workers[1]!.start();
      },
    });
  });

  test("of tasks that others run, or have run: stored once", async (context) => {
    await underFault(context, {
      document: LASTING_MODULE,
      seed,
      during: async (farm, history, random) => {
        await waitUntil("a first block is committed", () => (history.last?.trials.ok ?? 0) > 1, STRIKE_LIMIT_MS);
        await withQueue(farm, (queue) => queue.enqueue(oddTasks(history.sweep, TRIALS, random)));
        await expectUnderway(farm, history);
      },
      after: async (farm, end) => {
        await withQueue(farm, async (queue) => {
          await queue.enqueue(oddTasks(end.id, TRIALS, () => 0.5));
          await waitUntil("the repeats are done", async () => (await queue.pending(end.id as SweepId)).size === 0, 60_000);
        });
      },
    });
  });
});

/** Of LASTING_MODULE. */
const TRIALS = 3_000;

/** Tasks of odd ranges all over the sweep, as no coordinator would cut them. */
function oddTasks(id: string, trials: number, random: () => number): Task[] {
  return Array.from({ length: 6 }, () => {
    const from = Math.floor(random() * (trials - 200));
    const range = { sweep: id as SweepId, part: 0, from, to: from + 1 + Math.floor(random() * 199) };
    return { id: taskIdOf(range), ...range };
  });
}
