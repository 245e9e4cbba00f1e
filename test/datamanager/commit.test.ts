// Commits in any order, cut in any way, delivered any number of times: every trial has one row, and it is the right one.

import { encodeBlock, TrialStatus } from "@spikefarm/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allRows } from "./all-rows.js";
import { makeDirectory, openData } from "./data-directory.js";
import { makeBlock, makePart, makeRecord, provenance } from "./numbered-sweep.js";

const { ok, failed, skipped, timedOut, crashed } = TrialStatus;
const GRANULE = 8;
const TRIALS = 30;

/** Trials [from, to) of one granule, and how often they are delivered. */
const delivery = fc
  .record({ granule: fc.nat(Math.ceil(TRIALS / GRANULE) - 1), ends: fc.tuple(fc.nat(GRANULE), fc.nat(GRANULE)) })
  .map(({ granule, ends }) => {
    const start = granule * GRANULE;
    const clamp = (at: number): number => Math.min(start + at, TRIALS);
    return { from: clamp(Math.min(...ends)), to: clamp(Math.max(...ends)) };
  })
  .filter(({ from, to }) => from < to);

test("IDENTITY 12: random cuts and repeats give every trial once, and the same digest", async () => {
  const directory = await makeDirectory();
  let number = 0;
  const reference = makeRecord(number, [makePart({ points: TRIALS, granuleSize: GRANULE })]);
  let data = await openData(directory);
  await data.putSweep(reference);
  for (let from = 0; from < TRIALS; from += GRANULE) {
    await data.commit(makeBlock(reference, 0, from, Math.min(from + GRANULE, TRIALS)), provenance);
  }
  const rows = await allRows(data, reference.id);
  const digest = await data.digest(reference.id);
  expect(digest).toMatch(/^[0-9a-f]{64}$/);

  const check = fc.asyncProperty(fc.array(delivery, { maxLength: 25 }), fc.array(fc.nat(5), { maxLength: 25 }), async (cuts, pauses) => {
    const record = makeRecord(++number, reference.parts);
    await data.putSweep(record);
    let pending: Promise<{ added: number; conflicts: number }>[] = [];
    let added = 0;
    const settle = async (): Promise<void> => {
      for (const receipt of await Promise.all(pending)) {
        added += receipt.added;
        expect(receipt.conflicts).toBe(0);
      }
      pending = [];
    };
    for (const [i, { from, to }] of cuts.entries()) {
      pending.push(data.commit(makeBlock(record, 0, from, to), provenance));
      if (pauses[i] === 0) await settle();
    }
    await settle();
    expect(added).toBe(new Set(cuts.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, k) => from + k))).size);
    for (const gap of await data.missing(record.id, 0, 0, TRIALS)) {
      for (let at = gap.from; at < gap.to; at++) await data.commit(makeBlock(record, 0, at, at + 1), provenance);
    }
    expect(await data.missing(record.id, 0, 0, TRIALS)).toEqual([]);
    expect(await allRows(data, record.id)).toEqual(rows);
    expect(await data.digest(record.id)).toBe(digest);
  });
  await fc.assert(check, { numRuns: 40 });

  await data.close();
  data = await openData(directory);
  for (const { id } of await data.listSweeps({ limit: 100 })) {
    expect(await data.counts(id)).toMatchObject({ ok: TRIALS, pending: 0 });
    expect(await data.digest(id)).toBe(digest);
  }
});

describe("IDENTITY 12: a trial's row is the first ok, else the last failure", () => {
  const names = Object.entries(TrialStatus);
  const name = (status: TrialStatus): string => names.find(([, value]) => value === status)![0];
  const check = (deliveries: readonly TrialStatus[], stands: TrialStatus): void =>
    test(`${deliveries.map(name).join(", then ")}: ${name(stands)}`, async () => {
      const directory = await makeDirectory();
      const record = makeRecord(1, [makePart({ points: 3, granuleSize: 3 })]);
      let data = await openData(directory);
      await data.putSweep(record);
      for (const status of deliveries) await data.commit(makeBlock(record, 0, 0, 3, { status: () => status }), provenance);
      const query = { status: Object.values(TrialStatus) };
      for (let open = 0; open < 2; open++) {
        expect((await allRows(data, record.id, query)).map(({ status }) => status)).toEqual([stands, stands, stands]);
        await data.close();
        data = await openData(directory);
      }
    });
  check([failed, ok], ok);
  check([ok, failed], ok);
  check([failed, crashed], crashed);
  check([crashed, timedOut, failed], failed);
  check([skipped, skipped], skipped);
  check([timedOut, ok, crashed], ok);
});

