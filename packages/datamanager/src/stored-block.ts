// What memory keeps of a block: where it lies and what became of its trials, never its rows.

import { TrialStatus } from "@spikefarm/protocol";
import type { BlockAddress } from "./keys.js";
import type { Shelf } from "./shelf.js";

/** Trials [from, to) of a part that share a status. */
export interface StatusRun {
  readonly from: number;
  readonly to: number;
  readonly status: TrialStatus;
}

export interface StoredBlock {
  readonly shelf: Shelf;
  readonly address: BlockAddress;
  readonly to: number;
  readonly sizeBytes: number;
  /** Ascending, without gaps, from address.from to `to`. */
  readonly runs: readonly StatusRun[];
}

/** A row that stands for good: the first one does. Any other row gives way to a later one. */
export const isFinal = (status: TrialStatus): boolean => status === TrialStatus.ok || status === TrialStatus.skipped;

/** Runs of equal status, for trials numbered from `first`. */
export function statusRuns(status: Uint8Array, first: number): StatusRun[] {
  const runs: StatusRun[] = [];
  for (let start = 0; start < status.length; ) {
    let end = start + 1;
    while (end < status.length && status[end] === status[start]) end++;
    runs.push({ from: first + start, to: first + end, status: status[start] as TrialStatus });
    start = end;
  }
  return runs;
}

/** The runs of a block within [from, to). */
export function* runsWithin(block: StoredBlock, from: number, to: number): Generator<StatusRun> {
  for (const run of block.runs) {
    const start = Math.max(run.from, from);
    const end = Math.min(run.to, to);
    if (start < end) yield { from: start, to: end, status: run.status };
  }
}
