// The independent checker: whether a farm kept its promises, judged only by what it left behind. It reads the shelves of a farm that has
// ended (LevelDB and the block codec, nothing of the DataManager, no catalogue, no index, no page hash) and what the coordinator was heard
// to say. It is slow and obvious on purpose: every row of every block, one after the other, into plain maps.
//
//   every trial once          each planned trial has one row that stands: the first ok or skipped one, else the last failed one
//   nothing twice for good    no trial has two rows that stand, no block is kept aside, no bytes belong to nobody
//   undisturbed digest        recomputed here from the rows (IDENTITY 19), it is what the farm says and what an undisturbed run gives
//   honest counts             at every observed moment: the sum is the total, complete means nothing is pending, nothing goes back

import { createHash, type Hash } from "node:crypto";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type Block, type BlockColumn, decodeBlock, type SweepDetail, type SweepRecord, TrialStatus } from "@spikefarm/protocol";
import type { Observation } from "../support/api-history.js";

export interface Claim {
  readonly sweep: string;
  readonly history: readonly Observation[];
  /** Of an undisturbed run; null where a trial crashed or timed out, which leaves a sweep without one. */
  readonly digest: string | null;
}

/** Everything that is wrong, in words; nothing where the farm kept its promises. */
export async function checkFarm(data: string, claims: readonly Claim[]): Promise<readonly string[]> {
  const shelves = join(data, "shelves");
  const contents = (await Promise.all(readdirSync(shelves).map((name) => readShelf(join(shelves, name))))).flat();
  return [...strayBytes(contents), ...claims.flatMap((claim) => [...checkSweep(contents, claim), ...checkHistory(claim)])];
}

type Entry = readonly [key: string, value: Buffer];

async function readShelf(path: string): Promise<Entry[]> {
  const { Level } = createRequire(new URL("../../packages/datamanager/package.json", import.meta.url))("level") as LevelModule;
  const level = new Level(path, { valueEncoding: "buffer" });
  try {
    return await level.iterator().all();
  } finally {
    await level.close();
  }
}

/** As much of the `level` package as is used here; it belongs to the DataManager's dependencies. */
interface LevelModule {
  readonly Level: new (path: string, options: object) => { iterator(): { all(): Promise<Entry[]> }; close(): Promise<void> };
}

interface Standing {
  readonly block: Block;
  readonly row: number;
  readonly sequence: number;
}

function checkSweep(contents: readonly Entry[], { sweep, digest, history }: Claim): string[] {
  const wrong: string[] = [];
  const record = recordOf(contents, sweep);
  if (record === undefined) return [`no shelf holds the record of sweep ${sweep}`];
  const blocks = contents.filter(([key]) => key.startsWith(`block!${sweep}!`)).map(([key]) => ({ sequence: sequenceOf(key), key }));
  if (contents.some(([key]) => key.startsWith(`aside!${sweep}!`))) wrong.push(`sweep ${sweep} has a block that is kept aside`);
  blocks.sort((a, b) => a.sequence - b.sequence);

  const parts = record.parts.map(() => new Map<number, Standing>());
  for (const { key, sequence } of blocks) {
    const block = decodeBlock(bytesOf(contents, key)).block;
    for (let row = 0; row < block.status.length; row++) {
      const rows = parts[block.part]!;
      const trial = block.from + row;
      const stood = rows.get(trial);
      if (stood !== undefined && isFinal(stood)) {
        if (isFinal({ block, row, sequence })) wrong.push(`trial ${trial} of part ${block.part} of ${sweep} is stored twice`);
      } else {
        rows.set(trial, { block, row, sequence });
      }
    }
  }

  record.parts.forEach(({ points, repeats }, index) => {
    const missing = Array.from({ length: points * repeats }, (_, trial) => trial).filter((trial) => !parts[index]!.has(trial));
    if (missing.length > 0) wrong.push(`${missing.length} trials of part ${index} of ${sweep} have no row, the first is ${missing[0]}`);
    if (parts[index]!.size > points * repeats) wrong.push(`part ${index} of ${sweep} has rows of trials that were never planned`);
  });
  if (wrong.length > 0) return wrong;

  const said = history.at(-1)?.detail;
  const statuses = parts.flatMap((rows) => [...rows.values()].map(({ block, row }) => block.status[row] as TrialStatus));
  wrong.push(...checkCounts(statuses, said));
  const isUnfinished = statuses.some((status) => status === TrialStatus.crashed || status === TrialStatus.timedOut);
  const found = isUnfinished ? null : digestOf(record, parts);
  if (found !== digest) wrong.push(`the rows of ${sweep} have digest ${found}, an undisturbed run has ${digest}`);
  if (said?.digest !== found) wrong.push(`the rows of ${sweep} have digest ${found}, the coordinator said ${said?.digest}`);
  return wrong;
}

/** The last that was heard counts what the shelves hold. */
function checkCounts(statuses: readonly TrialStatus[], said: SweepDetail | undefined): string[] {
  const count = (wanted: (status: TrialStatus) => boolean): number => statuses.filter(wanted).length;
  const ok = count((status) => status === TrialStatus.ok);
  const skipped = count((status) => status === TrialStatus.skipped);
  const found = { total: statuses.length, ok, failed: statuses.length - ok - skipped, skipped, pending: 0 };
  const names = Object.keys(found) as (keyof typeof found)[];
  return names
    .filter((name) => said?.trials[name] !== found[name])
    .map((name) => `the shelves hold ${found[name]} ${name}, the coordinator said ${said?.trials[name]}`);
}

