// Ends its process once its parent is gone, on a thread of its own, because the main thread may be in a loop.

import { workerData } from "node:worker_threads";

const LOOK_INTERVAL_MS = 1_000;

setInterval(() => {
  if (process.ppid !== workerData) process.kill(process.pid, "SIGKILL");
}, LOOK_INTERVAL_MS);
