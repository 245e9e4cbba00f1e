// A block as bytes (version 2): how rows travel to the writer and lie in a shelf. All numbers are little-endian.
//
//   offset  bytes
//        0      4  magic 53 46 42 4B ("SFBK")
//        4      2  version, 2
//        6      2  0
//        8      4  T, bytes of the whole block
//       12      4  M, bytes of the metadata
//       16      4  Q, bytes of the provenance
//       20      4  CRC-32 of the metadata
//       24      4  CRC-32 of the provenance
//       28      4  CRC-32 of bytes 0 … 27
//       32      M  metadata: sweep, part, granule, from, to, columns (canonical JSON, UTF-8)
//                Q  provenance (canonical JSON, UTF-8), apart: the same rows have the same bytes everywhere else
//                   zeros up to a multiple of 8
//                   sections: status (u8) · error codes · error messages · each parameter · each output
//
//   section:       4  n, bytes of the content
//                  4  CRC-32 of the content
//                  n  a column (column-codec.ts); zeros up to a multiple of 8
//
// Version 1 is the same without `dimensions` in its columns; it is read as well.
//
// The errors are two text columns with one row for each trial that is neither ok nor skipped: the others have none.
// LevelDB hands back a flipped bit without a word, so nothing is believed before its CRC agrees.

import type { Block, BlockColumn, Provenance } from "./block.js";
import { type BlockMetadata, metadataOf, readMetadata, readProvenance, sortedJson } from "./block-metadata.js";
import { CodedError } from "./coded-error.js";
import { type Column, TrialStatus } from "./column.js";
import { decodeColumn, decodeTexts, encodeColumn, encodeTexts, joinBytes } from "./column-codec.js";
import { rowCount } from "./column-data.js";
import { crc32 } from "./crc32.js";
import type { PROTOCOL_CODES } from "./errors.js";
import { decodeUtf8, encodeUtf8 } from "./utf8.js";

const MAGIC = 0x4b424653;
const BLOCK_VERSION = 2;
const OLDEST_VERSION = 1;
const HEADER_SIZE = 32;
const SECTION_HEADER_SIZE = 8;
const ALIGNMENT = 8;
const MAX_BLOCK_SIZE_BYTES = 1 << 30;

/** @throws CodedError BLOCK_TOO_LARGE above 1 GiB. */
export function encodeBlock(block: Block, provenance: Provenance): Uint8Array {
  const rows = block.to - block.from;
  const columns = [...block.parameters, ...block.outputs];
  if (block.status.length !== rows || columns.some(({ data }) => rowCount(data) !== rows))
    throw new Error("A block's columns differ in length.");
  const metadata = encodeUtf8(sortedJson(metadataOf(block)));
  const origin = encodeUtf8(sortedJson(provenance));
  const errorsOf = (texts: readonly string[]): Uint8Array => encodeTexts(texts.filter((_, i) => hasError(block.status[i]!)));
  const contents = [
    block.status,
    errorsOf(block.errorCode),
    errorsOf(block.errorMessage),
    ...columns.map(({ data }) => encodeColumn(data)),
  ];

  const sectionsAt = align(HEADER_SIZE + metadata.length + origin.length);
  const size = contents.reduce((sum, content) => sum + SECTION_HEADER_SIZE + align(content.length), sectionsAt);
  if (size > MAX_BLOCK_SIZE_BYTES) throw tooLarge(block, size);

  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint16(4, BLOCK_VERSION, true);
  view.setUint32(8, size, true);
  view.setUint32(12, metadata.length, true);
  view.setUint32(16, origin.length, true);
  view.setUint32(20, crc32(metadata), true);
  view.setUint32(24, crc32(origin), true);
  view.setUint32(28, crc32(bytes.subarray(0, 28)), true);
  bytes.set(joinBytes([metadata, origin]), HEADER_SIZE);
  let at = sectionsAt;
  for (const content of contents) {
    view.setUint32(at, content.length, true);
    view.setUint32(at + 4, crc32(content), true);
    bytes.set(content, at + SECTION_HEADER_SIZE);
    at += SECTION_HEADER_SIZE + align(content.length);
  }
  return bytes;
}

