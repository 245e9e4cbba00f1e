// Standard normal numbers, two of two uniforms (G. E. P. Box and M. E. Muller, Ann. Math. Statist. 29 (1958) 610–611):
//
//   r = √(−2 ln u₁)      even step: r·cos 2πu₂      odd step: r·sin 2πu₂
//
// u₁ is at least 2⁻⁵⁴, so |z| ≤ 8.66; 2πu₂ is never formed (turns.ts).

import type { Arithmetic } from "../arithmetic.js";
import { logOfNormal } from "../elementary/log.js";
import { turns } from "../elementary/turns.js";
import { hostArithmetic } from "../host-arithmetic.js";
import type { StreamKey } from "./stream-keys.js";
import { uniformPairAt } from "./uniform.js";

export interface NormalPair<V> {
  readonly even: V;
  readonly odd: V;
}

/** u₁ and u₂ in (0, 1). */
export function boxMuller<V, M>(o: Arithmetic<V, M>, u1: V, u2: V): NormalPair<V> {
  const radius = o.squareRoot(o.multiply(o.constant(-2), logOfNormal(o, u1)));
  const { sine, cosine } = turns(o, u2);
  return { even: o.multiply(radius, cosine), odd: o.multiply(radius, sine) };
}

/** The normal of a stream's element and step. */
export function normalAt(key: StreamKey, element: number, step: number): number {
  const { first, second } = uniformPairAt(key, element, step, 0);
  const { even, odd } = boxMuller(hostArithmetic, first, second);
  return step % 2 === 0 ? even : odd;
}
