// Small values of the stores: JSON behind a CRC-32 of it *and of its key*, because LevelDB hands back a flipped bit of either without a word,
// and a block's entry under the key of another one would vouch for trials that nobody computed.
//
//   4 bytes  CRC-32 of the key (UTF-8) and the JSON, little-endian
//   …        JSON, UTF-8

import { crc32 } from "@spikefarm/protocol";

const CRC_SIZE = 4;

export function seal(key: string, value: unknown): Uint8Array {
  const json = Buffer.from(JSON.stringify(value));
  const bytes = Buffer.alloc(CRC_SIZE + json.length);
  bytes.writeUInt32LE(checkOf(key, json));
  json.copy(bytes, CRC_SIZE);
  return bytes;
}

/** What was sealed; undefined where nothing is stored or the bytes are damaged. The CRC vouches that it is what this package wrote: `T`. */
export function unseal<T>(key: string, bytes: Uint8Array | undefined): T | undefined {
  if (bytes === undefined || bytes.length < CRC_SIZE) return undefined;
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const json = all.subarray(CRC_SIZE);
  return all.readUInt32LE() === checkOf(key, json) ? (JSON.parse(json.toString()) as T) : undefined;
}

const checkOf = (key: string, json: Uint8Array): number => crc32(Buffer.concat([Buffer.from(key), json]));
