// Which block holds the row of each trial of a part, in memory.
//
// Each granule that has rows has a list of segments, ascending and disjoint: mostly one, for the one block that holds the whole granule.
//
//   granule 7:  |── block a ──|          |── block b ──|── c ──|
//               28            34         40            50      56      no segment: missing
//
// A block that is added gets the trials that have no final row (ok or skipped); those keep the first one for good (IDENTITY 12).

import { granuleOf, granuleRange, type PartRecord, type SizedPart, type TrialRange, TrialStatus, trialCount } from "@spikefarm/protocol";
import { PAGE_TRIALS, pageOf, pageRange } from "./page.js";
import { isFinal, runsWithin, type StoredBlock } from "./stored-block.js";

/** Trials [from, to), whose rows are those of `block`. */
export interface Segment extends TrialRange {
  readonly block: StoredBlock;
}

const NO_SEGMENTS: readonly Segment[] = [];
const STATUS_COUNT = Object.keys(TrialStatus).length;

export class PartIndex {
  readonly trials: number;
  readonly #part: PartRecord;
  readonly #granules = new Map<number, readonly Segment[]>();
  /** Trials of each status. */
  readonly #counts = new Array<number>(STATUS_COUNT).fill(0);
  /** Of each page that has rows, how many have one that may be hashed. */
  readonly #hashable = new Map<number, number>();

  constructor(part: PartRecord) {
    this.#part = part;
    this.trials = trialCount(part);
  }

  count(status: TrialStatus): number {
    return this.#counts[status]!;
  }

  get pending(): number {
    return this.#counts.reduce((rest, count) => rest - count, this.trials);
  }

  /** Whether every trial has a row, none of them timed out or crashed. */
  get isHashable(): boolean {
    return this.pending === 0 && this.count(TrialStatus.timedOut) === 0 && this.count(TrialStatus.crashed) === 0;
  }

  /** Whether every trial of a page has a row, none of them timed out or crashed. */
  isPageHashable(page: number): boolean {
    const { from, to } = pageRange(page, this.trials);
    return this.#hashable.get(page) === to - from;
  }

  /** The segments of a range, cut to it, in order. */
  *segments(range: TrialRange): Generator<Segment> {
    for (let at = range.from; at < range.to; ) {
      const granule = this.#granuleAt(at);
      if (granule === undefined) return;
      for (const { from, to, block } of granule.segments) {
        const start = Math.max(from, range.from);
        const end = Math.min(to, range.to);
        if (start < end) yield { from: start, to: end, block };
      }
      at = granule.to;
    }
  }

  /** Ranges without a row in [from, to), ascending; touching ones are joined. */
  *gaps(range: TrialRange): Generator<TrialRange> {
    let from = range.from;
    for (const segment of this.segments(range)) {
      if (segment.from > from) yield { from, to: segment.from };
      from = segment.to;
    }
    if (from < range.to) yield { from, to: range.to };
  }

  /** The segment that holds a trial. Walks in order are fast: the granule found last is tried first. */
  find(trial: number): StoredBlock | undefined {
    if (this.#last === undefined || trial < this.#last.from || trial >= this.#last.to) this.#last = this.#granuleAt(trial);
    return this.#last?.segments.find(({ from, to }) => trial >= from && trial < to)?.block;
  }
  #last: (TrialRange & { readonly segments: readonly Segment[] }) | undefined;

  /** Gives the block every trial of its own that has no final row. */
  add(block: StoredBlock): void {
    const { from } = block.address;
    const kept = this.#segmentsOf(block).flatMap((segment) => keptPieces(segment, { from, to: block.to }));
    const gained = complement(kept, { from, to: block.to }).map((range): Segment => ({ ...range, block }));
    for (const segment of this.#segmentsOf(block)) this.#tally(segment, -1);
    this.#put(
      block,
      [...kept, ...gained].sort((a, b) => a.from - b.from),
    );
    for (const segment of this.#segmentsOf(block)) this.#tally(segment, 1);
  }

  /** Takes a block out: its trials are missing again. */
  remove(block: StoredBlock): void {
    for (const segment of this.#segmentsOf(block)) if (segment.block === block) this.#tally(segment, -1);
    this.#put(
      block,
      this.#segmentsOf(block).filter((segment) => segment.block !== block),
    );
  }

  #segmentsOf(block: StoredBlock): readonly Segment[] {
    return this.#granules.get(block.address.granule) ?? NO_SEGMENTS;
  }

  #put(block: StoredBlock, segments: readonly Segment[]): void {
    this.#granules.set(block.address.granule, segments);
    this.#last = undefined;
  }

  /** The granule that holds a trial; undefined while the part has no granules yet. */
  #granuleAt(trial: number): (TrialRange & { readonly segments: readonly Segment[] }) | undefined {
    const part = this.#part;
    if (!isSized(part)) return undefined;
    const granule = granuleOf(part, trial);
    return { ...granuleRange(part, granule), segments: this.#granules.get(granule) ?? NO_SEGMENTS };
  }

  #tally(segment: Segment, sign: 1 | -1): void {
    for (const { from, to, status } of runsWithin(segment.block, segment.from, segment.to)) {
      this.#counts[status]! += sign * (to - from);
      if (status === TrialStatus.timedOut || status === TrialStatus.crashed) continue;
      for (let at = from; at < to; ) {
        const page = pageOf(at);
        const end = Math.min(to, (page + 1) * PAGE_TRIALS);
        this.#hashable.set(page, (this.#hashable.get(page) ?? 0) + sign * (end - at));
        at = end;
      }
    }
  }
}

export const isSized = (part: PartRecord): part is SizedPart => part.granuleSize !== null;

/** What is left of a segment when another block gets the trials of `taken` that have no final row. */
function keptPieces({ from, to, block }: Segment, taken: TrialRange): Segment[] {
  const pieces: Segment[] = [];
  if (from < taken.from) pieces.push({ from, to: Math.min(to, taken.from), block });
  for (const run of runsWithin(block, Math.max(from, taken.from), Math.min(to, taken.to))) {
    if (isFinal(run.status)) pieces.push({ from: run.from, to: run.to, block });
  }
  if (to > taken.to) pieces.push({ from: Math.max(from, taken.to), to, block });
  return pieces;
}

/** What ascending ranges leave of a range. */
function complement(ranges: readonly TrialRange[], { from, to }: TrialRange): TrialRange[] {
  const rest: TrialRange[] = [];
  let at = from;
  for (const range of ranges) {
    if (range.to <= from || range.from >= to) continue;
    if (range.from > at) rest.push({ from: at, to: range.from });
    at = Math.max(at, range.to);
  }
  if (at < to) rest.push({ from: at, to });
  return rest;
}
