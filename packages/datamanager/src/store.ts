// One LevelDB: keys are text, values are bytes. Opened by this package alone, once per process: see directory-lock.ts for why.
//
// A damaged table file answers a read with LEVEL_CORRUPTION. That costs the values it held, never the others: a value that cannot be read
// is absent, and a scan goes on behind it.

import { open, readdir } from "node:fs/promises";
import { dirname } from "node:path";
import { Level } from "level";
import type { DataLog } from "./data-event.js";
import { dataError, storageError } from "./errors.js";
import { makeDirectory } from "./make-directory.js";
import { seal, unseal } from "./sealed.js";

export type Change =
  | { readonly type: "put"; readonly key: string; readonly value: Uint8Array }
  | { readonly type: "del"; readonly key: string };

/** Keys between two others, both excluded. */
export interface KeyRange {
  readonly gt: string;
  readonly lt: string;
}

export const putSealed = (key: string, value: unknown): Change => ({ type: "put", key, value: seal(key, value) });

/** Bytes a scan reads ahead. */
const SCAN_AHEAD_BYTES = 1 << 20;
const SCAN_AHEAD_ENTRIES = 1000;

const CLOSED: readonly unknown[] = ["LEVEL_DATABASE_NOT_OPEN", "LEVEL_ITERATOR_NOT_OPEN"];

/** Owns an open LevelDB. @throws CodedError DATA_IO, DATA_DISK_FULL, DATA_IN_USE, DATA_CLOSED */
export class Store {
  readonly #path: string;
  readonly #level: Level<string, Uint8Array>;

  private constructor(path: string) {
    this.#path = path;
    this.#level = new Level<string, Uint8Array>(path, { keyEncoding: "utf8", valueEncoding: "view" });
  }

  /** Opens or creates the LevelDB in `path`. One whose index is damaged or lost is rebuilt from its data. */
  static async open(path: string, log: DataLog): Promise<Store> {
    const repair = async (): Promise<void> => {
      await (Level as unknown as { repair(location: string): Promise<void> }).repair(path);
      log({
        code: "DATA_REPAIRED",
        message: `The index of ${path} was damaged and has been rebuilt; what is missing is computed again.`,
        details: { path },
      });
    };
    try {
      await makeDirectory(path);
      await syncDirectory(dirname(path));
      if (await hasLostItsIndex(path)) await repair();
      const store = new Store(path); // after the repair: a Level opens itself soon after it is made
      await store.#level.open().catch(async (error: unknown) => {
        if (causeCode(error) !== "LEVEL_CORRUPTION") throw error;
        await repair();
        await store.#level.open();
      });
      return store;
    } catch (error) {
      if (causeCode(error) !== "LEVEL_LOCKED") throw storageError(error, path);
      throw dataError("DATA_IN_USE", `${path} is in use by another process; stop that process, or give another directory with --data.`);
    }
  }

  /** The bytes of a key; undefined where there are none, or none that can be read. */
  async get(key: string): Promise<Uint8Array | undefined> {
    try {
      return await this.#level.get(key);
    } catch (error) {
      if (codeOf(error) === "LEVEL_CORRUPTION") return undefined;
      throw this.#failed(error);
    }
  }

  async getSealed<T>(key: string): Promise<T | undefined> {
    return unseal<T>(key, await this.get(key));
  }

  /** Every entry of a range that can be read, in order of keys or against it. `onDamage` hears of a stretch that cannot. */
  async *entries(range: KeyRange, onDamage: () => void, { isReversed = false } = {}): AsyncGenerator<readonly [string, Uint8Array]> {
    let last = isReversed ? range.lt : range.gt;
    // LevelDB passes over damaged stretches and reports them at the end, where the entries read ahead are lost with the report: so what is
    // behind the last ones is read once more, one entry at a time.
    for (const ahead of [SCAN_AHEAD_ENTRIES, 1]) {
      try {
        const left = isReversed ? { gt: range.gt, lt: last } : { gt: last, lt: range.lt };
        for await (const entry of this.#scan({ ...left, reverse: isReversed }, ahead)) {
          last = entry[0];
          yield entry;
        }
        return;
      } catch (error) {
        if (codeOf(error) !== "LEVEL_CORRUPTION") throw this.#failed(error);
        if (ahead === 1) onDamage();
      }
    }
  }

  async *#scan(range: KeyRange & { readonly reverse: boolean }, ahead: number): AsyncGenerator<readonly [string, Uint8Array]> {
    const iterator = this.#level.iterator({ ...range, highWaterMarkBytes: SCAN_AHEAD_BYTES } as object);
    try {
      for (let entries = await iterator.nextv(ahead); entries.length > 0; entries = await iterator.nextv(ahead)) yield* entries;
    } finally {
      await iterator.close();
    }
  }

  /** The last key of a range. */
  async lastKey(range: KeyRange): Promise<string | undefined> {
    try {
      const [key] = await this.#level.keys({ ...range, reverse: true, limit: 1 }).all();
      return key;
    } catch (error) {
      throw this.#failed(error);
    }
  }

  /** Writes all changes or none; they are on the disk when this resolves. */
  writeSynced(changes: readonly Change[]): Promise<void> {
    return this.#write(changes, true);
  }

  /** Writes all changes or none; a crash of the machine may lose them. */
  writeSoon(changes: readonly Change[]): Promise<void> {
    return this.#write(changes, false);
  }

  async clear(range: KeyRange): Promise<void> {
    await this.#level.clear(range).catch((error: unknown) => {
      throw this.#failed(error);
    });
  }

  close(): Promise<void> {
    return this.#level.close();
  }

  async #write(changes: readonly Change[], sync: boolean): Promise<void> {
    try {
      await this.#level.batch([...changes], { sync } as object);
    } catch (error) {
      throw this.#failed(error);
    }
  }

  #failed(error: unknown): Error {
    if (CLOSED.includes(codeOf(error))) return dataError("DATA_CLOSED", `${this.#path} has been closed; open it again.`);
    return storageError(error, this.#path);
  }
}

const codeOf = (error: unknown): unknown => (error instanceof Error && "code" in error ? error.code : undefined);

/** The code LevelDB gave for a failed open, which abstract-level wraps. */
const causeCode = (error: unknown): unknown => (error instanceof Error ? codeOf(error.cause) : undefined);

/** A new directory's name is on the disk only when its parent is. */
async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Whether there is data, but not the file that names the index: LevelDB would begin an empty store there, and remove the data. An index alone
 * is what a process leaves that was killed while it made an empty store.
 */
async function hasLostItsIndex(path: string): Promise<boolean> {
  const names = await readdir(path);
  return !names.includes("CURRENT") && names.some((name) => /\.(ldb|sst|log)$/.test(name));
}
