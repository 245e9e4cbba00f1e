// A small seeded generator for tests: mulberry32. Not for simulations (those draw from Philox streams).

export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform in [low, high), with `digits` decimals, so that it reads well in a document. */
  between(low: number, high: number, digits?: number): number;
  /** An integer in [low, high]. */
  integer(low: number, high: number): number;
  pick<T>(choices: readonly T[]): T;
  /** True with this probability. */
  chance(probability: number): boolean;
}

export function createRandom(seed: number): Random {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    between: (low, high, digits = 3) => Number((low + (high - low) * next()).toFixed(digits)),
    integer: (low, high) => low + Math.floor((high - low + 1) * next()),
    pick: (choices) => choices[Math.floor(choices.length * next())]!,
    chance: (probability) => next() < probability,
  };
}

/** The seed of this run: SPIKEFARM_TEST_SEED, or a fixed one. */
export const testSeed = (): number => Number(process.env.SPIKEFARM_TEST_SEED ?? 20241);
