// Redis loses everything, or a second of it, or comes back as if nothing had been: the queue is a hint, and what is missing is enqueued again.

import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Cluster } from "../support/cluster.js";
import { waitUntil } from "../support/wait-until.js";
import { describeFaults, expectUnderway, LASTING_MODEL, LASTING_MODULE, STRIKE_LIMIT_MS, underFault } from "./under-fault.js";

const OUTAGE_MS = 2_000;

interface Fault {
  readonly document: string;
  readonly isRedisDurable: boolean;
  readonly strike: (farm: Cluster) => Promise<void>;
  /** After the outage. */
  readonly heal?: (farm: Cluster) => Promise<void>;
}

const flush = async ({ redis }: Cluster): Promise<void> => expect(await redis.send("FLUSHALL")).toBe("+OK");
const kill = ({ redis }: Cluster): Promise<void> => redis.kill();
const restart = ({ redis }: Cluster): Promise<void> => redis.restart();
const signal =
  (name: NodeJS.Signals) =>
  async ({ redis }: Cluster): Promise<void> =>
    void redis.process.kill(name);

const FAULTS: readonly (readonly [what: string, fault: Fault])[] = [
  ["FLUSHALL", { document: LASTING_MODEL, isRedisDurable: true, strike: flush }],
  ["kill -9, with an append-only file", { document: LASTING_MODULE, isRedisDurable: true, strike: kill, heal: restart }],
  ["kill -9, without one: it comes back empty", { document: LASTING_MODEL, isRedisDurable: false, strike: kill, heal: restart }],
  ["SIGSTOP and SIGCONT", { document: LASTING_MODULE, isRedisDurable: true, strike: signal("SIGSTOP"), heal: signal("SIGCONT") }],
];

describeFaults("Redis in the middle of a sweep", (seed) => {
  test.for(FAULTS)(
    "%s: every trial once, the undisturbed digest, honest counts",
    async ([, { document, isRedisDurable, strike, heal }], context) => {
      await underFault(context, {
        document,
        seed,
        farm: { isRedisDurable },
        during: async (farm, history) => {
          await waitUntil("a first block is committed", () => (history.last?.trials.ok ?? 0) > 0, STRIKE_LIMIT_MS);
          await strike(farm);
          await expectUnderway(farm, history);
          if (heal === undefined) return;
          await delay(OUTAGE_MS); // the length of the fault
          await heal(farm);
        },
      });
    },
  );
});
