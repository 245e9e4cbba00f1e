// Finds tasks that are out but no longer in the queue: Redis was flushed or restarted without its log, a bulk add came through in part,
// a job was evicted.
//
// A task that has settled is gone from the queue a moment before its event arrives. So only a task that is missing in two looks in a row,
// and still out at the second, is lost.

import type { SweepId, TaskId } from "@spikefarm/protocol";
import type { TaskQueue } from "@spikefarm/queue";

export interface LostTasksOptions {
  readonly queue: TaskQueue;
  readonly sweep: SweepId;
  readonly intervalMs: number;
  /** The tasks that should be in the queue. */
  readonly out: () => Iterable<TaskId>;
  readonly onLost: (task: TaskId) => void;
}

/** Returns the way to stop. */
export function watchLostTasks({ queue, sweep, intervalMs, out, onLost }: LostTasksOptions): () => void {
  let isStopped = false;
  let suspects: ReadonlySet<TaskId> = new Set();

  const look = async (): Promise<void> => {
    const expected = [...out()]; // before the question: what is enqueued during it is not missed yet
    if (expected.length === 0) return;
    const pending = await queue.pending(sweep);
    const missing = expected.filter((task) => !pending.has(task));
    const lost = missing.filter((task) => suspects.has(task));
    suspects = new Set(missing.filter((task) => !suspects.has(task)));
    if (!isStopped) for (const task of lost) onLost(task);
  };

  const lookAgain = (): void => {
    if (!isStopped) timer = setTimeout(() => look().catch(forgetSuspects).finally(lookAgain), intervalMs).unref();
  };
  /** A queue that does not answer says nothing about its tasks. */
  const forgetSuspects = (): void => {
    suspects = new Set();
  };
  let timer: NodeJS.Timeout | undefined;
  lookAgain();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
