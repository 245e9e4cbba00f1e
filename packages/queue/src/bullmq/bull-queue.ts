// The queue of a farm of many machines: BullMQ on Redis, behind the same port as the one in memory.
//
// A task is a job whose id is the task's id and whose data is the task: a repeat of what is there is ignored by Redis itself. A settled
// task is a *completed* job, whatever its outcome; its return value is the outcome, and it reaches every listener through the queue's
// event stream (QueueEvents). A job only *fails* when its worker has died `MAX_LOST_CLAIMS` times: the task is then settled as
// failed with QUEUE_TASK_LOST, and the coordinator finds out which trial is to blame.
//
//   claimed    our own event, published before the handler runs, because BullMQ's `active` does not know the attempt
//   progress   BullMQ's
//   cancel     our own event: every consumer aborts what it runs of that sweep. A consumer that missed it (it was down, or Redis was)
//              finds the sweep in the `cancelled` keys when it claims
//
// Redis may lose anything at any time. Commands wait for a lost connection; what was lost is found missing in the store.

import { CodedError, type SweepId, type Task, type TaskId, type TaskOutcome } from "@spikefarm/protocol";
import { type JobType, Queue, QueueEvents, type QueueEventsListener, QueueEventsProducer } from "bullmq";
import { Redis } from "ioredis";
import type { QueueCode } from "../errors.js";
import type { Consumer, QueueEvent, TaskHandler, TaskQueue } from "../task-queue.js";
import { BullConsumer, type ConsumerTiming } from "./bull-consumer.js";
import { checkRedis } from "./check-redis.js";

export interface BullQueueOptions {
  /** redis://[user:password@]host[:port][/db] or rediss://. */
  readonly url: string;
  /** Keys begin with it: two farms on one Redis need two. */
  readonly prefix?: string;
  readonly timing?: Partial<ConsumerTiming>;
  /** Told of what went wrong in the background (a lost connection, a lock that could not be renewed). */
  readonly onError?: (error: Error) => void;
}

/** A claim is lost this long after its worker died, at most lock + 2 × stalled checks later it is claimed again. */
const DEFAULT_TIMING: ConsumerTiming = { lockMs: 6_000, stalledCheckMs: 2_000 };
/** Jobs read from Redis at a time. */
const PAGE_SIZE = 1_000;
/** A cancelled sweep is remembered this long for consumers that missed the event. */
const CANCELLED_TTL_SECONDS = 24 * 60 * 60;
const QUEUE_NAME = "tasks";

/** @throws {CodedError} QUEUE_REDIS_ABSENT, QUEUE_REDIS_TOO_OLD, QUEUE_REDIS_EVICTS. */
export async function openBullQueue(options: BullQueueOptions): Promise<TaskQueue> {
  await checkRedis(options.url);
  const queue = new BullTaskQueue(options);
  await queue.open();
  return queue;
}

/** Owns the connections; what it hears on the event stream it tells its listeners. */
class BullTaskQueue implements TaskQueue {
  readonly #connection: Redis;
  readonly #queue: Queue<Task, TaskOutcome>;
  readonly #producer: QueueEventsProducer;
  readonly #prefix: string;
  readonly #timing: ConsumerTiming;
  readonly #onError: (error: Error) => void;
  readonly #consumers = new Set<BullConsumer>();
  readonly #listeners = new Set<(event: QueueEvent) => void>();
  #events: QueueEvents | undefined;
  #closing: Promise<void> | undefined;

