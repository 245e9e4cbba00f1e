// e^A and φ(A)·G against closed forms and against their series in 320 bits; N·X = R against its residual in exact fractions.

import { balance, hostArithmetic as host, math, propagation, Rational, solve } from "@spikefarm/numerics";
import { describe, expect, test } from "vitest";
import { exactPropagation } from "./exact-propagation.js";
import { seededRandom } from "./seeded-random.js";

type Rows = readonly (readonly number[])[];

/** Of the largest entry: a few roundings in each of ten products. Each squaring doubles what came before. */
const TOLERANCE = 2e-15;
const MANY_SQUARINGS = 40;

function propagated(a: Rows, g: Rows = a.map(() => [])) {
  const { own, forced, isWithin } = propagation(host, balance(host, a), g, MANY_SQUARINGS);
  const filled = (matrix: readonly (readonly (number | undefined)[])[]) => matrix.map((row) => row.map((entry) => entry ?? 0));
  return { own: filled(own), forced: filled(forced), isWithin };
}

const matrix = (n: number, columns: number, entry: (i: number, j: number) => number): Rows =>
  Array.from({ length: n }, (_, i) => Array.from({ length: columns }, (_, j) => entry(i, j)));

const product = (a: Rows, b: Rows): Rows => a.map((row) => b[0]!.map((_, j) => row.reduce((sum, entry, k) => sum + entry * b[k]![j]!, 0)));

function expectClose(found: Rows, wanted: Rows, tolerance = TOLERANCE): void {
  const size = Math.max(...wanted.flat().map(Math.abs));
  found.forEach((row, i) => {
    row.forEach((value, j) => {
      expect(Math.abs(value - wanted[i]![j]!) / size, `entry ${i}, ${j}: ${value} for ${wanted[i]![j]}`).toBeLessThanOrEqual(tolerance);
    });
  });
}

describe("propagation", () => {
  test("what is not finite becomes NaN where it reaches", () => {
    const { own } = propagated([
      [-1, Number.NaN],
      [0, -1],
    ]);
    expect(own[0]).toEqual([Number.NaN, Number.NaN]);
  });

  test("zero gives the identity and hands its input on", () => {
    const { own, forced } = propagated(
      [
        [0, 0],
        [0, 0],
      ],
      [[3], [4]],
    );
    expect(own).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(forced).toEqual([[3], [4]]);
  });

  test("one variable is an exponential, to the bit", () => {
    expect(propagated([[-0.01]]).own).toEqual([[math.exp(-0.01)]]);
    expect(propagated([[-0.01]], [[2]]).forced).toEqual([[2 * math.exprel(-0.01)]]);
  });

  test("a place that is known to be 0 stays so", () => {
    const triangular = [
      [-1, 2],
      [undefined, -3],
    ];
    const { own, forced } = propagation(host, balance(host, triangular), [[undefined], [5]], MANY_SQUARINGS);
    expect(own[1]![0]).toBeUndefined();
    expect(forced[0]![0]).toBeDefined();
    const apart = propagation(host, balance(host, triangular), [[5], [undefined]], MANY_SQUARINGS);
    expect(apart.forced[1]![0]).toBeUndefined();
  });

  test("a nilpotent matrix gives a polynomial, a defective one t·eᵗ", () => {
    const nilpotent = propagated([
      [0, 3, 0],
      [0, 0, 2],
      [0, 0, 0],
    ]);
    expectClose(nilpotent.own, [
      [1, 3, 3],
      [0, 1, 2],
      [0, 0, 1],
    ]);
    const e = math.exp(-2);
    const defective = propagated([
      [-2, 5],
      [0, -2],
    ]);
    expectClose(
      defective.own,
      [
        [e, 5 * e],
        [0, e],
      ],
      4 * TOLERANCE,
    );
  });

  test("a rotation turns, by small angles and by large ones", () => {
    for (const angle of [1e-6, 0.3, 2, 20]) {
      const [s, c] = [math.sin(angle), math.cos(angle)];
      const { own } = propagated([
        [0, -angle],
        [angle, 0],
      ]);
      expectClose(
        own,
        [
          [c, -s],
          [s, c],
        ],
        TOLERANCE * Math.max(1, 2 * angle),
      );
    }
  });

  test("a coupling of five billion (1/farad) costs the other entries no accuracy", () => {
    const coupling = 5e9;
    const [fast, slow] = [0.02, 0.01];
    const [u, v] = [math.exp(-fast), math.exp(-slow)];
    const { own } = propagated([
      [-slow, coupling],
      [0, -fast],
    ]);
    expect(relative(own[0]![0]!, v)).toBeLessThan(TOLERANCE);
    expect(relative(own[1]![1]!, u)).toBeLessThan(TOLERANCE);
    expect(relative(own[0]![1]!, (coupling * (v - u)) / (fast - slow))).toBeLessThan(2e-13);
    expect(own[1]![0]).toBe(0);
  });

  test("more squarings than are needed change no bit, and too few are told", () => {
    const a = balance(host, [
      [-1.5, 0.5],
      [2, -2.5],
    ]);
    const g = [[1], [2]];
    const many = propagation(host, a, g, 40);
    const few = propagation(host, a, g, 3);
    expect(few.isWithin).toBe(true);
    expect([few.own, few.forced]).toEqual([many.own, many.forced]);
    expect(propagation(host, a, g, 1).isWithin).toBe(false);
  });

  test("a rate beyond what the squarings reach is NaN, not a wrong number", () => {
    const system = (rate: number) => [
      [-rate, 1],
      [0, -0.01],
    ];
    const { own } = propagated(system(1e11));
    expect(own[0]![0]).toBe(0);
    expect(relative(own[1]![1]!, math.exp(-0.01))).toBeLessThan(1e-4);
    const beyond = propagated(system(1e13));
    expect(beyond.isWithin).toBe(false);
    expect(beyond.own[0]).toEqual([Number.NaN, Number.NaN]);
  });

  describe("of random systems of 1 to 8 variables agrees with the series in 320 bits (seed 21)", () => {
    const random = seededRandom(21);
    const signed = () => 2 * random() - 1;
    const size = () => 1 + Math.floor(8 * random());
    /** P·J·P⁻¹ with P of whole numbers and determinant 1: the matrix is exact, and its Jordan form is J. */
    const similar = (j: Rows): Rows => {
      const n = j.length;
      const shear = matrix(n, n, (row, column) => (row === column ? 1 : row < column ? Math.round(signed()) : 0));
      return product(product(shear, j), inverseOfShear(shear));
    };
    const kinds: readonly (readonly [string, () => Rows])[] = [
      ["any", () => ((n) => matrix(n, n, () => signed()))(size())],
      ["slow", () => ((n) => matrix(n, n, () => 0.01 * signed()))(size())],
      ["fast", () => ((n) => matrix(n, n, (i, j) => 4 * signed() - (i === j ? 4 : 0)))(size())],
      ["singular", () => ((n) => matrix(n, n, (i) => (i === 0 ? 0 : signed())))(size())],
      ["triangular", () => ((n) => matrix(n, n, (i, j) => (i > j ? 0 : signed() - (i === j ? 1 : 0))))(size())],
      [
        "oscillating",
        () =>
          ((n) => matrix(2 * n, 2 * n, (i, j) => (i === j ? 0 : i === (j ^ 1) ? (i < j ? -1 : 1) * 0.75 : 0)))(
            1 + Math.floor(4 * random()),
          ),
      ],
      ["defective", () => ((n) => similar(matrix(n, n, (i, j) => (i === j ? -0.5 : j === i + 1 ? 0.25 : 0))))(size())],
    ];
    test.each(kinds)("%s", (_, make) => {
      for (let round = 0; round < 15; round++) {
        const a = make();
        const g = matrix(a.length, 2, signed);
        const found = propagated(a, g);
        const wanted = exactPropagation(a, g);
        const norm = Math.max(...a.map((row) => row.reduce((sum, entry) => sum + Math.abs(entry), 0)));
        const tolerance = TOLERANCE * a.length * Math.max(1, norm);
        expectClose(found.own, wanted.own, tolerance);
        expectClose(found.forced, wanted.forced, tolerance);
      }
    });
  });
});

