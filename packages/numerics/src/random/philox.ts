// Philox4x32-10: four random words from a counter and a key, with no state between them (IDENTITY 16).
//
// Source: J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11, §4.3; the
// multipliers, the Weyl constants and the known answers in the tests are those of the authors' Random123 library.
//
// The compiler emits the same rounds for SIMD lanes with the constants below.

export const PHILOX = {
  rounds: 10,
  multiplier0: 0xd2511f53,
  multiplier1: 0xcd9e8d57,
  weyl0: 0x9e3779b9,
  weyl1: 0xbb67ae85,
} as const;

/** `counter` is four words, `key` two; the result is four new words. */
export function philox4x32(counter: Uint32Array, key: Uint32Array): Uint32Array {
  const words = new Uint32Array(4);
  philoxInto(words, [key[0]!, key[1]!], counter[0]!, counter[1]!, counter[2]!, counter[3]!);
  return words;
}

/** The same without allocating, for hot loops. */
export function philoxInto(words: Uint32Array, key: readonly [number, number], c0: number, c1: number, c2: number, c3: number): void {
  const { rounds, multiplier0, multiplier1, weyl0, weyl1 } = PHILOX;
  let [a, b, c, d] = [c0 | 0, c1 | 0, c2 | 0, c3 | 0];
  let key0 = key[0] | 0;
  let key1 = key[1] | 0;
  for (let round = 0; round < rounds; round++) {
    const high0 = highProduct(multiplier0, a);
    const high1 = highProduct(multiplier1, c);
    const low0 = Math.imul(multiplier0, a);
    a = high1 ^ b ^ key0;
    b = Math.imul(multiplier1, c);
    c = high0 ^ d ^ key1;
    d = low0;
    key0 = (key0 + weyl0) | 0;
    key1 = (key1 + weyl1) | 0;
  }
  words[0] = a;
  words[1] = b;
  words[2] = c;
  words[3] = d;
}

/** The upper 32 bits of the product of two unsigned words, from 16-bit halves; no sum leaves 32 bits. */
function highProduct(a: number, b: number): number {
  const aHigh = a >>> 16;
  const aLow = a & 0xffff;
  const bHigh = b >>> 16;
  const bLow = b & 0xffff;
  const middle = Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16);
  const cross = Math.imul(aLow, bHigh) + (middle & 0xffff);
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (cross >>> 16)) | 0;
}
