// Claims jobs and runs them by the port's handler.
//
// A claim ends in one of four ways: the handler settles it (the job completes with the outcome); the handler releases it, or the consumer
// closes without grace (the job goes back to waiting at once: we still hold its lock); its sweep is cancelled (the job completes as
// released); or the process dies, or loses Redis for longer than the lock lives (BullMQ's stalled check gives the job to another consumer).
// A handler that goes on after its claim has ended is no longer listened to.
//
// A claim costs one round trip besides BullMQ's own, and nobody waits for it: the handler runs while the claim is announced, and is
// aborted when the answer says that its sweep is cancelled.

import type { SweepId, Task, TaskOutcome } from "@spikefarm/protocol";
import { DelayedError, type Job, WaitingError, Worker } from "bullmq";
import type { Redis } from "ioredis";
import { outcomeOf } from "../outcome-of.js";
import type { Consumer, TaskHandler } from "../task-queue.js";
import { ClaimProgress } from "./claim-progress.js";
import { endsWithin } from "./ends-within.js";

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
  /** Resolves with true when the task's sweep is cancelled. */
  announceClaim(task: Task, attempt: number): Promise<boolean>;
  onClosed(): void;
}

/** Times a claim may be lost with its worker before the task is settled as lost. A trial cannot do that more than once (a task that comes
 * again runs isolated): it takes ten deaths from outside, all within this task's time. */
const MAX_LOST_CLAIMS = 10;
/** Once claims are given up, closing waits this long for Redis to take the tasks back. */
const HAND_BACK_LIMIT_MS = 3_000;
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
  #grace: NodeJS.Timeout | undefined;
  #onGivenUp: () => void = () => undefined;

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

  /** The sweeps of its claims. */
  get running(): readonly SweepId[] {
    return [...this.#claims.values()].map(({ sweep }) => sweep);
  }

  /** Aborts what runs of a cancelled sweep. */
  abort(sweep: SweepId): void {
    for (const claim of this.#claims.values()) if (claim.sweep === sweep) cancel(claim);
  }

  close(graceMs: number): Promise<void> {
    this.#closing ??= this.#close();
    clearTimeout(this.#grace);
    if (graceMs <= 0 || this.#claims.size === 0) this.#giveUpClaims();
    else this.#grace = setTimeout(() => this.#giveUpClaims(), graceMs);
    return this.#closing;
  }

  /** Waits for the processors, which end when their claims are given up, and not much longer than that: Redis may be away. */
  async #close(): Promise<void> {
    const closed = this.#worker.close();
    const givenUp = new Promise<void>((resolve) => {
      this.#onGivenUp = resolve;
    });
    await Promise.race([closed, givenUp]);
    clearTimeout(this.#grace);
    if (!(await endsWithin(closed, HAND_BACK_LIMIT_MS))) {
      this.#options.onError(new Error("Redis was away while tasks were given back: they are claimed again once their locks are over."));
      this.#worker.disconnect().catch(this.#options.onError);
    }
    this.#options.onClosed();
  }

  #giveUpClaims(): void {
    for (const claim of this.#claims.values()) claim.controller.abort(GIVEN_UP);
    this.#onGivenUp();
  }

  async #process(job: Job<Task, TaskOutcome>, token: string | undefined, signal: AbortSignal | undefined): Promise<TaskOutcome> {
    const task = job.data;
    const claim: Claim = { sweep: task.sweep, controller: new AbortController(), isCancelled: false };
    const id = job.id ?? task.id;
    this.#claims.set(id, claim); // *before* the claim is announced, so that a cancel that comes meanwhile finds it
    signal?.addEventListener("abort", () => claim.controller.abort());
    try {
      const attempt = job.attemptsStarted;
      // On the same connection as all that follows: listeners hear it first.
      this.#options.announceClaim(task, attempt).then((isCancelled) => isCancelled && cancel(claim), this.#options.onError);
      const outcome = await this.#handle(job, claim, attempt);
      if (outcome.kind !== "released" || claim.isCancelled) return outcome;
      if (outcome.pauseMs === undefined) {
        await job.moveToWait(token);
        throw new WaitingError();
      }
      await job.moveToDelayed(Date.now() + outcome.pauseMs, token);
      throw new DelayedError();
    } finally {
      this.#claims.delete(id);
      if (this.#closing !== undefined && this.#claims.size === 0) this.#onGivenUp();
    }
  }

  #handle(job: Job<Task, TaskOutcome>, claim: Claim, attempt: number): Promise<TaskOutcome> {
    const { signal } = claim.controller;
    const progress = new ClaimProgress((trialsDone) => {
      if (this.#claims.get(job.id ?? "") === claim) job.updateProgress(trialsDone).catch(this.#options.onError);
    });
    const report = (trialsDone: number): void => progress.report(trialsDone);
    const givenUp = new Promise<TaskOutcome>((resolve) => {
      const giveUp = (): void => {
        if (signal.reason === GIVEN_UP) resolve({ kind: "released" });
      };
      signal.addEventListener("abort", giveUp);
      if (signal.aborted) giveUp();
    });
    const outcome = outcomeOf(() => this.#options.handler(job.data, { attempt, lostClaims: job.stalledCounter, signal, report }), signal);
    return Promise.race([outcome, givenUp]).finally(() => progress.end());
  }
}

function cancel(claim: Claim): void {
  claim.isCancelled = true;
  claim.controller.abort();
}

const GIVEN_UP = Symbol("given up");
