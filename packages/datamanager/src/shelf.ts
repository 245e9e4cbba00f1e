// A shelf: one machine's LevelDB of blocks. It is self-contained: beside the blocks it holds the record of each sweep they belong to.
//
// Whatever belongs together (a block's chunks, its entry, the sweep's record) goes into one synced batch, so that a shelf never holds half
// of anything. Each batch has a number, larger than that of any batch before in the whole data directory, and leaves a note of the trials
// it touched: the catalogue, written afterwards, is brought up to date from these notes when a process was killed between the two.

import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { SweepId, SweepRecord, TrialRange, TrialStatus } from "@spikefarm/protocol";
import type { DataLog } from "./data-event.js";
import { addressIn, asideKey, type BlockAddress, batchKey, blockKey, chunkKey, keysUnder, sequenceIn, sweepIn, sweepKey } from "./keys.js";
import { unseal } from "./sealed.js";
import { type Change, putSealed, Store } from "./store.js";
import { type StatusRun, type StoredBlock, statusRuns } from "./stored-block.js";

/** Trials that a batch added or replaced. */
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
    const shelf = new Shelf(name, await Store.open(join(directory, name), log), log);
    const last = await shelf.#store.lastKey(keysUnder("batch"));
    if (last !== undefined) shelf.#lastSequence = sequenceIn(last);
    return shelf;
  }

  /** The number of the last batch written; 0 before the first. */
  get lastSequence(): number {
    return this.#lastSequence;
  }

  /** Numbers go on after `sequence`: the catalogue knows of batches whose notes this shelf has lost. */
  continueAfter(sequence: number): void {
    this.#lastSequence = Math.max(this.#lastSequence, sequence);
  }

  /** The machine in the shelf's name. */
  get machine(): string {
    return this.name.slice(0, this.name.lastIndexOf("."));
  }

  /** Writes a batch with its note; it is on the disk when this resolves. */
  async writeBatch(sequence: number, touched: readonly Touched[], changes: readonly Change[]): Promise<void> {
    await this.#store.writeSynced([...changes, putSealed(batchKey(sequence), touched)]);
    this.#lastSequence = sequence;
  }

  /** What the batches after number `sequence` touched; undefined where that cannot be told and everything may have been. */
  async touchedAfter(sequence: number): Promise<readonly Touched[] | undefined> {
    const all: Touched[] = [];
    let isWhole = sequence <= this.#lastSequence;
    const damaged = (): void => {
      isWhole = false;
    };
    for await (const [key, bytes] of this.#store.entries({ gt: batchKey(sequence), lt: keysUnder("batch").lt }, damaged)) {
      const touched = unseal<readonly Touched[]>(key, bytes);
      if (touched === undefined) damaged();
      else all.push(...touched);
    }
    return isWhole ? all : undefined;
  }

  /** Forgets the notes of batches before `sequence`, which the catalogue has noted for good. The last one stays: it keeps the numbering. */
  async forgetBatchesBefore(sequence: number): Promise<void> {
    await this.#store.clear({ gt: keysUnder("batch").gt, lt: batchKey(Math.min(sequence, this.#lastSequence)) });
  }

  record(sweep: SweepId): Promise<SweepRecord | undefined> {
    return this.#store.getSealed(sweepKey(sweep));
  }

  async sweeps(): Promise<readonly SweepId[]> {
    const sweeps: SweepId[] = [];
    for await (const [key] of this.#store.entries(keysUnder("sweep"), () => undefined)) sweeps.push(sweepIn(key));
    return sweeps;
  }

  /** Every block of a sweep, in order of part, granule, trial and batch. */
  async *blocks(sweep: SweepId): AsyncGenerator<StoredBlock> {
    const damaged = (details: Readonly<Record<string, unknown>>): void =>
      this.#log({ code: "DATA_BLOCK_LOST", message: `Entries of sweep ${sweep} are damaged; their trials are computed again.`, details });
    for await (const [key, bytes] of this.#store.entries(keysUnder(`block!${sweep}`), () => damaged({ sweep, shelf: this.name }))) {
      const entry = unseal<Entry>(key, bytes);
      if (entry === undefined) damaged({ key });
      else yield this.#stored(addressIn(key), entry);
    }
  }

  /** How many blocks of a sweep are kept aside. */
  async asideCount(sweep: SweepId): Promise<number> {
    let count = 0;
    for await (const _entry of this.#store.entries(keysUnder(`aside!${sweep}`), () => count++)) count++;
    return count;
  }

  /** A block's bytes; undefined where a piece of them is missing. */
  async read({ address, sizeBytes }: StoredBlock): Promise<Uint8Array | undefined> {
    const count = Math.ceil(sizeBytes / CHUNK_SIZE_BYTES);
    if (count === 1) return this.#store.get(chunkKey(address, 0));
    const bytes = new Uint8Array(sizeBytes);
    for (let chunk = 0; chunk < count; chunk++) {
      const piece = await this.#store.get(chunkKey(address, chunk));
      if (piece === undefined || chunk * CHUNK_SIZE_BYTES + piece.length > sizeBytes) return undefined;
      bytes.set(piece, chunk * CHUNK_SIZE_BYTES);
    }
    return bytes;
  }

  /** Takes a damaged block out of the shelf. */
  remove({ address, sizeBytes }: StoredBlock): Promise<void> {
    const chunks = Array.from({ length: Math.ceil(sizeBytes / CHUNK_SIZE_BYTES) }, (_, chunk) => chunkKey(address, chunk));
    return this.#store.writeSoon([blockKey(address), ...chunks].map((key) => ({ type: "del", key })));
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
    const changes: Change[] = [putSealed(key, entry)];
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
