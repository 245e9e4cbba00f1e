// A module's random numbers (IDENTITY 16, 17): Philox4x32-10 under a key of the class "module", the seed, the repeat and the parameters'
// values by name. They never depend on the trial's index, the task, the thread or the outputs; equal points draw equal numbers.
//
// Counter = (0, block u64, 0). One block of 128 bits serves draws 2b and 2b + 1. A uniform is ((64 bits >> 11) + ½) · 2⁻⁵³.

import { canonicalJson, math, philox4x32, sha256 } from "@spikefarm/numerics";
import type { PointValue } from "@spikefarm/sweep";

export interface ModuleRandom {
  /** Uniform in (0, 1). */
  (): number;
  /** Standard normal, by Box and Muller; takes two uniforms. */
  readonly normal: () => number;
}

export interface RandomKey {
  readonly seed: number;
  readonly repeat: number;
  readonly parameters: Readonly<Record<string, PointValue>>;
}

const TWO_TO_32 = 4294967296;
const TWO_TO_21 = 2097152;
const TWO_TO_MINUS_53 = 1.1102230246251565e-16;
/** The largest double below 1: where (2⁵³ − 1) + ½ would round up to 1. */
const BELOW_ONE = 1 - TWO_TO_MINUS_53;
const TWO_PI = 6.283185307179586;

export function moduleRandom(trial: RandomKey): ModuleRandom {
  let key: Uint32Array | undefined;
  let draws = 0;
  let block: Uint32Array = new Uint32Array(4);
  const uniform = (): number => {
    key ??= keyOf(trial);
    const half = draws % 2;
    const index = (draws - half) / 2;
    if (half === 0) block = philox4x32(Uint32Array.of(0, index % TWO_TO_32, Math.floor(index / TWO_TO_32), 0), key);
    draws++;
    const low = block[2 * half]!;
    const high = block[2 * half + 1]!;
    const bits53 = high * TWO_TO_21 + (low >>> 11);
    return Math.min((bits53 + 0.5) * TWO_TO_MINUS_53, BELOW_ONE);
  };
  const normal = (): number => {
    const radius = Math.sqrt(-2 * math.log(uniform()));
    return radius * math.cos(TWO_PI * uniform());
  };
  return Object.assign(uniform, { normal });
}

/** The first 64 bits of a SHA-256 over everything the numbers may depend on. */
function keyOf({ seed, repeat, parameters }: RandomKey): Uint32Array {
  const digest = sha256(canonicalJson(["module", seed, repeat, parameters]));
  const view = new DataView(digest.buffer, digest.byteOffset);
  return Uint32Array.of(view.getUint32(0, true), view.getUint32(4, true));
}
