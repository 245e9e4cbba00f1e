// e^A by scaling and squaring with the Padé approximant of degree 13.
//
// Source: N. J. Higham, "The scaling and squaring method for the matrix exponential revisited", SIAM J. Matrix Anal. Appl. 26 (2005)
// 1179–1193, algorithm 2.3 (degree 13 only). r₁₃ = (V − U)⁻¹(V + U), e^A = r₁₃(A/2ˢ)^(2ˢ) with ‖A/2ˢ‖₁ ≤ θ₁₃.
//
// Before it the matrix is balanced, D⁻¹AD with powers of two, which is exact: a coupling that is large only because of its units (1/farad)
// would otherwise ask for many squarings, each of which doubles the error of every entry (Al-Mohy & Higham 2009 on overscaling).
// Operations and their order are fixed; zeros of a triangular or augmented matrix stay zeros.

import { math } from "@spikefarm/numerics";
import { factorize, substituteMatrix } from "./factorization.js";
import { oneNorm } from "./norm.js";

const LARGEST_SIZE = 32;
const THETA_13 = 5.371920351148152;
const B = [
  64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600, 670442572800, 33522128640,
  1323241920, 40840800, 960960, 16380, 182, 1,
] as const;

const LARGEST_SWEEP_COUNT = 40;
/** 2⁹⁰⁰: sums and products of larger entries might overflow within. */
const LARGEST_ENTRY = 8.452712498170644e270;

/** e^A of a row-major n×n matrix, n ≤ 32; all NaN where an entry is not finite or beyond 10²⁷⁰. For n = 1 it is math.exp. */
export function matrixExponential(a: Float64Array, n: number): Float64Array {
  if (a.length !== n * n || n < 1 || n > LARGEST_SIZE) {
    throw new RangeError(`A matrix of ${a.length} entries is no square one of size ${n}, 1 to ${LARGEST_SIZE}.`);
  }
  if (n === 1) return Float64Array.of(math.exp(a[0]!));
  if (!a.every((value) => Math.abs(value) <= LARGEST_ENTRY)) return new Float64Array(n * n).fill(Number.NaN);
  const { balanced, scales } = balance(a, n);
  let squarings = 0;
  let factor = 1;
  for (let norm = oneNorm(balanced, n); norm > THETA_13; norm /= 2) {
    squarings += 1;
    factor /= 2;
  }
  let result = pade13(
    balanced.map((value) => value * factor),
    n,
  );
  for (let k = 0; k < squarings; k++) result = multiply(result, result, n);
  return result.map((value, k) => (value * scales[Math.floor(k / n)]!) / scales[k % n]!);
}

function pade13(a: Float64Array, n: number): Float64Array {
  const a2 = multiply(a, a, n);
  const a4 = multiply(a2, a2, n);
  const a6 = multiply(a4, a2, n);
  const combine = (b6: number, b4: number, b2: number, b0: number): Float64Array =>
    a6.map((value, k) => b6 * value + b4 * a4[k]! + b2 * a2[k]! + (k % (n + 1) === 0 ? b0 : 0));
  const odd = add(multiply(a6, combine(B[13], B[11], B[9], 0), n), combine(B[7], B[5], B[3], B[1]));
  const u = multiply(a, odd, n);
  const v = add(multiply(a6, combine(B[12], B[10], B[8], 0), n), combine(B[6], B[4], B[2], B[0]));
  const factorization = factorize(
    v.map((value, k) => value - u[k]!),
    n,
  );
  // V − U is well conditioned for ‖A‖₁ ≤ θ₁₃ (Higham 2005, §2): there is always a factorization.
  if (factorization === undefined) throw new Error("The denominator of a Padé approximant is singular.");
  return substituteMatrix(factorization, add(v, u));
}

/**
 * D⁻¹AD with D a diagonal of powers of two such that no row's couplings are much larger than the same column's, nor the reverse
 * (Parlett & Reinsch 1969). Each element is given a coupling of 1 beside its own, so that one-way couplings are balanced too and those
 * below 1, which need no squaring, are left alone.
 */
function balance(a: Float64Array, n: number): { balanced: Float64Array; scales: Float64Array } {
  const balanced = Float64Array.from(a);
  const scales = new Float64Array(n).fill(1);
  let isChanging = true;
  for (let sweep = 0; isChanging && sweep < LARGEST_SWEEP_COUNT; sweep++) {
    isChanging = false;
    for (let i = 0; i < n; i++) {
      const factor = balancingFactor(balanced, n, i);
      if (factor === 1) continue;
      isChanging = true;
      scales[i] = scales[i]! * factor;
      for (let j = 0; j < n; j++) {
        if (j === i) continue;
        balanced[j * n + i] = balanced[j * n + i]! * factor;
        balanced[i * n + j] = balanced[i * n + j]! / factor;
      }
    }
  }
  return { balanced, scales };
}

/** The power of two f for which column·f and row/f are nearly equal. */
function balancingFactor(a: Float64Array, n: number, i: number): number {
  let column = 1;
  let row = 1;
  for (let j = 0; j < n; j++) {
    if (j === i) continue;
    column += Math.abs(a[j * n + i]!);
    row += Math.abs(a[i * n + j]!);
  }
  let factor = 1;
  for (; column * 2 < row; column *= 4) factor *= 2;
  for (; column >= row * 2; column /= 4) factor /= 2;
  return factor;
}

function multiply(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const product = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += a[i * n + k]! * b[k * n + j]!;
      product[i * n + j] = sum;
    }
  }
  return product;
}

function add(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, k) => value + b[k]!);
}
