// One step of dx/dt = A·x + G·u with u standing still:  x(dt) = E·x(0) + F·u,  E = e^A,  F = φ(A)·G,  φ(z) = (e^z − 1)/z  (A, G times dt).
//
// By scaling and squaring (Higham 2005 with Taylor's series for his Padé approximant: no equations need solving). With B = A/2ˢ small
//
//   φ(B) = I/1! + B/2! + B²/3! + … + B¹⁵/16!      E₀ = I + B·φ(B)      F₀ = φ(B)·G/2ˢ
//   s times                                        F ← E·F + F          E ← E·E
//
// φ takes singular, defective and oscillating matrices alike; there is no special case but that of one variable, where e^z and φ are elementary
// functions. It is written once and has no branches: s is found for each system, and a system that needs fewer squarings than are written down
// passes the rest by. How many are written down is the caller's choice and changes no bit of what is within its reach.

import type { Arithmetic } from "../arithmetic.js";
import { clip } from "../elementary/comparison.js";
import { exp } from "../elementary/exp.js";
import { exprel } from "../elementary/expm1.js";
import type { Balanced } from "./balance.js";
import { addMatrices, addToDiagonal, type Matrix, map, multiplyMatrices, selectMatrix } from "./matrix.js";

export interface Propagation<V, M> {
  /** E. */
  readonly own: Matrix<V>;
  /** F. */
  readonly forced: Matrix<V>;
  /** Whether the squarings that are written down were enough; where not, all is NaN. */
  readonly isWithin: M;
}

/** ‖B‖₁ stays below ¾: the terms left out come to 2⁻⁵⁵ there. The norm is multiplied by 4/3 and compared with powers of two. */
const FOUR_THIRDS = 4 / 3;
/** Terms of φ, in four groups of four (Paterson & Stockmeyer 1973). */
const TERM_COUNT = 16;
const GROUP_SIZE = 4;

/** `a` as `balance` leaves it; `g` as it is. */
export function propagation<V, M>(o: Arithmetic<V, M>, a: Balanced<V>, g: Matrix<V>, writtenSquarings: number): Propagation<V, M> {
  if (a.matrix.length === 1) return propagationOfOne(o, a.matrix[0]![0], g);
  const size = o.multiply(oneNorm(o, a.matrix), o.constant(FOUR_THIRDS));
  const wanted = clip(o, o.add(o.exponentOf(size), o.constant(1)), o.constant(0), o.constant(writtenSquarings));
  const isWithin = o.lessThan(size, o.powerOfTwo(o.constant(writtenSquarings)));
  const shrink = o.select(isWithin, o.powerOfTwo(o.negate(wanted)), o.constant(Number.NaN));
  const b = map(a.matrix, (entry) => o.multiply(entry, shrink));
  const series = phi(o, b);
  let own = addToDiagonal(o, multiplyMatrices(o, b, series), o.constant(1));
  const shrunk = map(g, (entry, row) => o.multiply(o.multiply(entry, a.inverseScales[row]!), shrink));
  let forced = multiplyMatrices(o, series, shrunk);
  for (let k = 0; k < writtenSquarings; k++) {
    const goesOn = o.lessThan(o.constant(k), wanted);
    forced = selectMatrix(o, goesOn, addMatrices(o, multiplyMatrices(o, own, forced), forced), forced);
    own = selectMatrix(o, goesOn, multiplyMatrices(o, own, own), own);
  }
  return {
    own: map(own, (entry, row, column) =>
      row === column ? entry : o.multiply(o.multiply(entry, a.scales[row]!), a.inverseScales[column]!),
    ),
    forced: map(forced, (entry, row) => o.multiply(entry, a.scales[row]!)),
    isWithin,
  };
}

function propagationOfOne<V, M>(o: Arithmetic<V, M>, a: V | undefined, g: Matrix<V>): Propagation<V, M> {
  const isWithin = o.equal(o.constant(0), o.constant(0));
  if (a === undefined) return { own: [[o.constant(1)]], forced: g, isWithin };
  const relative = exprel(o, a);
  return { own: [[exp(o, a)]], forced: map(g, (entry) => o.multiply(relative, entry)), isWithin };
}

function phi<V, M>(o: Arithmetic<V, M>, b: Matrix<V>): Matrix<V> {
  const square = multiplyMatrices(o, b, b);
  const cube = multiplyMatrices(o, square, b);
  const fourth = multiplyMatrices(o, square, square);
  const group = (first: number): Matrix<V> => {
    const terms = [b, square, cube].map((power, k) => map(power, (entry) => o.multiply(entry, o.constant(COEFFICIENTS[first + k + 1]!))));
    const sum = terms.reduce((total, term) => addMatrices(o, total, term));
    return addToDiagonal(o, sum, o.constant(COEFFICIENTS[first]!));
  };
  let sum = group(TERM_COUNT - GROUP_SIZE);
  for (let first = TERM_COUNT - 2 * GROUP_SIZE; first >= 0; first -= GROUP_SIZE) {
    sum = addMatrices(o, group(first), multiplyMatrices(o, fourth, sum));
  }
  return sum;
}

/** 1/(k + 1)!, rounded once: the factorials up to 16! are doubles. */
const COEFFICIENTS: readonly number[] = Array.from({ length: TERM_COUNT }, (_, k) => {
  let factorial = 1;
  for (let factor = 2; factor <= k + 1; factor++) factorial *= factor;
  return 1 / factorial;
});

/** The largest column sum of magnitudes; NaN where an entry is NaN, or 0. */
function oneNorm<V, M>(o: Arithmetic<V, M>, a: Matrix<V>): V {
  const sums = a.map((_, column) =>
    a.reduce((sum, entries) => (entries[column] === undefined ? sum : o.add(sum, o.absolute(entries[column]))), o.constant(0)),
  );
  return sums.reduce((largest, sum) => o.select(o.lessOrEqual(sum, largest), largest, sum));
}
