// CRC-32 as in zip, PNG and Ethernet (IEEE 802.3: reflected, polynomial EDB88320), eight bytes at a time.
//
// Eight tables let the loop fold eight bytes with independent look-ups ("slicing-by-8", Kounavis & Berry 2005): table k holds the effect
// of a byte that is followed by k zero bytes.

const SLICES = 8;
const POLYNOMIAL = 0xedb88320;

const tables = makeTables();

/** The CRC-32 of `bytes`, an unsigned 32-bit number; 0 for no bytes. */
export function crc32(bytes: Uint8Array): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = tables as [T, T, T, T, T, T, T, T];
  let crc = -1;
  let i = 0;
  for (const end = bytes.length - SLICES; i <= end; i += SLICES) {
    const low = crc ^ (bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24));
    crc =
      t7[low & 255]! ^
      t6[(low >>> 8) & 255]! ^
      t5[(low >>> 16) & 255]! ^
      t4[low >>> 24]! ^
      t3[bytes[i + 4]!]! ^
      t2[bytes[i + 5]!]! ^
      t1[bytes[i + 6]!]! ^
      t0[bytes[i + 7]!]!;
  }
  for (; i < bytes.length; i++) crc = t0[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8);
  return (crc ^ -1) >>> 0;
}

type T = Int32Array;

function makeTables(): T[] {
  const first = new Int32Array(256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    first[byte] = crc;
  }
  const all = [first];
  while (all.length < SLICES) {
    const previous = all.at(-1)!;
    all.push(previous.map((crc) => (crc >>> 8) ^ first[crc & 255]!));
  }
  return all;
}
