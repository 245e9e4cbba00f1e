// Same bytes, whatever ran it: each example has the same digest in one process (spikefarm run) and on a farm of processes with two workers
// that take their tasks from Redis.

import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Cluster, startCluster } from "../support/cluster.js";
import { REDIS_MISSING } from "../support/redis-server.js";
import { ROOT, runJson, start, temporaryDirectory } from "./spikefarm.js";

const EXAMPLES = readdirSync(`${ROOT}examples`).filter((name) => name.endsWith(".yaml"));
const MODULES = `${ROOT}examples/modules`;

describe.skipIf(REDIS_MISSING)("the same digest in one process and over Redis with two workers", () => {
  let farm: Cluster;
  let finish: () => unknown;
  beforeAll(async () => {
    const hooks = {
      onTestFinished: (end: () => unknown) => {
        finish = end;
      },
      onTestFailed: () => undefined,
    };
    farm = await startCluster(hooks, { modules: MODULES });
  }, 60_000);
  afterAll(() => finish());

  test.each(EXAMPLES)(
    "%s",
    async (name) => {
      const file = `${ROOT}examples/${name}`;
      const submitted = await start(["submit", file, "--url", farm.url], { SPIKEFARM_TOKEN: farm.token }).finished;
      expect(submitted.code, submitted.stderr).toBe(0);
      const id = submitted.stdout.trim();
      const end = await farm.waitForEnd(farm.history(id), 120_000);
      expect(end.state, farm.log()).toBe("complete");
      const embedded = await runJson(file, temporaryDirectory(), "--modules", MODULES);
      expect(embedded.digest).toMatch(/^[0-9a-f]{64}$/);
      expect(end).toMatchObject({ digest: embedded.digest, trials: embedded.trials });
    },
    240_000,
  );
});
