// The digest, judged by a second implementation that is slow and obvious: it builds the bytes of docs/formats.md from the rows of the table.

import { createHash } from "node:crypto";
import { canonicalJson, sha256Hex } from "@spikefarm/numerics";
import {
  type CellValue,
  type Column,
  pointAndRepeatOf,
  type Row,
  type SweepRecord,
  TrialStatus,
  trialCount,
  trialOf,
  type WriterPort,
} from "@spikefarm/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allRows } from "./all-rows.js";
import { makeDirectory, openData } from "./data-directory.js";
import { makeBlock, makePart, makeRecord, provenance } from "./numbered-sweep.js";

const { ok, failed, skipped, timedOut, crashed } = TrialStatus;

describe("IDENTITY 19: the digest is the hash of hashes of pages of 4096 trials", () => {
  const status = (trial: number): TrialStatus => (trial % 13 === 1 ? failed : trial % 17 === 2 ? skipped : ok);
  const structural = [
    { length: 3, isStructural: true },
    { length: 5, isStructural: false },
  ];
  const check = (what: string, parts: SweepRecord["parts"]): void =>
    test(what, async () => {
      const data = await openData(await makeDirectory());
      const record = makeRecord(1, parts);
      await fill(data, record, status);
      expect(await data.digest(record.id)).toBe(await digestByHand(data, record));
    });
  check("one short page", [makePart({ points: 30, granuleSize: 7 })]);
  check("a page and one trial", [makePart({ points: 4097, granuleSize: 1000 })]);
  check("pages begin anew in each part", [
    makePart({ points: 100, repeats: 50, granuleSize: 4096 }),
    makePart({ points: 20, firstPoint: 100, repeats: 50, granuleSize: 100 }),
  ]);
  check("a structural axis", [makePart({ points: 15, repeats: 3, granuleSize: 4, axes: structural })]);
});

test("IDENTITY 19: the digest does not depend on granules, nor on the order of commits", async () => {
  const data = await openData(await makeDirectory());
  const digests = new Set<string | null>();
  for (const [number, granuleSize] of [4096, 1000, 333, 50].entries()) {
    const record = makeRecord(number, [makePart({ points: 5000, granuleSize })]);
    await fill(data, record, () => ok, number % 2 === 0);
    digests.add(await data.digest(record.id));
  }
  expect([...digests]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
});

test("IDENTITY 19: what is stored of pages is the same whether hashed at the commit or after a reopen", async () => {
  const directory = await makeDirectory();
  const record = makeRecord(1, [makePart({ points: 4200, granuleSize: 500 })]);
  let data = await openData(directory);
  await fill(data, record, () => ok);
  const digest = await data.digest(record.id);
  await data.close();
  data = await openData(directory);
  expect(await data.digest(record.id)).toBe(digest);
});

test("IDENTITY 19: equal rows with any not-a-number have the same digest, −0 has another than 0", async () => {
  const data = await openData(await makeDirectory());
  const digestOf = async (number: number, high: number, low: number): Promise<string | null> => {
    const record = makeRecord(number, [makePart({ points: 1, granuleSize: 1 })]);
    const block = makeBlock(record, 0, 0, 1);
    const rate = { ...block.outputs[1]!, data: { kind: "f64" as const, values: new Float64Array(Uint32Array.of(low, high).buffer) } };
    await data.putSweep(record);
    await data.commit({ ...block, outputs: block.outputs.map((output, i) => (i === 1 ? rate : output)) }, provenance);
    return data.digest(record.id);
  };
  const digests = [
    await digestOf(0, 0x7ff80000, 0),
    await digestOf(1, 0xfff80000, 1),
    await digestOf(2, 0, 0),
    await digestOf(3, 0x80000000, 0),
  ];
  expect(digests[1]).toBe(digests[0]);
  expect(new Set(digests).size).toBe(3);
});

describe("IDENTITY 19: there is no digest", () => {
  const check = (what: string, status: (trial: number) => TrialStatus, trials: number): void =>
    test(`while a trial is ${what}`, async () => {
      const data = await openData(await makeDirectory());
      const record = makeRecord(1, [makePart({ points: 20, granuleSize: 20 })]);
      await data.putSweep(record);
      await data.commit(makeBlock(record, 0, 0, trials, { status }), provenance);
      expect(await data.digest(record.id)).toBeNull();
      await data.commit(makeBlock(record, 0, 0, 20), provenance);
      expect(await data.digest(record.id)).toBe(await digestByHand(data, record));
    });
  check("pending", () => ok, 19);
  check("timed out", (trial) => (trial === 4 ? timedOut : ok), 20);
  check("crashed", (trial) => (trial === 4 ? crashed : ok), 20);
});

test("IDENTITY 19: an ok row that replaces a failed one changes the digest", async () => {
  const data = await openData(await makeDirectory());
  const record = makeRecord(1, [makePart({ points: 20, granuleSize: 20 })]);
  await fill(data, record, (trial) => (trial === 4 ? failed : ok));
  const before = await data.digest(record.id);
  await data.commit(makeBlock(record, 0, 4, 5), provenance);
  expect(await data.digest(record.id)).toBe(await digestByHand(data, record));
  expect(await data.digest(record.id)).not.toBe(before);
});

test("IDENTITY 19: texts of any length and script are hashed as they are", async () => {
  const data = await openData(await makeDirectory());
  const column = { name: "said", kind: "text", unit: "", shape: [] } as const;
  const record = makeRecord(1, [makePart({ points: 9, granuleSize: 9 })], { outputs: [column] });
  const values = [
    "",
    "é",
    "a".repeat(70_000),
    "",
    "\u{1F52C}".repeat(8_000),
    "b".repeat(21_000),
    "c".repeat(21_000),
    "漢".repeat(30_000),
    "end",
  ];
  await data.putSweep(record);
  await data.commit({ ...makeBlock(record, 0, 0, 9), outputs: [{ column, data: { kind: "text", values } }] }, provenance);
  expect(await data.digest(record.id)).toBe(await digestByHand(data, record));
});

test("numerics' SHA-256 is the one that pages are hashed with", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => sha256Hex(bytes) === createHash("sha256").update(bytes).digest("hex")),
  );
  expect(sha256Hex(canonicalJson({ b: 1, a: [] }))).toBe(createHash("sha256").update('{"a":[],"b":1}').digest("hex"));
});