/** Checks magic, version, lengths and every CRC. @throws CodedError BLOCK_CORRUPT */
export function decodeBlock(bytes: Uint8Array): { readonly block: Block; readonly provenance: Provenance } {
  const { metadata, provenance, sections } = decodeFrame(bytes);
  const { sweep, part, granule, from, to } = metadata;
  const rows = to - from;
  const next = (): Uint8Array => sections.shift() ?? corrupt("it has fewer columns than it says");
  const column = (schema: Column): BlockColumn => ({
    column: schema,
    data: decodeColumn(schema, rows, next()) ?? corrupt(`column ${JSON.stringify(schema.name)} does not fit ${rows} rows`),
  });
  const status = new Uint8Array(next());
  if (status.length !== rows || status.some((code) => code > TrialStatus.crashed)) corrupt("its statuses do not fit its rows");
  const errorCode = spreadErrors(status, next());
  const errorMessage = spreadErrors(status, next());
  const parameters = metadata.parameters.map(column);
  const outputs = metadata.outputs.map(column);
  if (sections.length > 0) corrupt("it has more columns than it says");
  return { block: { sweep, part, granule, from, to, status, errorCode, errorMessage, parameters, outputs }, provenance };
}

/** Header, metadata, provenance, and the contents of the sections, all with their CRCs checked. */
function decodeFrame(bytes: Uint8Array): { metadata: BlockMetadata; provenance: Provenance; sections: Uint8Array[] } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER_SIZE || view.getUint32(0, true) !== MAGIC) corrupt("it does not begin as one");
  if (view.getUint32(28, true) !== crc32(bytes.subarray(0, 28))) corrupt("its header fails its check");
  const version = view.getUint16(4, true);
  if (version < OLDEST_VERSION || version > BLOCK_VERSION) {
    corrupt(`it has version ${version}, and this program reads versions ${OLDEST_VERSION} to ${BLOCK_VERSION}`);
  }
  if (view.getUint32(8, true) !== bytes.length) corrupt(`it has ${bytes.length} bytes instead of ${view.getUint32(8, true)}`);
  const originAt = HEADER_SIZE + view.getUint32(12, true);
  const originEnd = originAt + view.getUint32(16, true);
  const json = (from: number, to: number, crc: number): unknown => {
    if (to > bytes.length || crc32(bytes.subarray(from, to)) !== crc) corrupt("its metadata fail their check");
    return parseJson(decodeUtf8(bytes.subarray(from, to)));
  };
  const metadata = readMetadata(json(HEADER_SIZE, originAt, view.getUint32(20, true))) ?? corrupt("its metadata are not understood");
  const provenance = readProvenance(json(originAt, originEnd, view.getUint32(24, true))) ?? corrupt("its provenance is not understood");
  const sections: Uint8Array[] = [];
  let at = align(originEnd);
  while (at < bytes.length) {
    const start = at + SECTION_HEADER_SIZE;
    const end = start <= bytes.length ? start + view.getUint32(at, true) : Number.POSITIVE_INFINITY;
    if (end > bytes.length || crc32(bytes.subarray(start, end)) !== view.getUint32(at + 4, true)) corrupt("a column fails its check");
    sections.push(bytes.subarray(start, end));
    at = align(end);
  }
  return { metadata, provenance, sections };
}

function spreadErrors(status: Uint8Array, content: Uint8Array): string[] {
  const texts = new Array<string>(status.length).fill("");
  const rows: number[] = [];
  for (let row = 0; row < status.length; row++) if (hasError(status[row]!)) rows.push(row);
  const errors = decodeTexts(rows.length, content) ?? corrupt("its errors do not fit its rows");
  rows.forEach((row, index) => {
    texts[row] = errors[index]!;
  });
  return texts;
}

const hasError = (status: number): boolean => status !== TrialStatus.ok && status !== TrialStatus.skipped;
const align = (size: number): number => Math.ceil(size / ALIGNMENT) * ALIGNMENT;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type Code = keyof typeof PROTOCOL_CODES;

function corrupt(what: string): never {
  throw new CodedError(
    "BLOCK_CORRUPT" satisfies Code,
    `A block of results is damaged: ${what}. Its trials are computed again; check the disk if it repeats.`,
  );
}

function tooLarge({ sweep, from, to }: Block, size: number): CodedError {
  const message = `The rows of trials ${from} to ${to - 1} of ${sweep} take ${size} bytes, and a block holds ${MAX_BLOCK_SIZE_BYTES}; record less in each trial.`;
  return new CodedError("BLOCK_TOO_LARGE" satisfies Code, message);
}
