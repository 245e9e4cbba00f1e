// e^A against closed forms and against its Taylor series in exact fractions; A·x = b against exact fractions.

import { math, matrixExponential, Rational, solveLinear } from "@spikefarm/numerics";
import { describe, expect, test } from "vitest";
import { seededRandom } from "./seeded-random.js";

/** Of the largest entry: a few roundings in each of ten products and one solution. */
const TOLERANCE = 2e-15;

describe("matrixExponential", () => {
  test("what is not square, too large or not finite is refused or NaN", () => {
    expect(() => matrixExponential(new Float64Array(3), 2)).toThrow(RangeError);
    expect(() => matrixExponential(new Float64Array(33 * 33), 33)).toThrow(RangeError);
    expect([...matrixExponential(Float64Array.of(1, Number.NaN, 0, 1), 2)].every(Number.isNaN)).toBe(true);
    expect([...matrixExponential(Float64Array.of(1e300, -1e300, 1e300, 1e300), 2)].every(Number.isNaN)).toBe(true);
  });

  test("a diagonal gives exponentials, and zero the identity", () => {
    const diagonal = [-0.1, 0, 1, -3, 2.5];
    const found = matrixExponential(
      matrix(5, (i, j) => (i === j ? diagonal[i]! : 0)),
      5,
    );
    expectClose(
      found,
      matrix(5, (i, j) => (i === j ? math.exp(diagonal[i]!) : 0)),
    );
    expect(matrixExponential(new Float64Array(4), 2)).toEqual(Float64Array.of(1, 0, 0, 1));
    expect(matrixExponential(Float64Array.of(-0.01), 1)[0]).toBe(math.exp(-0.01));
  });

  test("a nilpotent matrix gives a polynomial, a defective one t·eᵗ", () => {
    expectClose(matrixExponential(Float64Array.of(0, 3, 0, 0, 0, 2, 0, 0, 0), 3), Float64Array.of(1, 3, 3, 0, 1, 2, 0, 0, 1));
    const e = math.exp(-2);
    expectClose(matrixExponential(Float64Array.of(-2, 5, 0, -2), 2), Float64Array.of(e, 5 * e, 0, e));
  });

  test("a rotation turns, by small angles and by large ones", () => {
    for (const angle of [1e-6, 0.3, 2, 20]) {
      const [s, c] = [math.sin(angle), math.cos(angle)];
      expectClose(matrixExponential(Float64Array.of(0, -angle, angle, 0), 2), Float64Array.of(c, -s, s, c), angle > 3 ? 5e-14 : TOLERANCE);
    }
  });

  test("an augmented drift relaxes to its fixed point, and its last row stays a unit row", () => {
    const rate = 0.01;
    const found = matrixExponential(Float64Array.of(-rate, rate * 0.019, 0, 0), 2);
    expectClose(found, Float64Array.of(math.exp(-rate), -0.019 * math.expm1(-rate), 0, 1));
    expect([found[2], found[3]]).toEqual([0, 1]);
  });

  test("a coupling of five billion (1/farad) costs the other entries no accuracy", () => {
    const coupling = 5e9;
    const [fast, slow] = [0.02, 0.01];
    const [u, v] = [math.exp(-fast), math.exp(-slow)];
    const found = matrixExponential(Float64Array.of(-slow, coupling, 0, -fast), 2);
    expect(relative(found[0]!, v)).toBeLessThan(TOLERANCE);
    expect(relative(found[3]!, u)).toBeLessThan(TOLERANCE);
    expect(relative(found[1]!, (coupling * (v - u)) / (fast - slow))).toBeLessThan(2e-13);
    expect(found[2]).toBe(0);
  });

  test("random matrices agree with their Taylor series in exact fractions (seed 21)", () => {
    const random = seededRandom(21);
    for (const [n, size] of [
      [2, 1],
      [2, 6],
      [3, 0.25],
      [3, 3],
      [4, 1],
    ] as const) {
      const a = matrix(n, () => Math.round((2 * random() - 1) * 16 * size) / 16);
      expectClose(matrixExponential(a, n), taylor(a, n), size > 2 ? 20 * TOLERANCE : TOLERANCE);
    }
  });
});

