// The coordinator: accepts documents, keeps their sweeps going, says how far they are.
//
//   submit ─▶ acceptDocument (parse, check, plan) ─▶ catalogue ─▶ trackSweep ─▶ queue
//                                                        ▲            │
//                                                        └─ state ────┘

import {
  allSweeps,
  CodedError,
  type SweepEntry,
  type SweepId,
  type SweepQuery,
  type SweepRecord,
  type SweepState,
  type TrialCounts,
  type WriterPort,
} from "@spikefarm/protocol";
import type { TaskQueue } from "@spikefarm/queue";
import type { Plan } from "@spikefarm/sweep";
import type { SweepOutcome } from "./core/sweep-state.js";
import { countsOfNone, hasEnded, isUnfinished, maxFailuresOf, sweepRecordOf } from "./sweep-record-of.js";
import { type TrackedSweep, type TrackLog, trackSweep } from "./track-sweep.js";

export interface CoordinatorOptions {
  readonly queue: TaskQueue;
  readonly writer: WriterPort;
  readonly owner: string;
  /** Tasks out at a time: enough to keep every thread busy while one is settled. */
  readonly windowTasks: number;
  /** Granules in a task. */
  readonly taskGranules?: number;
  /**
   * Writer and queue may be away, or a disk full, and come back: wait for them, try a sweep that has halted again, and leave sweeps to the next
   * coordinator on `close`.
   */
  readonly outlivesServices?: boolean;
  /** Pause between two looks for tasks that the queue has lost. */
  readonly reconcileMs?: number;
  readonly log?: TrackLog;
}

export interface SweepStatus<Known extends SweepEntry = SweepRecord> {
  readonly record: Known;
  readonly state: SweepState;
  readonly counts: TrialCounts;
  /** Committed trials plus what running tasks have done, fractions of a trial included. */
  readonly trialsDone: number;
  /** Tasks that workers have claimed. */
  readonly tasksRunning: number;
  /** Since this coordinator took the sweep up; undefined when it is not running here. */
  readonly elapsedSeconds: number | undefined;
  /** At the mean speed since then; undefined while that is unknown. */
  readonly etaSeconds: number | undefined;
}

export interface Coordinator {
  /** Writes the sweep to the catalogue and starts it. */
  submit(plan: Plan): Promise<SweepId>;
  /** Writes a record to the catalogue and starts its sweep. A record that is there already changes nothing: a repeat is safe. */
  start(record: SweepRecord): Promise<void>;
  /** Goes on with an unfinished sweep; a sweep that is already running is left alone. */
  resume(id: SweepId): Promise<void>;
  /** Goes on with every unfinished sweep of the catalogue. Returns their ids. */
  resumeAll(): Promise<readonly SweepId[]>;
  /** A sweep that has ended stays as it is. */
  cancel(id: SweepId): Promise<void>;
  /** Resolves when the sweep has ended here. */
  ended(id: SweepId): Promise<SweepOutcome>;
  status(id: SweepId): Promise<SweepStatus>;
  /** Newest first. */
  list(query: SweepQuery): Promise<readonly SweepStatus<SweepEntry>[]>;
  /** Part of a record that never changes: the store is asked only for a sweep that is not remembered here. */
  columns(id: SweepId): Promise<Pick<SweepRecord, "parameters" | "outputs">>;
  /** Told of sweeps whose status has changed; often. Returns the way to stop. */
  watch(listener: (id: SweepId) => void): () => void;
  /** Stops feeding the queue; running sweeps end as halted and stay unfinished. */
  close(reason: { readonly code: string; readonly message: string }): Promise<void>;
}

/** Times a task may fail as a whole before its sweep is halted. */
const TASK_ATTEMPTS = 3;
const RECONCILE_MS = 5_000;
/** Sweeps that have ended and are still remembered here; the catalogue remembers all. */
const MAX_ENDED = 1_000;
/** An ETA from less than this is noise. */
const LEAST_ETA_SECONDS = 0.2;

