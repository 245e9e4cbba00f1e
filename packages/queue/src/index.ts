export { type BullQueueOptions, openBullQueue } from "./bullmq/bull-queue.js";
export { QUEUE_CODES, type QueueCode } from "./errors.js";
export { createMemoryQueue } from "./memory-queue.js";
export type { ClaimContext, Consumer, QueueEvent, TaskHandler, TaskQueue } from "./task-queue.js";
