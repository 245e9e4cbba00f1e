import type { Lowering } from "../lowering/lowering.js";

/** Euler's method (Euler 1768; Hairer, Nørsett & Wanner 1993, I.7): x(t + dt) = x + dt·f(x, t). */
export function euler<V, M>({ arithmetic: o }: Lowering<V, M>, x: V, derivative: V, dt: V): V {
  return o.add(x, o.multiply(dt, derivative));
}
