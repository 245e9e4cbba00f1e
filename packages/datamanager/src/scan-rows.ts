// Rows in table order: repeat by repeat, within it point by point (IDENTITY 9), in constant memory.
//
// Without structural axes a repeat's points are consecutive trials, and whole segments are walked; otherwise each point's trial is computed.

import {
  type Block,
  type CellValue,
  cellAt,
  type PartRecord,
  pointAndRepeatOf,
  type Row,
  type RowQuery,
  type SweepRecord,
  type TrialRange,
  TrialStatus,
  trialOf,
} from "@spikefarm/protocol";
import type { PartIndex, Segment } from "./part-index.js";
import { runsWithin } from "./stored-block.js";
import type { SweepIndex } from "./sweep-index.js";

/** Rows handed out together, */
const BATCH_ROWS = 1000;
/** or fewer, where they are large: as many as this many bytes of blocks hold. */
const BATCH_SIZE_BYTES = 8 << 20;
const ALL_BUT_SKIPPED: ReadonlySet<TrialStatus> = new Set(Object.values(TrialStatus).filter((status) => status !== TrialStatus.skipped));

export async function* scanRows(
  index: SweepIndex,
  query: RowQuery,
  read: (segment: Segment) => Promise<Block | undefined>,
): AsyncGenerator<readonly Row[]> {
  const { record } = index;
  const wanted = query.status === undefined ? ALL_BUT_SKIPPED : new Set(query.status);
  let toSkip = query.offset ?? 0;
  let left = query.limit ?? Number.POSITIVE_INFINITY;
  let batch: Row[] = [];
  let batchSizeBytes = 0;
  for (const { part, segment } of segmentsInTableOrder(record, index)) {
    if (left <= 0) break;
    const count = segment.to - segment.from;
    if (toSkip >= count) {
      toSkip -= count;
      continue;
    }
    const start = segment.from + toSkip;
    toSkip = 0;
    if (![...runsWithin(segment.block, start, segment.to)].some(({ status }) => wanted.has(status))) continue;
    const block = await read(segment);
    if (block === undefined) continue; // damaged: missing again
    const rowSizeBytes = segment.block.sizeBytes / (block.to - block.from);
    for (let trial = start; trial < segment.to && left > 0; trial++) {
      const status = block.status[trial - block.from] as TrialStatus;
      if (!wanted.has(status)) continue;
      batch.push(rowOf(block, part, trial));
      left--;
      batchSizeBytes += rowSizeBytes;
      if (batch.length >= BATCH_ROWS || batchSizeBytes >= BATCH_SIZE_BYTES) {
        yield batch;
        batch = [];
        batchSizeBytes = 0;
      }
    }
  }
  if (batch.length > 0) yield batch;
}

interface PlacedSegment {
  readonly part: PartRecord;
  readonly segment: Segment;
}

function* segmentsInTableOrder(record: SweepRecord, index: SweepIndex): Generator<PlacedSegment> {
  const parts = record.parts.map((part, i) => ({ part, index: index.parts[i]! })).sort((a, b) => a.part.firstPoint - b.part.firstPoint);
  const lastRepeat = parts.reduce((last, { part }) => Math.max(last, part.firstRepeat + part.repeats), 0);
  for (let repeat = 0; repeat < lastRepeat; repeat++) {
    for (const { part, index: partIndex } of parts) {
      if (repeat < part.firstRepeat || repeat >= part.firstRepeat + part.repeats) continue;
      for (const segment of segmentsOfRepeat(part, partIndex, repeat)) yield { part, segment };
    }
  }
}

function* segmentsOfRepeat(part: PartRecord, index: PartIndex, repeat: number): Generator<Segment> {
  if (!part.axes.some(({ isStructural }) => isStructural)) {
    const from = (repeat - part.firstRepeat) * part.points;
    yield* index.segments({ from, to: from + part.points });
    return;
  }
  for (let point = part.firstPoint; point < part.firstPoint + part.points; point++) {
    const trial = trialOf(part, { point, repeat });
    const range: TrialRange = { from: trial, to: trial + 1 };
    const block = index.find(trial);
    if (block !== undefined) yield { ...range, block };
  }
}

function rowOf(block: Block, part: PartRecord, trial: number): Row {
  const at = trial - block.from;
  const status = block.status[at] as TrialStatus;
  const isOk = status === TrialStatus.ok;
  const cells: (CellValue | null)[] = block.parameters.map(({ column, data }) => cellAt(column, data, at));
  for (const { column, data } of block.outputs) cells.push(isOk ? cellAt(column, data, at) : null);
  return { ...pointAndRepeatOf(part, trial), status, errorCode: block.errorCode[at]!, errorMessage: block.errorMessage[at]!, cells };
}
