// The DataManager: everything that is stored, behind the writer's port.
//
// Changes are made one after the other (`#inOrder`), so that what is compared is what stands; reads go beside them. A write that fails
// leaves memory as it was and stops all later changes (`#failure`): what was acknowledged is on the disk, and a LevelDB that has run out of
// space stays failing until it is opened again.
//
//   open ──write fails──▶ failed (reads go on, changes answer the failure)
//     └─────close()─────▶ closed ◀──close()──┘

import { mkdir } from "node:fs/promises";
import {
  type Block,
  type Column,
  type CommitReceipt,
  type PartRecord,
  type Provenance,
  type Row,
  type RowQuery,
  type SweepId,
  type SweepRecord,
  type SweepState,
  splitByGranule,
  type TrialCounts,
  type TrialRange,
  type WriterPort,
} from "@spikefarm/protocol";
import { BlockReader } from "./block-reader.js";
import { Catalogue, forgetPage, recordChange } from "./catalogue.js";
import { catchUp } from "./catch-up.js";
import { checkColumns } from "./check-block.js";
import { checkParts, isSameSweep } from "./check-record.js";
import { type CommitResult, type Delivery, disjointGroups, GroupCommitter, isOfStorage } from "./commit-group.js";
import type { DataEvent, DataLog } from "./data-event.js";
import { type DirectoryLock, lockDirectory } from "./directory-lock.js";
import { dataError, storageError } from "./errors.js";
import type { OpenStores } from "./open-stores.js";
import { pagesOf } from "./page.js";
import { PageHashes } from "./page-hashes.js";
import { isSized } from "./part-index.js";
import { scanRows } from "./scan-rows.js";
import { createSerial } from "./serial.js";
import { Shelves } from "./shelves.js";
import { sliceBlock } from "./slice-block.js";
import type { StoredBlock } from "./stored-block.js";
import { SweepIndexes } from "./sweep-indexes.js";

export interface DataManagerOptions {
  /** The data directory; made where it is missing. */
  readonly directory: string;
  /** Names the shelf that is written to. */
  readonly machine: string;
  readonly log?: DataLog;
}

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
    return new StoredData({ directory, machine, shelves, catalogue, log }, lock);
  } catch (error) {
    for (const store of opened.reverse()) await store.close();
    await lock.giveBack();
    throw storageError(error, directory);
  }
}

const ignore = (_event: DataEvent): void => undefined;

/** Owns the open stores. */
class StoredData implements DataManager {
  readonly #stores: OpenStores;
  readonly #lock: DirectoryLock;
  readonly #serial = createSerial();
  readonly #indexes: SweepIndexes;
  readonly #reader = new BlockReader((block) => this.#lose(block));
  readonly #pages: PageHashes;
  readonly #committer: GroupCommitter;
  #failure: unknown;
  #closing: Promise<void> | undefined;

  constructor(stores: OpenStores, lock: DirectoryLock) {
    this.#stores = stores;
    this.#lock = lock;
    this.#indexes = new SweepIndexes(stores);
    this.#pages = new PageHashes(stores.catalogue, this.#reader);
    this.#committer = new GroupCommitter(stores, this.#indexes, this.#reader, this.#pages);
  }

