// Brings the catalogue up to what the shelves say (IDENTITY 13). A shelf is written first and the catalogue after it: a process killed
// between the two leaves batches that the catalogue has not noted, among them sweeps and granule sizes that only the shelf knows, and
// conflicts that have not failed their sweep yet.

import type { PartRecord, SweepRecord } from "@spikefarm/protocol";
import { type Catalogue, forgetPage, noteChange, recordChange } from "./catalogue.js";
import { contradicted } from "./conflict.js";
import { pageCount, pagesOf } from "./page.js";
import type { Shelf } from "./shelf.js";
import type { Change } from "./store.js";

export async function catchUp(catalogue: Catalogue, shelves: readonly Shelf[]): Promise<void> {
  for (const shelf of shelves) {
    const noted = await catalogue.noted(shelf.name);
    const isBehind = noted !== shelf.lastSequence;
    const touched = isBehind && noted !== undefined ? await shelf.touchedAfter(noted) : [];
    const changes: Change[] = [];
    for (const sweep of await shelf.sweeps()) {
      const known = await catalogue.record(sweep);
      if (known !== undefined && !isBehind) continue;
      const stored = await shelf.record(sweep);
      const record = known ?? stored;
      if (record === undefined) continue;
      const newer = withConflict(withSizes(record, stored), await shelf.asideCount(sweep));
      if (newer !== known) changes.push(recordChange(newer));
      if (touched === undefined || noted === undefined) changes.push(...allPages(record));
    }
    for (const range of touched ?? []) changes.push(...[...pagesOf(range)].map((page) => forgetPage(range.sweep, range.part, page)));
    if (noted !== undefined) shelf.continueAfter(noted);
    await catalogue.writeSynced([...changes, noteChange(shelf.name, shelf.lastSequence)]);
    await shelf.forgetBatchesBefore(shelf.lastSequence);
  }
}

/** With the granule sizes that only the shelf knows. */
function withSizes(record: SweepRecord, stored: SweepRecord | undefined): SweepRecord {
  const isNews = (part: PartRecord, index: number): boolean =>
    part.granuleSize === null && (stored?.parts[index]?.granuleSize ?? null) !== null;
  if (!record.parts.some(isNews)) return record;
  return {
    ...record,
    parts: record.parts.map((part, i) => (isNews(part, i) ? { ...part, granuleSize: stored!.parts[i]!.granuleSize } : part)),
  };
}

/** Failed, where the catalogue has missed a conflict. */
const withConflict = (record: SweepRecord, asideCount: number): SweepRecord =>
  asideCount > 0 && record.failure?.code !== "CONFLICT" ? contradicted(record) : record;

/** Hashes whose rows may have changed: they are made again when the digest is asked for. */
const allPages = ({ id, parts }: SweepRecord): Change[] =>
  parts.flatMap(({ points, repeats }, part) =>
    Array.from({ length: pageCount(points * repeats) }, (_, page) => forgetPage(id, part, page)),
  );
