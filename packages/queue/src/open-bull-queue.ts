// Opens the queue on Redis. Its client libraries are loaded only here and only then: they take longer to load than all of a farm in one
// process, which has no use for them.

import type { BullQueueOptions } from "./bullmq/bull-queue.js";
import type { TaskQueue } from "./task-queue.js";

/** @throws {CodedError} QUEUE_REDIS_ABSENT, QUEUE_REDIS_TOO_OLD, QUEUE_REDIS_EVICTS. */
export async function openBullQueue(options: BullQueueOptions): Promise<TaskQueue> {
  const { openBullQueue: open } = await import("./bullmq/bull-queue.js");
  return open(options);
}
