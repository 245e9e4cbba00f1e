// What memory knows of one sweep: its record, and which block holds each trial's row. Built from the entries of its blocks when the sweep is
// first asked for, and kept up with every commit; the rows themselves stay in the shelves.

import { type SweepRecord, type TrialCounts, TrialStatus } from "@spikefarm/protocol";
import { PartIndex } from "./part-index.js";
import type { Shelf } from "./shelf.js";
import type { StoredBlock } from "./stored-block.js";

export class SweepIndex {
  #record: SweepRecord;
  #parts: readonly PartIndex[];
  /** Blocks of a model kept aside because their rows differ from the stored ones. */
  asideCount = 0;
  /** Called when a row comes. */
  readonly #waiting = new Set<() => void>();

  constructor(record: SweepRecord) {
    this.#record = record;
    this.#parts = record.parts.map((part) => new PartIndex(part));
  }

  get record(): SweepRecord {
    return this.#record;
  }
  get parts(): readonly PartIndex[] {
    return this.#parts;
  }

  /** Whether a trial has come back with another result than the one that stands (IDENTITY 22). */
  get isContradicted(): boolean {
    return this.asideCount > 0;
  }

  /** A later version of the record. Parts keep their rows; a part whose granule size was just settled has none yet. */
  update(record: SweepRecord): void {
    const before = this.#record.parts;
    this.#parts = record.parts.map((part, i) => (before[i]?.granuleSize === part.granuleSize ? this.#parts[i]! : new PartIndex(part)));
    this.#record = record;
  }

  add(block: StoredBlock): void {
    this.#parts[block.address.part]?.add(block);
    for (const goOn of this.#waiting) goOn();
  }
  remove(block: StoredBlock): void {
    this.#parts[block.address.part]?.remove(block);
  }

  /** Resolves when there is a row, at the latest after `limitMs`. */
  async firstRow(limitMs: number): Promise<void> {
    if (this.#parts.some(({ pending, trials }) => pending < trials)) return;
    await new Promise<void>((resolve) => {
      const goOn = () => {
        clearTimeout(timer);
        this.#waiting.delete(goOn);
        resolve();
      };
      const timer = setTimeout(goOn, limitMs).unref();
      this.#waiting.add(goOn);
    });
  }

  /** Whether every trial has a row that may be hashed, and none contradicts another (IDENTITY 19, 22). */
  get isHashable(): boolean {
    return !this.isContradicted && this.#parts.every((part) => part.isHashable);
  }

  get counts(): TrialCounts {
    const sum = (value: (part: PartIndex) => number): number => this.#parts.reduce((total, part) => total + value(part), 0);
    const { ok, failed, skipped, timedOut, crashed } = TrialStatus;
    return {
      total: sum((part) => part.trials),
      ok: sum((part) => part.count(ok)),
      failed: sum((part) => part.count(failed) + part.count(timedOut) + part.count(crashed)),
      skipped: sum((part) => part.count(skipped)),
      pending: sum((part) => part.pending),
    };
  }
}

/** Reads which trials are committed, in the order they were: by batch, over all shelves. */
export async function buildIndex(record: SweepRecord, shelves: readonly Shelf[]): Promise<SweepIndex> {
  const index = new SweepIndex(record);
  const blocks: StoredBlock[] = [];
  for (const shelf of shelves) {
    for await (const block of shelf.blocks(record.id)) blocks.push(block);
    index.asideCount += await shelf.asideCount(record.id);
  }
  blocks.sort((a, b) => a.address.sequence - b.address.sequence || (a.shelf.name < b.shelf.name ? -1 : 1));
  for (const block of blocks) index.add(block);
  return index;
}
