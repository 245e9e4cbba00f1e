// The coordinator: accepts documents, keeps their sweeps going, says how far they are.
//
//   submit ─▶ acceptDocument (parse, check, plan) ─▶ catalogue ─▶ trackSweep ─▶ queue
//                                                        ▲            │
//                                                        └─ state ────┘

import {
  CodedError,
  makeSweepId,
  NUMERICS_VERSION,
  type SweepId,
  type SweepRecord,
  type SweepState,
  type TrialCounts,
  type WriterPort,
} from "@spikefarm/protocol";
import type { TaskQueue } from "@spikefarm/queue";
import type { Plan } from "@spikefarm/sweep";
import type { SweepOutcome } from "./core/sweep-state.js";
import { type TrackedSweep, trackSweep } from "./track-sweep.js";

export interface CoordinatorOptions {
  readonly queue: TaskQueue;
  readonly writer: WriterPort;
  readonly owner: string;
  /** Tasks out at a time: enough to keep every thread busy while one is settled. */
  readonly windowTasks: number;
  /** Granules in a task. */
  readonly taskGranules?: number;
}

export interface SweepStatus {
  readonly record: SweepRecord;
  readonly state: SweepState;
  readonly counts: TrialCounts;
  /** Committed trials plus what running tasks have done, fractions of a trial included. */
  readonly trialsDone: number;
  /** Tasks that workers have claimed. */
  readonly tasksRunning: number;
}

export interface Coordinator {
  /** Writes the sweep to the catalogue and starts it. */
  submit(plan: Plan): Promise<SweepId>;
  /** Goes on with an unfinished sweep; a sweep that is already running is left alone. */
  resume(id: SweepId, limits?: { readonly maxFailures?: number }): Promise<void>;
  cancel(id: SweepId): Promise<void>;
  /** Resolves when the sweep has ended here. */
  ended(id: SweepId): Promise<SweepOutcome>;
  status(id: SweepId): Promise<SweepStatus>;
  /** Stops feeding the queue; running sweeps end as halted and stay unfinished. */
  close(reason: { readonly code: string; readonly message: string }): Promise<void>;
}

/** Times a task may fail as a whole before its sweep is halted. */
const TASK_ATTEMPTS = 3;

export function createCoordinator(options: CoordinatorOptions): Coordinator {
  const { queue, writer, owner, windowTasks, taskGranules = 1 } = options;
  const tracked = new Map<SweepId, TrackedSweep>();

  function track(record: SweepRecord, maxFailures: number): void {
    const limits = { windowTasks, taskGranules, taskAttempts: TASK_ATTEMPTS, maxFailures };
    tracked.set(record.id, trackSweep(record, { queue, writer, limits }));
  }

  const running = (id: SweepId): TrackedSweep => {
    const sweep = tracked.get(id);
    if (sweep === undefined)
      throw new CodedError("SWEEP_NOT_STARTED", `Sweep ${id} is not running here; start it with \`spikefarm run FILE\`.`);
    return sweep;
  };

  return {
    async submit(plan) {
      const record = recordOf(plan, owner);
      await writer.putSweep(record);
      track(record, plan.document.sweep.maxFailures);
      return record.id;
    },

    async resume(id, { maxFailures = Number.POSITIVE_INFINITY } = {}) {
      if (tracked.has(id)) return;
      const record = await writer.getSweep(id);
      if (record === undefined) throw unknownSweep(id);
      track(record, maxFailures);
    },

    async cancel(id) {
      running(id).cancel();
      await running(id).ended;
    },

    ended: async (id) => running(id).ended,

    async status(id) {
      const [record, counts] = await Promise.all([writer.getSweep(id), writer.counts(id)]);
      if (record === undefined) throw unknownSweep(id);
      const committed = counts.total - counts.pending;
      const { trials, tasks } = tracked.get(id)?.inFlight() ?? { trials: 0, tasks: 0 };
      return { record, state: record.state, counts, trialsDone: Math.min(counts.total, committed + trials), tasksRunning: tasks };
    },

    async close({ code, message }) {
      for (const sweep of tracked.values()) sweep.halt(code, message);
      await Promise.all([...tracked.values()].map((sweep) => sweep.ended));
    },
  };
}

function recordOf({ document, parts, parameters, outputs }: Plan, owner: string): SweepRecord {
  const { task } = document;
  return {
    id: makeSweepId(Date.now(), Math.random()),
    name: document.name,
    createdAt: new Date().toISOString(),
    owner,
    state: "queued",
    document: document.canonical,
    documentHash: document.hash,
    kind: task.kind,
    ...(task.kind === "module" && { module: { name: task.name, hash: task.hash } }),
    numericsVersion: NUMERICS_VERSION,
    parts,
    parameters,
    outputs,
  };
}

const unknownSweep = (id: string): CodedError =>
  new CodedError("SWEEP_UNKNOWN", `There is no sweep ${id} here; list them with \`spikefarm ls\`, or give the right --data directory.`);
