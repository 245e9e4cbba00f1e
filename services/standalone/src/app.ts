// The whole farm in one process: the same coordinator, worker and writer as on many machines, wired to the in-memory queue.
//
//   coordinator ──tasks──▶ memory queue ──▶ worker (Piscina threads)
//        ▲                                      │ blocks
//        └────── what is committed? ── writer ◀─┘   (LevelDB in the data directory)
//
// Killed at any moment, the next `openFarm` on the same directory goes on: the queue is rebuilt from what the store lacks, and what ran
// when it was killed runs in processes of its own, since it may be the reason.

import { join } from "node:path";
import { type Coordinator, createCoordinator } from "@spikefarm/coordinator";
import type { WriterPort } from "@spikefarm/protocol";
import { createMemoryQueue, type TaskQueue } from "@spikefarm/queue";
import { createWorker, type ModuleRegistry, type NativeSettings, openModules, openSuspects, type Worker } from "@spikefarm/worker";
import { createWriter, type Writer } from "@spikefarm/writer";
import type { Logger } from "pino";

export interface FarmOptions {
  /** The data directory; made where it is missing. */
  readonly data: string;
  readonly threads: number;
  /** Names the shelf results are kept on. */
  readonly machine: string;
  readonly log: Logger;
  /**
   * A sweep that halts is tried again by and by, as on many machines: for a farm that goes on until it is closed. Otherwise its end is told to
   * whoever waits for it, and the next `openFarm` goes on.
   */
  readonly triesHaltedAgain?: boolean;
  /** For tests: lanes in one kernel call, and granules in a task. Neither changes a result. */
  readonly maxLanes?: number;
  /** Where native kernels may come from; WebAssembly alone when absent. */
  readonly native?: NativeSettings;
  readonly taskGranules?: number;
}

export interface Farm {
  readonly coordinator: Coordinator;
  readonly writer: Writer;
  readonly queue: TaskQueue;
  readonly worker: Worker;
  /** Ends running sweeps as unfinished and closes everything, last opened first closed. */
  close(reason: { readonly code: string; readonly message: string }): Promise<void>;
}

/** Tasks out a thread: one runs, one waits, and one is being committed. */
const TASKS_PER_THREAD = 3;
/** Running trials are not worth waiting for: the next run repeats them. */
const CLOSE_GRACE_MS = 0;

export async function openFarm(options: FarmOptions, modules: ModuleRegistry): Promise<Farm> {
  const { data, threads, machine, log, triesHaltedAgain = false, maxLanes, native, taskGranules } = options;
  const writer = await createWriter({ directory: data, machine });
  const queue = createMemoryQueue();
  const suspects = await openSuspects(join(data, "suspects"));
  const worker = createWorker({
    queue,
    writer,
    threads,
    modules,
    machine,
    log,
    suspects,
    ...(maxLanes !== undefined && { maxLanes }),
    ...(native !== undefined && { native }),
  });
  const windowTasks = threads * TASKS_PER_THREAD;
  const coordinator = createCoordinator({
    queue,
    writer,
    owner: machine,
    windowTasks,
    outlivesServices: triesHaltedAgain,
    log,
    ...(taskGranules !== undefined && { taskGranules }),
  });
  return {
    coordinator,
    writer,
    queue,
    worker,
    async close(reason) {
      await coordinator.close(reason);
      await worker.close(CLOSE_GRACE_MS);
      await queue.close();
      await writer.close();
    },
  };
}

/** Module files, bundled into the data directory's cache. */
export const openFarmModules = (directory: string | undefined, data: string): Promise<ModuleRegistry> =>
  openModules(directory, join(data, "modules"));

/** The store alone, for commands that only read. */
export const openStore = (options: Pick<FarmOptions, "data" | "machine">): Promise<WriterPort> =>
  createWriter({ directory: options.data, machine: options.machine });
