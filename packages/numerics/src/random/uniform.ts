// Uniform numbers of a stream (IDENTITY 17).
//
//   counter   element · ⌊step/2⌋ low · ⌊step/2⌋ high · draw       → words w0 w1 w2 w3
//   even step ((w0 | w1·2³²) >> 11, plus ½)·2⁻⁵³                   odd step: the same of w2 and w3
//
// so that one block serves two steps. The sum is rounded once; it lies strictly between 0 and 1, which the one pattern that would round
// up to 1 is held below.

import { philoxInto } from "./philox.js";
import type { StreamKey } from "./stream-keys.js";

const TWO_TO_32 = 4294967296;
const TWO_TO_21 = 2097152;
const TWO_TO_MINUS_53 = 1.1102230246251565e-16;
/** The largest double below 1. */
export const BELOW_ONE = 1 - TWO_TO_MINUS_53;

/** Both uniforms of a block. */
export interface UniformPair {
  readonly first: number;
  readonly second: number;
}

const words = new Uint32Array(4);

/** In (0, 1). `step` counts from 0, below 2⁵³; `element` and `draw` are unsigned words. */
export function uniformAt(key: StreamKey, element: number, step: number, draw: number): number {
  fillWords(key, element, step, draw);
  return step % 2 === 0 ? fromWords(words[0]!, words[1]!) : fromWords(words[2]!, words[3]!);
}

/** The uniforms of steps 2⌊step/2⌋ and 2⌊step/2⌋ + 1. */
export function uniformPairAt(key: StreamKey, element: number, step: number, draw: number): UniformPair {
  fillWords(key, element, step, draw);
  return { first: fromWords(words[0]!, words[1]!), second: fromWords(words[2]!, words[3]!) };
}

function fillWords(key: StreamKey, element: number, step: number, draw: number): void {
  const pair = Math.floor(step / 2);
  philoxInto(words, key, element, pair % TWO_TO_32, Math.floor(pair / TWO_TO_32), draw);
}

function fromWords(low: number, high: number): number {
  return Math.min((high * TWO_TO_21 + (low >>> 11) + 0.5) * TWO_TO_MINUS_53, BELOW_ONE);
}
