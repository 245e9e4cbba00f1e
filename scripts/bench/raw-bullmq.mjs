// The queue alone, as one would use it at first: a job for every 100 points, two worker processes, nothing computed and nothing stored.

import { fileURLToPath } from "node:url";
import { Queue, QueueEvents } from "bullmq";
import { withScripts } from "./processes.mjs";

const WORKER = fileURLToPath(new URL("raw-bullmq-worker.mjs", import.meta.url));
const POINTS_A_JOB = 100;
const JOBS_AT_A_TIME = 500;
const CONCURRENCY = 16;

/** Resolves with points a second, from the first add to the last completion. */
export function measureRawBullmq({ redisPort, points, workers = 2 }) {
  return withScripts(WORKER, ["127.0.0.1", `${redisPort}`, `${CONCURRENCY}`], workers, async () => {
    const connection = { host: "127.0.0.1", port: redisPort };
    const queue = new Queue("raw", { connection });
    const events = new QueueEvents("raw", { connection });
    await events.waitUntilReady();
    const jobs = Math.ceil(points / POINTS_A_JOB);
    let done = 0;
    const allDone = new Promise((resolve) => events.on("completed", () => ++done === jobs && resolve()));
    const start = performance.now();
    for (let first = 0; first < jobs; first += JOBS_AT_A_TIME) {
      const count = Math.min(JOBS_AT_A_TIME, jobs - first);
      await queue.addBulk(Array.from({ length: count }, (_, index) => jobOf(first + index)));
    }
    await allDone;
    const seconds = (performance.now() - start) / 1000;
    await events.close();
    await queue.obliterate({ force: true });
    await queue.close();
    return (jobs * POINTS_A_JOB) / seconds;
  });
}

function jobOf(number) {
  const points = Array.from({ length: POINTS_A_JOB }, (_, index) => number * POINTS_A_JOB + index);
  return { name: "points", data: { points }, opts: { removeOnComplete: true } };
}
