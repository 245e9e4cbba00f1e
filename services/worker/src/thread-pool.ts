// The pool of threads: one run on a thread at a time, threads kept for the next task and replaced when they die.
//
// The first thread starts at once, so that it is up when the first task comes; the others start when they are needed. A thread sees
// nothing of the environment (no tokens), and what it prints goes to stderr (thread/run-stretch.ts), because stdout is for results.

import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import type { StretchRequest, StretchResult } from "./messages.js";

const THREAD_FILE = fileURLToPath(new URL("./thread/run-stretch.js", import.meta.url));
/** Heap of one thread; what goes beyond ends that thread alone. Typed arrays and kernels' memories do not count. */
const THREAD_HEAP_MIB = 512;

export interface ThreadPool {
  /** Rejects when the thread died; aborting `kill` ends the thread. */
  run(request: StretchRequest, kill: AbortSignal): Promise<StretchResult>;
  close(): Promise<void>;
}

export function openThreadPool(options: { readonly threads: number; readonly onIdleError: (error: Error) => void }): ThreadPool {
  const pool = new Piscina<StretchRequest, StretchResult>({
    filename: THREAD_FILE,
    minThreads: 1,
    maxThreads: options.threads,
    concurrentTasksPerWorker: 1,
    idleTimeout: Infinity,
    // A thread that waits on an atomic between tasks would not hear a late error of the last one.
    atomics: "disabled",
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: THREAD_HEAP_MIB },
  });
  // An error after its task has ended: the pool has replaced the thread already.
  pool.on("error", options.onIdleError);
  return {
    run: (request, kill) => pool.run(request, { transferList: [request.port], signal: kill }),
    close: () => pool.destroy(),
  };
}
