// Bytes that flip on the disk. LevelDB hands them back without a word; we find them by their CRC, and the trials they held are computed again.

import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { DataEvent } from "@spikefarm/datamanager";
import { Level } from "level";
import { expect, test } from "vitest";
import { allRows } from "./all-rows.js";
import { makeDirectory, openData } from "./data-directory.js";
import { makeBlock, makePart, makeRecord, provenance } from "./numbered-sweep.js";

const record = makeRecord(1, [makePart({ points: 30, granuleSize: 10 })]);

/** Three blocks, the second of which is changed by `damage`; then what an open store says. */
async function afterDamage(prefix: string, damage: (bytes: Buffer) => Uint8Array | undefined) {
  const directory = await makeDirectory();
  let data = await openData(directory);
  await data.putSweep(record);
  for (const from of [0, 10, 20]) await data.commit(makeBlock(record, 0, from, from + 10), provenance);
  const rows = await allRows(data, record.id);
  const digest = await data.digest(record.id);
  await data.close();
  await changeSecond(directory, prefix, damage);
  const events: DataEvent[] = [];
  data = await openData(directory, events);
  return { directory, data, rows, digest, events };
}

async function changeSecond(directory: string, prefix: string, change: (bytes: Buffer) => Uint8Array | undefined): Promise<void> {
  const [shelf] = await readdir(join(directory, "shelves"));
  const store = new Level<string, Uint8Array>(join(directory, "shelves", shelf!), { valueEncoding: "view" });
  const entries = await store.iterator({ gt: `${prefix}!`, lt: `${prefix}"` }).all();
  const [key, value] = entries[1]!;
  const changed = change(Buffer.from(value));
  if (changed === undefined) await store.del(key);
  else await store.put(key, changed);
  await store.close();
}

const flip = (at: (size: number) => number) => (bytes: Buffer) => {
  bytes[at(bytes.length)]! ^= 4;
  return bytes;
};

const damages = [
  { what: "a flipped bit in a block's header", prefix: "bytes", damage: flip(() => 9) },
  { what: "a flipped bit in a block's rows", prefix: "bytes", damage: flip((size) => size - 100) },
  { what: "a block that is cut short", prefix: "bytes", damage: (bytes: Buffer) => bytes.subarray(0, 50) },
  { what: "a block whose bytes are gone", prefix: "bytes", damage: () => undefined },
  { what: "a flipped bit in a block's entry", prefix: "block", damage: flip((size) => size - 3) },
];

test.each(damages)("$what: its trials are missing again, said once, and a second computation mends it", async ({ prefix, damage }) => {
  const { directory, data, rows, digest, events } = await afterDamage(prefix, damage);
  expect(await allRows(data, record.id)).toEqual([...rows.slice(0, 10), ...rows.slice(20)]);
  expect(events.map(({ code }) => code)).toEqual(["DATA_BLOCK_LOST"]);
  expect(await data.missing(record.id, 0, 0, 9)).toEqual([{ from: 10, to: 20 }]);
  expect(await data.digest(record.id)).toBeNull();
  expect(await data.commit(makeBlock(record, 0, 10, 20), provenance)).toMatchObject({ added: 10, counts: { ok: 30 } });
  expect(await data.digest(record.id)).toBe(digest);
  await data.close();
  const again = await openData(directory);
  expect(await allRows(again, record.id)).toEqual(rows);
  expect(await again.digest(record.id)).toBe(digest);
});

test("a damaged block that is found by a second delivery is replaced by it", async () => {
  const { data, rows } = await afterDamage(
    "bytes",
    flip((size) => size - 100),
  );
  const receipt = await data.commit(makeBlock(record, 0, 10, 20), provenance);
  expect(receipt).toMatchObject({ added: 10, conflicts: 0, counts: { ok: 30, pending: 0 } });
  expect(await allRows(data, record.id)).toEqual(rows);
});

test("what is known to be missing stays missing after a reopen", async () => {
  const { directory, data } = await afterDamage(
    "bytes",
    flip(() => 40),
  );
  await allRows(data, record.id);
  await data.close();
  expect(await (await openData(directory)).missing(record.id, 0, 0, 9)).toEqual([{ from: 10, to: 20 }]);
});
