// Drives one sweep: feeds events to the pure core (core/sweep-core.ts) one after the other and carries its effects out against the queue
// and the writer. It owns the sweep's state while it runs; nobody else steps it.
//
// Where writer and queue are other processes (`outlivesServices`), their absence is waited out instead of halting the sweep, and letting go
// of a sweep leaves its tasks where they are: the next coordinator takes it up.

import { CodedError, type SweepId, type SweepRecord, type TaskId, type TaskOutcome, type WriterPort } from "@spikefarm/protocol";
import type { QueueEvent, TaskQueue } from "@spikefarm/queue";
import { step, UNSTARTED } from "./core/sweep-core.js";
import type { Limits, SweepCoreState, SweepEffect, SweepEvent, SweepOutcome } from "./core/sweep-state.js";
import { loneTaskWithRecord } from "./lone-task.js";
import { recordOutcome } from "./record-outcome.js";
import { countsOfNone } from "./sweep-record-of.js";
import { isPassingCode, waitOut } from "./wait-out.js";
import { watchLostTasks } from "./watch-lost-tasks.js";

export interface TrackedSweep {
  readonly id: SweepId;
  /** As it was when the tracking began. */
  readonly record: SweepRecord;
  readonly startedAtMs: number;
  /** Trials that were committed when the tracking began; undefined until the store has been asked. */
  readonly committedAtStart: number | undefined;
  readonly isOver: boolean;
  /** Claimed tasks, and the trials done inside them, fractions included: what the store does not count yet. */
  inFlight(): { readonly tasks: number; readonly trials: number };
  cancel(): void;
  /** Ends the tracking and leaves the sweep unfinished. */
  halt(code: string, message: string): void;
  /** Resolves when the sweep has ended and the catalogue says so; never rejects. */
  readonly ended: Promise<SweepOutcome>;
}

export interface TrackOptions {
  readonly queue: TaskQueue;
  readonly writer: WriterPort;
  readonly limits: Limits;
  /** Stored a moment ago: no trial of it can have a row yet. */
  readonly isNew: boolean;
  readonly outlivesServices: boolean;
  /** Pause between two looks for lost tasks. */
  readonly reconcileMs: number;
  /** Told when something has changed that `status` shows. */
  readonly onChange: () => void;
  readonly log: TrackLog;
}

export interface TrackLog {
  warn(details: Readonly<Record<string, unknown>>, message: string): void;
}

/** A task that failed because a service was away is tried again after this long. */
const RELEASE_PAUSE_MS = 1_000;
const STALLED_PAUSE_MS = 2_000;
/** A sweep that has halted goes on after this many looks for lost tasks: a minute. */
const HALTED_PAUSE_LOOKS = 12;

type Halted = Extract<SweepOutcome, { kind: "halted" }>;

