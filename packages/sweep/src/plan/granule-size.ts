// How many trials are stored as one block (IDENTITY 11), and how many make a good task.
//
// A granule is a power of two, so that pages of 4096 trials hold whole granules: as many trials as take about half a second and make a
// block of at most 256 kB. A model's work is known before it runs; a module's is not, and its first trial decides (size null).

import type { Column } from "@spikefarm/protocol";
import type { CheckedDocument, Plan } from "../checked-document.js";
import { estimateTrialSeconds } from "./estimate-work.js";

export const MAX_GRANULE_SIZE = 4096;
const GRANULE_SECONDS = 0.5;
const MAX_BLOCK_SIZE_BYTES = 256 * 1024;
const ASSUMED_LIST_LENGTH = 64;
const ASSUMED_TEXT_SIZE_BYTES = 16;
const TASK_SECONDS = 1;
/** Keeps tasks of very short trials small enough to be seen moving. */
const MAX_TASK_TRIALS = 65_536;

export function chooseGranuleSize(document: CheckedDocument, columns: readonly Column[]): number | null {
  if (document.task.kind === "module") return null;
  return granuleSizeFor(estimateTrialSeconds(document.task.model, document.sweep.space), columns);
}

/** The size for trials of this length; also what a module's first trial settles. */
export function granuleSizeFor(trialSeconds: number, columns: readonly Column[]): number {
  const byTime = GRANULE_SECONDS / trialSeconds;
  const bySize = MAX_BLOCK_SIZE_BYTES / columns.reduce((size, column) => size + cellSizeBytes(column), 1);
  let size = 1;
  while (size < MAX_GRANULE_SIZE && size * 2 <= Math.min(byTime, bySize)) size *= 2;
  return size;
}

/** Trials of about a second of work, in whole granules. */
export function suggestedTaskTrials(plan: Plan): number {
  const { task, sweep } = plan.document;
  const granule = plan.parts[0]?.granuleSize ?? 1;
  if (task.kind === "module") return granule;
  const trials = Math.min(TASK_SECONDS / estimateTrialSeconds(task.model, sweep.space), MAX_TASK_TRIALS);
  return granule * Math.max(1, Math.floor(trials / granule));
}

function cellSizeBytes(column: Column): number {
  const items = column.shape.reduce((product: number, length) => product * (length ?? ASSUMED_LIST_LENGTH), 1);
  const offset = column.shape.length === 0 ? 0 : 4;
  return offset + items * ELEMENT_SIZE_BYTES[column.kind];
}

const ELEMENT_SIZE_BYTES: Readonly<Record<Column["kind"], number>> = { f64: 8, i32: 4, u8: 1, text: ASSUMED_TEXT_SIZE_BYTES };
