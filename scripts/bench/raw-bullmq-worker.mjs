// BullMQ without a farm around it: takes jobs of 100 points and stores nothing.

import { Worker } from "bullmq";

const [host, port, concurrency] = process.argv.slice(2);
const worker = new Worker("raw", async ({ data }) => data.points.reduce((sum, point) => sum + point, 0), {
  connection: { host, port: Number(port), maxRetriesPerRequest: null },
  concurrency: Number(concurrency),
  removeOnComplete: { count: 0 },
});
worker.on("error", (error) => console.error(error.message));
await worker.waitUntilReady();
console.log("ready");
