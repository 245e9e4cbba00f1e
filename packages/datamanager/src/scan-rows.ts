// Rows in table order: repeat by repeat, within it point by point (IDENTITY 9), in constant memory.
//
// What are consecutive trials is walked in whole segments: without structural axes, all points of a repeat.

import {
  type Block,
  type CellValue,
  cellAt,
  type PartRecord,
  type Row,
  type RowQuery,
  type SweepRecord,
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
  const stride = query.stride ?? 1;
  let toSkip = query.offset ?? 0;
  let left = query.limit ?? Number.POSITIVE_INFINITY;
  let batch: Row[] = [];
  let batchSizeBytes = 0;
  for (const { point, repeat, segment } of segmentsInTableOrder(record, index)) {
    if (left <= 0) break;
    const count = segment.to - segment.from;
    if (toSkip >= count) {
      toSkip -= count;
      continue;
    }
    const first = segment.from + toSkip;
    const start = first + pastMultiple(point + first - segment.from, stride);
    toSkip = 0;
    if (start >= segment.to) continue;
    if (![...runsWithin(segment.block, start, segment.to)].some(({ status }) => wanted.has(status))) continue;
    const block = await read(segment);
    if (block === undefined) continue; // damaged: missing again
    const rowSizeBytes = segment.block.sizeBytes / (block.to - block.from);
    for (let trial = start; trial < segment.to && left > 0; trial += stride) {
      const status = block.status[trial - block.from] as TrialStatus;
      if (!wanted.has(status)) continue;
      batch.push(rowOf(block, trial - block.from, point + trial - segment.from, repeat));
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

/** From a point to the next multiple of `stride`. */
const pastMultiple = (point: number, stride: number): number => (stride - (point % stride)) % stride;

/** A segment whose trials are consecutive points of one repeat, the first of them `point`. */
interface PlacedSegment {
  readonly point: number;
  readonly repeat: number;
  readonly segment: Segment;
}

function* segmentsInTableOrder(record: SweepRecord, index: SweepIndex): Generator<PlacedSegment> {
  const parts = record.parts.map((part, i) => ({ part, index: index.parts[i]! })).sort((a, b) => a.part.firstPoint - b.part.firstPoint);
  const lastRepeat = parts.reduce((last, { part }) => Math.max(last, part.firstRepeat + part.repeats), 0);
  for (let repeat = 0; repeat < lastRepeat; repeat++) {
    for (const { part, index: partIndex } of parts) {
      const isEmpty = partIndex.pending === partIndex.trials;
      if (isEmpty || repeat < part.firstRepeat || repeat >= part.firstRepeat + part.repeats) continue;
      yield* segmentsOfRepeat(part, partIndex, repeat);
    }
  }
}

/** Points that differ only in the axes behind the last structural one are consecutive trials. */
function* segmentsOfRepeat(part: PartRecord, index: PartIndex, repeat: number): Generator<PlacedSegment> {
  const lastStructural = part.axes.findLastIndex(({ isStructural }) => isStructural);
  const run = lastStructural < 0 ? part.points : part.axes.slice(lastStructural + 1).reduce((product, { length }) => product * length, 1);
  for (let first = part.firstPoint; first < part.firstPoint + part.points; first += run) {
    const from = trialOf(part, { point: first, repeat });
    for (const segment of index.segments({ from, to: from + run })) yield { point: first + segment.from - from, repeat, segment };
  }
}

function rowOf(block: Block, at: number, point: number, repeat: number): Row {
  const status = block.status[at] as TrialStatus;
  const isOk = status === TrialStatus.ok;
  const cells: (CellValue | null)[] = [];
  for (const { column, data } of block.parameters) cells.push(cellAt(column, data, at));
  for (const { column, data } of block.outputs) cells.push(isOk ? cellAt(column, data, at) : null);
  return { point, repeat, status, errorCode: block.errorCode[at]!, errorMessage: block.errorMessage[at]!, cells };
}