/** What was heard, moment by moment. */
function checkHistory({ sweep, history }: Claim): string[] {
  const wrong: string[] = [];
  let before: SweepDetail | undefined;
  for (const { atMs, detail } of history) {
    const at = `at ${Math.round(atMs)} ms the coordinator said of ${sweep}`;
    const { total, ok, failed, skipped, pending } = detail.trials;
    if (ok + failed + skipped + pending !== total) wrong.push(`${at} ${JSON.stringify(detail.trials)}, which does not add up`);
    if (detail.state === "complete" && pending > 0) wrong.push(`${at} complete, with ${pending} trials pending`);
    if (detail.digest !== null && pending > 0) wrong.push(`${at} a digest, with ${pending} trials pending`);
    if (detail.trials_done > total) wrong.push(`${at} ${detail.trials_done} trials done, of ${total}`);
    if (before !== undefined) {
      if (ok < before.trials.ok) wrong.push(`${at} ${ok} ok, after ${before.trials.ok}`);
      if (pending > before.trials.pending) wrong.push(`${at} ${pending} pending, after ${before.trials.pending}`);
      if (total !== before.trials.total) wrong.push(`${at} ${total} in all, after ${before.trials.total}`);
      if (before.state === "complete" && detail.state !== "complete") wrong.push(`${at} ${detail.state}, after complete`);
    }
    before = detail;
  }
  if (history.length === 0) wrong.push(`the coordinator was never heard of ${sweep}`);
  return wrong;
}

/** Chunks of bytes that no block and nothing kept aside refers to. */
function strayBytes(contents: readonly Entry[]): string[] {
  const addresses = new Set(contents.filter(([key]) => /^(block|aside)!/.test(key)).map(([key]) => key.slice(key.indexOf("!"))));
  const stray = contents.filter(([key]) => key.startsWith("bytes!") && !addresses.has(key.slice("bytes".length, key.lastIndexOf("!"))));
  return stray.map(([key]) => `${key} belongs to no block`);
}

/** Sealed JSON: four bytes of CRC, then the text. */
function recordOf(contents: readonly Entry[], sweep: string): SweepRecord | undefined {
  const [, value] = contents.find(([key]) => key === `sweep!${sweep}`) ?? [];
  return value === undefined ? undefined : (JSON.parse(value.subarray(4).toString()) as SweepRecord);
}

function bytesOf(contents: readonly Entry[], blockKey: string): Uint8Array {
  const prefix = `bytes${blockKey.slice(blockKey.indexOf("!"))}!`;
  return Buffer.concat(contents.filter(([key]) => key.startsWith(prefix)).map(([, value]) => value)); // LevelDB hands out keys in order
}

const sequenceOf = (blockKey: string): number => Number.parseInt(blockKey.slice(blockKey.lastIndexOf("!") + 1), 16);
const statusOf = ({ block, row }: Standing): number => block.status[row]!;
const isFinal = (row: Standing): boolean => statusOf(row) === TrialStatus.ok || statusOf(row) === TrialStatus.skipped;

const PAGE_TRIALS = 4096;

/** IDENTITY 19, to the letter, one value at a time. */
function digestOf(record: SweepRecord, parts: readonly ReadonlyMap<number, Standing>[]): string {
  const digest = createHash("sha256");
  for (const rows of parts) {
    for (let first = 0; first < rows.size; first += PAGE_TRIALS) {
      const page: Standing[] = [];
      for (let trial = first; trial < Math.min(first + PAGE_TRIALS, rows.size); trial++) page.push(rows.get(trial)!);
      digest.update(pageHash(record, page));
    }
  }
  return digest.digest("hex");
}

function pageHash(record: SweepRecord, page: readonly Standing[]): Buffer {
  const hash = createHash("sha256");
  record.parameters.forEach(({ name }) => {
    for (const { block, row } of page) addCell(hash, named(block.parameters, name), row);
  });
  for (const row of page) hash.update(Buffer.of(statusOf(row)));
  for (const { block, row } of page) addText(hash, block.errorCode[row]!);
  record.outputs.forEach(({ name }) => {
    for (const standing of page) {
      if (statusOf(standing) === TrialStatus.ok) addCell(hash, named(standing.block.outputs, name), standing.row);
    }
  });
  return hash.digest();
}

const named = (columns: readonly BlockColumn[], name: string): BlockColumn => columns.find(({ column }) => column.name === name)!;

function addCell(hash: Hash, { data }: BlockColumn, row: number): void {
  if (data.kind !== "list") {
    addValue(hash, data.kind, data.values[row]!);
    return;
  }
  const from = data.offsets[row]!;
  const to = data.offsets[row + 1]!;
  addCount(hash, to - from);
  for (let index = from; index < to; index++) addValue(hash, data.items.kind, data.items.values[index]!);
}

function addValue(hash: Hash, kind: "f64" | "i32" | "u8" | "text", value: number | string): void {
  if (typeof value === "string") {
    addText(hash, value);
    return;
  }
  const bytes = Buffer.alloc(kind === "f64" ? 8 : kind === "i32" ? 4 : 1);
  if (kind === "u8") bytes.writeUInt8(value);
  else if (kind === "i32") bytes.writeInt32LE(value);
  else if (Number.isNaN(value)) bytes.writeBigUInt64LE(0x7ff8000000000000n);
  else bytes.writeDoubleLE(value);
  hash.update(bytes);
}

function addText(hash: Hash, text: string): void {
  const bytes = Buffer.from(text, "utf8");
  addCount(hash, bytes.length);
  hash.update(bytes);
}

function addCount(hash: Hash, count: number): void {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(count);
  hash.update(bytes);
}
