// The catalogue: the records of all sweeps, the hashes of complete pages, and up to which batch it knows each shelf. What it says of
// results follows from the shelves; catch-up.ts makes it agree with them on open.

import { join } from "node:path";
import { entryOf, type SweepEntry, type SweepId, type SweepQuery, type SweepRecord } from "@spikefarm/protocol";
import type { DataLog } from "./data-event.js";
import { keysUnder, pageKey, shelfKey, sweepKey } from "./keys.js";
import { unseal } from "./sealed.js";
import { type Change, putSealed, Store } from "./store.js";

export class Catalogue {
  readonly #store: Store;

  private constructor(store: Store) {
    this.#store = store;
  }

  static async open(dataDirectory: string, log: DataLog): Promise<Catalogue> {
    return new Catalogue(await Store.open(join(dataDirectory, "catalogue"), log));
  }

  record(sweep: SweepId): Promise<SweepRecord | undefined> {
    return this.#store.getSealed(sweepKey(sweep));
  }

  /** Newest first: ids sort by the time they were made. A damaged record is left out; catch-up finds it on a shelf. */
  async list({ limit, before }: SweepQuery): Promise<readonly SweepEntry[]> {
    const { gt, lt } = keysUnder("sweep");
    const range = { gt, lt: before === undefined ? lt : sweepKey(before) };
    const list: SweepEntry[] = [];
    if (limit === 0) return list;
    for await (const [key, bytes] of this.#store.entries(range, () => undefined, { isReversed: true })) {
      const record = unseal<SweepRecord>(key, bytes);
      if (record !== undefined) list.push(entryOf(record));
      if (list.length === limit) break;
    }
    return list;
  }

  /** The SHA-256, hex, of a page; undefined while it is not stored. */
  page(sweep: SweepId, part: number, page: number): Promise<string | undefined> {
    return this.#store.getSealed(pageKey(sweep, part, page));
  }

  /** The last batch of a shelf that the catalogue knows of; undefined for a shelf it has never seen. */
  noted(shelf: string): Promise<number | undefined> {
    return this.#store.getSealed(shelfKey(shelf));
  }

  writeSynced(changes: readonly Change[]): Promise<void> {
    return this.#store.writeSynced(changes);
  }
  writeSoon(changes: readonly Change[]): Promise<void> {
    return this.#store.writeSoon(changes);
  }
  close(): Promise<void> {
    return this.#store.close();
  }
}

/** A shelf keeps its copies of records under the same key. */
export const recordChange = (record: SweepRecord): Change => putSealed(sweepKey(record.id), record);
export const noteChange = (shelf: string, sequence: number): Change => putSealed(shelfKey(shelf), sequence);
export const pageChange = (sweep: SweepId, part: number, page: number, hash: string): Change => putSealed(pageKey(sweep, part, page), hash);
export const forgetPage = (sweep: SweepId, part: number, page: number): Change => ({ type: "del", key: pageKey(sweep, part, page) });
