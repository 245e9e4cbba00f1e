// The DataManager: everything that is stored, behind the writer's port.
//
// A commit goes through these steps, one group of blocks after the other (`#serial`), so that what is compared is what stands:
//
//   check ──▶ compare with what is stored ──▶ one synced batch to the shelf ──▶ index in memory ──▶ pages that are complete now are
//                                             (the row counts from here on)                         hashed ──▶ catalogue (unsynced)
//
// The catalogue comes *after* the shelf and may be behind it: catch-up.ts mends that on open. A write that fails leaves memory as it
// was and stops all later commits (`#failure`): what was acknowledged is on the disk, and a LevelDB that has run out of space stays failing
// until it is opened again.

import { mkdir } from "node:fs/promises";
import {
  type Block,
  CodedError,
  type Column,
  type CommitReceipt,
  encodeBlock,
  granuleOf,
  type PartRecord,
  type Provenance,
  type Row,
  type RowQuery,
  type SweepId,
  type SweepRecord,
  type SweepState,
  type TrialCounts,
  type TrialRange,
  type WriterPort,
} from "@spikefarm/protocol";
import { BlockReader } from "./block-reader.js";
import { Catalogue, forgetPage, noteChange, pageChange, recordChange } from "./catalogue.js";
import { catchUp } from "./catch-up.js";
import { checkBlock, checkColumns } from "./check-block.js";
import { checkParts, isSameSweep } from "./check-record.js";
import type { DataEvent, DataLog } from "./data-event.js";
import { type DirectoryLock, lockDirectory } from "./directory-lock.js";
import { dataError, storageError } from "./errors.js";
import { pageCount, pageRange, pagesOf } from "./page.js";
import { hashPage, hashPages, type PagePiece } from "./page-hash.js";
import { isSized } from "./part-index.js";
import { planCommit } from "./plan-commit.js";
import { scanRows } from "./scan-rows.js";
import { createSerial } from "./serial.js";
import type { Shelf, Touched } from "./shelf.js";
import { Shelves } from "./shelves.js";
import { sliceBlock } from "./slice-block.js";
import type { Change } from "./store.js";
import type { StoredBlock } from "./stored-block.js";
import { buildIndex, type SweepIndex } from "./sweep-index.js";

export interface DataManagerOptions {
  /** The data directory; made where it is missing. */
  readonly directory: string;
  /** Names the shelf that is written to. */
  readonly machine: string;
  readonly log?: DataLog;
}

export interface Delivery {
  readonly block: Block;
  readonly provenance: Provenance;
}

export type CommitResult = { readonly receipt: CommitReceipt } | { readonly error: unknown };

/** The port, and a commit of several blocks in one synced write. */
export interface DataManager extends WriterPort {
  /** Results in the order of the deliveries; one that is refused does not hold the others up. */
  commitAll(deliveries: readonly Delivery[]): Promise<readonly CommitResult[]>;
}

/** @throws CodedError DATA_IN_USE, DATA_IO, DATA_DISK_FULL */
export async function openDataManager({ directory, machine, log = ignore }: DataManagerOptions): Promise<DataManager> {
  try {
    await mkdir(directory, { recursive: true });
  } catch (error) {
    throw storageError(error, directory);
  }
  const lock = await lockDirectory(directory, machine, log);
  const opened: { close(): Promise<void> }[] = [];
  try {
    const shelves = await Shelves.open(directory, log);
    opened.push(shelves);
    const catalogue = await Catalogue.open(directory, log);
    opened.push(catalogue);
    await catchUp(catalogue, shelves.all);
    return new StoredData({ directory, machine, lock, shelves, catalogue, log });
  } catch (error) {
    for (const store of opened.reverse()) await store.close();
    await lock.release();
    throw storageError(error, directory);
  }
}

const ignore = (_event: DataEvent): void => undefined;

interface Parts {
  readonly directory: string;
  readonly machine: string;
  readonly lock: DirectoryLock;
  readonly shelves: Shelves;
  readonly catalogue: Catalogue;
  readonly log: DataLog;
}

/** A delivery compared with what stands, and the changes that store it. */
interface Planned {
  readonly index: SweepIndex;
  readonly delivery: Delivery;
  readonly stored: readonly { readonly block: StoredBlock; readonly rows: Block }[];
  readonly changes: readonly Change[];
  readonly added: number;
  readonly conflicts: number;
}

