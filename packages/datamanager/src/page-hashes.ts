// The hashes of pages, kept in the catalogue, and the digest they make (IDENTITY 19). A page is hashed when its last trial is committed;
// a hash that is missing (the process was killed before it was stored) is made again when the digest is asked for.

import type { Block } from "@spikefarm/protocol";
import type { BlockReader } from "./block-reader.js";
import { type Catalogue, forgetPage, pageChange } from "./catalogue.js";
import { pageCount, pageRange, pagesOf } from "./page.js";
import { hashPage, hashPages, type PagePiece } from "./page-hash.js";
import type { Change } from "./store.js";
import type { SweepIndex } from "./sweep-index.js";

export class PageHashes {
  readonly #catalogue: Catalogue;
  readonly #reader: BlockReader;

  constructor(catalogue: Catalogue, reader: BlockReader) {
    this.#catalogue = catalogue;
    this.#reader = reader;
  }

  /** What the catalogue should say of the pages that these rows touch: their hash where they are complete now, none where they are not. */
  async changesFor(index: SweepIndex, part: number, stored: readonly Block[]): Promise<readonly Change[]> {
    const changes: Change[] = [];
    for (const page of new Set(stored.flatMap((rows) => [...pagesOf(rows)]))) {
      const hash = index.parts[part]!.isPageHashable(page) ? await this.#hash(index, part, page) : undefined;
      changes.push(hash === undefined ? forgetPage(index.record.id, part, page) : pageChange(index.record.id, part, page, hash));
    }
    return changes;
  }

  /** Hex; null while anything is pending, timed out, crashed or in conflict. */
  async digest(index: SweepIndex): Promise<string | null> {
    if (!index.isHashable) return null;
    const hashes: string[] = [];
    for (let part = 0; part < index.parts.length; part++) {
      for (let page = 0; page < pageCount(index.parts[part]!.trials); page++) {
        const hash = (await this.#catalogue.page(index.record.id, part, page)) ?? (await this.#hashAndStore(index, part, page));
        if (hash === undefined) return null; // a block turned out damaged: its trials are missing again
        hashes.push(hash);
      }
    }
    return hashPages(hashes);
  }

  async #hashAndStore(index: SweepIndex, part: number, page: number): Promise<string | undefined> {
    const hash = await this.#hash(index, part, page);
    if (hash !== undefined) await this.#catalogue.writeSoon([pageChange(index.record.id, part, page, hash)]);
    return hash;
  }

  async #hash(index: SweepIndex, part: number, page: number): Promise<string | undefined> {
    const partIndex = index.parts[part]!;
    const pieces: PagePiece[] = [];
    for (const segment of [...partIndex.segments(pageRange(page, partIndex.trials))]) {
      const block = await this.#reader.read(segment.block);
      if (block === undefined) return undefined;
      pieces.push({ block, from: segment.from - block.from, to: segment.to - block.from });
    }
    return hashPage(pieces);
  }
}
