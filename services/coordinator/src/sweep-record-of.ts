// A plan → the record that stands for its sweep in the catalogue, and back what a coordinator needs of it.

import { makeSweepId, NUMERICS_VERSION, type SweepEntry, type SweepRecord, type TrialCounts, trialCount } from "@spikefarm/protocol";
import type { Plan } from "@spikefarm/sweep";

export interface RecordOptions {
  readonly owner: string;
  /** How the request is known again; absent when it came without an Idempotency-Key. */
  readonly submission?: NonNullable<SweepRecord["submission"]>;
}

export function sweepRecordOf({ document, parts, parameters, outputs }: Plan, { owner, submission }: RecordOptions): SweepRecord {
  const { task } = document;
  return {
    id: makeSweepId(Date.now(), Math.random()),
    name: document.name,
    createdAt: new Date().toISOString(),
    owner,
    state: "queued",
    document: document.canonical,
    documentHash: document.hash,
    kind: task.kind,
    ...(task.kind === "module" && { module: { name: task.name, hash: task.hash } }),
    numericsVersion: NUMERICS_VERSION,
    ...(submission !== undefined && { submission }),
    parts,
    parameters,
    outputs,
  };
}

/** What the stored document says of failures; it was checked when it was accepted. */
export function maxFailuresOf({ document }: SweepRecord): number {
  const { sweep } = JSON.parse(document) as { readonly sweep?: { readonly max_failures?: number | null } | null };
  return sweep?.max_failures ?? Number.POSITIVE_INFINITY;
}

/** The counts of a sweep without a committed trial. */
export function countsOfNone({ parts }: SweepRecord): TrialCounts {
  const total = parts.reduce((sum, part) => sum + trialCount(part), 0);
  return { total, ok: 0, failed: 0, skipped: 0, pending: total };
}

export const hasEnded = ({ state }: SweepEntry): boolean => state === "complete" || state === "cancelled" || state === "failed";

/** To be gone on with by a coordinator that starts; a paused sweep waits for its user. */
export const isUnfinished = ({ state }: SweepEntry): boolean => state === "queued" || state === "running";