export function createCoordinator(options: CoordinatorOptions): Coordinator {
  const { queue, writer, owner, windowTasks, taskGranules = 1, outlivesServices = false, reconcileMs = RECONCILE_MS } = options;
  const log = options.log ?? { warn: () => undefined };
  const tracked = new Map<SweepId, TrackedSweep>();
  const listeners = new Set<(id: SweepId) => void>();

  function track(record: SweepRecord, { isNew }: { readonly isNew: boolean }): void {
    const { id } = record;
    if (tracked.get(id)?.isOver === false) return;
    const limits = { windowTasks, taskGranules, taskAttempts: TASK_ATTEMPTS, maxFailures: maxFailuresOf(record) };
    const onChange = (): void => {
      for (const listener of listeners) listener(id);
    };
    tracked.delete(id);
    tracked.set(id, trackSweep(record, { queue, writer, limits, isNew, outlivesServices, reconcileMs, onChange, log }));
    forgetOldest();
  }

  function forgetOldest(): void {
    const over = [...tracked.values()].filter((sweep) => sweep.isOver);
    for (const { id } of over.slice(0, Math.max(0, over.length - MAX_ENDED))) tracked.delete(id);
  }

  const read = async (id: SweepId): Promise<SweepRecord> => {
    const record = await writer.getSweep(id);
    if (record === undefined) throw unknownSweep(id);
    return record;
  };

  /** Stored as running at once: one synced write less before its first task, and a coordinator that starts takes up both states. */
  const start = async (record: SweepRecord): Promise<void> => {
    const running = { ...record, state: "running" } as const;
    await writer.putSweep(running);
    track(running, { isNew: true });
  };

  /** *After* the record: a sweep that has ended is never said to miss what was committed meanwhile. */
  const statusOf = async <Known extends SweepEntry>(record: Known): Promise<SweepStatus<Known>> => {
    const counts = await writer.counts(record.id);
    const committed = counts.total - counts.pending;
    const sweep = tracked.get(record.id);
    const { trials, tasks } = sweep?.inFlight() ?? { trials: 0, tasks: 0 };
    const trialsDone = Math.min(counts.total, committed + trials);
    return { record, state: record.state, counts, trialsDone, tasksRunning: tasks, ...timesOf(sweep, trialsDone, counts) };
  };

  return {
    async submit(plan) {
      const record = sweepRecordOf(plan, { owner });
      await start(record);
      return record.id;
    },

    start,

    async resume(id) {
      track(await read(id), { isNew: false });
    },

    async resumeAll() {
      const ids: SweepId[] = [];
      for await (const entry of allSweeps(writer)) if (isUnfinished(entry)) ids.push(entry.id);
      for (const id of ids) track(await read(id), { isNew: false });
      return ids;
    },

    async cancel(id) {
      const sweep = tracked.get(id);
      sweep?.cancel();
      await sweep?.ended;
      if (!hasEnded(await read(id))) await writer.setState(id, "cancelled");
    },

    async ended(id) {
      const sweep = tracked.get(id);
      if (sweep === undefined)
        throw new CodedError("SWEEP_NOT_STARTED", `Sweep ${id} is not running here; start it with \`spikefarm run FILE\`.`);
      return sweep.ended;
    },

    async status(id) {
      return statusOf(await read(id));
    },

    async list(query) {
      return Promise.all((await writer.listSweeps(query)).map(statusOf));
    },

    async columns(id) {
      return tracked.get(id)?.record ?? read(id);
    },

    watch(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },

    async close({ code, message }) {
      for (const sweep of tracked.values()) sweep.halt(code, message);
      await Promise.all([...tracked.values()].map((sweep) => sweep.ended));
    },
  };
}

/** How a sweep is when it has just been started. */
export function statusAtStart(record: SweepRecord): SweepStatus {
  const none = { trialsDone: 0, tasksRunning: 0, elapsedSeconds: undefined, etaSeconds: undefined };
  return { record: { ...record, state: "running" }, state: "running", counts: countsOfNone(record), ...none };
}

function timesOf(
  sweep: TrackedSweep | undefined,
  trialsDone: number,
  counts: TrialCounts,
): Pick<SweepStatus, "elapsedSeconds" | "etaSeconds"> {
  if (sweep === undefined || sweep.isOver) return { elapsedSeconds: undefined, etaSeconds: undefined };
  const elapsedSeconds = (Date.now() - sweep.startedAtMs) / 1000;
  const done = trialsDone - (sweep.committedAtStart ?? trialsDone);
  const isKnown = done > 0 && elapsedSeconds >= LEAST_ETA_SECONDS;
  return { elapsedSeconds, etaSeconds: isKnown ? ((counts.total - trialsDone) * elapsedSeconds) / done : undefined };
}

const unknownSweep = (id: string): CodedError =>
  new CodedError("SWEEP_UNKNOWN", `There is no sweep ${id} here; list them with \`spikefarm ls\`, or give the right --data directory.`);
