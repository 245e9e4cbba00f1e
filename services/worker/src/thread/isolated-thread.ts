// The thread of a process of its own (run-isolated.ts): runs what a thread of the pool runs, and says over the pipe what such a thread
// keeps in shared memory. It writes by itself, with calls that wait: what it said last is there after its process's death.

import { parentPort, workerData } from "node:worker_threads";
import { writeFrame } from "../frames.js";
import { type IsolatedMessage, MESSAGE_DESCRIPTOR } from "../isolated-runner.js";
import type { StretchRequest } from "../messages.js";
import { carryOutStretch } from "./carry-out-stretch.js";
import { tameProcess } from "./tame-process.js";

const REPORT_INTERVAL_MS = 50;

const say = (message: IsolatedMessage): void => writeFrame(MESSAGE_DESCRIPTOR, message);

tameProcess();
parentPort!.ref(); // a trial may wait for something that never comes: that is for the timeout to end
let lastReportMs = Number.NEGATIVE_INFINITY;
const result = await carryOutStretch(workerData as StretchRequest, {
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