  putSweep(record: SweepRecord): Promise<void> {
    return this.#change(async () => {
      checkParts(record);
      const known = await this.#stores.catalogue.record(record.id);
      if (known !== undefined && !isSameSweep(known, record)) {
        throw dataError(
          "DATA_SWEEP_EXISTS",
          `Sweep ${record.id} is stored with another document or other parts; submit this one as a new sweep.`,
        );
      }
      if (known === undefined) await this.#stores.catalogue.writeSynced([recordChange(record)]);
    });
  }

  getSweep(id: SweepId): Promise<SweepRecord | undefined> {
    return this.#stores.catalogue.record(id);
  }

  listSweeps(): Promise<readonly SweepRecord[]> {
    return this.#stores.catalogue.records();
  }

  /** A sweep in conflict stays failed, whatever is asked (IDENTITY 22). */
  setState(id: SweepId, state: SweepState, failure?: { readonly code: string; readonly message: string }): Promise<void> {
    return this.#change(async () => {
      const index = await this.#indexes.of(id);
      if (index.isContradicted) return;
      const { failure: _before, ...rest } = index.record;
      const record: SweepRecord = { ...rest, state, ...(failure !== undefined && { failure }) };
      await this.#stores.catalogue.writeSynced([recordChange(record)]);
      index.update(record);
    });
  }

  settleGranuleSize(id: SweepId, part: number, granuleSize: number, block: Block, provenance: Provenance): Promise<number> {
    return this.#change(async () => {
      const index = await this.#indexes.of(id);
      const { record } = index;
      const settled = record.parts[part];
      if (settled === undefined) throw dataError("DATA_BLOCK_REFUSED", `Sweep ${id} has no part ${part}.`);
      checkColumns(block, record);
      if (isSized(settled)) {
        const pieces = [...splitByGranule(settled, block)].map((range) => ({ ...sliceBlock(block, range), granule: range.granule }));
        throwErrors(await this.#committer.commit(pieces.map((piece) => ({ block: piece, provenance }))));
        return settled.granuleSize;
      }
      const parts = record.parts.map((other, i): PartRecord => (i === part ? { ...other, granuleSize } : other));
      index.update({ ...record, parts });
      try {
        throwErrors(await this.#committer.commit([{ block, provenance }], index));
      } catch (error) {
        index.update(record);
        throw error;
      }
      return granuleSize;
    });
  }

  async commit(block: Block, provenance: Provenance): Promise<CommitReceipt> {
    const [result] = await this.commitAll([{ block, provenance }]);
    if (result === undefined || "error" in result) throw result?.error;
    return result.receipt;
  }

  commitAll(deliveries: readonly Delivery[]): Promise<readonly CommitResult[]> {
    return this.#change(async () => {
      const results: CommitResult[] = [];
      for (const group of disjointGroups(deliveries)) results.push(...(await this.#committer.commit(group)));
      return results;
    });
  }

  async counts(id: SweepId): Promise<TrialCounts> {
    return (await this.#indexes.of(id)).counts;
  }

  async missing(id: SweepId, part: number, from: number, limit: number): Promise<readonly TrialRange[]> {
    const index = (await this.#indexes.of(id)).parts[part];
    if (index === undefined) throw dataError("DATA_SWEEP_UNKNOWN", `Sweep ${id} has no part ${part}.`);
    const ranges: TrialRange[] = [];
    for (const gap of index.gaps({ from, to: index.trials })) {
      if (ranges.length >= limit) break;
      ranges.push(gap);
    }
    return ranges;
  }

  async *rows(id: SweepId, query: RowQuery = {}): AsyncGenerator<readonly Row[]> {
    yield* scanRows(await this.#indexes.of(id), query, ({ block }) => this.#reader.read(block));
  }

  async columns(id: SweepId): Promise<readonly Column[]> {
    const { record } = await this.#indexes.of(id);
    return [...record.parameters, ...record.outputs];
  }

  async digest(id: SweepId): Promise<string | null> {
    const index = await this.#indexes.of(id);
    return this.#inOrder(() => this.#pages.digest(index));
  }

  close(): Promise<void> {
    this.#closing ??= this.#serial(async () => {
      await this.#stores.catalogue.close();
      await this.#stores.shelves.close();
      await this.#lock.release();
    });
    return this.#closing;
  }

  /** A change to what is stored; none is made once a write has failed. */
  #change<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#inOrder(async () => {
      if (this.#failure !== undefined) throw this.#failure;
      try {
        return await work();
      } catch (error) {
        if (isOfStorage(error)) this.#failure = error;
        throw error;
      }
    });
  }

  #inOrder<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#closing === undefined) return this.#serial(work);
    return Promise.reject(dataError("DATA_CLOSED", `${this.#stores.directory} has been closed; open it again.`));
  }

  /** A damaged block's trials are missing again, to be computed anew. */
  async #lose(block: StoredBlock): Promise<void> {
    const { sweep, part, from } = block.address;
    const index = await this.#indexes.of(sweep);
    index.remove(block);
    this.#reader.forget(block);
    this.#stores.log({
      code: "DATA_BLOCK_LOST",
      message: `Trials ${from} to ${block.to} of sweep ${sweep} are damaged in the store; they are computed again.`,
      details: { ...block.address },
    });
    await this.#stores.catalogue.writeSoon([...pagesOf({ from, to: block.to })].map((page) => forgetPage(sweep, part, page)));
    await block.shelf.remove(block);
  }
}

function throwErrors(results: readonly CommitResult[]): void {
  for (const result of results) if ("error" in result) throw result.error;
}
