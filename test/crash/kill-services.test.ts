// kill -9 of one service at a named place (test/support/failpoints.mjs), in the middle of a sweep. Its supervisor starts it again; the
// sweep ends as if nothing had happened.

import { expect, test } from "vitest";
import { waitUntil } from "../support/wait-until.js";
import { type Place, testAtPlaces } from "./named-places.js";
import { describeFaults, expectUnderway, LONG, MODEL, MODULE, STRIKE_LIMIT_MS, underFault } from "./under-fault.js";

/** From the death of a worker to the end of a sweep of which seconds were left: what the defaults promise. */
const RECOVERY_LIMIT_MS = 15_000;

/** A restart takes a second; what a dead worker had claimed is lost to the others for the life of its lock. */
const PLACES: readonly Place[] = [
  ["worker", "after-claim", MODEL],
  ["worker", "mid-simulation", LONG],
  ["worker", "before-deliver", MODEL],
  ["worker", "after-deliver", MODULE],
  ["worker", "before-settle", MODEL],
  ["writer", "before-write", MODEL],
  ["writer", "after-write", MODULE],
  ["coordinator", "mid-enqueue", MODEL],
];

describeFaults("kill -9 in the middle of a sweep", (seed) => {
  testAtPlaces(PLACES, { action: "kill", seed, hasStruck: ({ deaths }) => deaths > 0 });

  test("of the coordinator, after the record is written and before the reply: the client asks again and has one sweep", async (context) => {
    await underFault(context, {
      seed,
      farm: { failpoints: { coordinator: "coordinator.after-record:1:kill" } },
      after: async (farm, end) => {
        expect(farm.coordinator.deaths).toBe(1);
        const { items } = (await (await farm.request("/api/v1/sweeps")).json()) as { readonly items: readonly { readonly id: string }[] };
        expect(items.map(({ id }) => id)).toEqual([end.id]);
      },
    });
  });

  test("of a worker that never comes back: its tasks are done by the other one, within 15 s", async (context) => {
    let killedAtMs = Number.NaN;
    await underFault(context, {
      document: LONG,
      seed,
      // Stopped with a task that it has claimed: so there is something to be done by the other one.
      farm: { failpoints: { worker: "worker.after-claim:2:stop" } },
      during: async (farm, history) => {
        await waitUntil("the worker has a task", () => farm.workers[0]!.hasFailpointStruck, STRIKE_LIMIT_MS);
        await farm.workers[0]!.kill("SIGKILL");
        killedAtMs = performance.now();
        await expectUnderway(farm, history);
      },
      after: async (_farm, _end, history) => {
        const recoveryMs = history.observations.at(-1)!.atMs - killedAtMs;
        expect(recoveryMs).toBeLessThan(RECOVERY_LIMIT_MS);
      },
    });
  });
});
