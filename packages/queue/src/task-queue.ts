// The port between the coordinator and the workers. The queue is a hint, the store is the truth: an adapter may lose or repeat tasks, and
// the coordinator and the store put it right. What an adapter must keep is in the contract suite (test/contract/task-queue).
//
//   enqueue ──▶ waiting ──claimed──▶ active ──settled──▶ gone
//                  ▲                    └──worker lost or released──┐
//                  └────────────────────────────────────────────────┘   (attempt + 1)

import type { SweepId, Task, TaskId, TaskOutcome, TaskProgress } from "@spikefarm/protocol";

export interface ClaimContext {
  /** 1 for the first run of this task; grows with every claim, so that it also fences a late twin. */
  readonly attempt: number;
  /** Claims of this task that ended with their worker's death, or its silence: the task may be why. */
  readonly lostClaims: number;
  /** Aborts when the task's sweep is cancelled, the claim is lost, or the consumer closes without grace. */
  readonly signal: AbortSignal;
  /** Tells listeners how far the task is; may be dropped. */
  report(trialsDone: number): void;
}

export type TaskHandler = (task: Task, context: ClaimContext) => Promise<TaskOutcome>;

export interface Consumer {
  /**
   * Claims no more and waits up to `graceMs` for active tasks, then aborts them; what is not settled goes back to waiting. May be called
   * again: the last grace counts.
   */
  close(graceMs: number): Promise<void>;
}

export type QueueEvent =
  | { readonly kind: "claimed"; readonly task: TaskId; readonly sweep: SweepId; readonly attempt: number }
  | { readonly kind: "progress"; readonly progress: TaskProgress }
  | { readonly kind: "settled"; readonly task: TaskId; readonly sweep: SweepId; readonly outcome: TaskOutcome };

export interface TaskQueue {
  /** Adds tasks in order; one whose id is waiting or active already is ignored. */
  enqueue(tasks: readonly Task[]): Promise<void>;
  /** Starts claiming, up to `concurrency` tasks at a time. A handler that throws settles its task as failed. */
  consume(handler: TaskHandler, options: { readonly concurrency: number }): Consumer;
  /** Drops the sweep's waiting tasks and aborts its active ones, wherever they run. */
  cancel(sweep: SweepId): Promise<void>;
  /** Ids of the sweep's tasks that are waiting or active: what the reconciler subtracts. */
  pending(sweep: SweepId): Promise<ReadonlySet<TaskId>>;
  /** Returns the way to stop listening. */
  listen(listener: (event: QueueEvent) => void): () => void;
  close(): Promise<void>;
}
