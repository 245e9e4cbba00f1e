// Claims jobs and runs them by the port's handler.
//
// A claim ends in one of four ways: the handler settles it (the job completes with the outcome); the handler releases it, or the consumer
// closes without grace (the job goes back to waiting at once: we still hold its lock); its sweep is cancelled (the job completes as
// released); or the process dies, or loses Redis for longer than the lock lives (BullMQ's stalled check gives the job to another consumer).
// A handler that goes on after its claim has ended is no longer listened to.

import type { SweepId, Task, TaskOutcome } from "@spikefarm/protocol";
import { type Job, WaitingError, Worker } from "bullmq";
import type { Redis } from "ioredis";
import { outcomeOf } from "../outcome-of.js";
import type { Consumer, TaskHandler } from "../task-queue.js";

export interface ConsumerTiming {
  /** A claim not renewed for this long is lost. Renewed at half of it. */
  readonly lockMs: number;
  /** How often lost claims are looked for. */
  readonly stalledCheckMs: number;
}

export interface BullConsumerOptions {
  readonly handler: TaskHandler;
  readonly concurrency: number;
  readonly name: string;
  readonly connection: Redis;
  readonly prefix: string;
  readonly timing: ConsumerTiming;
  readonly onError: (error: Error) => void;
  isCancelled(sweep: SweepId): Promise<boolean>;
  announceClaim(task: Task, attempt: number): Promise<void>;
  onClosed(): void;
}

/** Times a claim may be lost with its worker before the task is settled as lost: three starts in all. */
const MAX_LOST_CLAIMS = 2;
/** Seconds a claim may wait for a job before it asks again; bounds how long a stopped connection goes unnoticed. */
const DRAIN_DELAY_SECONDS = 2;

interface Claim {
  readonly sweep: SweepId;
  readonly controller: AbortController;
  isCancelled: boolean;
}

/** Owns one BullMQ Worker and the claims it has made. */
export class BullConsumer implements Consumer {
  readonly #options: BullConsumerOptions;
  readonly #worker: Worker<Task, TaskOutcome>;
  readonly #claims = new Map<string, Claim>();
  #closing: Promise<void> | undefined;

  constructor(options: BullConsumerOptions) {
    this.#options = options;
    const { name, connection, prefix, concurrency, timing, onError } = options;
    // The processor declares three parameters: BullMQ passes the signal, and cancels by it, only then.
    this.#worker = new Worker<Task, TaskOutcome>(name, (job, token, signal) => this.#process(job, token, signal), {
      connection,
      prefix,
      concurrency,
      lockDuration: timing.lockMs,
      stalledInterval: timing.stalledCheckMs,
      maxStalledCount: MAX_LOST_CLAIMS,
      drainDelay: DRAIN_DELAY_SECONDS,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    });
    this.#worker.on("error", onError);
    this.#worker.on("lockRenewalFailed", (ids) => {
      for (const id of ids) this.#claims.get(id)?.controller.abort();
    });
  }

  /** Aborts what runs of a cancelled sweep. */
  abort(sweep: SweepId): void {
    for (const claim of this.#claims.values()) {
      if (claim.sweep !== sweep) continue;
      claim.isCancelled = true;
      claim.controller.abort();
    }
  }

  close(graceMs: number): Promise<void> {
    this.#closing ??= this.#closeWithin(graceMs);
    return this.#closing;
  }

  async #closeWithin(graceMs: number): Promise<void> {
    const timer = setTimeout(() => this.#giveUpClaims(), Math.max(0, graceMs));
    if (graceMs <= 0) this.#giveUpClaims();
    await this.#worker.close(); // waits for the processors, which end when their claims are given up
    clearTimeout(timer);
    this.#options.onClosed();
  }

  #giveUpClaims(): void {
    for (const claim of this.#claims.values()) claim.controller.abort(GIVEN_UP);
  }

  async #process(job: Job<Task, TaskOutcome>, token: string | undefined, signal: AbortSignal | undefined): Promise<TaskOutcome> {
    const task = job.data;
    const claim: Claim = { sweep: task.sweep, controller: new AbortController(), isCancelled: false };
    const id = job.id ?? task.id;
    this.#claims.set(id, claim); // before the question below, so that a cancel that comes meanwhile finds it
    signal?.addEventListener("abort", () => claim.controller.abort());
    try {
      if (await this.#options.isCancelled(task.sweep)) return { kind: "released" };
      const attempt = job.attemptsStarted;
      await this.#options.announceClaim(task, attempt);
      const outcome = await this.#handle(job, claim, attempt);
      if (outcome.kind !== "released" || claim.isCancelled) return outcome;
      await job.moveToWait(token);
      throw new WaitingError();
    } finally {
      this.#claims.delete(id);
    }
  }

  #handle(job: Job<Task, TaskOutcome>, claim: Claim, attempt: number): Promise<TaskOutcome> {
    const { signal } = claim.controller;
    const report = (trialsDone: number): void => {
      if (this.#claims.get(job.id ?? "") === claim) job.updateProgress(trialsDone).catch(this.#options.onError);
    };
    const givenUp = new Promise<TaskOutcome>((resolve) => {
      const giveUp = (): void => {
        if (signal.reason === GIVEN_UP) resolve({ kind: "released" });
      };
      signal.addEventListener("abort", giveUp);
      if (signal.aborted) giveUp();
    });
    return Promise.race([outcomeOf(() => this.#options.handler(job.data, { attempt, signal, report }), signal), givenUp]);
  }
}

const GIVEN_UP = Symbol("given up");