describe("solveLinear", () => {
  test("a singular or badly conditioned system has no solution", () => {
    expect(solveLinear(Float64Array.of(1, 2, 2, 4), Float64Array.of(1, 1), 2)).toBeUndefined();
    expect(solveLinear(Float64Array.of(0, 0, 0, 0), Float64Array.of(0, 0), 2)).toBeUndefined();
    expect(solveLinear(Float64Array.of(1, 1, 1, 1 + 1e-10), Float64Array.of(1, 1), 2)).toBeUndefined();
    expect(solveLinear(Float64Array.of(1, Number.NaN, 0, 1), Float64Array.of(1, 1), 2)).toBeUndefined();
    expect(solveLinear(Float64Array.of(1, 0, 0, 1), Float64Array.of(1, Number.POSITIVE_INFINITY), 2)).toBeUndefined();
  });

  test("units do not pass for bad conditioning, and rows may need exchanging", () => {
    expect([...solveLinear(Float64Array.of(1e-12, 0, 0, 1e9), Float64Array.of(3e-12, 2e9), 2)!]).toEqual([3, 2]);
    expect([...solveLinear(Float64Array.of(0, 2, 4, 0), Float64Array.of(6, 8), 2)!]).toEqual([2, 3]);
    expect([...solveLinear(new Float64Array(0), new Float64Array(0), 0)!]).toEqual([]);
  });

  test("the residual in exact fractions is of the size of rounding (seed 22)", () => {
    const random = seededRandom(22);
    for (let round = 0; round < 50; round++) {
      const n = 1 + Math.floor(6 * random());
      const a = matrix(n, (i, j) => 2 * random() - 1 + (i === j ? 2 : 0));
      const b = Float64Array.from({ length: n }, () => 2 * random() - 1);
      const x = solveLinear(a, b, n)!;
      for (let i = 0; i < n; i++) {
        let rest = Rational.fromExact(b[i]!);
        for (let j = 0; j < n; j++) rest = rest.subtract(Rational.fromExact(a[i * n + j]!).multiply(Rational.fromExact(x[j]!)));
        expect(Math.abs(rest.toNumber())).toBeLessThan(1e-14);
      }
    }
  });
});

/** Σ Aᵏ/k! in fractions until a term is below 2⁻¹²⁰. The entries of A are multiples of 1/16. */
function taylor(a: Float64Array, n: number): Float64Array {
  const exact = Array.from(a, Rational.fromExact);
  const limit = Rational.of(1n, 2n ** 120n);
  let term = Array.from(
    matrix(n, (i, j) => (i === j ? 1 : 0)),
    Rational.fromExact,
  );
  let sum = term;
  for (let k = 1; k < 200 && term.some((t) => limit.compare(t) < 0 || limit.compare(t.negate()) < 0); k++) {
    const last = term;
    const entry = (i: number, j: number): Rational => {
      let product = Rational.zero;
      for (let m = 0; m < n; m++) product = product.add(last[i * n + m]!.multiply(exact[m * n + j]!));
      return product.divide(Rational.of(k));
    };
    term = last.map((_, place) => entry(Math.floor(place / n), place % n));
    sum = sum.map((value, place) => value.add(term[place]!));
  }
  return Float64Array.from(sum, (value) => value.toNumber());
}

function matrix(n: number, entry: (i: number, j: number) => number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, k) => entry(Math.floor(k / n), k % n));
}

function expectClose(found: Float64Array, wanted: Float64Array, tolerance = TOLERANCE): void {
  const size = Math.max(...wanted.map(Math.abs));
  found.forEach((value, k) => {
    expect(Math.abs(value - wanted[k]!) / size, `entry ${k}: ${value} for ${wanted[k]}`).toBeLessThanOrEqual(tolerance);
  });
}

function relative(found: number, wanted: number): number {
  return Math.abs(found - wanted) / Math.abs(wanted);
}
