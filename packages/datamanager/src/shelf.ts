// A shelf: one machine's LevelDB of blocks. It is self-contained: beside the blocks it holds the record of each sweep they belong to.
//
// Whatever belongs together (a block's chunks, its entry, the sweep's record) goes into one synced batch, so that a shelf never holds half
// of anything. Each batch has a number, larger than that of any batch before in the whole data directory, and leaves a note of the trials
// it touched: the catalogue, written afterwards, is brought up to date from these notes when a process was killed between the two.

import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { SweepId, SweepRecord, TrialRange, TrialStatus } from "@spikefarm/protocol";
import type { DataLog } from "./data-event.js";
import { storageError } from "./errors.js";
import { addressIn, asideKey, type BlockAddress, batchKey, blockKey, chunkKey, keysUnder, sequenceIn, sweepKey } from "./keys.js";
import { seal, unseal } from "./sealed.js";
import { type Change, openStore, SCAN_AHEAD_BYTES, type Store, writeSoon, writeSynced } from "./store.js";
import { type StatusRun, type StoredBlock, statusRuns } from "./stored-block.js";

/** Trials that a batch added, replaced or removed. */
export interface Touched extends TrialRange {
  readonly sweep: SweepId;
  readonly part: number;
}

/** The value of a `block!` or `aside!` key. */
interface Entry {
  readonly to: number;
  readonly sizeBytes: number;
  /** [trials, status] of each run. */
  readonly runs: readonly (readonly [number, TrialStatus])[];
}

const CHUNK_SIZE_BYTES = 256 * 1024;
const RANDOM_ID_BYTES = 4;
const MAX_MACHINE_LENGTH = 60;

/** A machine's name as it may stand in a file name: letters, digits, '-' and '_'. */
export const machineInFileName = (machine: string): string =>
  machine.replaceAll(/[^A-Za-z0-9_-]+/g, "-").slice(0, MAX_MACHINE_LENGTH) || "machine";

export const makeShelfName = (machine: string): string => `${machineInFileName(machine)}.${randomBytes(RANDOM_ID_BYTES).toString("hex")}`;

export class Shelf {
  readonly name: string;
  readonly #store: Store;
  readonly #log: DataLog;
  #lastSequence = 0;

  private constructor(name: string, store: Store, log: DataLog) {
    this.name = name;
    this.#store = store;
    this.#log = log;
  }

  static async open(directory: string, name: string, log: DataLog): Promise<Shelf> {
    const shelf = new Shelf(name, await openStore(join(directory, name), log), log);
    for await (const key of shelf.#store.keys({ ...keysUnder("batch"), reverse: true, limit: 1 })) shelf.#lastSequence = sequenceIn(key);
    return shelf;
  }

  /** The number of the last batch written; 0 before the first. */
  get lastSequence(): number {
    return this.#lastSequence;
  }

  /** The machine in the shelf's name. */
  get machine(): string {
    return this.name.slice(0, this.name.lastIndexOf("."));
  }

  /** Writes a batch with its note; it is on the disk when this resolves. */
  async writeBatch(sequence: number, touched: readonly Touched[], changes: readonly Change[]): Promise<void> {
    await writeSynced(this.#store, [...changes, { type: "put", key: batchKey(sequence), value: seal(touched) }]);
    this.#lastSequence = sequence;
  }

  /** What the batches after number `sequence` touched; undefined where that is no longer known and everything may have been. */
  async touchedAfter(sequence: number): Promise<readonly Touched[] | undefined> {
    const all: Touched[] = [];
    for await (const bytes of this.#store.values({ gt: batchKey(sequence), lt: keysUnder("batch").lt })) {
      const touched = unseal<readonly Touched[]>(bytes);
      if (touched === undefined) return undefined;
      all.push(...touched);
    }
    return all;
  }

  async hasBatchesBefore(sequence: number): Promise<boolean> {
    return (await this.#store.keys({ gt: keysUnder("batch").gt, lt: batchKey(sequence), limit: 1 }).all()).length > 0;
  }

  /** Forgets the notes of batches that the catalogue knows of, but the last: it keeps the numbering. */
  async forgetBatchesBefore(sequence: number): Promise<void> {
    await this.#store.clear({ gt: keysUnder("batch").gt, lt: batchKey(Math.min(sequence, this.#lastSequence)) });
  }

  async record(sweep: SweepId): Promise<SweepRecord | undefined> {
    return unseal(await this.#store.get(sweepKey(sweep)));
  }

  async sweeps(): Promise<readonly SweepId[]> {
    const keys = await this.#store.keys(keysUnder("sweep")).all();
    return keys.map((key) => key.slice(key.indexOf("!") + 1) as SweepId);
  }

  /** Every block of a sweep, in order of part, granule, trial and batch. */
  async *blocks(sweep: SweepId): AsyncGenerator<StoredBlock> {
    for await (const [key, bytes] of this.#store.iterator({
      ...keysUnder(`block!${sweep}`),
      highWaterMarkBytes: SCAN_AHEAD_BYTES,
    } as object)) {
      const entry = unseal<Entry>(bytes);
      const address = addressIn(key);
      if (entry !== undefined) yield this.#stored(address, entry);
      else
        this.#log({
          code: "DATA_BLOCK_LOST",
          message: `An entry of sweep ${sweep} is damaged; its trials are computed again.`,
          details: { ...address },
        });
    }
  }

