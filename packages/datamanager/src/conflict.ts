// A trial of a model that was computed twice with different results (IDENTITY 22): the first row stands, the second is kept aside, and the
// sweep has failed until it is retried. Modules and commands need not be deterministic: there the difference is a warning.

import type { StandingState, SweepFailure, SweepRecord, SweepState } from "@spikefarm/protocol";

const CONFLICT: SweepFailure = {
  code: "CONFLICT",
  message:
    "A trial was computed twice with different results; the first stands, the other is kept aside. Compare the machines that computed them, then retry.",
};

/** The record in another state; a failure belongs to the state it came with. */
export function inState(record: SweepRecord, state: SweepState, failure?: SweepFailure): SweepRecord {
  const { failure: _before, ...rest } = record;
  return { ...rest, state, ...(failure !== undefined && { failure }) };
}

/** What a caller that sets a state is told. */
export const standingOf = ({ state, failure }: SweepRecord): StandingState => ({ state, ...(failure !== undefined && { failure }) });

/** The record of a sweep that has rows kept aside. */
export const contradicted = (record: SweepRecord): SweepRecord => inState(record, "failed", CONFLICT);
