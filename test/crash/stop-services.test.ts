// SIGSTOP of one service at a named place, SIGCONT after a while: a machine that swaps, a laptop that sleeps, a container that is paused.
// Nothing dies and nobody is told; what was claimed may have been given to another worker meanwhile.

import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { waitUntil } from "../support/wait-until.js";
import { type Place, testAtPlaces } from "./named-places.js";
import { describeFaults, LONG, MODEL, MODULE, STRIKE_LIMIT_MS, underFault, withQueue } from "./under-fault.js";

const PLACES: readonly Place[] = [
  ["worker", "mid-simulation", LONG],
  ["worker", "before-settle", MODULE],
  ["writer", "before-write", MODULE],
  ["writer", "after-write", MODEL],
  ["coordinator", "mid-enqueue", MODEL],
];

describeFaults("SIGSTOP and SIGCONT in the middle of a sweep", (seed) => {
  testAtPlaces(PLACES, {
    action: "stop",
    seed,
    hasStruck: ({ hasFailpointStruck }) => hasFailpointStruck,
    heal: async (service, random) => {
      await delay(1_000 + random() * 3_000); // the length of the fault, not a way of being in step
      service.signal("SIGCONT");
    },
  });

  test("of a worker about to deliver, until its claim has run out and another has its task: both deliver, once it is woken", async (context) => {
    await underFault(context, {
      document: LONG,
      seed,
      farm: { startedWorkers: 1, failpoints: { worker: "worker.before-deliver:2:stop" } },
      during: async (farm) => {
        await withQueue(farm, async (queue) => {
          const claimedAgain: string[] = [];
          queue.listen((event) => event.kind === "claimed" && event.attempt > 1 && claimedAgain.push(event.task));
          await waitUntil("the worker is stopped", () => farm.workers[0]!.hasFailpointStruck, STRIKE_LIMIT_MS);
          await farm.workers[1]!.start();
          await waitUntil("its task is claimed a second time", () => claimedAgain.length > 0, STRIKE_LIMIT_MS);
          farm.workers[0]!.signal("SIGCONT");
        });
      },
      after: async ({ workers }) => {
        await workers[0]!.kill("SIGTERM"); // ends in order: after its late delivery
        expect(workers[0]!.log).toContain("ended: 0");
      },
    });
  });

  test("of a worker about to deliver, until others have done its work: the zombie's late result changes nothing", async (context) => {
    await underFault(context, {
      seed,
      farm: { startedWorkers: 1, failpoints: { worker: "worker.before-deliver:1:stop" } },
      during: async (farm) => {
        await waitUntil("the worker is stopped", () => farm.workers[0]!.hasFailpointStruck, STRIKE_LIMIT_MS);
        await farm.workers[1]!.start();
      },
      after: async (farm, end, history) => {
        expect(end).toMatchObject({ state: "complete", trials: { pending: 0 } });
        const [zombie] = farm.workers;
        zombie!.signal("SIGCONT");
        await zombie!.kill("SIGTERM"); // ends in order: after its running task, and with it the late delivery
        const late = (await (await farm.request(`/api/v1/sweeps/${end.id}`)).json()) as typeof end;
        expect(late).toMatchObject({ state: "complete", trials: end.trials, digest: end.digest });
        history.observations.push({ atMs: performance.now(), detail: late });
      },
    });
  });
});
