// How many trials are stored as one block (IDENTITY 11), and how many make a good task.
//
// A granule is a power of two, so that pages of 4096 trials hold whole granules: as many trials as take about half a second and make a
// block of at most 256 kB. A model's work is known before it runs; a module's is not, and its first trial decides (size null).
//
// At the end of a sweep every thread but one waits for the last granule. So granules are also short against the whole sweep, down to where a task
// of its own would cost more than the waiting, and a kernel's vectors would run half empty.

import type { Column } from "@spikefarm/protocol";
import type { CheckedDocument, Plan } from "../checked-document.js";
import { spaceSize } from "../space/space-arithmetic.js";
import { estimateElements, estimateTrialSeconds } from "./estimate-work.js";

export const MAX_GRANULE_SIZE = 4096;
const GRANULE_SECONDS = 0.5;
/** Granules that a sweep is cut into before they get longer. */
const WANTED_GRANULES = 256;
const LEAST_GRANULE_SECONDS = 0.05;
/** Elements that fill a kernel's vectors, whichever target runs it. */
const LEAST_SLOTS = 32;
const MAX_BLOCK_SIZE_BYTES = 256 * 1024;
const ASSUMED_LIST_LENGTH = 64;
const ASSUMED_TEXT_SIZE_BYTES = 16;
const TASK_SECONDS = 1;
/** Keeps tasks of very short trials small enough to be seen moving. */
const MAX_TASK_TRIALS = 65_536;

export function chooseGranuleSize(document: CheckedDocument, columns: readonly Column[]): number | null {
  if (document.task.kind === "module") return null;
  const { model } = document.task;
  const { space, repeats } = document.sweep;
  const leastTrials = LEAST_SLOTS / estimateElements(model, space);
  return granuleSizeFor({ trialSeconds: estimateTrialSeconds(model, space), columns, trials: spaceSize(space) * repeats, leastTrials });
}

export interface GranuleNeeds {
  readonly trialSeconds: number;
  readonly columns: readonly Column[];
  /** Of the whole part. */
  readonly trials: number;
  /** That make a vector of a kernel worth its while. */
  readonly leastTrials?: number;
}

/** The size for trials of this length; also what a module's first trial settles. */
export function granuleSizeFor({ trialSeconds, columns, trials, leastTrials = 1 }: GranuleNeeds): number {
  const shareSeconds = (trials * trialSeconds) / WANTED_GRANULES;
  const seconds = Math.min(Math.max(shareSeconds, LEAST_GRANULE_SECONDS), GRANULE_SECONDS);
  const byTime = Math.max(seconds / trialSeconds, Math.min(leastTrials, GRANULE_SECONDS / trialSeconds));
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