/** (I + U)⁻¹ = I − U + U² − …, whole numbers throughout. */
function inverseOfShear(shear: Rows): Rows {
  const strict = shear.map((row, i) => row.map((entry, j) => (i === j ? 0 : -entry)));
  let power: Rows = shear.map((row, i) => row.map((_, j) => (i === j ? 1 : 0)));
  let sum = power;
  for (let k = 1; k < shear.length; k++) {
    power = product(power, strict);
    sum = sum.map((row, i) => row.map((entry, j) => entry + power[i]![j]!));
  }
  return sum;
}

describe("solve", () => {
  test("a matrix that is singular wherever its zeros are has no solution, one that is by its numbers none that is finite", () => {
    expect(solve(host, [[undefined]], [[1]])).toBeUndefined();
    expect(
      solve(
        host,
        [
          [1, 2],
          [2, 4],
        ],
        [[1], [1]],
      )!
        .flat()
        .some((entry) => Number.isFinite(entry)),
    ).toBe(false);
  });

  test("what is 0 costs nothing and stays 0", () => {
    const solution = solve(
      host,
      [
        [-1, 1],
        [undefined, -1],
      ],
      [[-0.01], [undefined]],
    );
    expect(solution).toEqual([[0.01], [undefined]]);
  });

  test("a factor common to a row does not make a pivot of it, and rows may need exchanging", () => {
    const solved = (n: readonly (readonly (number | undefined)[])[], r: Rows) => solve(host, n, r)!.flat();
    expect(
      solved(
        [
          [1e-12, undefined],
          [undefined, 1e9],
        ],
        [[3e-12], [2e9]],
      ),
    ).toEqual([3, 2]);
    expect(
      solved(
        [
          [undefined, 2],
          [4, undefined],
        ],
        [[6], [8]],
      ),
    ).toEqual([2, 3]);
    expect(
      solved(
        [
          [1e-9, 1],
          [1, 1],
        ],
        [[1], [2]],
      ).map((value) => Math.round(value! * 1e6) / 1e6),
    ).toEqual([1, 1]);
  });

  test("the residual in exact fractions is of the size of rounding (seed 22)", () => {
    const random = seededRandom(22);
    for (let round = 0; round < 50; round++) {
      const n = 1 + Math.floor(6 * random());
      const a = matrix(n, n, (i, j) => 2 * random() - 1 + (i === j ? 2 : 0));
      const b = matrix(n, 1, () => 2 * random() - 1);
      const x = solve(host, a, b)!;
      a.forEach((row, i) => {
        let rest = Rational.fromExact(b[i]![0]!);
        row.forEach((entry, j) => {
          rest = rest.subtract(Rational.fromExact(entry).multiply(Rational.fromExact(x[j]![0]!)));
        });
        expect(Math.abs(rest.toNumber())).toBeLessThan(1e-14);
      });
    }
  });
});

function relative(found: number, wanted: number): number {
  return Math.abs(found - wanted) / Math.abs(wanted);
}
