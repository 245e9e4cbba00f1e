import type { Arithmetic } from "../arithmetic.js";

/** c₀ + z·(c₁ + z·(c₂ + …)), by Horner's rule. */
export function polynomial<V, M>(o: Arithmetic<V, M>, z: V, coefficients: readonly number[]): V {
  let sum = o.constant(coefficients[coefficients.length - 1]!);
  for (let k = coefficients.length - 2; k >= 0; k--) sum = o.add(o.multiply(sum, z), o.constant(coefficients[k]!));
  return sum;
}
