// The worker: claims a task, runs it on one thread of a pool, delivers its blocks to the writer, settles it.
//
//   queue ──claim──▶ which sweep? ──▶ run on a thread ──▶ deliver blocks ──▶ settle
//                    (may refuse)     (run-task.ts)       (deliveries.ts)
//
// A task is settled *after* its last block is committed: killed before that, it is run again, and the store keeps the first rows. A task
// whose last worker died may be why: it runs in a process of its own (isolated-runner.ts).

import { setTimeout as delay } from "node:timers/promises";
import {
  CodedError,
  NUMERICS_VERSION,
  PROTOCOL_VERSION,
  type Provenance,
  type SweepRecord,
  type Task,
  type TaskOutcome,
  type WriterPort,
} from "@spikefarm/protocol";
import type { ClaimContext, TaskHandler, TaskQueue } from "@spikefarm/queue";
import { Claims } from "./claims.js";
import type { WorkerCode } from "./errors.js";
import { isolatedRunner } from "./isolated-runner.js";
import { memoryPerThread } from "./memory-per-thread.js";
import type { BlockMessage, LoadableModule } from "./messages.js";
import type { ModuleRegistry } from "./modules/open-modules.js";
import { type NativeSettings, probeCompiler } from "./native-compiler.js";
import { outcomeOfRefusal } from "./refusals.js";
import { runTask } from "./run-task.js";
import type { Suspects } from "./suspects.js";
import { SweepRecords } from "./sweep-records.js";
import { openThreadPool, THREAD_HEAP_MIB } from "./thread-pool.js";

export interface WorkerOptions {
  readonly queue: TaskQueue;
  readonly writer: WriterPort;
  readonly threads: number;
  readonly modules: ModuleRegistry;
  /** What the blocks say of where they were computed. */
  readonly machine: string;
  readonly log: WorkerLog;
  /** Other workers share the queue: what this one must not run goes back to them. */
  readonly hasColleagues?: boolean;
  /** Remembers what ran when the process died, where the queue does not. */
  readonly suspects?: Suspects;
  /** What the arrays of one batch on one thread may take; worked out from the machine when absent. */
  readonly memoryLimitBytes?: number;
  /** At most this many lanes in one kernel call; for tests, never changes a result. */
  readonly maxLanes?: number;
  /** Where native kernels may come from; WebAssembly alone when absent. Never changes a result. */
  readonly native?: NativeSettings;
}

export interface WorkerLog {
  warn(details: Readonly<Record<string, unknown>>, message: string): void;
}

export interface Worker {
  readonly tasksRunning: number;
  /** Kernels that its threads have compiled: each once, for all of them. */
  readonly kernelsCompiled: number;
  /** Claims no more until `resume`; running tasks go on. */
  pause(): void;
  resume(): void;
  /** Claims no more, waits up to `graceMs` for the running tasks, releases the others and ends the threads. May be repeated with a shorter grace. */
  close(graceMs: number): Promise<void>;
}

/** Tasks that were given up hold a closing worker up no longer than this. */
const STOP_LIMIT_MS = 5_000;

export function createWorker(options: WorkerOptions): Worker {
  const { queue, writer, threads, modules, machine, log, suspects, hasColleagues = false } = options;
  const pool = openThreadPool({ threads, onIdleError: (error) => log.warn({ error: error.message }, "an error came after its trial") });
  const memoryLimitBytes = options.memoryLimitBytes ?? memoryPerThread(threads);
  const isolated = isolatedRunner({ heapMebibytes: THREAD_HEAP_MIB });
  const native = options.native === undefined ? () => undefined : probeCompiler(options.native, log);
  const sweeps = new SweepRecords(writer);
  const running = new Set<Promise<TaskOutcome>>();

  const run = async (task: Task, context: ClaimContext): Promise<TaskOutcome> => {
    const sweep = await sweeps.get(task);
    const mayKill = context.lostClaims > 0 || suspects?.isSuspect(task) === true;
    return await runTask({
      task,
      context,
      sweep,
      module: moduleOf(sweep, modules),
      pool,
      isolated: mayKill ? isolated : undefined,
      provenanceOf: provenanceOf({ machine, sweep, attempt: context.attempt }),
      maxLanes: options.maxLanes,
      memoryLimitBytes,
      native: sweep.kind === "model" ? await native() : undefined,
      warn: (message, reason) => log.warn({ task: task.id, reason }, message),
      commit: (block, provenance) => writer.commit(block, provenance),
      settleGranuleSize: (size, block, provenance) => writer.settleGranuleSize(sweep.id, task.part, size, block, provenance),
    });
  };

  /** The note is *before* the first trial and goes *after* the last commit. One that cannot be made costs only what it is for. */
  const runNoted = async (task: Task, context: ClaimContext): Promise<TaskOutcome> => {
    const onFault = (error: unknown): void => log.warn({ task: task.id, error: String(error) }, "a running task could not be noted");
    await suspects?.begin(task).catch(onFault);
    let isDelivered = false;
    try {
      const outcome = await run(task, context);
      isDelivered = outcome.kind === "delivered";
      return outcome;
    } finally {
      await suspects?.end(task, { isDelivered }).catch(onFault);
    }
  };

  const handler: TaskHandler = (task, context) => {
    const outcome = runNoted(task, context).catch((error: unknown) =>
      outcomeOfRefusal({
        error,
        hasColleagues,
        attempt: context.attempt,
        onRelease: (code, message) => log.warn({ task: task.id, code, reason: message }, "a task goes back to the queue"),
      }),
    );
    running.add(outcome);
    return outcome.finally(() => running.delete(outcome));
  };
  const claims = new Claims(() => queue.consume(handler, { concurrency: threads }));

  return {
    get tasksRunning() {
      return running.size;
    },
    get kernelsCompiled() {
      return pool.kernelsCompiled;
    },
    pause: () => claims.pause(),
    resume: () => claims.resume(),
    async close(graceMs) {
      await claims.close(graceMs);
      // The queue has given the unfinished tasks up; their threads may take a moment more to stop, and a writer may not answer.
      await Promise.race([Promise.all(running), delay(STOP_LIMIT_MS, undefined, { ref: false })]);
      await pool.close();
    },
  };
}

const VERSIONS = { numerics: String(NUMERICS_VERSION), protocol: String(PROTOCOL_VERSION), node: process.versions.node };

const provenanceOf =
  ({ machine, sweep, attempt }: { readonly machine: string; readonly sweep: SweepRecord; readonly attempt: number }) =>
  ({ thread, startedAtMs, elapsedSeconds, isNative }: BlockMessage): Provenance => ({
    machine,
    process: process.pid,
    thread,
    target: sweep.kind === "module" ? "module" : isNative ? "native" : "wasm",
    attempt,
    startedAt: new Date(startedAtMs).toISOString(),
    elapsedSeconds,
    versions: VERSIONS,
  });

/** The module a sweep needs, if it needs one: exactly the version it began with (IDENTITY 20). */
function moduleOf(sweep: SweepRecord, modules: ModuleRegistry): LoadableModule | undefined {
  if (sweep.module === undefined) return undefined;
  const { name, hash } = sweep.module;
  const schema = modules.schema(name);
  const path = modules.path(hash);
  if (schema?.hash === hash && path !== undefined) return { schema, path };
  const code: WorkerCode = "WORKER_MODULE_UNKNOWN";
  const why = schema === undefined ? "is not among this worker's modules" : "has changed since the sweep began";
  throw new CodedError(code, `Module "${name}" ${why}; bring back the file of the sweep, or run the document again.`);
}
