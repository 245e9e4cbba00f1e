// A task that is all a sweep has out carries the sweep's record: the worker that claims it would have to ask the store for it before it
// could begin, which takes as long as a short trial. When many tasks are out, a worker asks once for all that it gets of them.

import type { Task } from "@spikefarm/protocol";
import type { SweepCoreState } from "./core/sweep-state.js";

/** Characters of the document of a record that travels; the record is about twice as large. Tasks wait in Redis' memory. */
const MAX_DOCUMENT_LENGTH = 8_192;

/** The tasks that `state` has sent out, as they are enqueued. */
export function loneTaskWithRecord(tasks: readonly Task[], state: SweepCoreState): readonly Task[] {
  if (state.kind !== "running" || state.out.size > 1 || state.record.document.length > MAX_DOCUMENT_LENGTH) return tasks;
  return tasks.map((task) => ({ ...task, record: state.record }));
}
