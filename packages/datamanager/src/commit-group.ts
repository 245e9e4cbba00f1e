// Commits a group of blocks in one synced write.
//
//   compare with what stands ──▶ one synced batch to the shelf ──▶ index in memory ──▶ one batch to the catalogue: pages that are whole
//                                (the rows count from here on)                         now, granule sizes, conflicts, the batch's number
//
// The catalogue comes *after* the shelf and may be behind it; catch-up.ts mends that on open. What the catalogue learns from a batch goes
// in together with the batch's number: with the number noted, nothing of it is missing.

import {
  type Block,
  CodedError,
  type CommitReceipt,
  encodeBlock,
  type Provenance,
  type SweepId,
  type SweepRecord,
  type TrialRange,
} from "@spikefarm/protocol";
import type { BlockReader } from "./block-reader.js";
import { noteChange, recordChange } from "./catalogue.js";
import { checkBlock } from "./check-block.js";
import { contradicted } from "./conflict.js";
import type { OpenStores } from "./open-stores.js";
import type { PageHashes } from "./page-hashes.js";
import { planCommit } from "./plan-commit.js";
import type { Shelf, Touched } from "./shelf.js";
import { sliceBlock } from "./slice-block.js";
import type { Change } from "./store.js";
import type { StoredBlock } from "./stored-block.js";
import type { SweepIndex } from "./sweep-index.js";
import type { SweepIndexes } from "./sweep-indexes.js";

export interface Delivery {
  readonly block: Block;
  readonly provenance: Provenance;
}

export type CommitResult = { readonly receipt: CommitReceipt } | { readonly error: unknown };

/** A delivery compared with what stands, and the changes that store it. */
interface Planned {
  readonly index: SweepIndex;
  readonly part: number;
  readonly stored: readonly { readonly block: StoredBlock; readonly rows: Block }[];
  readonly asideCount: number;
  readonly changes: readonly Change[];
  readonly added: number;
  readonly conflicts: number;
}

/** Blocks of differing rows that are kept for inspection, for each sweep; further ones are only counted. */
const MAX_ASIDE_BLOCKS = 100;

/** Owns the shelf that is written to; its invariant: the indexes hold exactly the rows whose batch has been synced. */
export class GroupCommitter {
  readonly #stores: OpenStores;
  readonly #indexes: SweepIndexes;
  readonly #reader: BlockReader;
  readonly #pages: PageHashes;
  /** The parts of each sweep as the shelf has them in its copy of the record. */
  readonly #shelvedParts = new Map<SweepId, SweepRecord["parts"]>();
  #shelf: Shelf | undefined;

  constructor(stores: OpenStores, indexes: SweepIndexes, reader: BlockReader, pages: PageHashes) {
    this.#stores = stores;
    this.#indexes = indexes;
    this.#reader = reader;
    this.#pages = pages;
  }

