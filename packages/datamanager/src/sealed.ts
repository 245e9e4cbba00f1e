// Small values of the stores: JSON behind its CRC-32, because LevelDB hands back a flipped bit without a word.
//
//   4 bytes  CRC-32 of the rest, little-endian
//   …        JSON, UTF-8

import { crc32 } from "@spikefarm/protocol";

const CRC_SIZE = 4;

export function seal(value: unknown): Uint8Array {
  const json = Buffer.from(JSON.stringify(value));
  const bytes = Buffer.alloc(CRC_SIZE + json.length);
  bytes.writeUInt32LE(crc32(json));
  json.copy(bytes, CRC_SIZE);
  return bytes;
}

/** What was sealed; undefined where nothing is stored or the bytes are damaged. The CRC vouches that it is what this package wrote: `T`. */
export function unseal<T>(bytes: Uint8Array | undefined): T | undefined {
  if (bytes === undefined || bytes.length < CRC_SIZE) return undefined;
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const json = all.subarray(CRC_SIZE);
  return all.readUInt32LE() === crc32(json) ? (JSON.parse(json.toString()) as T) : undefined;
}