/** Owns the open stores and the index; its invariant: the index holds exactly the rows whose batch has been synced. */
class StoredData implements DataManager {
  readonly #parts: Parts;
  readonly #serial = createSerial();
  readonly #indexes = new Map<SweepId, Promise<SweepIndex>>();
  readonly #reader = new BlockReader((block) => this.#lose(block));
  /** Sweeps whose record the shelf written to has, in this version. */
  readonly #shelvedRecords = new Map<SweepId, SweepRecord>();
  #shelf: Promise<Shelf> | undefined;
  #failure: CodedError | undefined;
  #closing: Promise<void> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  putSweep(record: SweepRecord): Promise<void> {
    return this.#change(async () => {
      checkParts(record);
      const known = await this.#parts.catalogue.record(record.id);
      if (known !== undefined && !isSameSweep(known, record)) {
        throw dataError(
          "DATA_SWEEP_EXISTS",
          `Sweep ${record.id} is stored with another document or other parts; submit this one as a new sweep.`,
        );
      }
      if (known === undefined) await this.#parts.catalogue.writeSynced([recordChange(record)]);
    });
  }

  getSweep(id: SweepId): Promise<SweepRecord | undefined> {
    return this.#parts.catalogue.record(id);
  }

  listSweeps(): Promise<readonly SweepRecord[]> {
    return this.#parts.catalogue.records();
  }

  setState(id: SweepId, state: SweepState, failure?: { readonly code: string; readonly message: string }): Promise<void> {
    return this.#change(async () => {
      const index = await this.#index(id);
      await this.#writeState(index, state, failure);
    });
  }

  settleGranuleSize(id: SweepId, part: number, granuleSize: number, block: Block, provenance: Provenance): Promise<number> {
    return this.#change(async () => {
      const index = await this.#index(id);
      const { record } = index;
      const settled = record.parts[part];
      if (settled === undefined) throw dataError("DATA_BLOCK_REFUSED", `Sweep ${id} has no part ${part}.`);
      if (isSized(settled)) {
        await this.#commitGroup([{ block: { ...block, granule: granuleOf(settled, block.from) }, provenance }]).then(throwErrors);
        return settled.granuleSize;
      }
      checkColumns(block, record);
      const parts = record.parts.map((other, i): PartRecord => (i === part ? { ...other, granuleSize } : other));
      const sized: SweepRecord = { ...record, parts };
      index.update(sized);
      try {
        await this.#commitGroup([{ block, provenance }]).then(throwErrors); // the sized record goes into the same batch
      } catch (error) {
        index.update(record);
        throw error;
      }
      await this.#parts.catalogue.writeSynced([recordChange(index.record)]);
      return granuleSize;
    });
  }

  async commit(block: Block, provenance: Provenance): Promise<CommitReceipt> {
    const [result] = await this.commitAll([{ block, provenance }]);
    if (result === undefined || "error" in result) throw result?.error;
    return result.receipt;
  }

  async commitAll(deliveries: readonly Delivery[]): Promise<readonly CommitResult[]> {
    const results: CommitResult[] = [];
    await this.#change(async () => {
      for (const group of disjointGroups(deliveries)) results.push(...(await this.#commitGroup(group)));
    });
    return results;
  }

  async counts(id: SweepId): Promise<TrialCounts> {
    return (await this.#index(id)).counts;
  }

  async missing(id: SweepId, part: number, from: number, limit: number): Promise<readonly TrialRange[]> {
    const index = (await this.#index(id)).parts[part];
    if (index === undefined) throw dataError("DATA_SWEEP_UNKNOWN", `Sweep ${id} has no part ${part}.`);
    const ranges: TrialRange[] = [];
    for (const gap of index.gaps({ from, to: index.trials })) {
      if (ranges.length >= limit) break;
      ranges.push(gap);
    }
    return ranges;
  }

  async *rows(id: SweepId, query: RowQuery = {}): AsyncGenerator<readonly Row[]> {
    yield* scanRows(await this.#index(id), query, ({ block }) => this.#reader.read(block));
  }

  async columns(id: SweepId): Promise<readonly Column[]> {
    const { record } = await this.#index(id);
    return [...record.parameters, ...record.outputs];
  }

  async digest(id: SweepId): Promise<string | null> {
    const index = await this.#index(id);
    if (index.asideCount > 0) return null;
    const isWhole = index.parts.every((part) =>
      Array.from({ length: pageCount(part.trials) }, (_, page) => page).every((page) => part.isPageHashable(page)),
    );
    if (!isWhole) return null;
    const hashes: string[] = [];
    for (let part = 0; part < index.parts.length; part++) {
      for (let page = 0; page < pageCount(index.parts[part]!.trials); page++) {
        const hash = (await this.#parts.catalogue.page(id, part, page)) ?? (await this.#hashAndStore(index, part, page));
        if (hash === undefined) return null; // a block turned out damaged: its trials are missing again
        hashes.push(hash);
      }
    }
    return hashPages(hashes);
  }

  close(): Promise<void> {
    this.#closing ??= this.#serial(async () => {
      await this.#parts.catalogue.close();
      await this.#parts.shelves.close();
      await this.#parts.lock.release();
    });
    return this.#closing;
  }

  /** One change after the other; none once a write has failed or the directory is closed. */
  #change<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#closing !== undefined)
      return Promise.reject(dataError("DATA_CLOSED", `${this.#parts.directory} has been closed; open it again.`));
    return this.#serial(async () => {
      if (this.#failure !== undefined) throw this.#failure;
      try {
        return await work();
      } catch (error) {
        if (error instanceof CodedError && (error.code === "DATA_DISK_FULL" || error.code === "DATA_IO")) this.#failure = error;
        throw error;
      }
    });
  }

  #index(id: SweepId): Promise<SweepIndex> {
    const known = this.#indexes.get(id);
    if (known !== undefined) return known;
    const building = this.#buildIndex(id);
    this.#indexes.set(id, building);
    building.catch(() => this.#indexes.delete(id));
    return building;
  }

  async #buildIndex(id: SweepId): Promise<SweepIndex> {
    const record = await this.#parts.catalogue.record(id);
    if (record === undefined)
      throw dataError("DATA_SWEEP_UNKNOWN", `No sweep ${id} is stored in ${this.#parts.directory}; list them with \`spikefarm ls\`.`);
    return buildIndex(record, this.#parts.shelves.all);
  }

  /** Commits blocks that touch no granule twice, in one synced write. */
  async #commitGroup(group: readonly Delivery[]): Promise<readonly CommitResult[]> {
    const shelf = await this.#ownShelf();
    const sequence = this.#parts.shelves.nextSequence();
    const plans = await Promise.all(group.map((delivery) => this.#plan(delivery, shelf, sequence)));
    const planned = plans.filter((plan): plan is Planned => !("error" in plan));
    const changes = planned.flatMap((plan) => plan.changes);
    if (changes.length > 0) {
      await shelf.writeBatch(sequence, planned.flatMap(touchedBy), [...this.#recordChanges(planned), ...changes]);
      for (const plan of planned) this.#enter(plan);
      await this.#parts.catalogue.writeSoon([...(await this.#hashPages(planned)), noteChange(shelf.name, sequence)]);
    }
    for (const { index, conflicts } of planned) if (conflicts > 0) await this.#reportConflict(index, conflicts);
    return plans.map((plan) =>
      "error" in plan ? plan : { receipt: { added: plan.added, conflicts: plan.conflicts, counts: plan.index.counts } },
    );
  }

  async #plan(delivery: Delivery, shelf: Shelf, sequence: number): Promise<Planned | { readonly error: unknown }> {
    const { block, provenance } = delivery;
    try {
      const index = await this.#index(block.sweep);
      checkBlock(block, index.record);
      const { gained, conflicting } = await planCommit(block, index.parts[block.part]!, (segment) => this.#reader.read(segment.block));
      const store = (kind: "block" | "aside", range: TrialRange): { changes: Change[]; block: StoredBlock; rows: Block } => {
        const rows = sliceBlock(block, range);
        const { sweep, part, granule, from } = rows;
        const { changes, stored } = shelf.plan(kind, { sweep, part, granule, from, sequence }, rows.status, encodeBlock(rows, provenance));
        return { changes, block: stored, rows };
      };
      const stored = gained.map((range) => store("block", range));
      const aside = conflicting.map((range) => store("aside", range));
      const changes = [...stored, ...aside].flatMap((piece) => piece.changes);
      return { index, delivery, stored, changes, added: countOf(gained), conflicts: countOf(conflicting) };
    } catch (error) {
      if (error instanceof CodedError && (error.code === "DATA_BLOCK_REFUSED" || error.code === "DATA_SWEEP_UNKNOWN")) return { error };
      throw error;
    }
  }

  /** A shelf holds the record of each sweep it has blocks of. */
  #recordChanges(planned: readonly Planned[]): Change[] {
    const changes: Change[] = [];
    for (const { record } of new Set(planned.map(({ index }) => index))) {
      const shelved = this.#shelvedRecords.get(record.id);
      if (shelved?.parts === record.parts) continue;
      changes.push(recordChange(record));
      this.#shelvedRecords.set(record.id, record);
    }
    return changes;
  }

  #enter({ index, stored, conflicts }: Planned): void {
    for (const { block, rows } of stored) {
      index.add(block);
      this.#reader.remember(block, rows);
    }
    if (conflicts > 0) index.asideCount++;
  }

  /** Hashes of the pages that these rows complete; a page that they reopen is forgotten. */
  async #hashPages(planned: readonly Planned[]): Promise<Change[]> {
    const changes: Change[] = [];
    for (const { index, delivery, stored } of planned) {
      const { sweep, part } = delivery.block;
      for (const page of new Set(stored.flatMap(({ rows }) => [...pagesOf(rows)]))) {
        const hash = index.parts[part]!.isPageHashable(page) ? await this.#hashPage(index, part, page) : undefined;
        changes.push(hash === undefined ? forgetPage(sweep, part, page) : pageChange(sweep, part, page, hash));
      }
    }
    return changes;
  }

  async #hashAndStore(index: SweepIndex, part: number, page: number): Promise<string | undefined> {
    const hash = await this.#hashPage(index, part, page);
    if (hash !== undefined) await this.#parts.catalogue.writeSoon([pageChange(index.record.id, part, page, hash)]);
    return hash;
  }

  async #hashPage(index: SweepIndex, part: number, page: number): Promise<string | undefined> {
    const partIndex = index.parts[part]!;
    const pieces: PagePiece[] = [];
    for (const segment of [...partIndex.segments(pageRange(page, partIndex.trials))]) {
      const block = await this.#reader.read(segment.block);
      if (block === undefined) return undefined;
      pieces.push({ block, from: segment.from - block.from, to: segment.to - block.from });
    }
    return hashPage(pieces);
  }

  async #reportConflict(index: SweepIndex, conflicts: number): Promise<void> {
    const { id, kind } = index.record;
    const message = `${conflicts} trials of sweep ${id} were computed twice with different results; the first stand, the others are kept aside.`;
    this.#parts.log({ code: "CONFLICT", message, details: { sweep: id, conflicts } });
    if (kind === "model") await this.#writeState(index, "failed", { code: "CONFLICT", message });
  }

  async #writeState(
    index: SweepIndex,
    state: SweepState,
    failure: { readonly code: string; readonly message: string } | undefined,
  ): Promise<void> {
    const { failure: _before, ...rest } = index.record;
    const record: SweepRecord = { ...rest, state, ...(failure !== undefined && { failure }) };
    await this.#parts.catalogue.writeSynced([recordChange(record)]);
    index.update(record);
  }

  /** A damaged block's trials are missing again, to be computed anew. */
  async #lose(block: StoredBlock): Promise<void> {
    const { sweep, part, from } = block.address;
    const index = await this.#index(sweep);
    index.remove(block);
    this.#reader.forget(block);
    this.#parts.log({
      code: "DATA_BLOCK_LOST",
      message: `Trials ${from} to ${block.to} of sweep ${sweep} are damaged in the store; they are computed again.`,
      details: { ...block.address },
    });
    await this.#parts.catalogue.writeSoon([...pagesOf({ from, to: block.to })].map((page) => forgetPage(sweep, part, page)));
    await block.shelf.remove(block);
  }

  #ownShelf(): Promise<Shelf> {
    this.#shelf ??= this.#parts.shelves.forMachine(this.#parts.machine);
    this.#shelf.catch(() => {
      this.#shelf = undefined;
    });
    return this.#shelf;
  }
}

const countOf = (ranges: readonly TrialRange[]): number => ranges.reduce((sum, { from, to }) => sum + to - from, 0);

const touchedBy = ({ delivery, stored }: Planned): Touched[] =>
  stored.map(({ rows }) => ({ sweep: delivery.block.sweep, part: delivery.block.part, from: rows.from, to: rows.to }));

function throwErrors(results: readonly CommitResult[]): void {
  for (const result of results) if ("error" in result) throw result.error;
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
