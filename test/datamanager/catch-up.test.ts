// The catalogue is written after the shelf. These tests put an older catalogue, or none, beside the shelf: what a kill between the two writes,
// or a lost directory, leaves behind.

import { cp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type DataManager, openDataManager } from "@spikefarm/datamanager";
import { type SweepRecord, TrialStatus } from "@spikefarm/protocol";
import { expect, test } from "vitest";
import { allRows } from "./all-rows.js";
import { makeDirectory, openData } from "./data-directory.js";
import { makeBlock, makePart, makeRecord, provenance } from "./numbered-sweep.js";

const { ok, failed } = TrialStatus;
const record = makeRecord(1, [makePart({ points: 30, granuleSize: 10 })]);

test("IDENTITY 13: rows that the catalogue has not noted are there on the next open", async () => {
  const { data } = await withOldCatalogue({
    before: (store) => commitRange(store, record, 0, 10),
    after: (store) => commitRange(store, record, 10, 30),
  });
  expect(await data.counts(record.id)).toMatchObject({ ok: 30, pending: 0 });
  expect(await data.digest(record.id)).toBe(await digestOfWhole(record));
});

test("IDENTITY 13: the hash of a page is made anew where the catalogue's is older than the rows", async () => {
  const { data } = await withOldCatalogue({
    before: async (store) => {
      await commitRange(store, record, 0, 20);
      await store.commit(makeBlock(record, 0, 20, 30, { status: (trial) => (trial === 25 ? failed : ok) }), provenance);
      expect(await store.digest(record.id)).not.toBeNull();
    },
    after: (store) => commitRange(store, record, 20, 30),
  });
  expect(await data.digest(record.id)).toBe(await digestOfWhole(record));
});

test("IDENTITY 11, 13: a granule size that the catalogue has not noted stands", async () => {
  const unsized = makeRecord(2, [makePart({ points: 30, granuleSize: null })], { kind: "module" });
  const sized = { ...unsized, parts: [makePart({ points: 30, granuleSize: 6 })] };
  const { data } = await withOldCatalogue({
    before: (store) => store.putSweep(unsized),
    after: (store) => store.settleGranuleSize(unsized.id, 0, 6, makeBlock(sized, 0, 0, 1), provenance),
  });
  expect((await data.getSweep(unsized.id))?.parts[0]?.granuleSize).toBe(6);
  expect(await data.missing(unsized.id, 0, 0, 9)).toEqual([{ from: 1, to: 30 }]);
});

test("IDENTITY 13, 22: a conflict that the catalogue has not noted fails the sweep", async () => {
  const { data } = await withOldCatalogue({
    before: (store) => commitRange(store, record, 0, 30),
    after: (store) => store.commit(makeBlock(record, 0, 0, 10, { shift: 1 }), provenance),
  });
  expect(await data.getSweep(record.id)).toMatchObject({ state: "failed", failure: { code: "CONFLICT" } });
  expect(await data.digest(record.id)).toBeNull();
});

test("IDENTITY 13: a catalogue that is gone is made again from the shelves", async () => {
  const directory = await makeDirectory();
  let data = await openData(directory);
  await data.putSweep(record);
  await commitRange(data, record, 0, 30);
  const [rows, digest] = [await allRows(data, record.id), await data.digest(record.id)];
  await data.close();
  await rm(join(directory, "catalogue"), { recursive: true });
  data = await openData(directory);
  expect((await data.listSweeps({ limit: 100 })).map(({ id }) => id)).toEqual([record.id]);
  expect(await allRows(data, record.id)).toEqual(rows);
  expect(await data.digest(record.id)).toBe(digest);
});

test("a machine goes on with the shelf it wrote last, under a name that is safe in a path", async () => {
  const directory = await makeDirectory();
  for (const [from, to] of [
    [0, 10],
    [10, 20],
  ] as const) {
    const data = await openDataManager({ directory, machine: "../lab 1/é" });
    await data.putSweep(record);
    await commitRange(data, record, from, to);
    await data.close();
  }
  expect(await readdir(join(directory, "shelves"))).toEqual([expect.stringMatching(/^[A-Za-z0-9_-]+\.[0-9a-f]{8}$/)]);
});

/** Does `before`, keeps a copy of the catalogue, does `after`, and opens what `after` left in the shelves with the copy. */
async function withOldCatalogue(steps: {
  readonly before: (data: DataManager) => Promise<unknown>;
  readonly after: (data: DataManager) => Promise<unknown>;
}): Promise<{ data: DataManager }> {
  const directory = await makeDirectory();
  const catalogue = join(directory, "catalogue");
  const copy = join(directory, "copy");
  let data = await openData(directory);
  await data.putSweep(record);
  await steps.before(data);
  await data.close();
  await cp(catalogue, copy, { recursive: true });
  data = await openData(directory);
  await steps.after(data);
  await data.close();
  await rm(catalogue, { recursive: true });
  await cp(copy, catalogue, { recursive: true });
  return { data: await openData(directory) };
}

async function commitRange(data: DataManager, sweep: SweepRecord, from: number, to: number): Promise<void> {
  for (let at = from; at < to; at += 10) await data.commit(makeBlock(sweep, 0, at, at + 10), provenance);
}

async function digestOfWhole(sweep: SweepRecord): Promise<string | null> {
  const data = await openData(await makeDirectory());
  await data.putSweep(sweep);
  await commitRange(data, sweep, 0, 30);
  return data.digest(sweep.id);
}
