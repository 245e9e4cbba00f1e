// Base64 (RFC 4648, section 4) of a Float64Array's bytes, little-endian: how numbers travel in a document, 10.7 letters each.

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const PADDING = "=".charCodeAt(0);
const CODES = Uint8Array.from(LETTERS, (letter) => letter.charCodeAt(0));
const NO_LETTER = 255;
const VALUES = new Uint8Array(256).fill(NO_LETTER);
for (const [value, code] of CODES.entries()) VALUES[code] = value;

/** Codes joined at once; more arguments than this are not safe to pass. */
const CHUNK = 3 * 4096;

function encodeBase64(bytes: Uint8Array): string {
  let text = "";
  for (let from = 0; from < bytes.length; from += CHUNK) text += encodeChunk(bytes.subarray(from, from + CHUNK));
  return text;
}

function encodeChunk(bytes: Uint8Array): string {
  const codes = new Uint8Array(Math.ceil(bytes.length / 3) * 4);
  for (let from = 0, to = 0; from < bytes.length; from += 3, to += 4) {
    const triple = (bytes[from]! << 16) | ((bytes[from + 1] ?? 0) << 8) | (bytes[from + 2] ?? 0);
    for (let k = 0; k < 4; k++) codes[to + k] = CODES[(triple >> (18 - 6 * k)) & 63]!;
  }
  const missing = codes.length === 0 ? 0 : (3 - (bytes.length % 3)) % 3;
  codes.fill(PADDING, codes.length - missing);
  return String.fromCharCode(...codes);
}

/** The bytes; undefined where the text is not base64. */
function decodeBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined;
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const letters = text.length - padding;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let bits = 0;
  let bitCount = 0;
  let to = 0;
  for (let from = 0; from < letters; from++) {
    const code = text.charCodeAt(from);
    const value = code < VALUES.length ? VALUES[code]! : NO_LETTER;
    if (value === NO_LETTER) return undefined;
    bits = ((bits << 6) | value) & 0xffffff;
    bitCount += 6;
    if (bitCount < 8) continue;
    bitCount -= 8;
    bytes[to++] = (bits >> bitCount) & 255;
  }
  return bytes;
}

/** The numbers of as many bytes as they need, whatever the machine's own order of bytes is. */
export function decodeDoubles(text: string): Float64Array | undefined {
  const bytes = decodeBase64(text);
  if (bytes === undefined || bytes.length % 8 !== 0) return undefined;
  const view = new DataView(bytes.buffer);
  return Float64Array.from({ length: bytes.length / 8 }, (_, index) => view.getFloat64(8 * index, true));
}

export const encodeDoubles = (values: Float64Array): string => encodeBase64(bytesOf(values));

export function bytesOf(values: Float64Array): Uint8Array {
  const bytes = new Uint8Array(8 * values.length);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) view.setFloat64(8 * index, value, true);
  return bytes;
}