  /**
   * Commits blocks of which no two touch the same granule. One that is refused does not hold the others up.
   * `settled` is a sweep whose record has just gained a granule size: it is stored with them.
   */
  async commit(group: readonly Delivery[], settled?: SweepIndex): Promise<readonly CommitResult[]> {
    this.#shelf ??= await this.#stores.shelves.forMachine(this.#stores.machine);
    const shelf = this.#shelf;
    const sequence = this.#stores.shelves.nextSequence();
    const plans = await Promise.all(group.map((delivery) => this.#plan(delivery, shelf, sequence)));
    const planned = plans.filter((plan): plan is Planned => !("error" in plan));
    const changes = planned.flatMap((plan) => plan.changes);
    if (changes.length > 0) {
      const records = this.#unshelvedRecords(planned);
      await shelf.writeBatch(sequence, planned.flatMap(touchedBy), [...records.map(recordChange), ...changes]);
      for (const record of records) this.#shelvedParts.set(record.id, record.parts);
      for (const plan of planned) this.#enter(plan);
      await this.#note(planned, noteChange(shelf.name, sequence), settled);
    }
    for (const plan of planned) if (plan.conflicts > 0) this.#warn(plan);
    return plans.map((plan) =>
      "error" in plan ? plan : { receipt: { added: plan.added, conflicts: plan.conflicts, counts: plan.index.counts } },
    );
  }

  async #plan({ block, provenance }: Delivery, shelf: Shelf, sequence: number): Promise<Planned | { readonly error: unknown }> {
    try {
      const index = await this.#indexes.of(block.sweep);
      checkBlock(block, index.record);
      const { gained, conflicting } = await planCommit(block, index.parts[block.part]!, (segment) => this.#reader.read(segment.block));
      const store = (kind: "block" | "aside", range: TrialRange): { changes: Change[]; block: StoredBlock; rows: Block } => {
        const rows = sliceBlock(block, range);
        const { sweep, part, granule, from } = rows;
        const { changes, stored } = shelf.plan(kind, { sweep, part, granule, from, sequence }, rows.status, encodeBlock(rows, provenance));
        return { changes, block: stored, rows };
      };
      const stored = gained.map((range) => store("block", range));
      const room = index.record.kind === "model" ? MAX_ASIDE_BLOCKS - index.asideCount : 0;
      const aside = conflicting.slice(0, Math.max(0, room)).map((range) => store("aside", range));
      const changes = [...stored, ...aside].flatMap((piece) => piece.changes);
      const counted = { added: countOf(gained), conflicts: countOf(conflicting) };
      return { index, part: block.part, stored, asideCount: aside.length, changes, ...counted };
    } catch (error) {
      if (isOfStorage(error)) throw error;
      return { error };
    }
  }

  /** A shelf holds the record of each sweep it has blocks of, with the granule sizes that these rest on. */
  #unshelvedRecords(planned: readonly Planned[]): SweepRecord[] {
    const records = [...new Set(planned.map(({ index }) => index))].map((index) => index.record);
    return records.filter(({ id, parts }) => this.#shelvedParts.get(id) !== parts);
  }

  #enter({ index, stored, asideCount }: Planned): void {
    for (const { block, rows } of stored) {
      index.add(block);
      this.#reader.remember(block, rows);
    }
    index.asideCount += asideCount;
  }

  /** What the catalogue learns from a batch, in one write; synced where it cannot be made again from rows alone. */
  async #note(planned: readonly Planned[], note: Change, settled: SweepIndex | undefined): Promise<void> {
    const { catalogue } = this.#stores;
    const changes: Change[] = [note];
    for (const { index, part, stored } of planned) {
      changes.push(
        ...(await this.#pages.changesAfter(
          index,
          part,
          stored.map(({ block: { address, to } }) => ({ from: address.from, to })),
        )),
      );
    }
    const revised = new Set(settled === undefined ? [] : [settled]);
    for (const { index, asideCount } of planned) {
      if (asideCount === 0) continue;
      index.update(contradicted(index.record));
      revised.add(index);
    }
    for (const { record } of revised) changes.push(recordChange(record));
    await (revised.size > 0 ? catalogue.writeSynced(changes) : catalogue.writeSoon(changes));
  }

  #warn({ index: { record }, conflicts }: Planned): void {
    const kept = record.kind === "model" ? "the others are kept aside" : "the others are dropped";
    const message = `${conflicts} trials of sweep ${record.id} came back with other results than are stored; the first stand, ${kept}.`;
    this.#stores.log({ code: "CONFLICT", message, details: { sweep: record.id, conflicts } });
  }
}

/** Whether an error says that the disk failed, and not that one delivery is wrong. */
export const isOfStorage = (error: unknown): boolean =>
  error instanceof CodedError && (error.code === "DATA_DISK_FULL" || error.code === "DATA_IO");

const countOf = (ranges: readonly TrialRange[]): number => ranges.reduce((sum, { from, to }) => sum + to - from, 0);

const touchedBy = ({ index, part, stored }: Planned): Touched[] =>
  stored.map(({ block: { address, to } }) => ({ sweep: index.record.id, part, from: address.from, to }));

/** Deliveries in order, cut where a granule comes up again: its rows are compared with what the group before has stored. */
export function* disjointGroups(deliveries: readonly Delivery[]): Generator<readonly Delivery[]> {
  let group: Delivery[] = [];
  let granules = new Set<string>();
  for (const delivery of deliveries) {
    const { sweep, part, granule } = delivery.block;
    const key = `${sweep} ${part} ${granule}`;
    if (granules.has(key)) {
      yield group;
      group = [];
      granules = new Set();
    }
    group.push(delivery);
    granules.add(key);
  }
  if (group.length > 0) yield group;
}
