// One sweep as the coordinator sees it: what is out, what is known to be missing, what has ended.
//
//                 ┌────────────── a task settled, or more of the survey ─────────────┐
//                 ▼                                                                  │
//   start ──▶ running: survey the store for missing trials, keep a window of tasks ──┘
//                 │
//                 ├─ every part surveyed, nothing missing, nothing out ──▶ ended: complete
//                 ├─ more failed trials than the document allows ────────▶ ended: failed
//                 ├─ cancelled by the user ──────────────────────────────▶ ended: cancelled
//                 └─ the farm cannot go on (a full disk, …) ─────────────▶ ended: halted   (unfinished; a later run continues it)
//
// The store is the truth and the queue a hint: a *pass* walks all parts, asks the writer for missing trials and enqueues those that are
// not out already. When a pass has ended and its tasks have settled, another one looks again; the sweep is complete only when a whole
// pass finds nothing. A lost task, a partial enqueue and a restart of the coordinator are thus one code path.

import type { SweepRecord, Task, TaskId, TaskOutcome, TrialCounts, TrialRange } from "@spikefarm/protocol";

export interface Limits {
  /** Tasks out at a time. */
  readonly windowTasks: number;
  /** Granules in a task. */
  readonly taskGranules: number;
  /** Times a task may fail as a whole before the sweep is halted. */
  readonly taskAttempts: number;
  /** Failed trials after which the sweep ends as failed. */
  readonly maxFailures: number;
}

export interface Running {
  readonly kind: "running";
  readonly record: SweepRecord;
  readonly limits: Limits;
  /** Where the survey goes on: part and trial; undefined when this pass has seen every part. */
  readonly position: Position | undefined;
  /** A survey has been asked for and not answered. */
  readonly isAsking: boolean;
  /** Missing trials of `position`'s part that no task covers yet, ascending. */
  readonly ranges: readonly TrialRange[];
  readonly out: ReadonlyMap<TaskId, Task>;
  /** Tasks that failed as a whole, and how often. */
  readonly failures: ReadonlyMap<TaskId, number>;
  readonly failedTrials: number;
  /** Trials found missing in this pass; 0 at the end of a pass means complete. */
  readonly foundInPass: number;
  /** Passes in a row in which no task was delivered, nor released for another try. */
  readonly idlePasses: number;
  readonly deliveredInPass: number;
  /** Tasks lost or given back: work that waits for a worker, not a sweep that has stalled. */
  readonly releasedInPass: number;
}

export interface Position {
  readonly part: number;
  readonly from: number;
}

export interface Ended {
  readonly kind: "ended";
  readonly outcome: SweepOutcome;
}

export type SweepCoreState = Running | Ended;

export type SweepOutcome =
  | { readonly kind: "complete" }
  | { readonly kind: "cancelled" }
  | { readonly kind: "failed"; readonly code: string; readonly message: string }
  | { readonly kind: "halted"; readonly code: string; readonly message: string };

export type SweepEvent =
  | { readonly kind: "started"; readonly record: SweepRecord; readonly counts: TrialCounts; readonly limits: Limits }
  /** The answer to `survey`: missing ranges from there on; `isLast` when the part holds no more. */
  | { readonly kind: "surveyed"; readonly part: number; readonly ranges: readonly TrialRange[]; readonly isLast: boolean }
  | { readonly kind: "task-settled"; readonly task: TaskId; readonly outcome: TaskOutcome }
  | { readonly kind: "cancel-requested" }
  /** The writer found rows that differ (IDENTITY 22), or refuses: the sweep must stop. */
  | { readonly kind: "stopped"; readonly outcome: Extract<SweepOutcome, { code: string }> };

export type SweepEffect =
  | { readonly kind: "survey"; readonly part: number; readonly from: number; readonly limit: number }
  | { readonly kind: "enqueue"; readonly tasks: readonly Task[] }
  | { readonly kind: "cancel-tasks" }
  /** Written to the catalogue, then told to whoever waits. */
  | { readonly kind: "end"; readonly outcome: SweepOutcome };

export interface Step {
  readonly state: SweepCoreState;
  readonly effects: readonly SweepEffect[];
}
