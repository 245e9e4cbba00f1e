// Waiting out what passes: a writer that restarts, a Redis that is away, a disk that is full until somebody makes room.
//
// A farm of many processes outlives each of them, so its coordinator tries again, with growing pauses, until the work succeeds or nobody
// wants it any more. What will never succeed (an unknown sweep, a fault of ours) is thrown at once.

import { setTimeout as pause } from "node:timers/promises";
import { CodedError } from "@spikefarm/protocol";

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/** Conditions that somebody is about to mend. */
const PASSING_CODES: ReadonlySet<string> = new Set(["DATA_DISK_FULL", "DATA_IO", "DATA_CLOSED"]);
/** What clients of the writer and of the queue say of a service that does not answer. */
const PASSING_AREAS = ["WRITER_", "CLIENT_", "QUEUE_REDIS_"];

export const isPassingCode = (code: string): boolean => PASSING_CODES.has(code) || PASSING_AREAS.some((area) => code.startsWith(area));

/** Errors of sockets and of Redis have no code of ours; faults of ours are TypeErrors and the like. */
export function isPassing(error: unknown): boolean {
  if (error instanceof CodedError) return isPassingCode(error.code);
  return error instanceof Error && !(error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError);
}

export interface WaitOutOptions {
  /** Asked before each further try. */
  readonly isStillWanted: () => boolean;
  readonly onFailure: (error: unknown) => void;
}

/** Rejects with the last error when it will not pass, or when nobody wants the work any more. */
export async function waitOut<Result>(work: () => Promise<Result>, { isStillWanted, onFailure }: WaitOutOptions): Promise<Result> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error) || !isStillWanted()) throw error;
      onFailure(error);
      await pause(pauseMs, undefined, { ref: false });
      if (!isStillWanted()) throw error;
    }
  }
}
