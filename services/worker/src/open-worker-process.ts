// A worker as a process of its own: the same worker as in the embedded farm, between Redis and the writer's HTTP.
//
//   Redis ──claim──▶ worker ──blocks──▶ writer (HTTP)
//                      └──heartbeats──▶ coordinator (HTTP), which may refuse it
//
// It claims nothing while the coordinator refuses it.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openHttpWriter } from "@spikefarm/client";
import { openBullQueue } from "@spikefarm/queue";
import type { Logger } from "pino";
import { keepAliveFile } from "./alive-file.js";
import { announcer } from "./announce.js";
import { createWorker } from "./app.js";
import type { WorkerConfig } from "./config.js";
import { type Heartbeat, startHeartbeat } from "./heartbeat.js";
import { memoryPerThread } from "./memory-per-thread.js";
import { openModules } from "./modules/open-modules.js";

export interface WorkerProcess {
  readonly id: string;
  /** Claims no more, waits for running tasks, gives the others back; called again with a shorter grace it cuts the first one short. */
  close(graceMs: number): Promise<void>;
}

const MEBIBYTE = 1_048_576;
/** A machine may be called anything; an id goes into an address. */
const MAX_MACHINE_LENGTH = 60;
/** An error that repeats is logged once in this time. */
const REPEATED_ERROR_MS = 30_000;

/** Rejects when Redis is not there or not fit, or when the folder of modules cannot be read. */
export async function openWorkerProcess(config: WorkerConfig, log: Logger): Promise<WorkerProcess> {
  const { machine, threads, token } = config;
  const id = `w-${machine.replaceAll(/[^0-9A-Za-z._-]+/g, "-").slice(0, MAX_MACHINE_LENGTH)}-${process.pid}-${Date.now().toString(36)}`;
  const cache = await openModuleCache(config.data);
  const modules = await openModules(config.modules, cache.directory);
  for (const failure of modules.failures) log.warn({ code: failure.code }, failure.message);
  const queue = await openBullQueue({ url: config.redisUrl, onError: logOnce(log, "trouble with Redis") });
  const writer = openHttpWriter({ url: config.writerUrl, ...(token !== undefined && { token }) });
  const allowedBytes = config.memoryMebibytes === undefined ? undefined : config.memoryMebibytes * MEBIBYTE;
  const memoryLimitBytes = memoryPerThread(threads, allowedBytes);
  const worker = createWorker({
    queue,
    writer,
    threads,
    modules,
    machine,
    log,
    hasColleagues: true,
    native: config.native,
    memoryLimitBytes,
  });

  let isDraining = false;
  const announce = announcer({ machine, threads, modules, tasksRunning: () => worker.tasksRunning, isDraining: () => isDraining });
  const heartbeat = config.coordinatorUrl === undefined ? undefined : beatFor(id, config.coordinatorUrl);

  function beatFor(id: string, url: string): Heartbeat {
    return startHeartbeat({
      url,
      token,
      id,
      announce,
      onWelcome: () => {
        log.info({ worker: id }, "the coordinator knows this worker");
        worker.resume();
      },
      onRefused: (reason) => {
        log.error({ worker: id, reason }, "the coordinator refuses this worker; it claims no tasks and keeps asking");
        worker.pause();
      },
      onSilence: (reason) => log.warn({ url, reason }, "the coordinator does not answer; the worker goes on, and keeps trying"),
    });
  }

  const onUnwritten = logOnce(log, "the file that tells of this worker's life cannot be written");
  const letDie = config.aliveFile === undefined ? undefined : keepAliveFile(config.aliveFile, onUnwritten);

  const closeParts = async (): Promise<void> => {
    heartbeat?.stop();
    await letDie?.();
    await queue.close();
    await writer.close();
    await cache.close();
  };
  let closing: Promise<void> | undefined;
  return {
    id,
    async close(graceMs) {
      isDraining = true;
      if (closing === undefined) void heartbeat?.beat();
      const closed = worker.close(graceMs);
      closing ??= closed.then(closeParts);
      await closing;
    },
  };
}

/** The folder of bundled modules; one that nobody named goes with the process. */
async function openModuleCache(data: string | undefined): Promise<{ readonly directory: string; close(): Promise<void> }> {
  if (data !== undefined) return { directory: join(data, "modules"), close: async () => {} };
  const directory = await mkdtemp(join(tmpdir(), "spikefarm-modules-"));
  return { directory, close: () => rm(directory, { recursive: true, force: true }) };
}

/** A lost connection is told by every one of its attempts to come back. */
function logOnce(log: Logger, what: string): (error: Error) => void {
  const toldAtMs = new Map<string, number>();
  return ({ message }) => {
    const nowMs = performance.now();
    if (nowMs - (toldAtMs.get(message) ?? Number.NEGATIVE_INFINITY) < REPEATED_ERROR_MS) return;
    toldAtMs.set(message, nowMs);
    log.warn({ error: message }, what);
  };
}
