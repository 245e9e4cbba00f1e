// A sweep on a farm of processes while a fault is done to it: submitted over HTTP, watched all the time, and judged by the independent
// checker after everything has been stopped.

import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import type { SweepDetail } from "@spikefarm/protocol";
import { openBullQueue, type TaskQueue } from "@spikefarm/queue";
import { describe, expect, type TestContext } from "vitest";
import { ROOT, runJson, writeDocument } from "../e2e/spikefarm.js";
import type { ApiHistory } from "../support/api-history.js";
import { type Cluster, type ClusterOptions, startCluster } from "../support/cluster.js";
import { randomFrom } from "../support/random.js";
import { REDIS_MISSING } from "../support/redis-server.js";
import { checkFarm } from "./check-farm.js";

const MODULES = `${ROOT}test/crash/modules`;
/** Only such documents need modules, which each worker bundles at its start. */
const MODULE_DOCUMENT = /^module:/m;
/** Every random choice of a test comes from it and the round; it is in the test's name. */
const SEED = Number(process.env.SPIKEFARM_TEST_SEED ?? 20261123);
/** How often each case is run, each time with another seed: for looking for rare faults. */
const ROUNDS = Array.from({ length: Number(process.env.SPIKEFARM_CRASH_ROUNDS ?? 1) }, (_, round) => round + 1);
/** Farms at a time: most of a test's time is waiting for locks to run out. One more for every further pair of cores. */
const FARMS_AT_A_TIME = 2 + Math.ceil(availableParallelism() / 2);

/** Waiting for a free place included. */
const TEST_LIMIT_MS = 600_000;

/** Until the moment for the harm has come: a farm that others slow down takes long to get there. */
export const STRIKE_LIMIT_MS = 90_000;

const modelOf = (trials: number): string => `
model:
  parameters: { v0: 10*mV }
  groups:
    G: { equations: "dv/dt = (v0 - v)/(10*ms) : volt", threshold: "v > 10*mV", reset: "v = 0*mV" }
  duration: 10*second
  outputs: { n: "count(G)", last: "final(G.v)" }
sweep:
  space: { v0: { linspace: [0*mV, 30*mV, ${trials}] } }
`;
/** Its module waits two milliseconds a trial. */
const moduleOf = (trials: number): string => `module: { name: slow }\nsweep: { space: { k: { range: [0, ${trials}, 1] } } }`;

/** A second or two of work for two threads. */
export const MODEL = modelOf(20_000);
export const MODULE = moduleOf(1_500);
/** Twice as long: for what strikes once the first rows are seen, which may be late. */
export const LASTING_MODEL = modelOf(40_000);
export const LASTING_MODULE = moduleOf(3_000);
/** Every task is told of while it runs: what is over sooner than a tenth of a second is not. */
export const LONG = "module: { name: long }\nsweep: { space: { k: { range: [0, 24, 1] } } }";

export interface Fault {
  readonly document?: string;
  readonly farm?: ClusterOptions;
  /** Of the checker's claim; that of an undisturbed run when absent. */
  readonly digest?: null;
  /** Does the harm, and heals it; the sweep's end is waited for afterwards. */
  readonly during?: (farm: Cluster, history: ApiHistory, random: () => number) => Promise<void>;
  /** Looks at the farm after the sweep's end, before everything is stopped. */
  readonly after?: (farm: Cluster, end: SweepDetail, history: ApiHistory) => Promise<void>;
  readonly seed: number;
}

/** A describe block for each round, or a skipped one where there is no Redis. */
export function describeFaults(what: string, define: (seed: number) => void): void {
  for (const seed of ROUNDS.map((round) => SEED + round - 1)) {
    describe.skipIf(REDIS_MISSING)(`${what} (seed ${seed})`, { concurrent: true, timeout: TEST_LIMIT_MS }, () => define(seed));
  }
}

/** Resolves with what the coordinator said last. */
export async function underFault(context: TestContext, fault: Fault): Promise<SweepDetail> {
  const { document = MODEL, farm: options = {}, seed } = fault;
  const undisturbed = fault.digest === null ? null : await undisturbedDigest(document);
  const leave = await enter();
  context.onTestFinished(leave);
  const farm = await startCluster(context, { ...(MODULE_DOCUMENT.test(document) && { modules: MODULES }), ...options });
  const { id } = await farm.submit(document);
  const history = farm.history(id);
  await fault.during?.(farm, history, randomFrom(seed));
  const end = await farm.waitForEnd(history);
  await fault.after?.(farm, end, history);
  await farm.stop();
  expect(await checkFarm(farm.data, [{ sweep: id, history: history.observations, digest: undisturbed }])).toEqual([]);
  return end;
}

/** The harm came in the middle: asked *after* it was done, the sweep still had trials to do. */
export async function expectUnderway(farm: Cluster, { sweep }: ApiHistory): Promise<void> {
  const { state, trials } = (await (await farm.request(`/api/v1/sweeps/${sweep}`)).json()) as SweepDetail;
  expect(state).toBe("running");
  expect(trials.pending, `trials pending of ${trials.total}, at the strike`).toBeGreaterThan(0);
}

/** Work on the farm's own queue, beside the coordinator. */
export async function withQueue(farm: Cluster, work: (queue: TaskQueue) => Promise<void>): Promise<void> {
  const queue = await openBullQueue({ url: farm.redis.url });
  await work(queue).finally(() => queue.close());
}

const digests = new Map<string, Promise<string | null>>();

/** The digest of the embedded farm, which nothing disturbs; computed once for each document. */
function undisturbedDigest(document: string): Promise<string | null> {
  const known = digests.get(document);
  if (known !== undefined) return known;
  const digest = (async () => {
    const directory = mkdtempSync(join(tmpdir(), "spikefarm-undisturbed-"));
    try {
      const summary = await runJson(writeDocument(directory, document), join(directory, "data"), "--modules", MODULES);
      expect(summary.state).toBe("complete");
      return summary.digest;
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  })();
  digests.set(document, digest);
  return digest;
}

let entered = 0;
const waiting: (() => void)[] = [];

/** Waits for a free place among the farms; resolves with the way to leave it. */
async function enter(): Promise<() => void> {
  if (entered >= FARMS_AT_A_TIME) await new Promise<void>((resolve) => waiting.push(resolve));
  entered++;
  return () => {
    entered--;
    waiting.shift()?.();
  };
}
