// Columns as raw little-endian bytes. The bytes hold no count of their own: whoever reads them knows the rows and the kind.
//
//   f64, i32, u8   the values, 8, 4 or 1 bytes each
//   text           rows + 1 offsets (u32, the first 0) · the UTF-8 of all rows
//   list           rows + 1 offsets (u32, the first 0) · that many items as one of the above
//
// Typed arrays are copied as they lie in memory: every host of WebAssembly that we know is little-endian.

import type { Column, ColumnData, ElementKind, Elements } from "./column.js";
import { rowCount } from "./column-data.js";
import { decodeUtf8, encodeUtf8 } from "./utf8.js";

const OFFSET_SIZE = 4;

export function encodeColumn(data: ColumnData): Uint8Array {
  if (data.kind !== "list") return encodeElements(data);
  const rows = rowCount(data);
  if (data.offsets[0] !== 0 || data.offsets[rows] !== data.items.values.length) throw new Error("A list column's offsets miss its items.");
  return joinBytes([bytesOf(data.offsets), encodeElements(data.items)]);
}

export function encodeTexts(texts: readonly string[]): Uint8Array {
  const offsets = new Uint32Array(texts.length + 1);
  const joined = texts.join("");
  const bytes = encodeUtf8(joined);
  const isAscii = bytes.length === joined.length;
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i]!;
    offsets[i + 1] = offsets[i]! + (isAscii ? text.length : encodeUtf8(text).length);
  }
  // A pair of surrogates that two texts share would be joined into one character: then each text is encoded alone.
  const apart = offsets[texts.length] === bytes.length ? bytes : joinBytes(texts.map(encodeUtf8));
  return joinBytes([bytesOf(offsets), apart]);
}

/** The column of `rows` rows in `bytes`; undefined where they do not fit it. */
export function decodeColumn(column: Column, rows: number, bytes: Uint8Array): ColumnData | undefined {
  if (column.shape.length === 0) return decodeElements(column.kind, rows, bytes);
  const offsets = decodeOffsets(rows, bytes);
  const items = offsets && decodeElements(column.kind, offsets[rows]!, bytes.subarray((rows + 1) * OFFSET_SIZE));
  return items && { kind: "list", offsets, items };
}

export function decodeTexts(count: number, bytes: Uint8Array): string[] | undefined {
  const offsets = decodeOffsets(count, bytes);
  const content = bytes.subarray((count + 1) * OFFSET_SIZE);
  if (offsets === undefined || offsets[count] !== content.length) return undefined;
  const all = decodeUtf8(content);
  if (all.length === content.length) return Array.from({ length: count }, (_, i) => all.slice(offsets[i], offsets[i + 1]));
  return Array.from({ length: count }, (_, i) => decodeUtf8(content.subarray(offsets[i], offsets[i + 1])));
}

function encodeElements(elements: Elements): Uint8Array {
  return elements.kind === "text" ? encodeTexts(elements.values) : bytesOf(elements.values);
}

function decodeElements(kind: ElementKind, count: number, bytes: Uint8Array): Elements | undefined {
  if (kind === "text") {
    const values = decodeTexts(count, bytes);
    return values && { kind, values };
  }
  if (bytes.length !== count * { f64: 8, i32: 4, u8: 1 }[kind]) return undefined;
  const { buffer } = new Uint8Array(bytes);
  if (kind === "f64") return { kind, values: new Float64Array(buffer) };
  return kind === "i32" ? { kind, values: new Int32Array(buffer) } : { kind, values: new Uint8Array(buffer) };
}

/** `count` + 1 ascending offsets from 0. */
function decodeOffsets(count: number, bytes: Uint8Array): Uint32Array | undefined {
  const size = (count + 1) * OFFSET_SIZE;
  if (bytes.length < size) return undefined;
  const offsets = new Uint32Array(new Uint8Array(bytes.subarray(0, size)).buffer);
  if (offsets[0] !== 0) return undefined;
  for (let i = 0; i < count; i++) if (offsets[i]! > offsets[i + 1]!) return undefined;
  return offsets;
}

const bytesOf = (values: Float64Array | Int32Array | Uint32Array | Uint8Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

export function joinBytes(pieces: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}
