// The DataManager: everything that is stored, behind the writer's port. It puts the parts together and keeps their order: changes run one
// after the other (`#change`), each through the Committer or the Catalogue.
//
//   catalogue ── records, page hashes          committer ── blocks → shelf → index → catalogue
//   shelves ──── blocks, a LevelDB a machine   indexes ──── which trials are committed, in memory
//
// A write that fails leaves memory as it was and stops all later changes (`#failure`): what was acknowledged is on the disk, and a LevelDB
// that has run out of space stays failing until it is opened again.

import {
  type Block,
  CodedError,
  type Column,
  type CommitReceipt,
  type PartRecord,
  type Provenance,
  type Row,
  type RowQuery,
  type StandingState,
  type SweepEntry,
  type SweepFailure,
  type SweepId,
  type SweepQuery,
  type SweepRecord,
  type SweepState,
  sliceBlock,
  splitByGranule,
  type TrialCounts,
  type TrialRange,
  type WriterPort,
} from "@spikefarm/protocol";
import { BlockReader } from "./block-reader.js";
import { Catalogue, forgetPage, recordChange } from "./catalogue.js";
import { catchUp } from "./catch-up.js";
import { checkColumns, checkGranuleSize } from "./check-block.js";
import { checkParts, isSameSweep } from "./check-record.js";
import { type CommitResult, Committer } from "./committer.js";
import { inState, standingOf } from "./conflict.js";
import type { DataEvent, DataLog } from "./data-event.js";
import { type DirectoryLock, lockDirectory } from "./directory-lock.js";
import { dataError, isStorageFailure, storageError } from "./errors.js";
import { makeDataDirectory } from "./make-directory.js";
import { pagesOf } from "./page.js";
import { PageHashes } from "./page-hashes.js";
import { isSized } from "./part-index.js";
import type { Delivery } from "./plan-delivery.js";
import { scanRows } from "./scan-rows.js";
import { createSerial } from "./serial.js";
import { Shelves } from "./shelves.js";
import type { StoredBlock } from "./stored-block.js";
import type { SweepIndex } from "./sweep-index.js";
import { SweepIndexes } from "./sweep-indexes.js";

export interface DataManagerOptions {
  /** The data directory; made where it is missing. */
  readonly directory: string;
  /** Names the shelf that is written to. */
  readonly machine: string;
  readonly log?: DataLog;
  /** For tests: called when a batch is on the shelf and the catalogue does not know of it yet. */
  readonly onShelfWritten?: () => void;
}

/** The port, and a commit of several blocks in one synced write. */
export interface DataManager extends WriterPort {
  /** Results in the order of the deliveries; one that is refused does not hold the others up. */
  commitAll(deliveries: readonly Delivery[]): Promise<readonly CommitResult[]>;
}

/** @throws CodedError DATA_IN_USE, DATA_IO, DATA_DISK_FULL */
export async function openDataManager(options: DataManagerOptions): Promise<DataManager> {
  const { directory, machine, log = ignore, onShelfWritten = ignore } = options;
  await makeDataDirectory(directory);
  const lock = await lockDirectory(directory, machine, log).catch((error: unknown) => {
    throw storageError(error, directory);
  });
  const opened: { close(): Promise<void> }[] = [];
  try {
    const shelves = await Shelves.open(directory, log);
    opened.push(shelves);
    const catalogue = await Catalogue.open(directory, log);
    opened.push(catalogue);
    await catchUp(catalogue, shelves.all);
    return new StoredData({ directory, machine, lock, shelves, catalogue, log, onShelfWritten });
  } catch (error) {
    for (const store of opened.reverse()) await store.close();
    await lock.giveBack();
    throw storageError(error, directory);
  }
}

const ignore = (_event?: DataEvent): void => undefined;

interface Parts {
  readonly directory: string;
  readonly machine: string;
  readonly lock: DirectoryLock;
  readonly shelves: Shelves;
  readonly catalogue: Catalogue;
  readonly log: DataLog;
  readonly onShelfWritten: () => void;
}

