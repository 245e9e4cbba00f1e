// The catalogue: the records of all sweeps, the hashes of complete pages, and up to which batch it knows each shelf. What it says of
// results follows from the shelves; catch-up.ts makes it agree with them on open.

import { join } from "node:path";
import type { SweepId, SweepRecord } from "@spikefarm/protocol";
import type { DataLog } from "./data-event.js";
import { keysUnder, pageKey, shelfKey, sweepKey } from "./keys.js";
import { seal, unseal } from "./sealed.js";
import { type Change, openStore, type Store, writeSoon, writeSynced } from "./store.js";

export class Catalogue {
  readonly #store: Store;

  private constructor(store: Store) {
    this.#store = store;
  }

  static async open(dataDirectory: string, log: DataLog): Promise<Catalogue> {
    return new Catalogue(await openStore(join(dataDirectory, "catalogue"), log));
  }

  async record(sweep: SweepId): Promise<SweepRecord | undefined> {
    return unseal(await this.#store.get(sweepKey(sweep)));
  }

  /** Newest first: ids sort by the time they were made. */
  async records(): Promise<readonly SweepRecord[]> {
    const values = await this.#store.values({ ...keysUnder("sweep"), reverse: true }).all();
    return values.flatMap((bytes) => unseal<SweepRecord>(bytes) ?? []);
  }

  /** The SHA-256, hex, of a page; undefined while it is not stored. */
  async page(sweep: SweepId, part: number, page: number): Promise<string | undefined> {
    return unseal(await this.#store.get(pageKey(sweep, part, page)));
  }

  /** The last batch of a shelf that the catalogue knows of; undefined for a shelf it has never seen. */
  async noted(shelf: string): Promise<number | undefined> {
    return unseal(await this.#store.get(shelfKey(shelf)));
  }

  writeSynced(changes: readonly Change[]): Promise<void> {
    return writeSynced(this.#store, changes);
  }
  writeSoon(changes: readonly Change[]): Promise<void> {
    return writeSoon(this.#store, changes);
  }
  close(): Promise<void> {
    return this.#store.close();
  }
}

/** A shelf keeps its copies of records under the same key. */
export const recordChange = (record: SweepRecord): Change => ({ type: "put", key: sweepKey(record.id), value: seal(record) });
export const noteChange = (shelf: string, sequence: number): Change => ({ type: "put", key: shelfKey(shelf), value: seal(sequence) });
export const pageChange = (sweep: SweepId, part: number, page: number, hash: string): Change => ({
  type: "put",
  key: pageKey(sweep, part, page),
  value: seal(hash),
});
export const forgetPage = (sweep: SweepId, part: number, page: number): Change => ({ type: "del", key: pageKey(sweep, part, page) });
