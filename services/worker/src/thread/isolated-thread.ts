// The thread of a process of its own (run-isolated.ts): runs what a thread of the pool runs, and says over the pipe what such a thread
// keeps in shared memory. It writes by itself, with calls that wait: what it said last is there after its process's death.
//
// A signal that a trial sends to its process is for the main thread, and this one would go on until it has died of it: the trial would be
// done, and the next one be blamed. So before anything is said the main thread is asked for an answer, which comes after such a signal.

import { parentPort, workerData } from "node:worker_threads";
import { writeFrame } from "../frames.js";
import { type IsolatedMessage, type IsolatedThreadData, MESSAGE_DESCRIPTOR } from "../isolated-runner.js";
import { carryOutStretch } from "./carry-out-stretch.js";
import { tameProcess } from "./tame-process.js";

const REPORT_INTERVAL_MS = 50;

const { request, answered } = workerData as IsolatedThreadData;

const say = (message: IsolatedMessage): void => {
  waitForMainThread();
  writeFrame(MESSAGE_DESCRIPTOR, message);
};

tameProcess();
parentPort!.ref(); // a trial may wait for something that never comes: that is for the timeout to end
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

function waitForMainThread(): void {
  Atomics.store(answered, 0, 0);
  parentPort!.postMessage("are you there?");
  Atomics.wait(answered, 0, 0);
}
