// A task: a range of trials of one part, the unit of queueing and retry. It carries numbers (< 1 kB), never data.

import type { SweepId, TaskId } from "./ids.js";
import type { SweepRecord } from "./sweep-record.js";

export interface Task {
  readonly id: TaskId;
  readonly sweep: SweepId;
  readonly part: number;
  /** Trials [from, to) of the part: whole granules, or a stretch within one. */
  readonly from: number;
  readonly to: number;
  /** The sweep's record when the task was enqueued, where it is small and the task alone: its worker need not ask the store for it. */
  readonly record?: SweepRecord;
}

/** How a worker settles a task: all its rows (ok or failed) are committed, or the task itself could not be run. */
export type TaskOutcome =
  | {
      readonly kind: "delivered";
      readonly ok: number;
      readonly failed: number;
      /** That of the task's part, which its probe has settled. */
      readonly granuleSize: number;
    }
  | { readonly kind: "failed"; readonly code: string; readonly message: string }
  /** Given up before it was finished: the sweep was cancelled, or the worker is closing or not the one for it. Waits `pauseMs` at least. */
  | { readonly kind: "released"; readonly pauseMs?: number };

/** Work done so far in a running task, in trials and fractions of one; for display only. */
export interface TaskProgress {
  readonly task: TaskId;
  readonly sweep: SweepId;
  readonly trialsDone: number;
}
