// The main program of a process of its own (isolated-runner.ts): one request, then its end. It runs what a thread of the pool runs, and
// says over the pipe what a thread keeps in shared memory.

import { writeFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { writeFrame } from "../frames.js";
import { type IsolatedMessage, MESSAGE_DESCRIPTOR } from "../isolated-runner.js";
import type { StretchRequest } from "../messages.js";
import { carryOutStretch } from "./carry-out-stretch.js";

const REPORT_INTERVAL_MS = 50;

const say = (message: IsolatedMessage): void => writeFrame(MESSAGE_DESCRIPTOR, message);

preferToBeEnded();
// A trial that loops for ever would outlive a worker that was killed.
new Worker(new URL("./watch-parent.js", import.meta.url), { workerData: process.ppid, env: {}, execArgv: [] }).unref();

process.once("uncaughtException", (error) => {
  say({ kind: "dying", reason: error instanceof Error ? error.message : String(error) });
  process.exit(1);
});

process.once("message", async (request: StretchRequest) => {
  process.channel?.ref(); // a trial may wait for something that never comes: that is for the timeout to end
  let lastReportMs = Number.NEGATIVE_INFINITY;
  const result = await carryOutStretch(request, {
    notes: {
      begin: (range, suspectsFrom = range.from) => say({ kind: "begin", range, suspectsFrom }),
      report(fraction) {
        if (performance.now() - lastReportMs < REPORT_INTERVAL_MS) return;
        lastReportMs = performance.now();
        say({ kind: "report", fraction });
      },
      isStopRequested: false, // who wants a stop ends the process
      waitUntilCommitted: () => undefined, // a full pipe waits
    },
    send: (message) => say(message),
    onStop: () => () => undefined,
  });
  say({ kind: "result", result });
  process.exit(0);
});

/** When memory runs out, the system ends this process rather than the worker. */
function preferToBeEnded(): void {
  try {
    writeFileSync("/proc/self/oom_score_adj", "1000");
  } catch {
    // not Linux, or not allowed: the system chooses for itself
  }
}
