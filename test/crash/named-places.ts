// One service struck at a named place (test/support/failpoints.mjs) in the middle of a sweep, and healed.

import { test } from "vitest";
import type { Service } from "../support/service.js";
import { waitUntil } from "../support/wait-until.js";
import { STRIKE_LIMIT_MS, underFault } from "./under-fault.js";

export type Place = readonly [service: "worker" | "writer" | "coordinator", place: string, document: string];

export interface Strike {
  readonly action: "kill" | "stop";
  readonly seed: number;
  /** Whether the service has been struck. */
  readonly hasStruck: (service: Service) => boolean;
  readonly heal?: (service: Service, random: () => number) => Promise<void>;
}

/** A test for each place, at its first or second pass. */
export function testAtPlaces(places: readonly Place[], { action, seed, hasStruck, heal }: Strike): void {
  test.for(places)(
    "of the %s, %s: every trial once, the undisturbed digest, honest counts",
    async ([service, place, document], context) => {
      const pass = place === "mid-enqueue" ? 1 : 1 + (seed % 2);
      await underFault(context, {
        document,
        seed,
        farm: { startedWorkers: service === "worker" ? 1 : 2, failpoints: { [service]: `${service}.${place}:${pass}:${action}` } },
        during: async (farm, _history, random) => {
          const struck = service === "worker" ? farm.workers[0]! : farm[service];
          await waitUntil(`the ${service} is struck ${place} (${action})`, () => hasStruck(struck), STRIKE_LIMIT_MS);
          if (service === "worker") await farm.workers[1]!.start(); // before, it could have left nothing for the other to be struck at
          await heal?.(struck, random);
        },
      });
    },
  );
}