  /** How many blocks of a sweep are kept aside. */
  async asideCount(sweep: SweepId): Promise<number> {
    return (await this.#store.keys(keysUnder(`aside!${sweep}`)).all()).length;
  }

  /** A block's bytes; undefined where a piece of them is missing. */
  async read({ address, sizeBytes }: StoredBlock): Promise<Uint8Array | undefined> {
    const count = Math.ceil(sizeBytes / CHUNK_SIZE_BYTES);
    try {
      if (count === 1) return await this.#store.get(chunkKey(address, 0));
      const bytes = new Uint8Array(sizeBytes);
      for (let chunk = 0; chunk < count; chunk++) {
        const piece = await this.#store.get(chunkKey(address, chunk));
        if (piece === undefined || chunk * CHUNK_SIZE_BYTES + piece.length > sizeBytes) return undefined;
        bytes.set(piece, chunk * CHUNK_SIZE_BYTES);
      }
      return bytes;
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "LEVEL_CORRUPTION") return undefined;
      throw storageError(error, this.#store.location);
    }
  }

  /** Takes a damaged block out of the shelf. */
  remove({ address, sizeBytes }: StoredBlock): Promise<void> {
    const chunks = Array.from({ length: Math.ceil(sizeBytes / CHUNK_SIZE_BYTES) }, (_, chunk) => chunkKey(address, chunk));
    return writeSoon(
      this.#store,
      [blockKey(address), ...chunks].map((key) => ({ type: "del", key })),
    );
  }

  /** The changes that store a block's bytes with its entry, and what memory keeps of it. */
  plan(kind: "block" | "aside", address: BlockAddress, status: Uint8Array, bytes: Uint8Array): { changes: Change[]; stored: StoredBlock } {
    const runs = statusRuns(status, address.from);
    const entry: Entry = {
      to: address.from + status.length,
      sizeBytes: bytes.length,
      runs: runs.map((run) => [run.to - run.from, run.status]),
    };
    const key = kind === "block" ? blockKey(address) : asideKey(address);
    const changes: Change[] = [{ type: "put", key, value: seal(entry) }];
    for (let at = 0; at < bytes.length; at += CHUNK_SIZE_BYTES) {
      changes.push({ type: "put", key: chunkKey(address, at / CHUNK_SIZE_BYTES), value: bytes.subarray(at, at + CHUNK_SIZE_BYTES) });
    }
    return { changes, stored: this.#stored(address, entry) };
  }

  close(): Promise<void> {
    return this.#store.close();
  }

  #stored(address: BlockAddress, { to, sizeBytes, runs }: Entry): StoredBlock {
    let at = address.from;
    const spread = runs.map(([count, status]): StatusRun => {
      at += count;
      return { from: at - count, to: at, status };
    });
    return { shelf: this, address, to, sizeBytes, runs: spread };
  }
}
