// Drives one sweep: feeds events to the pure core (core/sweep-core.ts) one after the other and carries its effects out against the queue
// and the writer. It owns the sweep's state while it runs; nobody else steps it.

import { CodedError, type SweepId, type SweepRecord, type TaskId, type WriterPort } from "@spikefarm/protocol";
import type { QueueEvent, TaskQueue } from "@spikefarm/queue";
import { step, UNSTARTED } from "./core/sweep-core.js";
import type { Limits, SweepCoreState, SweepEffect, SweepEvent, SweepOutcome } from "./core/sweep-state.js";

export interface TrackedSweep {
  readonly id: SweepId;
  /** Claimed tasks, and the trials done inside them, fractions included: what the store does not count yet. */
  inFlight(): { readonly tasks: number; readonly trials: number };
  cancel(): void;
  /** Ends the tracking and leaves the sweep unfinished. */
  halt(code: string, message: string): void;
  /** Resolves when the sweep has ended and the catalogue says so; never rejects. */
  readonly ended: Promise<SweepOutcome>;
}

export function trackSweep(record: SweepRecord, ports: { queue: TaskQueue; writer: WriterPort; limits: Limits }): TrackedSweep {
  const { queue, writer, limits } = ports;
  const inFlight = new Map<TaskId, number>();
  let state: SweepCoreState = UNSTARTED;
  let resolveEnded: (outcome: SweepOutcome) => void;
  const ended = new Promise<SweepOutcome>((resolve) => {
    resolveEnded = resolve;
  });

  const send = (event: SweepEvent): void => {
    const next = step(state, event);
    state = next.state;
    for (const effect of next.effects) carryOut(effect).catch(haltOnError);
  };
  const haltOnError = (error: unknown): void => {
    const code = error instanceof CodedError ? error.code : "INTERNAL";
    const message = error instanceof Error ? error.message : String(error);
    send({ kind: "stopped", outcome: { kind: "halted", code, message } });
  };

  async function carryOut(effect: SweepEffect): Promise<void> {
    switch (effect.kind) {
      case "survey": {
        const ranges = await writer.missing(record.id, effect.part, effect.from, effect.limit);
        return send({ kind: "surveyed", part: effect.part, ranges, isLast: ranges.length < effect.limit });
      }
      case "read-record": {
        const current = await writer.getSweep(record.id);
        return send({ kind: "record-read", record: current ?? record });
      }
      case "enqueue":
        return queue.enqueue(effect.tasks);
      case "cancel-tasks":
        return queue.cancel(record.id);
      case "end":
        return finish(effect.outcome);
    }
  }

  async function finish(outcome: SweepOutcome): Promise<void> {
    stopListening();
    inFlight.clear();
    resolveEnded(await recordOutcome(writer, record.id, outcome));
  }

  const stopListening = queue.listen((event: QueueEvent) => {
    if (event.kind === "claimed") {
      if (event.sweep === record.id) inFlight.set(event.task, 0);
    } else if (event.kind === "progress") {
      if (event.progress.sweep === record.id) inFlight.set(event.progress.task, event.progress.trialsDone);
    } else if (event.kind === "settled" && event.sweep === record.id) {
      inFlight.delete(event.task);
      send({ kind: "task-settled", task: event.task, outcome: event.outcome });
    }
  });

  (async () => {
    const counts = await writer.counts(record.id);
    await writer.setState(record.id, "running");
    send({ kind: "started", record, counts, limits });
  })().catch(async (error: unknown) => {
    const code = error instanceof CodedError ? error.code : "INTERNAL";
    await finish({ kind: "halted", code, message: error instanceof Error ? error.message : String(error) });
  });

  return {
    id: record.id,
    inFlight: () => ({ tasks: inFlight.size, trials: [...inFlight.values()].reduce((sum, done) => sum + done, 0) }),
    cancel: () => send({ kind: "cancel-requested" }),
    halt: (code, message) => send({ kind: "stopped", outcome: { kind: "halted", code, message } }),
    ended,
  };
}

/** Writes the outcome to the catalogue; a conflict that the writer found overrules it. */
async function recordOutcome(writer: WriterPort, id: SweepId, outcome: SweepOutcome): Promise<SweepOutcome> {
  try {
    const current = await writer.getSweep(id);
    if (current?.state === "failed" && current.failure !== undefined) return { kind: "failed", ...current.failure };
    switch (outcome.kind) {
      case "complete":
        await writer.setState(id, "complete");
        break;
      case "cancelled":
        await writer.setState(id, "cancelled");
        break;
      case "failed":
        await writer.setState(id, "failed", { code: outcome.code, message: outcome.message });
        break;
      case "halted":
        await writer.setState(id, "queued"); // unfinished: the next run goes on
        break;
    }
    return outcome;
  } catch (error) {
    if (outcome.kind === "halted") return outcome; // the store is what failed; the sweep is unfinished all the same
    const code = error instanceof CodedError ? error.code : "INTERNAL";
    return { kind: "halted", code, message: error instanceof Error ? error.message : String(error) };
  }
}
