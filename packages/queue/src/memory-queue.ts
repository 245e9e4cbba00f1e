// The queue of a farm that lives in one process: nothing survives it, and nothing needs to, because the store knows what is missing.
//
// Tasks are claimed in the order they came, in a turn of the event loop of their own (setImmediate): however short tasks are, timers,
// signals and sockets are served between them. A task is in `#entries` from the moment it is enqueued until it is settled, and in
// `#waiting` only while nobody has claimed it. A claim that is given up (its consumer closed) is forgotten at once: the task waits
// again with its attempts counted, and whatever the late handler still says of it is dropped.

import { CodedError, type SweepId, type Task, type TaskId, type TaskOutcome } from "@spikefarm/protocol";
import type { QueueCode } from "./errors.js";
import { MemoryConsumer } from "./memory-consumer.js";
import { outcomeOf } from "./outcome-of.js";
import type { Consumer, QueueEvent, TaskHandler, TaskQueue } from "./task-queue.js";
import { WaitingLine } from "./waiting-line.js";

export function createMemoryQueue(): TaskQueue {
  return new MemoryQueue();
}

/** A task in the queue; `claim` is set while it is active. */
interface Entry {
  readonly task: Task;
  attempts: number;
  claim: Claim | undefined;
  isCancelled: boolean;
}

interface Claim {
  readonly consumer: MemoryConsumer;
  readonly controller: AbortController;
}

/** Owns every entry; its invariant: an entry waits in the line, rests, or has a claim that counts in its consumer's `active`. */
class MemoryQueue implements TaskQueue {
  readonly #entries = new Map<TaskId, Entry>();
  readonly #waiting = new WaitingLine<Entry>();
  readonly #resting = new Map<Entry, NodeJS.Timeout>();
  readonly #consumers = new Set<MemoryConsumer>();
  readonly #listeners = new Set<(event: QueueEvent) => void>();
  #isClosed = false;
  #isTurnDue = false;

  async enqueue(tasks: readonly Task[]): Promise<void> {
    this.#assertOpen("enqueue");
    for (const task of tasks) {
      if (this.#entries.has(task.id)) continue;
      const entry: Entry = { task, attempts: 0, claim: undefined, isCancelled: false };
      this.#entries.set(task.id, entry);
      this.#waiting.push(entry);
    }
    this.#requestTurn();
  }

  consume(handler: TaskHandler, options: { readonly concurrency: number }): Consumer {
    this.#assertOpen("consume");
    const consumer = new MemoryConsumer(handler, options.concurrency, () => {
      this.#consumers.delete(consumer);
      this.#giveUpClaims(consumer);
    });
    this.#consumers.add(consumer);
    this.#requestTurn();
    return consumer;
  }

  async cancel(sweep: SweepId): Promise<void> {
    this.#dropResting(({ task }) => task.sweep === sweep);
    for (const entry of this.#waiting.remove(({ task }) => task.sweep === sweep)) this.#entries.delete(entry.task.id);
    for (const entry of this.#entries.values()) {
      if (entry.task.sweep !== sweep) continue;
      entry.isCancelled = true;
      entry.claim?.controller.abort();
    }
  }

  async pending(sweep: SweepId): Promise<ReadonlySet<TaskId>> {
    const ids = new Set<TaskId>();
    for (const { task } of this.#entries.values()) if (task.sweep === sweep) ids.add(task.id);
    return ids;
  }

  listen(listener: (event: QueueEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#consumers].map((consumer) => consumer.close(0)));
    this.#dropResting(() => true);
    this.#entries.clear();
    this.#waiting.remove(() => true);
  }

  #assertOpen(what: string): void {
    const code: QueueCode = "QUEUE_CLOSED";
    if (this.#isClosed) throw new CodedError(code, `Cannot ${what}: the queue is closed; open a new one.`);
  }

  #requestTurn(): void {
    if (this.#isTurnDue) return;
    this.#isTurnDue = true;
    setImmediate(() => {
      this.#isTurnDue = false;
      this.#takeTurn();
    });
  }

  /** Claims as many tasks as there are free hands. A hand that comes free meanwhile waits for the next turn. */
  #takeTurn(): void {
    for (const consumer of this.#consumers) {
      for (let free = consumer.freeHands; free > 0; free--) {
        const entry = this.#waiting.shift();
        if (entry === undefined) return;
        void this.#run(entry, consumer);
      }
    }
  }

  async #run(entry: Entry, consumer: MemoryConsumer): Promise<void> {
    const { task } = entry;
    const attempt = ++entry.attempts;
    const claim: Claim = { consumer, controller: new AbortController() };
    entry.claim = claim;
    consumer.active++;
    this.#announce({ kind: "claimed", task: task.id, sweep: task.sweep, attempt });
    const report = (trialsDone: number) => {
      if (entry.claim !== claim) return;
      this.#announce({ kind: "progress", progress: { task: task.id, sweep: task.sweep, trialsDone } });
    };
    const { signal } = claim.controller;
    const outcome = await outcomeOf(() => consumer.handler(task, { attempt, lostClaims: 0, signal, report }), signal);
    if (entry.claim === claim) this.#settle(entry, claim, outcome);
  }

  #settle(entry: Entry, { consumer }: Claim, outcome: TaskOutcome): void {
    const { id, sweep } = entry.task;
    entry.claim = undefined;
    if (outcome.kind === "released" && !entry.isCancelled) {
      if (outcome.pauseMs === undefined) this.#waiting.push(entry);
      else this.#rest(entry, outcome.pauseMs);
    } else {
      this.#entries.delete(id);
      this.#announce({ kind: "settled", task: id, sweep, outcome });
    }
    consumer.handBack();
    this.#requestTurn();
  }

  /** A task that rests is neither waiting nor active; a cancelled one is forgotten there as well. */
  #rest(entry: Entry, pauseMs: number): void {
    const timer = setTimeout(() => {
      this.#resting.delete(entry);
      this.#waiting.push(entry);
      this.#requestTurn();
    }, pauseMs);
    this.#resting.set(entry, timer);
  }

  #dropResting(isMeant: (entry: Entry) => boolean): void {
    for (const [entry, timer] of this.#resting) {
      if (!isMeant(entry)) continue;
      clearTimeout(timer);
      this.#resting.delete(entry);
      this.#entries.delete(entry.task.id);
    }
  }

  #giveUpClaims(consumer: MemoryConsumer): void {
    for (const entry of this.#entries.values()) {
      if (entry.claim?.consumer !== consumer) continue;
      entry.claim.controller.abort();
      entry.claim = undefined;
      if (entry.isCancelled) this.#entries.delete(entry.task.id);
      else this.#waiting.push(entry);
    }
    this.#requestTurn();
  }

  #announce(event: QueueEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
