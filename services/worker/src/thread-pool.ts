// The pool of threads: one run on a thread at a time, threads kept for the next task and replaced when they die.
//
// The first thread starts at once, so that it is up when the first task comes; the others start when they are needed. A thread sees
// nothing of the environment (no tokens), and what it prints goes to stderr (thread/run-stretch.ts), because stdout is for results.

import { fileURLToPath } from "node:url";
import { MessageChannel, type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import { Piscina } from "piscina";
import type { StretchResult, ThreadCall, ThreadMessage } from "./messages.js";
import { SharedKernels } from "./shared-kernels.js";
import { StretchNotes } from "./stretch-notes.js";
import type { StretchRunner } from "./stretch-runner.js";

const THREAD_FILE = fileURLToPath(new URL("./thread/run-stretch.js", import.meta.url));
/** Heap of one thread; what goes beyond ends that thread alone. Typed arrays and kernels' memories do not count. */
export const THREAD_HEAP_MIB = 512;

export interface ThreadPool extends StretchRunner {
  /** Kernels that its threads have compiled: each once, for all of them. */
  readonly kernelsCompiled: number;
  close(): Promise<void>;
}

export function openThreadPool(options: { readonly threads: number; readonly onIdleError: (error: Error) => void }): ThreadPool {
  const pool = new Piscina<ThreadCall, StretchResult>({
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
  const unanswered = new Set<(why: Error) => void>();
  // An error after its task has ended: the pool has replaced the thread already. Or one of a thread that could not start, which the pool does
  // not replace: where it was the last, what waits for a thread would wait for ever.
  pool.on("error", (error) => {
    options.onIdleError(error);
    if (pool.threads.length === 0) for (const giveUp of unanswered) giveUp(error);
  });
  const kernels = new SharedKernels();
  return {
    place: "thread",
    get kernelsCompiled() {
      return kernels.timesMade;
    },
    start(request, hear) {
      const notes = new StretchNotes();
      const { port1, port2 } = new MessageChannel();
      const kill = new AbortController();
      port1.on("message", hear);
      let whyNoThread: Error | undefined;
      const giveUp = (why: Error): void => {
        whyNoThread = why;
        kill.abort();
      };
      unanswered.add(giveUp);
      const answer = pool
        .run({ request, notes: notes.memory, kernels: kernels.memory, port: port2 }, { transferList: [port2], signal: kill.signal })
        .catch((error: unknown) => {
          throw whyNoThread ?? error;
        });
      return {
        notes,
        // A thread sends a block *before* it answers or dies: what is left in the port is heard before anybody learns of the end.
        result: answer.finally(() => {
          unanswered.delete(giveUp);
          readEmpty(port1, hear);
        }),
        requestStop() {
          notes.requestStop();
          port1.postMessage("stop");
        },
        kill: () => kill.abort(),
      };
    },
    close: () => pool.destroy(),
  };
}

function readEmpty(port: MessagePort, hear: (message: ThreadMessage) => void): void {
  for (let left = receiveMessageOnPort(port); left !== undefined; left = receiveMessageOnPort(port)) hear(left.message);
  port.close();
}
