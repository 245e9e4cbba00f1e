// What a delivered block changes: which of its trials gain a row, which repeat one that stands, which contradict one (IDENTITY 12, 22).
//
//   stored      the new row is ok   failed
//   none        gains               gains
//   failed      gains (ok wins)     gains where it differs: the last failure stands
//   ok          compared: equal is a repeat, different a conflict     ignored
//   skipped     ignored             ignored

import { type Block, type TrialRange, TrialStatus } from "@spikefarm/protocol";
import type { PartIndex, Segment } from "./part-index.js";
import { isSameRow } from "./same-row.js";

export interface CommitPlan {
  /** Trials whose row the block becomes, ascending. */
  readonly gained: readonly TrialRange[];
  /** Trials whose ok row differs from the one that stands. */
  readonly conflicting: readonly TrialRange[];
}

/** `read` gives a stored block's rows; undefined for one that turned out damaged, whose trials are missing again. */
export async function planCommit(
  block: Block,
  index: PartIndex,
  read: (segment: Segment) => Promise<Block | undefined>,
): Promise<CommitPlan> {
  const range = { from: block.from, to: block.to };
  const gained = new RangeList();
  const conflicting = new RangeList();
  // Both *before* the first read: one that finds a block damaged takes it out of the index.
  const gaps = [...index.gaps(range)];
  const segments = [...index.segments(range)];
  for (const segment of segments) {
    const stored = await read(segment);
    if (stored === undefined) gained.addRange(segment);
    else
      for (let trial = segment.from; trial < segment.to; trial++) {
        const verdict = judge(stored, block, trial);
        if (verdict === "gains") gained.add(trial);
        else if (verdict === "conflicts") conflicting.add(trial);
      }
  }
  for (const gap of gaps) gained.addRange(gap);
  return { gained: gained.sorted(), conflicting: conflicting.sorted() };
}

function judge(stored: Block, block: Block, trial: number): "gains" | "repeats" | "conflicts" {
  const before = stored.status[trial - stored.from];
  const now = block.status[trial - block.from];
  if (before === TrialStatus.skipped) return "repeats";
  if (before === TrialStatus.ok) return now !== TrialStatus.ok || isSameRow(stored, block, trial) ? "repeats" : "conflicts";
  return isSameRow(stored, block, trial) ? "repeats" : "gains";
}

/** Collects trials as ranges; touching ones are joined. */
class RangeList {
  readonly #ranges: { from: number; to: number }[] = [];

  add(trial: number): void {
    this.addRange({ from: trial, to: trial + 1 });
  }
  addRange({ from, to }: TrialRange): void {
    const last = this.#ranges.at(-1);
    if (last?.to === from) last.to = to;
    else this.#ranges.push({ from, to });
  }
  sorted(): readonly TrialRange[] {
    const joined = new RangeList();
    for (const range of this.#ranges.toSorted((a, b) => a.from - b.from)) joined.addRange(range);
    return joined.#ranges;
  }
}
