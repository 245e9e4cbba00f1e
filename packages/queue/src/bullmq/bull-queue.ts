// The queue of a farm of many machines: BullMQ on Redis, behind the same port as the one in memory.
//
// A task is a job whose id is the task's id and whose data is the task: a repeat of what is there is ignored by Redis itself. A settled
// task is a *completed* job, whatever its outcome; its return value is the outcome, and it reaches every listener through the queue's
// event stream (event-stream.ts). A job only *fails* when its worker has died again and again (bull-consumer.ts): the task is then
// settled as failed with QUEUE_TASK_LOST.
//
// Redis may lose anything at any time. Commands wait for a lost connection; what was lost is found missing in the store.

import { CodedError, PROTOCOL_VERSION, type SweepId, type Task, type TaskId, type TaskOutcome } from "@spikefarm/protocol";
import { type JobType, Queue } from "bullmq";
import { Redis } from "ioredis";
import type { QueueCode } from "../errors.js";
import type { Consumer, QueueEvent, TaskHandler, TaskQueue } from "../task-queue.js";
import { BullConsumer, type ConsumerTiming } from "./bull-consumer.js";
import { Cancellations } from "./cancellations.js";
import { checkRedis } from "./check-redis.js";
import { endsWithin } from "./ends-within.js";
import { EventStream, MAX_EVENTS, sweepOf } from "./event-stream.js";

export interface BullQueueOptions {
  /** redis://[user:password@]host[:port][/db] or rediss://. */
  readonly url: string;
  /** Keys begin with it: two farms on one Redis need two. `spikefarm-` and the protocol's version when absent. */
  readonly prefix?: string;
  readonly timing?: Partial<ConsumerTiming>;
  /** Told of what went wrong in the background (a lost connection, a lock that could not be renewed). */
  readonly onError?: (error: Error) => void;
}

/** A claim is lost this long after its worker died, at most lock + 2 × stalled checks later it is claimed again. */
const DEFAULT_TIMING: ConsumerTiming = { lockMs: 6_000, stalledCheckMs: 2_000 };
/** Ids read from Redis at a time. */
const PAGE_SIZE = 1_000;
/** Closing does not wait longer for a Redis that does not answer. */
const CLOSE_LIMIT_MS = 3_000;
const QUEUE_NAME = "tasks";
/** A worker never meets a task that is written in another version, whether or not a coordinator is there to refuse it. */
const DEFAULT_PREFIX = `spikefarm-${PROTOCOL_VERSION}`;

/** @throws {CodedError} QUEUE_REDIS_ABSENT, QUEUE_REDIS_TOO_OLD, QUEUE_REDIS_EVICTS. */
export async function openBullQueue(options: BullQueueOptions): Promise<TaskQueue> {
  await checkRedis(options.url);
  const queue = new BullTaskQueue(options);
  await queue.open();
  return queue;
}

/** Owns the connections and the consumers. */
class BullTaskQueue implements TaskQueue {
  readonly #connection: Redis;
  readonly #queue: Queue<Task, TaskOutcome>;
  readonly #events: EventStream;
  readonly #cancellations: Cancellations;
  readonly #prefix: string;
  readonly #timing: ConsumerTiming;
  readonly #onError: (error: Error) => void;
  readonly #consumers = new Set<BullConsumer>();
  /** Sweeps with tasks of ours whose mark of a cancel has been taken away. */
  readonly #revived = new Set<SweepId>();
  #closing: Promise<void> | undefined;

  constructor({ url, prefix = DEFAULT_PREFIX, timing, onError = () => undefined }: BullQueueOptions) {
    this.#prefix = prefix;
    this.#timing = { ...DEFAULT_TIMING, ...timing };
    this.#onError = onError;
    this.#connection = new Redis(url, { maxRetriesPerRequest: null });
    this.#connection.on("error", onError);
    const shared = { connection: this.#connection, prefix };
    this.#queue = new Queue<Task, TaskOutcome>(QUEUE_NAME, { ...shared, streams: { events: { maxLen: MAX_EVENTS } } });
    this.#queue.on("error", onError);
    this.#events = new EventStream({ ...shared, queueName: QUEUE_NAME, onError });
    this.#cancellations = new Cancellations(this.#connection, prefix);
  }

  async open(): Promise<void> {
    await this.#events.open();
  }

  async enqueue(tasks: readonly Task[]): Promise<void> {
    this.#assertOpen("enqueue");
    const revived = this.#revive(tasks);
    await this.#queue.addBulk(
      tasks.map((task) => ({ name: "task", data: task, opts: { jobId: task.id, removeOnComplete: true, removeOnFail: true } })),
    );
    await revived;
  }

  /** A sweep whose tasks come anew is not cancelled any more; asked once a sweep, and *before* its tasks, on the same connection. */
  async #revive(tasks: readonly Task[]): Promise<void> {
    const sweeps = new Set(tasks.map(({ sweep }) => sweep).filter((sweep) => !this.#revived.has(sweep)));
    for (const sweep of sweeps) this.#revived.add(sweep);
    await Promise.all([...sweeps].map((sweep) => this.#cancellations.forget(sweep)));
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
      announceClaim: (task, attempt) => this.#events.announceClaim(task, attempt, this.#cancellations.key(task.sweep)),
      onClosed: () => this.#consumers.delete(consumer),
    });
    this.#consumers.add(consumer);
    this.#cancellations.listen({
      running: () => [...this.#consumers].flatMap(({ running }) => running),
      onCancel: (sweep) => {
        for (const each of this.#consumers) each.abort(sweep);
      },
      onError: this.#onError,
    });
    return consumer;
  }

  /** Marks the sweep *before* its tasks are dropped, so that one claimed in between is given up too. */
  async cancel(sweep: SweepId): Promise<void> {
    this.#revived.delete(sweep);
    await this.#cancellations.mark(sweep);
    await Promise.all((await this.#jobIds(sweep, ["waiting", "delayed"])).map((id) => this.#queue.remove(id)));
    await this.#cancellations.tell(sweep);
  }

  async pending(sweep: SweepId): Promise<ReadonlySet<TaskId>> {
    return new Set(await this.#jobIds(sweep, ["waiting", "active", "delayed"]));
  }

  listen(listener: (event: QueueEvent) => void): () => void {
    return this.#events.listen(listener);
  }

  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    await Promise.all([...this.#consumers].map((consumer) => consumer.close(0)));
    this.#cancellations.close();
    const closed = Promise.all([this.#events.close(), this.#queue.close()]);
    if (!(await endsWithin(closed, CLOSE_LIMIT_MS))) this.#onError(new Error("Redis was away while the queue was closed."));
    this.#connection.disconnect();
  }

  #assertOpen(what: string): void {
    const code: QueueCode = "QUEUE_CLOSED";
    if (this.#closing !== undefined) throw new CodedError(code, `Cannot ${what}: the queue is closed; open a new one.`);
  }

  /** Ids alone: what the jobs hold is not read. The window bounds how many there are of each sweep. */
  async #jobIds(sweep: SweepId, states: readonly JobType[]): Promise<TaskId[]> {
    const ids: TaskId[] = [];
    for (let start = 0; ; start += PAGE_SIZE) {
      const page = await this.#queue.getRanges([...states], start, start + PAGE_SIZE - 1);
      ids.push(...(page.filter((id) => sweepOf(id) === sweep) as TaskId[]));
      if (page.length < PAGE_SIZE) return ids;
    }
  }
}
