// A model's trial has one result (IDENTITY 22). A second, different one says that a machine, a version or a kernel is wrong: the sweep is
// failed, whatever else becomes of it, as long as the differing rows are kept aside.

import type { SweepRecord } from "@spikefarm/protocol";

const FAILURE = {
  code: "CONFLICT",
  message:
    "A trial was computed twice with different results; the first stands, the other is kept aside. Compare the machines that computed them, then retry.",
} as const;

/** The record of a sweep that has rows kept aside. */
export const contradicted = (record: SweepRecord): SweepRecord => ({ ...record, state: "failed", failure: FAILURE });

export const isContradicted = (record: SweepRecord): boolean => record.state === "failed" && record.failure?.code === FAILURE.code;
