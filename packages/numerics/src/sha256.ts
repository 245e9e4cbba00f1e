// SHA-256 of bytes and texts (as UTF-8), wherever the code runs: browsers have it asynchronously only, so it comes from @noble/hashes.

import { sha256 as nobleSha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

export interface Sha256 {
  update(bytes: Uint8Array | string): this;
  /** The 32 bytes; the hash takes no more after it. */
  digest(): Uint8Array;
}

export function createSha256(): Sha256 {
  const hash = nobleSha256.create();
  return {
    update(bytes) {
      hash.update(bytesOf(bytes));
      return this;
    },
    digest: () => hash.digest(),
  };
}

export function sha256(bytes: Uint8Array | string): Uint8Array {
  return nobleSha256(bytesOf(bytes));
}

export function sha256Hex(bytes: Uint8Array | string): string {
  return toHex(sha256(bytes));
}

export function utf8(text: string): Uint8Array {
  return utf8ToBytes(text);
}

export function toHex(bytes: Uint8Array): string {
  return bytesToHex(bytes);
}

function bytesOf(bytes: Uint8Array | string): Uint8Array {
  return typeof bytes === "string" ? utf8ToBytes(bytes) : bytes;
}