async function fill(port: WriterPort, record: SweepRecord, status: (trial: number) => TrialStatus, isReversed = false): Promise<void> {
  await port.putSweep(record);
  for (const [index, part] of record.parts.entries()) {
    const blocks = [];
    const structure =
      (part.repeats * part.points) / part.axes.reduce((count, axis) => (axis.isStructural ? count * axis.length : count), 1);
    for (let start = 0; start < trialCount(part); start += structure) {
      for (let at = 0; at < structure; at += part.granuleSize!) {
        blocks.push(makeBlock(record, index, start + at, start + Math.min(at + part.granuleSize!, structure), { status }));
      }
    }
    for (const block of isReversed ? blocks.reverse() : blocks) await port.commit(block, provenance);
  }
}

async function digestByHand(port: WriterPort, record: SweepRecord): Promise<string> {
  const rows = await allRows(port, record.id, { status: Object.values(TrialStatus) });
  const pages: Uint8Array[] = [];
  for (const part of record.parts) {
    const own = new Array<Row>(trialCount(part));
    for (const row of rows) {
      const trial = isIn(part, row) ? trialOf(part, row) : -1;
      if (trial >= 0) own[trial] = row;
    }
    expect(own.map((_, trial) => pointAndRepeatOf(part, trial))).toEqual(own.map(({ point, repeat }) => ({ point, repeat })));
    for (let start = 0; start < own.length; start += 4096) pages.push(hash(pageBytes(record, own.slice(start, start + 4096))));
  }
  return Buffer.from(hash(Buffer.concat(pages))).toString("hex");
}

const isIn = (part: SweepRecord["parts"][number], { point, repeat }: Row): boolean =>
  point >= part.firstPoint &&
  point < part.firstPoint + part.points &&
  repeat >= part.firstRepeat &&
  repeat < part.firstRepeat + part.repeats;

function pageBytes({ parameters, outputs }: SweepRecord, rows: readonly Row[]): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (const [i, column] of parameters.entries()) for (const row of rows) pieces.push(cellBytes(column, row.cells[i]!));
  for (const row of rows) pieces.push(Uint8Array.of(row.status));
  for (const row of rows) pieces.push(textBytes(row.errorCode));
  for (const [i, column] of outputs.entries()) {
    for (const row of rows) if (row.status === ok) pieces.push(cellBytes(column, row.cells[parameters.length + i]!));
  }
  return Buffer.concat(pieces);
}

function cellBytes(column: Column, value: CellValue): Uint8Array {
  if (typeof value === "object") return Buffer.concat([u32(value.length), ...value.map((item) => cellBytes(column, item))]);
  if (column.kind === "text") return textBytes(value as string);
  if (column.kind === "u8") return Uint8Array.of(value === true ? 1 : 0);
  const bytes = Buffer.alloc(column.kind === "f64" ? 8 : 4);
  if (column.kind === "i32") bytes.writeInt32LE(value as number);
  else if (Number.isNaN(value)) bytes.writeBigUInt64LE(0x7ff8000000000000n);
  else bytes.writeDoubleLE(value as number);
  return bytes;
}

function textBytes(text: string): Uint8Array {
  const bytes = Buffer.from(text, "utf8");
  return Buffer.concat([u32(bytes.length), bytes]);
}

function u32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

const hash = (bytes: Uint8Array): Uint8Array => createHash("sha256").update(bytes).digest();
