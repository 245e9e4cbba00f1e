// The events of all workers, in one stream of Redis: BullMQ's own, and one of ours.
//
//   claimed    ours, published by the consumer, because BullMQ's `active` does not know the attempt
//   progress, completed, failed    BullMQ's
//
// The stream is trimmed to MAX_EVENTS. Who falls further behind misses events, and finds out from the store.

import type { SweepId, Task, TaskId, TaskOutcome } from "@spikefarm/protocol";
import { QueueEvents, type QueueEventsListener } from "bullmq";
import type { Redis } from "ioredis";
import type { QueueCode } from "../errors.js";
import type { QueueEvent } from "../task-queue.js";

export const MAX_EVENTS = 10_000;

/** One command, because a claim is as often as a task: each costs a write to the socket. */
const ANNOUNCE_CLAIM = `
redis.call("XADD", KEYS[1], "MAXLEN", "~", ARGV[1], "*", "event", "claimed", "task", ARGV[2], "attempt", ARGV[3])
return redis.call("EXISTS", KEYS[2])`;

export interface EventStreamOptions {
  readonly connection: Redis;
  readonly queueName: string;
  readonly prefix: string;
  readonly onError: (error: Error) => void;
}

/** Reads the stream as soon as somebody listens: workers, which do not, are spared the events of all others. */
export class EventStream {
  readonly #options: EventStreamOptions;
  readonly #key: string;
  readonly #listeners = new Set<(event: QueueEvent) => void>();
  #lastId = "0-0";
  #events: QueueEvents | undefined;

  constructor(options: EventStreamOptions) {
    this.#options = options;
    this.#key = `${options.prefix}:${options.queueName}:events`;
  }

  /** Notes the last event there is *before* anybody can enqueue: a stream read from "$" loses what comes before its first read. */
  async open(): Promise<void> {
    const [last] = await this.#options.connection.xrevrange(this.#key, "+", "-", "COUNT", 1);
    this.#lastId = last?.[0] ?? "0-0";
  }

  listen(listener: (event: QueueEvent) => void): () => void {
    this.#events ??= this.#read();
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves with true when the key is there that says that the task's sweep is cancelled. */
  async announceClaim(task: Task, attempt: number, cancelledKey: string): Promise<boolean> {
    return (await this.#options.connection.call("EVAL", ANNOUNCE_CLAIM, 2, this.#key, cancelledKey, MAX_EVENTS, task.id, attempt)) === 1;
  }

  async close(): Promise<void> {
    await this.#events?.close();
  }

  #read(): QueueEvents {
    const { connection, queueName, prefix, onError } = this.#options;
    const events = new QueueEvents(queueName, { connection, prefix, lastEventId: this.#lastId });
    events.on("error", onError);
    events.on("completed", ({ jobId, returnvalue }) => this.#settled(jobId, outcomeOf(returnvalue)));
    events.on("failed", ({ jobId, failedReason }) => this.#settled(jobId, lost(jobId, failedReason)));
    events.on("progress", ({ jobId, data }) => {
      const progress = { task: jobId as TaskId, sweep: sweepOf(jobId), trialsDone: Number(data) };
      this.#announce({ kind: "progress", progress });
    });
    events.on<OurEvents>("claimed", ({ task, attempt }: ClaimedFields) => {
      this.#announce({ kind: "claimed", task: task as TaskId, sweep: sweepOf(task), attempt: Number(attempt) });
    });
    return events;
  }

  #settled(id: string, outcome: TaskOutcome): void {
    this.#announce({ kind: "settled", task: id as TaskId, sweep: sweepOf(id), outcome });
  }

  #announce(event: QueueEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

interface OurEvents extends QueueEventsListener {
  claimed: (fields: ClaimedFields) => void;
}
/** Fields arrive as texts. */
type ClaimedFields = { readonly task: string; readonly attempt: string };

export const sweepOf = (taskId: string): SweepId => taskId.slice(0, taskId.indexOf("-")) as SweepId;

function outcomeOf(returnvalue: unknown): TaskOutcome {
  return (typeof returnvalue === "string" ? JSON.parse(returnvalue) : returnvalue) as TaskOutcome;
}

function lost(task: string, reason: string): TaskOutcome {
  const code: QueueCode = "QUEUE_TASK_LOST";
  return { kind: "failed", code, message: `Task ${task} was given up, because its worker died each time it was tried (${reason}).` };
}
