// A·x = b for the small systems of a model's fixed points, or word that they have no trustworthy solution.
//
// Rows and columns are first scaled by powers of two, which is exact: units (farads beside volts) would otherwise pass for bad
// conditioning. The condition number is computed, not estimated: the inverse of a small matrix is cheap.

import { factorize, substitute, substituteMatrix } from "./factorization.js";
import { oneNorm } from "./norm.js";

/** Beyond it half of a solution's digits would be noise. */
const LARGEST_CONDITION = 1e8;

/** x, or undefined where A is singular, ‖A‖₁·‖A⁻¹‖₁ > 10⁸ after scaling, or something is not finite. `a` is row-major, n×n. */
export function solveLinear(a: Float64Array, b: Float64Array, n: number): Float64Array | undefined {
  const { scaled, rowScales, columnScales } = equilibrate(a, n);
  const factorization = factorize(scaled, n);
  if (factorization === undefined) return undefined;
  const condition = oneNorm(scaled, n) * oneNorm(substituteMatrix(factorization, identity(n)), n);
  if (!(condition <= LARGEST_CONDITION)) return undefined;
  const y = substitute(
    factorization,
    Float64Array.from({ length: n }, (_, i) => b[i]! * rowScales[i]!),
  );
  const x = y.map((value, j) => value * columnScales[j]!);
  return x.every(Number.isFinite) ? x : undefined;
}

/** Each row's, then each column's largest magnitude is brought into [1, 2). */
function equilibrate(a: Float64Array, n: number): { scaled: Float64Array; rowScales: Float64Array; columnScales: Float64Array } {
  const scaled = Float64Array.from(a);
  const rowScales = new Float64Array(n).fill(1);
  const columnScales = new Float64Array(n).fill(1);
  for (let i = 0; i < n; i++) {
    const scale = inverseScale(Math.max(...scaled.subarray(i * n, i * n + n).map(Math.abs)));
    rowScales[i] = scale;
    for (let j = 0; j < n; j++) scaled[i * n + j] = scaled[i * n + j]! * scale;
  }
  for (let j = 0; j < n; j++) {
    let largest = 0;
    for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs(scaled[i * n + j]!));
    const scale = inverseScale(largest);
    columnScales[j] = scale;
    for (let i = 0; i < n; i++) scaled[i * n + j] = scaled[i * n + j]! * scale;
  }
  return { scaled, rowScales, columnScales };
}

/** The power of two that brings a magnitude into [1, 2); 1 for zeros and what is not finite. */
function inverseScale(magnitude: number): number {
  if (!(magnitude > 0 && magnitude < Number.POSITIVE_INFINITY)) return 1;
  let scale = 1;
  while (magnitude * scale >= 2) scale /= 2;
  while (magnitude * scale < 1) scale *= 2;
  return scale;
}

function identity(n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? 1 : 0));
}
