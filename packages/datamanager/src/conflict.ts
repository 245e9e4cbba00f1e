// A trial of a model that was computed twice with different results (IDENTITY 22): the first row stands, the second is kept aside, and the
// sweep has failed until it is retried. Modules and commands need not be deterministic: there the difference is a warning.

import type { SweepId, SweepRecord, SweepState } from "@spikefarm/protocol";

export interface SweepFailure {
  readonly code: string;
  readonly message: string;
}

export const conflictFailure = (sweep: SweepId, trials: number): SweepFailure => ({
  code: "CONFLICT",
  message: `${trials} trials of sweep ${sweep} were computed twice with different results; the first stand, the others are kept aside.`,
});

/** The record in another state. A model's sweep with rows kept aside never becomes complete: it stays failed. */
export function inState(record: SweepRecord, state: SweepState, failure: SweepFailure | undefined, asideCount: number): SweepRecord {
  const { failure: before, ...rest } = record;
  if (state === "complete" && record.kind === "model" && asideCount > 0) {
    return { ...rest, state: "failed", failure: before ?? conflictFailure(record.id, asideCount) };
  }
  return { ...rest, state, ...(failure !== undefined && { failure }) };
}
