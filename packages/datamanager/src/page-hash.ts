// The hash of a page (IDENTITY 19): SHA-256 over its columns, one after the other, in this order:
//
//   swept parameters, sorted by name      one value a trial
//   status                                u8 a trial
//   error code                            text a trial, empty where the trial is ok
//   outputs, in declared order            a value for each trial that is ok; the others add nothing
//
//   f64, i32  little-endian, NaN canonical (7ff8000000000000)      u8  one byte
//   text      u32 length in bytes, then UTF-8                      list  u32 number of items, then the items

import { createHash, type Hash } from "node:crypto";
import { canonicalizeNaN } from "@spikefarm/numerics";
import { type Block, type ColumnData, type Elements, TrialStatus } from "@spikefarm/protocol";

const COUNT_SIZE = 4;
/** Of UTF-8, for a unit of a JavaScript text. */
const MAX_BYTES_PER_UNIT = 3;
const GATHERED_SIZE = 1 << 16;

/** A stretch of a page: rows [from, to) of a block, counted from the block's first. */
export interface PagePiece {
  readonly block: Block;
  readonly from: number;
  readonly to: number;
}

/** SHA-256, hex, of the rows of `pieces`, which are in order and make up one page. */
export function hashPage(pieces: readonly PagePiece[]): string {
  const hash = createHash("sha256");
  const first = pieces[0]?.block;
  first?.parameters.forEach((_, index) => {
    for (const { block, from, to } of pieces) addRows(hash, block.parameters[index]!.data, from, to);
  });
  for (const { block, from, to } of pieces) hash.update(block.status.subarray(from, to));
  for (const { block, from, to } of pieces) addTexts(hash, block.errorCode, from, to);
  first?.outputs.forEach((_, index) => {
    for (const { block, from, to } of pieces) {
      for (const run of okRuns(block.status, from, to)) addRows(hash, block.outputs[index]!.data, run.from, run.to);
    }
  });
  return hash.digest("hex");
}

/** The digest of a sweep: SHA-256 over its pages' hashes, in the order of parts. */
export function hashPages(pages: Iterable<string>): string {
  const hash = createHash("sha256");
  for (const page of pages) hash.update(Buffer.from(page, "hex"));
  return hash.digest("hex");
}

/** Runs of rows that are ok. */
function* okRuns(status: Uint8Array, from: number, to: number): Generator<{ from: number; to: number }> {
  for (let start = from; start < to; ) {
    if (status[start] !== TrialStatus.ok) {
      start++;
      continue;
    }
    let end = start + 1;
    while (end < to && status[end] === TrialStatus.ok) end++;
    yield { from: start, to: end };
    start = end;
  }
}

function addRows(hash: Hash, data: ColumnData, from: number, to: number): void {
  if (data.kind !== "list") {
    addElements(hash, data, from, to);
    return;
  }
  for (let row = from; row < to; row++) {
    const start = data.offsets[row]!;
    const end = data.offsets[row + 1]!;
    addCount(hash, end - start);
    addElements(hash, data.items, start, end);
  }
}

function addElements(hash: Hash, elements: Elements, from: number, to: number): void {
  switch (elements.kind) {
    case "f64":
      addNumbers(hash, elements.values.slice(from, to));
      break;
    case "i32":
      hash.update(bytesOf(elements.values.subarray(from, to)));
      break;
    case "u8":
      hash.update(elements.values.subarray(from, to));
      break;
    case "text":
      addTexts(hash, elements.values, from, to);
      break;
  }
}

/** `values` is our own copy. */
function addNumbers(hash: Hash, values: Float64Array): void {
  canonicalizeNaN(values);
  hash.update(bytesOf(values));
}

/** Short texts are put together first: a call of `update` takes as long as hashing a hundred bytes. */
function addTexts(hash: Hash, texts: readonly string[], from: number, to: number): void {
  const gathered = Buffer.allocUnsafe(GATHERED_SIZE);
  let size = 0;
  for (let row = from; row < to; row++) {
    const text = texts[row]!;
    const mostBytes = COUNT_SIZE + MAX_BYTES_PER_UNIT * text.length;
    if (size + mostBytes > GATHERED_SIZE) {
      hash.update(gathered.subarray(0, size));
      size = 0;
    }
    if (mostBytes > GATHERED_SIZE) {
      const bytes = Buffer.from(text);
      addCount(hash, bytes.length);
      hash.update(bytes);
      continue;
    }
    const length = text === "" ? 0 : gathered.write(text, size + COUNT_SIZE);
    gathered.writeUInt32LE(length, size);
    size += COUNT_SIZE + length;
  }
  hash.update(gathered.subarray(0, size));
}

function addCount(hash: Hash, count: number): void {
  const bytes = Buffer.alloc(COUNT_SIZE);
  bytes.writeUInt32LE(count);
  hash.update(bytes);
}

/** Typed arrays lie little-endian in memory on every machine that Node runs on. */
const bytesOf = (values: Float64Array | Int32Array): Uint8Array => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
