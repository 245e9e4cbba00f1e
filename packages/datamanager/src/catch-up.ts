// Brings the catalogue up to what the shelves say (IDENTITY 13). A shelf is written first and the catalogue after it: a process killed
// between the two leaves batches that the catalogue has not noted, or sweeps and granule sizes that only the shelf knows.

import type { PartRecord, SweepId, SweepRecord } from "@spikefarm/protocol";
import { type Catalogue, forgetPage, noteChange, recordChange } from "./catalogue.js";
import { pageCount, pagesOf } from "./page.js";
import type { Shelf } from "./shelf.js";
import type { Change } from "./store.js";

export async function catchUp(catalogue: Catalogue, shelves: readonly Shelf[]): Promise<void> {
  for (const shelf of shelves) {
    const noted = await catalogue.noted(shelf.name);
    if (noted === shelf.lastSequence) continue;
    const changes: Change[] = [];
    const sweeps = await shelf.sweeps();
    for (const sweep of sweeps) {
      const record = await newerRecord(catalogue, shelf, sweep);
      if (record !== undefined) changes.push(recordChange(record));
    }
    changes.push(...(await forgottenPages(catalogue, shelf, sweeps, noted)), noteChange(shelf.name, shelf.lastSequence));
    await catalogue.writeSynced(changes);
    await shelf.forgetBatchesBefore(shelf.lastSequence);
  }
}

/** The record that the catalogue should have: the shelf's where it is unknown, or with the granule sizes that only the shelf knows. */
async function newerRecord(catalogue: Catalogue, shelf: Shelf, sweep: SweepId): Promise<SweepRecord | undefined> {
  const [known, stored] = await Promise.all([catalogue.record(sweep), shelf.record(sweep)]);
  if (stored === undefined || known === undefined) return known === undefined ? stored : undefined;
  const parts = known.parts.map(
    (part, index): PartRecord => ({ ...part, granuleSize: part.granuleSize ?? stored.parts[index]?.granuleSize ?? null }),
  );
  return parts.some((part, index) => part.granuleSize !== known.parts[index]?.granuleSize) ? { ...known, parts } : undefined;
}

/** Hashes of pages whose rows may have changed since: they are made again when the digest is asked for. */
async function forgottenPages(
  catalogue: Catalogue,
  shelf: Shelf,
  sweeps: readonly SweepId[],
  noted: number | undefined,
): Promise<Change[]> {
  const touched = noted === undefined ? undefined : await shelf.touchedAfter(noted);
  if (touched !== undefined)
    return touched.flatMap((range) => [...pagesOf(range)].map((page) => forgetPage(range.sweep, range.part, page)));
  const changes: Change[] = [];
  for (const sweep of sweeps) {
    const record = (await catalogue.record(sweep)) ?? (await shelf.record(sweep));
    record?.parts.forEach((part, index) => {
      for (let page = 0; page < pageCount(part.points * part.repeats); page++) changes.push(forgetPage(sweep, index, page));
    });
  }
  return changes;
}
