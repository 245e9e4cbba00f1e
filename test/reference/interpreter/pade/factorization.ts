// P·A = L·U by Gaussian elimination with partial pivoting (Golub & Van Loan, Matrix Computations, 4th ed., algorithm 3.4.1).
//
// Matrices are row-major Float64Arrays. The order of operations is fixed, the first of equal pivots wins: same input, same bits.

export type Factorization = {
  /** U on and above the diagonal, L's multipliers below it, in the order of `rows`. */
  readonly factors: Float64Array;
  /** The original row at each place. */
  readonly rows: Int32Array;
  readonly n: number;
};

/** Undefined where a pivot is 0 or NaN. */
export function factorize(a: Float64Array, n: number): Factorization | undefined {
  const factors = Float64Array.from(a);
  const rows = Int32Array.from({ length: n }, (_, i) => i);
  for (let k = 0; k < n; k++) {
    const pivotRow = rowOfLargest(factors, n, k);
    swapRows(factors, rows, n, k, pivotRow);
    const pivot = factors[k * n + k]!;
    if (!(Math.abs(pivot) > 0)) return undefined;
    for (let i = k + 1; i < n; i++) {
      const multiplier = factors[i * n + k]! / pivot;
      factors[i * n + k] = multiplier;
      for (let j = k + 1; j < n; j++) factors[i * n + j] = factors[i * n + j]! - multiplier * factors[k * n + j]!;
    }
  }
  return { factors, rows, n };
}

/** x with A·x = b. */
function substitute({ factors, rows, n }: Factorization, b: Float64Array): Float64Array {
  const x = Float64Array.from(rows, (row) => b[row]!);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) x[i] = x[i]! - factors[i * n + j]! * x[j]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let j = i + 1; j < n; j++) x[i] = x[i]! - factors[i * n + j]! * x[j]!;
    x[i] = x[i]! / factors[i * n + i]!;
  }
  return x;
}

/** X with A·X = B, column by column. */
export function substituteMatrix(factorization: Factorization, b: Float64Array): Float64Array {
  const { n } = factorization;
  const result = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    const column = substitute(
      factorization,
      Float64Array.from({ length: n }, (_, i) => b[i * n + j]!),
    );
    for (let i = 0; i < n; i++) result[i * n + j] = column[i]!;
  }
  return result;
}

function rowOfLargest(a: Float64Array, n: number, k: number): number {
  let best = k;
  for (let i = k + 1; i < n; i++) {
    if (Math.abs(a[i * n + k]!) > Math.abs(a[best * n + k]!)) best = i;
  }
  return best;
}

function swapRows(a: Float64Array, rows: Int32Array, n: number, k: number, other: number): void {
  if (k === other) return;
  [rows[k], rows[other]] = [rows[other]!, rows[k]!];
  for (let j = 0; j < n; j++) [a[k * n + j], a[other * n + j]] = [a[other * n + j]!, a[k * n + j]!];
}
