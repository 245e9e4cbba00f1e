// Which block holds the row of each trial of a part, in memory.
//
// Each granule that has rows has a list of segments, ascending and disjoint: mostly one, for the one block that holds the whole granule.
//
//   granule 7:  |── block a ──|          |── block b ──|── c ──|
//               28            34         40            50      56      no segment: missing
//
// A block that is added gets the trials that have no final row (ok or skipped); those keep the first one for good (IDENTITY 12).

import { granuleOf, type PartRecord, type SizedPart, type TrialRange, TrialStatus, trialCount } from "@spikefarm/protocol";
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
  /** The granules that have rows or had some, ascending. */
  readonly #order: number[] = [];
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

  /** The segments of a range, cut to it, in order. Granules without a row cost nothing. */
  *segments(range: TrialRange): Generator<Segment> {
    if (!isSized(this.#part) || range.from >= range.to) return;
    const last = granuleOf(this.#part, range.to - 1);
    // The next granule is looked up by its number each time: others may have come in while the caller was reading this one.
    let granule = this.#granuleFrom(granuleOf(this.#part, range.from));
    for (; granule !== undefined && granule <= last; granule = this.#granuleFrom(granule + 1)) {
      for (const { from, to, block } of this.#granules.get(granule) ?? NO_SEGMENTS) {
        const start = Math.max(from, range.from);
        const end = Math.min(to, range.to);
        if (start < end) yield { from: start, to: end, block };
      }
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

  /** The first granule that has rows, from a number on. */
  #granuleFrom(number: number): number | undefined {
    return this.#order[placeOf(this.#order, number)];
  }

  #put(block: StoredBlock, segments: readonly Segment[]): void {
    const { granule } = block.address;
    if (!this.#granules.has(granule)) this.#order.splice(placeOf(this.#order, granule), 0, granule);
    this.#granules.set(granule, segments);
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

/** Where a number stands in an ascending list, or would. */
function placeOf(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

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
