// A disk that lies. LevelDB hands back flipped bytes without a word: they are found by our own checks, and cost the trials they hit.

import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type DataEvent, openDataManager } from "@spikefarm/datamanager";
import { makeSweepId, type SweepRecord, type WriterPort } from "@spikefarm/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";
import { collect, commitRange, plainPart, sweepOf } from "../contract/writer-port/sweeps.js";
import { temporaryDirectory } from "./temporary-directory.js";

/** LevelDB as the store uses it. */
interface LevelDb {
  compactRange(from: string, to: string): Promise<void>;
  values(): { all(): Promise<Uint8Array[]> };
  close(): Promise<void>;
}
const { Level } = createRequire(new URL("../../packages/datamanager/package.json", import.meta.url))("level") as {
  Level: new (path: string, options: Readonly<Record<string, unknown>>) => LevelDb;
};

const GRANULE = 20;
const TRIALS = 400;

let base: ReturnType<typeof temporaryDirectory>;
let directory: string;
let values: readonly Uint8Array[];
const record: SweepRecord = sweepOf([plainPart(TRIALS, 1, GRANULE)]);
const events: DataEvent[] = [];

beforeEach(async () => {
  base = temporaryDirectory();
  directory = join(base.path, "data");
  events.length = 0;
  await withData(async (data) => {
    await data.putSweep(record);
    await commitRange(data, record, { from: 0, to: TRIALS });
  });
  values = await withTable();
});
afterEach(() => base.remove());

async function withData<Result>(work: (data: WriterPort) => Promise<Result>): Promise<Result> {
  const data = await openDataManager({ directory, machine: "atlas", log: (event) => events.push(event) });
  try {
    return await work(data);
  } finally {
    await data.close();
  }
}

const shelfPath = (): string => join(directory, "shelves", readdirSync(join(directory, "shelves"))[0]!);
const tables = (path: string): string[] => readdirSync(path).filter((name) => name.endsWith(".ldb"));

/** Moves the shelf's rows from the log to one table, uncompressed, so that a byte can be found and flipped. Gives all values in it. */
async function withTable(): Promise<Uint8Array[]> {
  const level = new Level(shelfPath(), { keyEncoding: "utf8", valueEncoding: "view", compression: false });
  await level.compactRange("", "~");
  const values = await level.values().all();
  await level.close();
  return values;
}

function flip(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes[at]! ^= 0x10;
  writeFileSync(file, bytes);
}

/** Trials whose row can be read, and that all of them are right. */
async function readablePoints(data: WriterPort): Promise<number[]> {
  const rows = await collect(data.rows(record.id));
  expect(rows.filter(({ point, cells }) => cells[2] !== point)).toEqual([]);
  return rows.map(({ point }) => point);
}

test("a byte flipped in the rows of one block: its trials are missing again, and no others; computed anew, the digest is the same", async () => {
  const digest = await withData((data) => data.digest(record.id));
  const file = join(shelfPath(), tables(shelfPath())[0]!);
  flip(file, readFileSync(file).indexOf("«123»"));
  await withData(async (data) => {
    const lost = { from: 120, to: 140 };
    expect(await readablePoints(data)).toEqual(Array.from({ length: TRIALS }, (_, i) => i).filter((i) => i < lost.from || i >= lost.to));
    expect(await data.missing(record.id, 0, 0, 10)).toEqual([lost]);
    expect(await data.counts(record.id)).toMatchObject({ ok: TRIALS - GRANULE, pending: GRANULE });
    expect(await data.digest(record.id)).toBe(null);
    expect(events.map(({ code }) => code)).toEqual(["DATA_BLOCK_LOST"]);
    await commitRange(data, record, lost);
    expect(await data.digest(record.id)).toBe(digest);
  });
  expect(await withData((data) => data.digest(record.id))).toBe(digest);
});

// Values only: where LevelDB's own structure is hit, its C++ may end the process; docs/formats.md says so.
test("a byte flipped in any stored value never makes a wrong row, an uncounted trial or an unreadable sweep", {
  timeout: 120_000,
}, async () => {
  const digest = await withData((data) => data.digest(record.id));
  const pristine = join(base.path, "pristine");
  cpSync(directory, pristine, { recursive: true });
  const table = tables(shelfPath())[0]!;
  const bytes = readFileSync(join(shelfPath(), table));
  for (const [index, value] of values.entries()) {
    if (index % 3 !== 0) continue; // blocks' entries, their bytes, batches' notes and the record are among every third
    rmSync(directory, { recursive: true });
    cpSync(pristine, directory, { recursive: true });
    const within = (index * 37) % value.length;
    flip(join(shelfPath(), table), bytes.indexOf(value) + within);
    await withData(async (data) => {
      const points = await readablePoints(data);
      const missing = (await data.missing(record.id, 0, 0, TRIALS)).reduce((sum, { from, to }) => sum + to - from, 0);
      expect(points.length + missing, `byte ${within} of value ${index}`).toBe(TRIALS);
      await commitRange(data, record, { from: 0, to: TRIALS });
      expect(await data.digest(record.id), `byte ${within} of value ${index}`).toBe(digest);
    });
  }
});

test("without its catalogue the shelf says which sweeps there are, and the digest is the same", async () => {
  const digest = await withData((data) => data.digest(record.id));
  rmSync(join(directory, "catalogue"), { recursive: true });
  await withData(async (data) => {
    expect((await data.listSweeps({ limit: 100 })).map(({ id }) => id)).toEqual([record.id]);
    expect(await data.digest(record.id)).toBe(digest);
  });
});

test("a shelf whose index is gone is rebuilt from its tables", async () => {
  const manifest = readdirSync(shelfPath()).find((name) => name.startsWith("MANIFEST"))!;
  writeFileSync(join(shelfPath(), manifest), "no longer an index");
  await withData(async (data) => {
    expect(events.map(({ code }) => code)).toContain("DATA_REPAIRED");
    expect(await readablePoints(data)).toHaveLength(TRIALS);
  });
});

test.each(["a table", "the log"])("a shelf that has lost the name of its index is rebuilt, not begun anew: rows in %s", async (place) => {
  const trials = place === "the log" ? TRIALS + GRANULE : TRIALS;
  if (place === "the log") {
    const longer = { ...record, id: makeSweepId(Date.now() + 1, 0.5) };
    await withData(async (data) => {
      await data.putSweep(longer);
      await commitRange(data, longer, { from: 0, to: GRANULE });
    });
  }
  rmSync(join(shelfPath(), "CURRENT"));
  await withData(async (data) => {
    expect(events.map(({ code }) => code)).toContain("DATA_REPAIRED");
    let rows = 0;
    for (const { id } of await data.listSweeps({ limit: 10 })) rows += (await collect(data.rows(id))).length;
    expect(rows).toBe(trials);
  });
});

test("a closed shelf copied into another farm brings its sweep along", async () => {
  const digest = await withData((data) => data.digest(record.id));
  const other = join(base.path, "other");
  cpSync(join(directory, "shelves"), join(other, "shelves"), { recursive: true });
  directory = other;
  await withData(async (data) => {
    expect(await data.getSweep(record.id)).toMatchObject({ documentHash: record.documentHash });
    expect(await data.digest(record.id)).toBe(digest);
  });
});
