// sin 2πx and cos 2πx for 0 ≤ x ≤ 1, within 1.2 ulp where x is a multiple of 2⁻⁵⁴, as uniforms are: angles in turns, as Box and Muller's method has them.
//
// Derivation: 4x = q + f with q whole and |f| ≤ ½, both exact, so the reduction loses nothing (of 2πx it would lose up to an ulp of 2π).
// sin(πf/2) = f·π/2 + f³·S(f²), cos(πf/2) = 1 + f²·C(f²); coefficients of our own (Chebyshev interpolants of the two quotients, off by less
// than 2⁻⁶²). f·π/2 is f·3/2, which is exact (a uniform's f has 51 bits), and the small rest.

import type { Arithmetic } from "../arithmetic.js";
import { polynomial } from "./polynomial.js";

const THREE_HALVES = 1.5;
/** π/2 − 3/2. */
const HALF_PI_BEYOND = 0.07079632679489661;

const S = [
  -0.6459640975062463, 0.07969262624616703, -0.004681754135317561, 0.00016044118476030617, -3.598842925925207e-6, 5.691991364926124e-8,
  -6.635152387230837e-10,
];
const C = [
  -1.2337005501361697, 0.2536695079010478, -0.020863480763340773, 0.0009192602745468447, -2.5202039028029178e-5, 4.710678405505227e-7,
  -6.329396344967424e-9,
];

export interface SineAndCosine<V> {
  readonly sine: V;
  readonly cosine: V;
}

export function turns<V, M>(o: Arithmetic<V, M>, x: V): SineAndCosine<V> {
  const quarters = o.multiply(x, o.constant(4));
  const q = o.floor(o.add(quarters, o.constant(0.5)));
  const f = o.subtract(quarters, q);
  const z = o.multiply(f, f);
  const tail = o.multiply(f, o.add(o.constant(HALF_PI_BEYOND), o.multiply(z, polynomial(o, z, S))));
  const s = o.add(o.multiply(f, o.constant(THREE_HALVES)), tail);
  const c = o.add(o.constant(1), o.multiply(z, polynomial(o, z, C)));
  const isOdd = o.either(o.equal(q, o.constant(1)), o.equal(q, o.constant(3)));
  const sine = o.select(isOdd, c, s);
  const cosine = o.select(isOdd, s, c);
  const isLower = o.both(o.lessThan(o.constant(1.5), q), o.lessThan(q, o.constant(3.5)));
  const isLeft = o.both(o.lessThan(o.constant(0.5), q), o.lessThan(q, o.constant(2.5)));
  return { sine: o.select(isLower, o.negate(sine), sine), cosine: o.select(isLeft, o.negate(cosine), cosine) };
}
