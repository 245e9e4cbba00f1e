// sin and cos within 1 ulp and tan within 1 ulp, for |x| ≤ 2²⁶·π/2 (about 10⁸).
//
// Reduction (W. J. Cody and W. Waite, Software Manual for the Elementary Functions, 1980, ch. 8): r = x − q·π/2 with π/2 in four parts
// of at most 27 bits (down to 2⁻²⁶, 2⁻⁵³, 2⁻⁸⁰, 2⁻¹⁰⁷), whose products with q ≤ 2²⁶ are exact, and a remainder: 160 bits in all, more than
// any double in the range can cancel. The first two differences are exact too; r is a pair. Kernels: fdlibm's k_sin.c and k_cos.c (Sun Microsystems 1993), coefficients of our own (minimax by Remez's exchange).
//
// Beyond the range q·π/2 is rounded: the error grows to the size of an ulp of x, which is what x itself leaves uncertain; from 2⁵³ on the
// result is a number of no meaning in [−1, 1] (tan: any). It is the same on every target all the same. Infinities give NaN.

import type { Arithmetic } from "../arithmetic.js";
import { clip } from "./comparison.js";
import { type DoubleDouble, dividePairs, fastTwoSum, twoSum } from "./double-double.js";
import { polynomial } from "./polynomial.js";

const TWO_OVER_PI = 0.6366197723675814;
const HALF_PI_PARTS = [
  1.570796325802803, 9.920935184482005e-10, 6.123233932053594e-17, 6.368317116855041e-25, 4.665590917179985e-33,
] as const;

/** A little more than π/4, and more than half an ulp of it: no reduced argument in the range is larger. */
const LARGEST_REDUCED = 0.8;
const LARGEST_REMAINDER = 1e-15;

const S1 = -0.16666666666666632;
const S = [0.008333333333322314, -0.00019841269829724934, 2.755731366197496e-6, -2.5050753252675908e-8, 1.589650430123913e-10];
const C = [
  0.0416666666666666, -0.001388888888887399, 2.480158728939528e-5, -2.7557314326136143e-7, 2.0875719573285364e-9, -1.1359449438405313e-11,
];

export function sin<V, M>(o: Arithmetic<V, M>, x: V): V {
  const { quadrant, r } = reduceByHalfPi(o, x);
  const sine = sum(o, sinPair(o, r));
  const value = o.select(isOdd(o, quadrant), sum(o, cosPair(o, r)), sine);
  const signed = o.select(o.lessThan(quadrant, o.constant(2)), value, o.negate(value));
  return o.select(o.equal(x, o.constant(0)), x, signed);
}

export function cos<V, M>(o: Arithmetic<V, M>, x: V): V {
  const { quadrant, r } = reduceByHalfPi(o, x);
  const value = o.select(isOdd(o, quadrant), sum(o, sinPair(o, r)), sum(o, cosPair(o, r)));
  const isMiddle = o.both(o.lessThan(o.constant(0.5), quadrant), o.lessThan(quadrant, o.constant(2.5)));
  return o.select(isMiddle, o.negate(value), value);
}

export function tan<V, M>(o: Arithmetic<V, M>, x: V): V {
  const { quadrant, r } = reduceByHalfPi(o, x);
  const odd = isOdd(o, quadrant);
  const sine = normalised(o, sinPair(o, r));
  const cosine = normalised(o, cosPair(o, r));
  const numerator = { high: o.select(odd, o.negate(cosine.high), sine.high), low: o.select(odd, o.negate(cosine.low), sine.low) };
  const denominator = { high: o.select(odd, sine.high, cosine.high), low: o.select(odd, sine.low, cosine.low) };
  const result = sum(o, dividePairs(o, numerator, denominator));
  return o.select(o.equal(x, o.constant(0)), x, result);
}

/** x = q·π/2 + r with |r| ≤ π/4 (a little more at the seams), quadrant = q mod 4. */
function reduceByHalfPi<V, M>(o: Arithmetic<V, M>, x: V): { readonly quadrant: V; readonly r: DoubleDouble<V> } {
  const q = o.floor(o.add(o.multiply(x, o.constant(TWO_OVER_PI)), o.constant(0.5)));
  const [p1, p2, p3, p4, p5] = HALF_PI_PARTS;
  const exact = o.subtract(o.subtract(x, o.multiply(q, o.constant(p1))), o.multiply(q, o.constant(p2)));
  const third = twoSum(o, exact, o.multiply(q, o.constant(-p3)));
  const fourth = twoSum(o, third.high, o.multiply(q, o.constant(-p4)));
  const r = twoSum(o, fourth.high, o.subtract(o.add(third.low, fourth.low), o.multiply(q, o.constant(p5))));
  const turns = o.floor(o.multiply(q, o.constant(0.25)));
  return {
    quadrant: o.subtract(q, o.multiply(turns, o.constant(4))),
    r: {
      high: clip(o, r.high, o.constant(-LARGEST_REDUCED), o.constant(LARGEST_REDUCED)),
      low: clip(o, r.low, o.constant(-LARGEST_REMAINDER), o.constant(LARGEST_REMAINDER)),
    },
  };
}

/** sin r as r and what is missing: r³·(S₁ + r²·S(r²)) and the remainder's share, low·(1 − r²/2). */
function sinPair<V, M>(o: Arithmetic<V, M>, { high, low }: DoubleDouble<V>): DoubleDouble<V> {
  const z = o.multiply(high, high);
  const cube = o.multiply(z, high);
  const tail = o.multiply(cube, polynomial(o, z, S));
  const share = o.subtract(low, o.multiply(z, o.subtract(o.multiply(o.constant(0.5), low), tail)));
  return { high, low: o.add(share, o.multiply(cube, o.constant(S1))) };
}

/** cos r as 1 − r²/2 rounded, and what is missing: the rounding error, r⁴·C(r²) and the remainder's share, −r·low. */
function cosPair<V, M>(o: Arithmetic<V, M>, { high, low }: DoubleDouble<V>): DoubleDouble<V> {
  const one = o.constant(1);
  const z = o.multiply(high, high);
  const halfSquare = o.multiply(o.constant(0.5), z);
  const leading = o.subtract(one, halfSquare);
  const lost = o.subtract(o.subtract(one, leading), halfSquare);
  const tail = o.subtract(o.multiply(o.multiply(z, z), polynomial(o, z, C)), o.multiply(high, low));
  return { high: leading, low: o.add(lost, tail) };
}

function isOdd<V, M>(o: Arithmetic<V, M>, quadrant: V): M {
  return o.either(o.equal(quadrant, o.constant(1)), o.equal(quadrant, o.constant(3)));
}

function sum<V, M>(o: Arithmetic<V, M>, { high, low }: DoubleDouble<V>): V {
  return o.add(high, low);
}

function normalised<V, M>(o: Arithmetic<V, M>, { high, low }: DoubleDouble<V>): DoubleDouble<V> {
  return fastTwoSum(o, high, low);
}
