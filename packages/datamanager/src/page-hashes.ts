// The hashes of pages in the catalogue, and the digest over them (IDENTITY 19). A page is hashed when its last trial is committed, and
// again only where the hash is missing: after a kill between shelf and catalogue, or after rows turned out damaged.
//
// Everything here runs in the order of commits: a page is never hashed from rows that a commit under way is about to replace.

import type { TrialRange } from "@spikefarm/protocol";
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

  /** What a commit of these trials changes: pages that are whole now get their hash, the others lose the one they may have had. */
  async changesAfter(index: SweepIndex, part: number, committed: readonly TrialRange[]): Promise<Change[]> {
    const { id } = index.record;
    const changes: Change[] = [];
    for (const page of new Set(committed.flatMap((range) => [...pagesOf(range)]))) {
      const hash = index.parts[part]!.isPageHashable(page) ? await this.#hash(index, part, page) : undefined;
      changes.push(hash === undefined ? forgetPage(id, part, page) : pageChange(id, part, page, hash));
    }
    return changes;
  }

  /** Null while anything is pending, timed out, crashed or in conflict. */
  async digest(index: SweepIndex): Promise<string | null> {
    if (index.isContradicted || !index.parts.every((part) => part.isHashable)) return null;
    const hashes: string[] = [];
    for (const [part, { trials }] of index.parts.entries()) {
      for (let page = 0; page < pageCount(trials); page++) {
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
