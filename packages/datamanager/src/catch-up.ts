// Brings the catalogue up to what the shelves say (IDENTITY 13). A shelf is written first and the catalogue after it: a process killed
// between the two leaves batches that the catalogue has not noted, or sweeps and granule sizes that only the shelf knows.

import type { PartRecord, SweepId, SweepRecord } from "@spikefarm/protocol";
import { type Catalogue, forgetPage, noteChange, recordChange } from "./catalogue.js";
import { contradicted, isContradicted } from "./conflict.js";
import { pageCount, pagesOf } from "./page.js";
import type { Shelf } from "./shelf.js";
import type { Change } from "./store.js";

export async function catchUp(catalogue: Catalogue, shelves: readonly Shelf[]): Promise<void> {
  for (const shelf of shelves) {
    const noted = await catalogue.noted(shelf.name);
    if (noted !== shelf.lastSequence) await catchUpWith(catalogue, shelf, noted);
    else if (!(await shelf.hasBatchesBefore(noted))) continue;
    else await catalogue.writeSynced([noteChange(shelf.name, noted)]); // on the disk before the shelf forgets
    await shelf.forgetBatchesBefore(shelf.lastSequence);
  }
}

async function catchUpWith(catalogue: Catalogue, shelf: Shelf, noted: number | undefined): Promise<void> {
  const changes: Change[] = [];
  const sweeps = await shelf.sweeps();
  for (const sweep of sweeps) {
    const record = await newerRecord(catalogue, shelf, sweep);
    if (record !== undefined) changes.push(recordChange(record));
  }
  changes.push(...(await forgottenPages(catalogue, shelf, sweeps, noted)), noteChange(shelf.name, shelf.lastSequence));
  await catalogue.writeSynced(changes);
}

/**
 * The record that the catalogue should have and has not: the shelf's where the sweep is unknown, else its own with the granule sizes and
 * the conflict that only the shelf knows of.
 */
async function newerRecord(catalogue: Catalogue, shelf: Shelf, sweep: SweepId): Promise<SweepRecord | undefined> {
  const [known, shelved, asideCount] = await Promise.all([catalogue.record(sweep), shelf.record(sweep), shelf.asideCount(sweep)]);
  const record = known ?? shelved;
  if (record === undefined) return undefined;
  const parts = record.parts.map(
    (part, index): PartRecord => ({ ...part, granuleSize: part.granuleSize ?? shelved?.parts[index]?.granuleSize ?? null }),
  );
  const newer = asideCount > 0 && !isContradicted(record) ? contradicted({ ...record, parts }) : { ...record, parts };
  const isNews =
    known === undefined || newer.state !== known.state || parts.some((part, i) => part.granuleSize !== known.parts[i]?.granuleSize);
  return isNews ? newer : undefined;
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
