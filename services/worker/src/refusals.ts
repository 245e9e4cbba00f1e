// What becomes of a task that this worker must not run (another version of the numerics, a module that it does not have) or whose rows
// it cannot deliver. A worker among colleagues gives it back to rest for a while, longer each time, so that another one takes it, or the
// store is there again; a worker that is alone fails it with the reason, since nobody else will come.

import { CodedError, type TaskOutcome } from "@spikefarm/protocol";
import type { WorkerCode } from "./errors.js";
import { outcomeOfError } from "./run-task.js";

const FIRST_PAUSE_MS = 1_000;
/** A colleague that brings what is needed waits this long for the task at most. */
const LONGEST_PAUSE_MS = 15_000;
/** Faults of the task itself: it would fare no better elsewhere. */
const FAULTS_OF_TASKS: ReadonlySet<string> = new Set(["WORKER_SWEEP_UNKNOWN" satisfies WorkerCode, "BLOCK_TOO_LARGE"]);

export interface Refusal {
  readonly error: unknown;
  readonly hasColleagues: boolean;
  /** How often the task has been claimed. */
  readonly attempt: number;
  readonly onRelease: (code: string, message: string) => void;
}

export function outcomeOfRefusal({ error, hasColleagues, attempt, onRelease }: Refusal): TaskOutcome {
  const isForOthers = hasColleagues && error instanceof CodedError && !FAULTS_OF_TASKS.has(error.code);
  if (!isForOthers) return outcomeOfError(error);
  onRelease(error.code, error.message);
  return { kind: "released", pauseMs: Math.min(FIRST_PAUSE_MS * attempt, LONGEST_PAUSE_MS) };
}