test("a repeat of a failure that is stored adds nothing, another failure replaces it", async () => {
  const data = await openData(await makeDirectory());
  const record = makeRecord(1, [makePart({ points: 3, granuleSize: 3 })]);
  await data.putSweep(record);
  const block = makeBlock(record, 0, 0, 3, { status: () => failed });
  const later = { ...block, errorMessage: ["first", "second", "third"] };
  await data.commit(block, provenance);
  expect(await data.commit(block, provenance)).toMatchObject({ added: 0, counts: { failed: 3, pending: 0 } });
  expect(await data.commit(later, provenance)).toMatchObject({ conflicts: 0, counts: { failed: 3, pending: 0 } });
  expect((await allRows(data, record.id)).map(({ errorMessage }) => errorMessage)).toEqual(later.errorMessage);
});

test("IDENTITY 8: parts that hold the same point and repeat are refused", async () => {
  const data = await openData(await makeDirectory());
  const first = makePart({ points: 5, repeats: 2 });
  const put = (number: number, ...parts: Parameters<typeof makePart>[0][]) =>
    data.putSweep(makeRecord(number, [first, ...parts.map(makePart)]));
  await expect(put(1, { points: 5, firstRepeat: 1 })).rejects.toMatchObject({ code: "DATA_PARTS_OVERLAP" });
  await expect(put(2, { points: 5, firstPoint: 4 })).rejects.toMatchObject({ code: "DATA_PARTS_OVERLAP" });
  await put(3, { points: 5, firstRepeat: 2 }, { points: 3, firstPoint: 5, repeats: 3 });
  expect((await data.listSweeps({ limit: 100 })).length).toBe(1);
});

test("IDENTITY 9: a structural axis leaves the table in the order of points", async () => {
  const axes = [
    { length: 3, isStructural: false },
    { length: 2, isStructural: true },
  ];
  const record = makeRecord(1, [makePart({ points: 6, repeats: 2, granuleSize: 4, axes })]);
  const data = await openData(await makeDirectory());
  await data.putSweep(record);
  // Trials 0 … 5 are structure 0 (repeats 0 and 1 of points 0, 2, 4), trials 6 … 11 structure 1.
  for (const [from, to] of [
    [0, 4],
    [4, 6],
    [6, 10],
    [10, 12],
  ] as const)
    await data.commit(makeBlock(record, 0, from, to), provenance);
  const trials = (await allRows(data, record.id)).map(({ repeat, point, cells }) => [repeat, point, (cells[2] as number) + 5]);
  expect(trials).toEqual([
    [0, 0, 0],
    [0, 1, 6],
    [0, 2, 1],
    [0, 3, 7],
    [0, 4, 2],
    [0, 5, 8],
    [1, 0, 3],
    [1, 1, 9],
    [1, 2, 4],
    [1, 3, 10],
    [1, 4, 5],
    [1, 5, 11],
  ]);
});

test("IDENTITY 12: a block larger than 256 kB comes back whole, also after a reopen", async () => {
  const directory = await makeDirectory();
  const record = makeRecord(1, [makePart({ points: 4, granuleSize: 4 })]);
  const block = makeBlock(record, 0, 0, 4, { listLength: () => 50_000 });
  expect(encodeBlock(block, provenance).length).toBeGreaterThan(5 * 256 * 1024);
  let data = await openData(directory);
  await data.putSweep(record);
  await data.commit(block, provenance);
  await data.close();
  data = await openData(directory);
  const rows = await allRows(data, record.id);
  expect(rows.map(({ cells }) => (cells[5] as readonly number[]).length)).toEqual([50_000, 50_000, 50_000, 50_000]);
  expect((rows[3]!.cells[5] as readonly number[])[49_999]).toBe(3 + 49_999 / 8);
});

test("rows of large trials come in small batches, so that a table needs little memory", async () => {
  const record = makeRecord(1, [makePart({ points: 8, granuleSize: 1 })]);
  const data = await openData(await makeDirectory());
  await data.putSweep(record);
  for (let trial = 0; trial < 8; trial++)
    await data.commit(makeBlock(record, 0, trial, trial + 1, { listLength: () => 600_000 }), provenance);
  const sizes: number[] = [];
  for await (const rows of data.rows(record.id)) sizes.push(rows.length);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(2); // 4.8 MB a row
});
