// Commits blocks: what is compared is what stands, because one group goes through these steps after the other (the caller sees to that):
//
//   check ──▶ compare with what is stored ──▶ one synced batch to the shelf ──▶ index in memory ──▶ pages that are complete now are
//                                             (the row counts from here on)                         hashed ──▶ catalogue (unsynced)
//
// The catalogue comes *after* the shelf and may be behind it: catch-up.ts mends that on open. So all that a batch means for the catalogue
// (pages, records, the batch's number) goes there in one batch too: it is noted as a whole or not at all.

import type { Block, CommitReceipt, Provenance, SweepId, SweepRecord } from "@spikefarm/protocol";
import type { BlockReader } from "./block-reader.js";
import { type Catalogue, noteChange, recordChange } from "./catalogue.js";
import { contradicted } from "./conflict.js";
import type { DataLog } from "./data-event.js";
import type { PageHashes } from "./page-hashes.js";
import { type Delivery, type PlannedDelivery, planDelivery, type Refused, touchedBy } from "./plan-delivery.js";
import type { Shelf } from "./shelf.js";
import type { Shelves } from "./shelves.js";
import type { Change } from "./store.js";
import type { SweepIndex } from "./sweep-index.js";
import type { SweepIndexes } from "./sweep-indexes.js";

export type CommitResult = { readonly receipt: CommitReceipt } | Refused;

export interface CommitterParts {
  readonly machine: string;
  readonly shelves: Shelves;
  readonly catalogue: Catalogue;
  readonly indexes: SweepIndexes;
  readonly reader: BlockReader;
  readonly pages: PageHashes;
  readonly log: DataLog;
  /** Called between the shelf's write and the catalogue's: tests end the process there. */
  readonly onShelfWritten: () => void;
}

/** The catalogue is written through to the disk after this many batches, and their notes are forgotten. */
const NOTES_KEPT = 1024;

/** Owns the shelf that is written to; its invariant: a row is in the index only when its batch has been synced. */
export class Committer {
  readonly #parts: CommitterParts;
  /** Sweeps whose record the shelf written to has, with these granule sizes. */
  readonly #shelvedRecords = new Map<SweepId, SweepRecord>();
  #shelf: Shelf | undefined;

  constructor(parts: CommitterParts) {
    this.#parts = parts;
  }

  /** Results in the order of the deliveries; one that is refused does not hold the others up. */
  async commit(deliveries: readonly Delivery[]): Promise<readonly CommitResult[]> {
    const results: CommitResult[] = [];
    for (const group of disjointGroups(deliveries)) results.push(...(await this.#commitGroup(group, [])));
    return results;
  }

  /** Commits a block together with the record that has its part's granule size settled. */
  async commitSettling(index: SweepIndex, block: Block, provenance: Provenance, sized: SweepRecord): Promise<void> {
    const before = index.record;
    index.update(sized);
    try {
      const [result] = await this.#commitGroup([{ block, provenance }], [recordChange(sized)]);
      if (result !== undefined && "error" in result) throw result.error;
    } catch (error) {
      index.update(before);
      throw error;
    }
  }

  /** Commits blocks that touch no granule twice, in one synced write. */
  async #commitGroup(group: readonly Delivery[], records: readonly Change[]): Promise<readonly CommitResult[]> {
    const { shelves, catalogue, indexes, reader, machine, onShelfWritten } = this.#parts;
    this.#shelf ??= await shelves.forMachine(machine);
    const shelf = this.#shelf;
    const sequence = shelves.nextSequence();
    const plans = await Promise.all(group.map((delivery) => planDelivery(delivery, { shelf, sequence, indexes, reader })));
    const planned = plans.filter((plan): plan is PlannedDelivery => !("error" in plan));
    const changes = planned.flatMap((plan) => plan.changes);
    if (changes.length > 0) {
      await shelf.writeBatch(sequence, planned.flatMap(touchedBy), [...this.#recordChanges(planned), ...changes]);
      onShelfWritten();
      for (const plan of planned) this.#enter(plan);
      const news = [...records, ...(await this.#pageChanges(planned)), ...this.#conflictChanges(planned), noteChange(shelf.name, sequence)];
      if (sequence % NOTES_KEPT !== 0) await catalogue.writeSoon(news);
      else {
        await catalogue.writeSynced(news);
        await shelf.forgetBatchesBefore(sequence);
      }
    }
    return plans.map((plan) =>
      "error" in plan ? plan : { receipt: { added: plan.added, conflicts: plan.conflicts, counts: plan.index.counts } },
    );
  }

  /** A shelf holds the record of each sweep it has blocks of. */
  #recordChanges(planned: readonly PlannedDelivery[]): Change[] {
    const changes: Change[] = [];
    for (const { record } of new Set(planned.map(({ index }) => index))) {
      if (this.#shelvedRecords.get(record.id)?.parts === record.parts) continue;
      changes.push(recordChange(record));
      this.#shelvedRecords.set(record.id, record);
    }
    return changes;
  }

  #enter({ index, stored, asideCount }: PlannedDelivery): void {
    for (const { block, rows } of stored) {
      index.add(block);
      this.#parts.reader.remember(block, rows);
    }
    index.asideCount += asideCount;
  }

  async #pageChanges(planned: readonly PlannedDelivery[]): Promise<readonly Change[]> {
    const changes: Change[] = [];
    for (const { index, delivery, stored } of planned) {
      const rows = stored.map((piece) => piece.rows);
      changes.push(...(await this.#parts.pages.changesFor(index, delivery.block.part, rows)));
    }
    return changes;
  }

  /** The sweeps that the group has brought into conflict. */
  #conflictChanges(planned: readonly PlannedDelivery[]): readonly Change[] {
    const indexes = new Set<SweepIndex>();
    for (const { index, conflicts, asideCount } of planned) {
      if (conflicts > 0) this.#warn(index.record, conflicts);
      if (asideCount > 0) indexes.add(index);
    }
    return [...indexes].map((index) => {
      index.update(contradicted(index.record));
      return recordChange(index.record);
    });
  }

  #warn({ id, kind }: SweepRecord, conflicts: number): void {
    const kept = kind === "model" ? "the others are kept aside" : "the others are dropped";
    const message = `${conflicts} trials of sweep ${id} came back with other results than are stored; the first stand, ${kept}.`;
    this.#parts.log({ code: "CONFLICT", message, details: { sweep: id, conflicts } });
  }
}

/** Deliveries in order, cut where a granule comes up again: its rows are compared with what the group before has stored. */
function* disjointGroups(deliveries: readonly Delivery[]): Generator<readonly Delivery[]> {
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
