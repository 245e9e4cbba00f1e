// The coordinator as a process has it: settings, a queue on a real Redis, a writer that may be away when it starts.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CoordinatorProcess, openCoordinatorProcess, readCoordinatorConfig } from "@spikefarm/coordinator";
import { CodedError, type SweepDetail, type SweepSummary, type WriterPort } from "@spikefarm/protocol";
import { openBullQueue } from "@spikefarm/queue";
import { createWorker, openModules } from "@spikefarm/worker";
import { createWriter } from "@spikefarm/writer";
import { pino } from "pino";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { freePort, REDIS_MISSING, startRedis } from "../support/redis-server.js";
import { Service } from "../support/service.js";
import { waitUntil } from "../support/wait-until.js";
import { overPoints } from "./http-farm.js";

const LIMIT_MS = 25_000;

describe("settings", () => {
  test("have defaults, and an empty variable is an unset one", () => {
    expect(readCoordinatorConfig({ SPIKEFARM_TOKEN: "", SPIKEFARM_PORT: "" })).toEqual({
      redisUrl: "redis://127.0.0.1:6379",
      writerUrl: "http://127.0.0.1:7071",
      host: "127.0.0.1",
      port: 7070,
      token: undefined,
      logLevel: "info",
    });
  });

  test.each([
    ["SPIKEFARM_PORT", "seventy"],
    ["SPIKEFARM_PORT", "70000"],
    ["SPIKEFARM_LOG", "loud"],
  ])("%s=%s is refused by name", (name, text) => {
    expect(() => readCoordinatorConfig({ [name]: text })).toThrow(name);
  });

  test("another address than loopback needs a token", () => {
    expect(() => readCoordinatorConfig({ SPIKEFARM_HOST: "10.0.0.1", SPIKEFARM_TOKEN: "" })).toThrow("SPIKEFARM_TOKEN");
    expect(readCoordinatorConfig({ SPIKEFARM_HOST: "10.0.0.1", SPIKEFARM_TOKEN: "secret" })).toMatchObject({ host: "10.0.0.1" });
  });
});

describe("a coordinator that has nobody to work with", () => {
  const start = (environment: Readonly<Record<string, string>>): Service => {
    const command = [process.execPath, new URL("../../dist/coordinator.js", import.meta.url).pathname];
    const service = new Service({ name: "coordinator", command, environment: { SPIKEFARM_PORT: "0", ...environment } });
    onTestFinished(() => service.kill());
    service.start().catch(() => undefined); // it is never ready
    return service;
  };

  test("says what is wrong with its settings before it waits for anybody", async () => {
    const service = start({ SPIKEFARM_HOST: "0.0.0.0", SPIKEFARM_REDIS_URL: `redis://127.0.0.1:${await freePort()}` });
    await waitUntil("it has ended", () => service.log.includes("ended: 1"), LIMIT_MS);
    expect(service.log).toMatch(/COORDINATOR_NEEDS_TOKEN: .*SPIKEFARM_TOKEN/);
    expect(service.log).not.toContain("QUEUE_REDIS_ABSENT");
  });

  test.skipIf(REDIS_MISSING !== undefined)("ends when it is told to while it waits for its writer", async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const service = start({ SPIKEFARM_REDIS_URL: redis.url, SPIKEFARM_WRITER_URL: `http://127.0.0.1:${await freePort()}` });
    await waitUntil("it waits for its writer", () => service.log.includes("the writer does not answer"), LIMIT_MS);
    await service.kill("SIGTERM");
    expect(service.log).toContain("closing before it was ready");
    expect(service.log).toContain("ended: 0");
  });
});

/** A writer that does not answer its first calls, and whose `close` leaves the store open. */
function late(store: WriterPort, failures: number): WriterPort {
  let left = failures;
  return new Proxy(store, {
    get(target, name) {
      const work: unknown = Reflect.get(target, name);
      if (name === "close") return async () => undefined;
      if (name !== "listSweeps" || left-- <= 0 || typeof work !== "function") return work;
      return async () => {
        throw new CodedError("WRITER_ABSENT", "nobody answers yet");
      };
    },
  });
}

test.skipIf(REDIS_MISSING !== undefined)(
  `a sweep goes on when its coordinator is replaced, and a token keeps strangers out${REDIS_MISSING === undefined ? "" : ` (skipped: ${REDIS_MISSING})`}`,
  async () => {
    const redis = await startRedis();
    const directory = await mkdtemp(join(tmpdir(), "spikefarm-process-"));
    const log = pino({ level: "silent" });
    const store = await createWriter({ directory: join(directory, "data"), machine: "test" });
    const modules = await openModules(undefined, join(directory, "bundles"));
    const headers = { Authorization: "Bearer a token with blanks" };
    const open = async (failures: number): Promise<CoordinatorProcess> =>
      openCoordinatorProcess(
        { host: "127.0.0.1", port: 0, token: "a token with blanks" },
        { queue: await openBullQueue({ url: redis.url }), writer: late(store, failures), log },
      );
    try {
      const first = await open(2);
      expect((await fetch(`${first.url}/api/v1/sweeps`)).status).toBe(401);
      const submitted = await fetch(`${first.url}/api/v1/sweeps`, {
        method: "POST",
        headers: { ...headers, "Content-Type": "application/json" },
        body: JSON.stringify(overPoints(2_000)),
      });
      const { id } = (await submitted.json()) as SweepSummary;
      const queue = await openBullQueue({ url: redis.url });
      const countPending = async (): Promise<number> => (await queue.pending(id as never)).size;
      await vi.waitFor(async () => expect(await countPending()).toBeGreaterThan(0), { timeout: 20_000 });
      await first.close();
      expect(await countPending(), "its tasks are still there").toBeGreaterThan(0);
      const worker = createWorker({ queue, writer: store, threads: 1, modules, machine: "test", log });
      const second = await open(0);
      await vi.waitFor(
        async () => {
          const sweep = (await (await fetch(`${second.url}/api/v1/sweeps/${id}`, { headers })).json()) as SweepDetail;
          expect(sweep).toMatchObject({ state: "complete", trials: { ok: 2_000 } });
        },
        { timeout: 20_000 },
      );
      await second.close();
      await worker.close(0);
      await queue.close();
    } finally {
      await store.close();
      await redis.stop();
      await rm(directory, { recursive: true });
    }
  },
  60_000,
);
