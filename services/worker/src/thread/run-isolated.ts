// The main program of a process of its own (isolated-runner.ts): one request, then its end. The trials run on a thread
// (isolated-thread.ts), as they would in the pool, because to a module the main thread is another place: there alone it may change the
// directory or the user of its process, and there alone it has the channel to the worker.

import { writeFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { writeFrame } from "../frames.js";
import { type IsolatedCall, type IsolatedMessage, type IsolatedThreadData, MESSAGE_DESCRIPTOR } from "../isolated-runner.js";

const THREAD_FILE = new URL("./isolated-thread.js", import.meta.url);

preferToBeEnded();
// A trial that loops for ever would outlive a worker that was killed.
process.once("disconnect", endAtOnce);
if (!process.connected) endAtOnce();

process.once("message", ({ request, heapMebibytes }: IsolatedCall) => {
  const answered = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const threadData: IsolatedThreadData = { request, answered };
  const thread = new Worker(THREAD_FILE, {
    workerData: threadData,
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: heapMebibytes },
  });
  thread.on("message", () => {
    Atomics.store(answered, 0, 1);
    Atomics.notify(answered, 0);
  });
  thread.once("error", (error: unknown) => {
    const message: IsolatedMessage = { kind: "dying", reason: error instanceof Error ? error.message : String(error) };
    writeFrame(MESSAGE_DESCRIPTOR, message); // the thread is dead and says no more
  });
  thread.once("exit", (code) => {
    process.exitCode = code;
    process.off("disconnect", endAtOnce).disconnect(); // nothing is left to do but to pass on what was printed
  });
});

function endAtOnce(): void {
  process.kill(process.pid, "SIGKILL");
}

/** When memory runs out, the system ends this process rather than the worker. */
function preferToBeEnded(): void {
  try {
    writeFileSync("/proc/self/oom_score_adj", "1000");
  } catch {
    // not Linux, or not allowed: the system chooses for itself
  }
}