  constructor({ url, prefix = "spikefarm", timing, onError = () => undefined }: BullQueueOptions) {
    this.#prefix = prefix;
    this.#timing = { ...DEFAULT_TIMING, ...timing };
    this.#onError = onError;
    this.#connection = new Redis(url, { maxRetriesPerRequest: null });
    this.#connection.on("error", onError);
    const shared = { connection: this.#connection, prefix };
    this.#queue = new Queue<Task, TaskOutcome>(QUEUE_NAME, { ...shared, streams: { events: { maxLen: 10_000 } } });
    this.#producer = new QueueEventsProducer(QUEUE_NAME, shared);
    this.#queue.on("error", onError);
    this.#producer.on("error", onError);
  }

  /** Listens from the last event there is *before* anybody can enqueue: a stream read from "$" loses what comes before its first read. */
  async open(): Promise<void> {
    const [last] = await this.#connection.xrevrange(this.#queue.toKey("events"), "+", "-", "COUNT", 1);
    const events = new QueueEvents(QUEUE_NAME, { connection: this.#connection, prefix: this.#prefix, lastEventId: last?.[0] ?? "0-0" });
    this.#events = events;
    events.on("error", this.#onError);
    events.on("completed", ({ jobId, returnvalue }) => this.#settled(jobId, outcomeOf(returnvalue)));
    events.on("failed", ({ jobId, failedReason }) => this.#settled(jobId, lost(jobId, failedReason)));
    events.on("progress", ({ jobId, data }) => {
      const progress = { task: jobId as TaskId, sweep: sweepOf(jobId), trialsDone: Number(data) };
      this.#announce({ kind: "progress", progress });
    });
    events.on<OurEvents>("claimed", ({ task, attempt }: ClaimedFields) => {
      this.#announce({ kind: "claimed", task: task as TaskId, sweep: sweepOf(task), attempt: Number(attempt) });
    });
    events.on<OurEvents>("cancel", ({ sweep }: CancelFields) => {
      for (const consumer of this.#consumers) consumer.abort(sweep as SweepId);
    });
    await events.waitUntilReady();
  }

  async enqueue(tasks: readonly Task[]): Promise<void> {
    this.#assertOpen("enqueue");
    await this.#queue.addBulk(
      tasks.map((task) => ({ name: "task", data: task, opts: { jobId: task.id, removeOnComplete: true, removeOnFail: true } })),
    );
  }

  consume(handler: TaskHandler, { concurrency }: { readonly concurrency: number }): Consumer {
    this.#assertOpen("consume");
    const consumer = new BullConsumer({
      handler,
      concurrency,
      name: QUEUE_NAME,
      connection: this.#connection,
      prefix: this.#prefix,
      timing: this.#timing,
      onError: this.#onError,
      isCancelled: async (sweep) => (await this.#connection.exists(this.#cancelledKey(sweep))) === 1,
      announceClaim: (task, attempt) => this.#producer.publishEvent({ eventName: "claimed", task: task.id, attempt }),
      onClosed: () => this.#consumers.delete(consumer),
    });
    this.#consumers.add(consumer);
    return consumer;
  }

  /** Marks the sweep *before* its tasks are dropped, so that one claimed in between is given up too. */
  async cancel(sweep: SweepId): Promise<void> {
    await this.#connection.set(this.#cancelledKey(sweep), "1", "EX", CANCELLED_TTL_SECONDS);
    for (const id of await this.#jobIds(sweep, ["waiting", "delayed"])) await this.#queue.remove(id);
    await this.#producer.publishEvent({ eventName: "cancel", sweep });
  }

  async pending(sweep: SweepId): Promise<ReadonlySet<TaskId>> {
    return new Set(await this.#jobIds(sweep, ["waiting", "active", "delayed"]));
  }

  listen(listener: (event: QueueEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    await Promise.all([...this.#consumers].map((consumer) => consumer.close(0)));
    await this.#events?.close();
    await this.#producer.close();
    await this.#queue.close();
    this.#connection.disconnect();
  }

  #assertOpen(what: string): void {
    const code: QueueCode = "QUEUE_CLOSED";
    if (this.#closing !== undefined) throw new CodedError(code, `Cannot ${what}: the queue is closed; open a new one.`);
  }

  /** The window bounds how many there are. */
  async #jobIds(sweep: SweepId, states: readonly JobType[]): Promise<TaskId[]> {
    const ids: TaskId[] = [];
    for (let start = 0; ; start += PAGE_SIZE) {
      const jobs = await this.#queue.getJobs([...states], start, start + PAGE_SIZE - 1);
      for (const job of jobs) if (job?.id !== undefined && sweepOf(job.id) === sweep) ids.push(job.id as TaskId);
      if (jobs.length < PAGE_SIZE) return ids;
    }
  }

  #cancelledKey(sweep: SweepId): string {
    return `${this.#prefix}:cancelled:${sweep}`;
  }

  #settled(id: string, outcome: TaskOutcome): void {
    this.#announce({ kind: "settled", task: id as TaskId, sweep: sweepOf(id), outcome });
  }

  #announce(event: QueueEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

/** What we publish on BullMQ's event stream besides its own; fields arrive as texts. */
interface OurEvents extends QueueEventsListener {
  claimed: (fields: ClaimedFields) => void;
  cancel: (fields: CancelFields) => void;
}
type ClaimedFields = { readonly task: string; readonly attempt: string };
type CancelFields = { readonly sweep: string };

const sweepOf = (taskId: string): SweepId => taskId.slice(0, taskId.indexOf("-")) as SweepId;

function outcomeOf(returnvalue: unknown): TaskOutcome {
  return (typeof returnvalue === "string" ? JSON.parse(returnvalue) : returnvalue) as TaskOutcome;
}

function lost(task: string, reason: string): TaskOutcome {
  const code: QueueCode = "QUEUE_TASK_LOST";
  return { kind: "failed", code, message: `Task ${task} was given up, because its worker died each time it was tried (${reason}).` };
}
