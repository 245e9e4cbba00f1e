// kill -9 at any moment: what was acknowledged is there, whole, and the catalogue agrees with the shelves.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openDataManager } from "@spikefarm/datamanager";
import { encodeBlock, type SweepRecord, type WriterPort } from "@spikefarm/protocol";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { slowDigest } from "../contract/writer-port/slow-digest.js";
import { blockOf, collect, commitRange, PROVENANCE, plainPart, sweepOf } from "../contract/writer-port/sweeps.js";
import { startChild, writeBlocks } from "./child.js";
import { temporaryDirectory } from "./temporary-directory.js";

const SEED = Number(process.env.SPIKEFARM_TEST_SEED ?? Date.now() % 1_000_000);
const ROUNDS = 12;
const MOST_MILLISECONDS = 120;
const GRANULE = 20;
const GRANULES = 400;

let base: ReturnType<typeof temporaryDirectory>;
let directory: string;
beforeEach(() => {
  base = temporaryDirectory();
  directory = join(base.path, "data");
});
afterEach(() => base.remove());

async function withData<Result>(work: (data: WriterPort) => Promise<Result>): Promise<Result> {
  const data = await openDataManager({ directory, machine: "atlas" });
  try {
    return await work(data);
  } finally {
    await data.close();
  }
}

const put = (record: SweepRecord): Promise<void> => withData((data) => data.putSweep(record));

test(`killed ${ROUNDS} times while committing, every acknowledged block is present and whole, and no half one (seed ${SEED})`, {
  timeout: 120_000,
}, async () => {
  console.log(`SPIKEFARM_TEST_SEED=${SEED}`);
  const random = seededRandom(SEED);
  const record = sweepOf([plainPart(GRANULE * GRANULES, 1, GRANULE)]);
  await put(record);
  const blocks = writeBlocks(base.path, record, GRANULES);
  const acknowledged = new Set<number>();
  for (let round = 0; round < ROUNDS; round++) {
    const child = startChild(directory, blocks);
    await child.says("open");
    const timer = setTimeout(() => child.process.kill("SIGKILL"), random() * MOST_MILLISECONDS);
    await child.ended();
    clearTimeout(timer);
    for (const line of child.lines) if (line.startsWith("acknowledged")) acknowledged.add(Number(line.split(" ")[1]));
    await withData(async (data) => {
      const rows = await collect(data.rows(record.id));
      const perGranule = new Map<number, number>();
      for (const { point } of rows) perGranule.set(point - (point % GRANULE), 1 + (perGranule.get(point - (point % GRANULE)) ?? 0));
      expect([...acknowledged].filter((from) => perGranule.get(from) !== GRANULE)).toEqual([]);
      expect([...perGranule.values()].filter((count) => count !== GRANULE)).toEqual([]);
      expect(rows.filter(({ point, cells }) => cells[2] !== point)).toEqual([]);
      expect((await data.counts(record.id)).ok).toBe(rows.length);
    });
  }
  await withData(async (data) => {
    await commitRange(data, record, { from: 0, to: GRANULE * GRANULES });
    expect(await data.digest(record.id)).toBe(await slowDigest(data, record));
  });
});

describe("IDENTITY 13: killed between the shelf's write and the catalogue's, the catalogue catches up", () => {
  const endedInside = async (record: SweepRecord, blocks: string, mode: string): Promise<void> => {
    const child = startChild(directory, blocks, mode);
    await child.ended();
    expect(child.process.signalCode).toBe("SIGKILL");
    expect(child.lines).not.toContain(`acknowledged ${record.id}`);
  };

  test("with the rows, whose pages are hashed anew", async () => {
    const record = sweepOf([plainPart(40, 1, GRANULE)]);
    await put(record);
    await endedInside(record, writeBlocks(base.path, record, 2), "2");
    await withData(async (data) => {
      expect(await data.counts(record.id)).toMatchObject({ ok: 40, pending: 0 });
      expect(await data.digest(record.id)).toBe(await slowDigest(data, record));
    });
  });

  test("with an ok row that took a failed one's place in a page that was hashed before", async () => {
    const record = sweepOf([plainPart(GRANULE, 1, GRANULE)]);
    await put(record);
    const before = await withData(async (data) => {
      await commitRange(data, record, { from: 0, to: GRANULE }, { status: () => 1 });
      return data.digest(record.id);
    });
    await endedInside(record, writeBlocks(base.path, record, 1), "1");
    await withData(async (data) => {
      expect(await data.digest(record.id)).not.toBe(before);
      expect(await data.digest(record.id)).toBe(await slowDigest(data, record));
    });
  });

  test("with the granule size that the block settled", async () => {
    const record = sweepOf([plainPart(40, 1, null)], { kind: "module" });
    await put(record);
    const blocks = folderOf([encodeBlock(blockOf(record, { from: 0, to: 1 }), PROVENANCE)]);
    await endedInside(record, blocks, "settle");
    await withData(async (data) => {
      expect((await data.getSweep(record.id))?.parts[0]?.granuleSize).toBe(8);
      expect(await data.counts(record.id)).toMatchObject({ ok: 1, pending: 39 });
    });
  });

  test("with a conflict, which fails the sweep", async () => {
    const record = sweepOf([plainPart(GRANULE, 1, GRANULE)]);
    await put(record);
    await withData((data) => commitRange(data, record, { from: 0, to: GRANULE }));
    await endedInside(record, folderOf([encodeBlock(blockOf(record, { from: 0, to: GRANULE }, { salt: 1 }), PROVENANCE)]), "1");
    await withData(async (data) => {
      expect(await data.getSweep(record.id)).toMatchObject({ state: "failed", failure: { code: "CONFLICT" } });
      expect(await data.digest(record.id)).toBe(null);
    });
  });

  function folderOf(blocks: readonly Uint8Array[]): string {
    const folder = join(base.path, "blocks");
    mkdirSync(folder);
    blocks.forEach((bytes, i) => {
      writeFileSync(join(folder, String(i)), bytes);
    });
    return folder;
  }
});

/** Mulberry32 (T. Ettinger, public domain): 32 bits of state, enough to pick moments. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 4294967296;
  };
}
