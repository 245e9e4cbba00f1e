// What becomes of a task that this worker must not run (another version of the numerics, a module that it does not have) or whose rows
// it cannot deliver. A worker among colleagues gives it back after a pause, so that another one takes it, or the store is there again;
// a worker that is alone fails it with the reason, since nobody else will come.

import { setTimeout as delay } from "node:timers/promises";
import { CodedError, type TaskOutcome } from "@spikefarm/protocol";
import type { WorkerCode } from "./errors.js";
import { outcomeOfError } from "./run-task.js";

/** Long enough for a colleague with a free hand to be first. */
const RELEASE_PAUSE_MS = 1_000;
/** Faults of the task itself: it would fare no better elsewhere. */
const FAULTS_OF_TASKS: ReadonlySet<string> = new Set(["WORKER_SWEEP_UNKNOWN" satisfies WorkerCode, "BLOCK_TOO_LARGE"]);

export interface Refusal {
  readonly error: unknown;
  readonly hasColleagues: boolean;
  readonly signal: AbortSignal;
  readonly onRelease: (code: string, message: string) => void;
}

export async function outcomeOfRefusal({ error, hasColleagues, signal, onRelease }: Refusal): Promise<TaskOutcome> {
  const isForOthers = hasColleagues && error instanceof CodedError && !FAULTS_OF_TASKS.has(error.code);
  if (!isForOthers) return outcomeOfError(error);
  onRelease(error.code, error.message);
  await delay(RELEASE_PAUSE_MS, undefined, { signal }).catch(() => undefined);
  return { kind: "released" };
}
