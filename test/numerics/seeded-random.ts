/** Uniform numbers in [0, 1) with all 53 bits, the same for a seed always (a plain 64-bit linear congruential generator). */
export function seededRandom(seed: number): () => number {
  let state = BigInt(seed);
  const next = (): bigint => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return state >> 32n;
  };
  return () => (Number(next() >> 5n) * 67108864 + Number(next() >> 6n)) / 9007199254740992;
}
