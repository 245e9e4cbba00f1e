export type { BullQueueOptions } from "./bullmq/bull-queue.js";
export { QUEUE_CODES, type QueueCode } from "./errors.js";
export { createMemoryQueue } from "./memory-queue.js";
export { openBullQueue } from "./open-bull-queue.js";
export type { ClaimContext, Consumer, QueueEvent, TaskHandler, TaskQueue } from "./task-queue.js";