/** Owns the open stores and the lock; its invariant: after a failed write nothing is changed any more. */
class StoredData implements DataManager {
  readonly #parts: Parts;
  readonly #serial = createSerial();
  readonly #reader = new BlockReader((block) => this.#lose(block));
  readonly #indexes: SweepIndexes;
  readonly #pages: PageHashes;
  readonly #committer: Committer;
  #failure: CodedError | undefined;
  #closing: Promise<void> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#indexes = new SweepIndexes(parts.catalogue, parts.shelves);
    this.#pages = new PageHashes(parts.catalogue, this.#reader);
    this.#committer = new Committer({ ...parts, indexes: this.#indexes, reader: this.#reader, pages: this.#pages });
  }

  putSweep(record: SweepRecord): Promise<void> {
    return this.#change(async () => {
      checkParts(record);
      const known = await this.#parts.catalogue.record(record.id);
      if (known === undefined) {
        await this.#parts.catalogue.writeSynced([recordChange(record)]);
        void this.#indexes.get(record.id); // so that it is there when the first rows come
      } else if (!isSameSweep(known, record)) {
        throw dataError(
          "DATA_SWEEP_EXISTS",
          `Sweep ${record.id} is stored with another document or other parts; submit this one as a new sweep.`,
        );
      }
    });
  }

  getSweep(id: SweepId): Promise<SweepRecord | undefined> {
    return this.#parts.catalogue.record(id);
  }

  listSweeps(query: SweepQuery): Promise<readonly SweepEntry[]> {
    return this.#parts.catalogue.list(query);
  }

  setState(id: SweepId, state: SweepState, failure?: SweepFailure): Promise<StandingState> {
    return this.#change(async () => {
      const index = await this.#indexes.get(id);
      if (index.isContradicted) return standingOf(index.record);
      const record = inState(index.record, state, failure);
      await this.#parts.catalogue.writeSynced([recordChange(record)]);
      index.update(record);
      return standingOf(record);
    });
  }

  settleGranuleSize(id: SweepId, part: number, granuleSize: number, block: Block, provenance: Provenance): Promise<number> {
    return this.#change(async () => {
      const index = await this.#indexes.get(id);
      const { record } = index;
      const settled = record.parts[part];
      if (settled === undefined) throw dataError("DATA_BLOCK_REFUSED", `Sweep ${id} has no part ${part}.`);
      checkColumns(block, record);
      if (isSized(settled)) {
        const pieces = [...splitByGranule(settled, block)].map((range) => ({ ...sliceBlock(block, range), granule: range.granule }));
        const results = await this.#committer.commit(pieces.map((piece) => ({ block: piece, provenance })));
        for (const result of results) if ("error" in result) throw result.error;
        return settled.granuleSize;
      }
      checkGranuleSize(granuleSize);
      const parts = record.parts.map((other, i): PartRecord => (i === part ? { ...other, granuleSize } : other));
      await this.#committer.commitSettling(index, block, provenance, { ...record, parts });
      return granuleSize;
    });
  }

  async commit(block: Block, provenance: Provenance): Promise<CommitReceipt> {
    const [result] = await this.commitAll([{ block, provenance }]);
    if (result === undefined || "error" in result) throw result?.error;
    return result.receipt;
  }

  commitAll(deliveries: readonly Delivery[]): Promise<readonly CommitResult[]> {
    return this.#change(() => this.#committer.commit(deliveries));
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
    const index = await this.#index(id);
    if (query.waitMs !== undefined) await index.firstRow(query.waitMs);
    yield* scanRows(index, query, ({ block }) => this.#reader.read(block));
  }

  async columns(id: SweepId): Promise<readonly Column[]> {
    const { record } = await this.#index(id);
    return [...record.parameters, ...record.outputs];
  }

  /** Between changes: a page is never hashed while a row of it gives way to another. */
  async digest(id: SweepId): Promise<string | null> {
    const index = await this.#index(id);
    return this.#serial(() => this.#pages.digest(index));
  }

  close(): Promise<void> {
    this.#closing ??= this.#serial(async () => {
      await this.#parts.catalogue.close();
      await this.#parts.shelves.close();
      await this.#parts.lock.release();
    });
    return this.#closing;
  }

  /** For questions: memory answers none once the directory is closed. */
  async #index(id: SweepId): Promise<SweepIndex> {
    if (this.#closing !== undefined) throw this.#closed();
    return this.#indexes.get(id);
  }

  #closed(): CodedError {
    return dataError("DATA_CLOSED", `${this.#parts.directory} has been closed; open it again.`);
  }

  /** One change after the other; none once a write has failed or the directory is closed. */
  #change<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#closing !== undefined) return Promise.reject(this.#closed());
    return this.#serial(async () => {
      if (this.#failure !== undefined) throw this.#failure;
      try {
        return await work();
      } catch (error) {
        if (error instanceof CodedError && isStorageFailure(error)) this.#failure = error;
        throw error;
      }
    });
  }

  /** A damaged block's trials are missing again, to be computed anew. */
  async #lose(block: StoredBlock): Promise<void> {
    const { sweep, part, from } = block.address;
    const index = await this.#indexes.get(sweep);
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
}
