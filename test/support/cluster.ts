// A real farm of processes with a Redis of its own, on free ports, in a directory of its own: what the tests of faults do harm to.
//
//   startCluster ──▶ redis-server · writer · coordinator · workers      each under its supervisor (service.ts)
//        │
//        ├─ submit, history, waitForEnd     over HTTP, as a user does it
//        └─ stop                            last started first; then the shelves can be read
//
// A test that fails shows what every service said.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SweepDetail, SweepSummary, WorkerSummary } from "@spikefarm/protocol";
import { ApiHistory } from "./api-history.js";
import { freePort, type RedisServer, startRedis } from "./redis-server.js";
import { Service } from "./service.js";
import { waitUntil } from "./wait-until.js";

export interface ClusterOptions {
  readonly workers?: number;
  /** How many of them `startCluster` starts; the test may start the others. All when absent. */
  readonly startedWorkers?: number;
  /** Of each worker. */
  readonly threads?: number;
  readonly modules?: string;
  /** The data directory; in the cluster's own directory when absent. */
  readonly data?: string;
  /** Whether Redis keeps an append-only file. */
  readonly isRedisDurable?: boolean;
  /** `name:pass:action`, each for one service's first process: see failpoints.mjs. */
  readonly failpoints?: { readonly writer?: string; readonly coordinator?: string; readonly worker?: string };
}

export interface Cluster {
  readonly url: string;
  readonly token: string;
  readonly data: string;
  readonly redis: RedisServer;
  readonly writer: Service;
  readonly coordinator: Service;
  readonly workers: readonly Service[];
  submit(document: string, idempotencyKey?: string): Promise<SweepSummary>;
  /** Starts recording what the coordinator says of the sweep. */
  history(sweep: string): ApiHistory;
  /** Waits until the recorded sweep has ended, and stops recording. */
  waitForEnd(history: ApiHistory, limitMs?: number): Promise<SweepDetail>;
  request(path: string, init?: RequestInit): Promise<Response>;
  stop(): Promise<void>;
  log(): string;
}

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const READY_LIMIT_MS = 60_000;
const END_LIMIT_MS = 180_000;
const REQUEST_LIMIT_MS = 30_000;
/** A client goes on trying to submit this long, as a user's client does. */
const SUBMIT_LIMIT_MS = 60_000;
const TOKEN = "a token of the test";

/** What a test's context has: where to leave what is done at its end. */
export interface Hooks {
  onTestFinished(end: () => unknown): void;
  onTestFailed(report: () => unknown): void;
}

export async function startCluster({ onTestFinished, onTestFailed }: Hooks, options: ClusterOptions = {}): Promise<Cluster> {
  const { workers: workerCount = 2, startedWorkers = workerCount, threads = 1, failpoints = {} } = options;
  const directory = mkdtempSync(join(tmpdir(), "spikefarm-cluster-"));
  const data = options.data ?? join(directory, "data");
  const [redis, writerPort, coordinatorPort] = await Promise.all([
    startRedis({ isDurable: options.isRedisDurable ?? true, flags: ["--appendfsync", "everysec"] }),
    freePort(),
    freePort(),
  ]);
  const url = `http://127.0.0.1:${coordinatorPort}`;
  const shared = {
    SPIKEFARM_TOKEN: TOKEN,
    SPIKEFARM_MACHINE: "test",
    SPIKEFARM_LOG: "warn",
    SPIKEFARM_REDIS_URL: redis.url,
    SPIKEFARM_WRITER_URL: `http://127.0.0.1:${writerPort}`,
    SPIKEFARM_COORDINATOR_URL: url,
    SPIKEFARM_HOST: "127.0.0.1",
  };
  const service = (name: string, folder: string, environment: Record<string, string>, failpoint?: string): Service =>
    new Service({
      name,
      command: [process.execPath, join(ROOT, "dist", `${folder}.js`)],
      environment: { ...shared, ...environment },
      failpoint,
    });
  const writer = service("writer", "writer", { SPIKEFARM_PORT: `${writerPort}`, SPIKEFARM_DATA: data }, failpoints.writer);
  const coordinator = service("coordinator", "coordinator", { SPIKEFARM_PORT: `${coordinatorPort}` }, failpoints.coordinator);
  const workers = Array.from({ length: workerCount }, (_, index) =>
    service(
      `worker ${index + 1}`,
      "worker",
      {
        SPIKEFARM_THREADS: `${threads}`,
        SPIKEFARM_DATA: join(directory, `worker-${index + 1}`),
        ...(options.modules !== undefined && { SPIKEFARM_MODULES: options.modules }),
      },
      index === 0 ? failpoints.worker : undefined,
    ),
  );
  const services = [writer, coordinator, ...workers];
  const histories: ApiHistory[] = [];
  const log = (): string => services.map(({ name, log }) => `── ${name}\n${log}`).join("\n");

  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopping ??= (async () => {
      await Promise.all(histories.map((history) => history.stop()));
      await Promise.all(workers.map((worker) => worker.kill()));
      await coordinator.kill();
      await writer.kill("SIGTERM");
      await redis.stop();
    })();
    return stopping;
  };
  onTestFailed(() => console.error(log()));
  onTestFinished(async () => {
    await stop();
    rmSync(directory, { recursive: true, force: true });
  });
  await Promise.all([writer.start(), coordinator.start()]);
  await Promise.all(workers.slice(0, startedWorkers).map((worker) => worker.start())); // after the coordinator, so that it knows them, and their modules, at once

  const request: Cluster["request"] = (path, init = {}) =>
    fetch(url + path, {
      signal: AbortSignal.timeout(REQUEST_LIMIT_MS),
      ...init,
      headers: { authorization: `Bearer ${TOKEN}`, ...init.headers },
    });
  const areKnown = async (): Promise<boolean> => {
    const { items } = (await (await request("/api/v1/workers")).json()) as { readonly items: readonly WorkerSummary[] };
    return items.length === startedWorkers;
  };
  await waitUntil("the coordinator knows the workers", areKnown, READY_LIMIT_MS);
  return {
    url,
    token: TOKEN,
    data,
    redis,
    writer,
    coordinator,
    workers,
    request,
    stop,
    log,
    async submit(document, idempotencyKey = `test-${performance.now()}`) {
      let answer: SweepSummary | undefined;
      const headers = { "content-type": "application/yaml", "idempotency-key": idempotencyKey };
      const tryOnce = async (): Promise<boolean> => {
        const response = await request("/api/v1/sweeps", { method: "POST", headers, body: document }).catch(() => undefined);
        if (response === undefined || response.status === 503) return false;
        if (!response.ok) throw new Error(`the document was answered with ${response.status}: ${await response.text()}`);
        answer = (await response.json()) as SweepSummary;
        return true;
      };
      await waitUntil("the document is accepted", tryOnce, SUBMIT_LIMIT_MS);
      return answer as SweepSummary;
    },
    history(sweep) {
      const history = new ApiHistory(sweep, url, { authorization: `Bearer ${TOKEN}` });
      histories.push(history);
      return history;
    },
    async waitForEnd(history, limitMs = END_LIMIT_MS) {
      const hasEnded = (): boolean => ["complete", "failed", "cancelled"].includes(history.last?.state ?? "");
      await waitUntil(`sweep ${history.sweep} ends`, hasEnded, limitMs).catch((error: Error) => {
        throw new Error(`${error.message}; it last said ${JSON.stringify(history.last?.trials)}, ${history.last?.state}`);
      });
      await history.stop();
      return history.last as SweepDetail;
    },
  };
}