export function trackSweep(record: SweepRecord, options: TrackOptions): TrackedSweep {
  const { queue, writer, limits, isNew, outlivesServices, reconcileMs, onChange, log } = options;
  const sweep = record.id;
  const inFlight = new Map<TaskId, number>();
  const startedAtMs = Date.now();
  let committedAtStart: number | undefined;
  let state: SweepCoreState = UNSTARTED;
  let storedState = record.state;
  let isStarted = false;
  let isOver = false;
  let isLetGo = false;
  /** What ends the sweep, when it was asked for before the start. */
  let earlyStop: SweepEvent | undefined;
  /** Ends the pause of a halted sweep. */
  let wake = (): void => undefined;
  let resolveEnded: (outcome: SweepOutcome) => void;
  const ended = new Promise<SweepOutcome>((resolve) => {
    resolveEnded = resolve;
  });

  const send = (event: SweepEvent): void => {
    if (isLetGo) return;
    const next = step(state, event);
    state = next.state;
    for (const effect of next.effects) patiently(() => carryOut(effect), effect.kind).catch(haltOnError);
  };
  const haltOnError = (error: unknown): void => send({ kind: "stopped", outcome: haltedBy(error) });

  /** What the core still waits for is tried again for as long as the core is running; an ending, until this coordinator lets go. */
  function patiently<Result>(work: () => Promise<Result>, what: SweepEffect["kind"] | "start"): Promise<Result> {
    if (!outlivesServices) return work();
    const isEnding = what === "end" || what === "cancel-tasks" || what === "start";
    return waitOut(work, {
      isStillWanted: () => !isLetGo && !isOver && (isEnding || state.kind === "running"),
      onFailure: (error) => log.warn({ sweep, what, error: messageOf(error) }, "a service does not answer; trying again"),
    });
  }

  async function carryOut(effect: SweepEffect): Promise<void> {
    switch (effect.kind) {
      case "survey": {
        const ranges = await writer.missing(sweep, effect.part, effect.from, effect.limit);
        return send({ kind: "surveyed", part: effect.part, ranges, isLast: ranges.length < effect.limit });
      }
      case "enqueue":
        return queue.enqueue(loneTaskWithRecord(effect.tasks, state));
      case "cancel-tasks":
        return isUnfinished(state) && outlivesServices ? undefined : queue.cancel(sweep);
      case "end":
        return outlivesServices && effect.outcome.kind === "halted" ? beginAgain(effect.outcome) : finish(effect.outcome);
    }
  }

  async function finish(outcome: SweepOutcome): Promise<void> {
    stopListening();
    stopLooking();
    inFlight.clear();
    const recorded = await recordOutcome(writer, sweep, outcome, outlivesServices);
    isOver = true;
    resolveEnded(recorded);
    onChange();
  }

  /** Leaves everything as it is for another coordinator. */
  function letGo(outcome: SweepOutcome): void {
    if (isOver) return;
    isLetGo = true;
    isOver = true;
    stopListening();
    stopLooking();
    inFlight.clear();
    resolveEnded(outcome);
  }

  function settled(task: TaskId, outcome: TaskOutcome): void {
    inFlight.delete(task);
    if (!outlivesServices || outcome.kind !== "failed" || !isPassingCode(outcome.code)) {
      send({ kind: "task-settled", task, outcome });
      return;
    }
    log.warn({ sweep, task, code: outcome.code }, "a task could not be delivered; it will be tried again");
    setTimeout(() => send({ kind: "task-settled", task, outcome: { kind: "released" } }), RELEASE_PAUSE_MS).unref();
  }

  const stopListening = queue.listen((event: QueueEvent) => {
    if (sweepOf(event) !== sweep) return;
    if (event.kind === "claimed") inFlight.set(event.task, 0);
    else if (event.kind === "progress") inFlight.set(event.progress.task, event.progress.trialsDone);
    else settled(event.task, event.outcome);
    onChange();
  });

  const stopLooking = watchLostTasks({
    queue,
    sweep,
    intervalMs: reconcileMs,
    out: () => (state.kind === "running" ? state.out.keys() : []),
    onLost: (task) => {
      log.warn({ sweep, task }, "the queue has lost a task; its trials will be enqueued again");
      settled(task, { kind: "released" });
    },
  });

  const begin = async (): Promise<void> => {
    const counts = isNew && committedAtStart === undefined ? countsOfNone(record) : await writer.counts(sweep);
    if (storedState !== "running") await writer.setState(sweep, "running");
    storedState = "running";
    committedAtStart ??= counts.total - counts.pending;
    isStarted = true;
    send({ kind: "started", record, counts, limits });
    if (earlyStop !== undefined) send(earlyStop);
    onChange();
  };

  /**
   * A farm of many processes may be without a healthy worker, a full disk may refuse every row, a module's folder may be gone: the next look
   * may find them mended. Until then the record says why nothing happens.
   */
  async function beginAgain({ code, message }: Halted): Promise<void> {
    log.warn({ sweep, code, reason: message }, "the sweep has halted; going on with it after a pause");
    isStarted = false;
    const isStalled = code === "SWEEP_STALLED";
    if (!isStalled) await writer.setState(sweep, "queued", { code, message });
    storedState = isStalled ? storedState : "queued";
    onChange();
    await new Promise<void>((resolve) => {
      wake = resolve;
      setTimeout(resolve, isStalled ? STALLED_PAUSE_MS : HALTED_PAUSE_LOOKS * reconcileMs).unref();
    });
    if (!isLetGo) start();
  }

  const start = (): void => void patiently(begin, "start").catch((error: unknown) => finish(haltedBy(error)));
  start();

  const stop = (event: SweepEvent): void => {
    if (isStarted) send(event);
    else earlyStop ??= event;
    wake();
  };
  const halt = (outcome: Halted): void => {
    if (outlivesServices) letGo(outcome);
    else stop({ kind: "stopped", outcome });
  };

  return {
    id: sweep,
    record,
    startedAtMs,
    get committedAtStart() {
      return committedAtStart;
    },
    get isOver() {
      return isOver;
    },
    inFlight: () => ({ tasks: inFlight.size, trials: [...inFlight.values()].reduce((sum, done) => sum + done, 0) }),
    cancel: () => stop({ kind: "cancel-requested" }),
    halt: (code, message) => halt({ kind: "halted", code, message }),
    ended,
  };
}

const sweepOf = (event: QueueEvent): SweepId => (event.kind === "progress" ? event.progress.sweep : event.sweep);

const isUnfinished = (state: SweepCoreState): boolean => state.kind === "ended" && state.outcome.kind === "halted";

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const haltedBy = (error: unknown): Halted => ({
  kind: "halted",
  code: error instanceof CodedError ? error.code : "INTERNAL",
  message: messageOf(error),
});
