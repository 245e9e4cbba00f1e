export type { ClaimContext, Consumer, QueueEvent, TaskHandler, TaskQueue } from "./task-queue.js";
