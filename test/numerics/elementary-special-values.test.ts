// Zeros, infinities, NaN, the ends of the range: one table per function, compared bit for bit (a NaN equals a NaN, 0 is not −0).

import { elementary, math } from "@spikefarm/numerics";
import { describe, expect, test } from "vitest";
import { seededRandom } from "./seeded-random.js";

const { POSITIVE_INFINITY: INF, NEGATIVE_INFINITY, NaN: NAN, MAX_VALUE, MIN_VALUE, EPSILON } = Number;

type OneArgument = { [K in keyof typeof math]: (typeof math)[K] extends (x: number) => number ? K : never }[keyof typeof math];

const ONE: Readonly<Partial<Record<OneArgument, readonly (readonly [x: number, wanted: number])[]>>> = {
  exp: [
    [0, 1],
    [-0, 1],
    [INF, INF],
    [NEGATIVE_INFINITY, 0],
    [NAN, NAN],
    [709.7827128933841, INF],
    [-745.1332191019412, 0],
    [MAX_VALUE, INF],
    [-MAX_VALUE, 0],
    [MIN_VALUE, 1],
    [-745.13321910194, MIN_VALUE],
  ],
  expm1: [
    [0, 0],
    [-0, -0],
    [INF, INF],
    [NEGATIVE_INFINITY, -1],
    [NAN, NAN],
    [MIN_VALUE, MIN_VALUE],
    [-MIN_VALUE, -MIN_VALUE],
    [709.7827128933841, INF],
    [-50, -1],
    [MAX_VALUE, INF],
    [-MAX_VALUE, -1],
  ],
  exprel: [
    [0, 1],
    [-0, 1],
    [INF, INF],
    [NEGATIVE_INFINITY, 0],
    [NAN, NAN],
    [MIN_VALUE, 1],
    [1000, INF],
  ],
  log: [
    [0, NEGATIVE_INFINITY],
    [-0, NEGATIVE_INFINITY],
    [1, 0],
    [INF, INF],
    [NEGATIVE_INFINITY, NAN],
    [-1, NAN],
    [-MIN_VALUE, NAN],
    [NAN, NAN],
  ],
  log1p: [
    [0, 0],
    [-0, -0],
    [-1, NEGATIVE_INFINITY],
    [-1.5, NAN],
    [INF, INF],
    [NEGATIVE_INFINITY, NAN],
    [NAN, NAN],
    [MIN_VALUE, MIN_VALUE],
    [-MIN_VALUE, -MIN_VALUE],
  ],
  log10: [
    [0, NEGATIVE_INFINITY],
    [1, 0],
    [10, 1],
    [1000, 3],
    [1e22, 22],
    [1e-5, -5],
    [INF, INF],
    [-1, NAN],
    [NAN, NAN],
  ],
  sin: [
    [0, 0],
    [-0, -0],
    [INF, NAN],
    [NEGATIVE_INFINITY, NAN],
    [NAN, NAN],
    [MIN_VALUE, MIN_VALUE],
  ],
  cos: [
    [0, 1],
    [-0, 1],
    [INF, NAN],
    [NEGATIVE_INFINITY, NAN],
    [NAN, NAN],
  ],
  tan: [
    [0, 0],
    [-0, -0],
    [INF, NAN],
    [NAN, NAN],
    [MIN_VALUE, MIN_VALUE],
  ],
  arcsin: [
    [0, 0],
    [-0, -0],
    [1, Math.PI / 2],
    [-1, -Math.PI / 2],
    [1 + EPSILON, NAN],
    [-2, NAN],
    [INF, NAN],
    [NAN, NAN],
  ],
  arccos: [
    [1, 0],
    [-1, Math.PI],
    [0, Math.PI / 2],
    [1 + EPSILON, NAN],
    [-2, NAN],
    [NEGATIVE_INFINITY, NAN],
    [NAN, NAN],
  ],
  arctan: [
    [0, 0],
    [-0, -0],
    [INF, Math.PI / 2],
    [NEGATIVE_INFINITY, -Math.PI / 2],
    [1, Math.PI / 4],
    [NAN, NAN],
    [MIN_VALUE, MIN_VALUE],
  ],
  sinh: [
    [0, 0],
    [-0, -0],
    [INF, INF],
    [NEGATIVE_INFINITY, NEGATIVE_INFINITY],
    [NAN, NAN],
    [711, INF],
    [MIN_VALUE, MIN_VALUE],
  ],
  cosh: [
    [0, 1],
    [-0, 1],
    [INF, INF],
    [NEGATIVE_INFINITY, INF],
    [NAN, NAN],
    [-711, INF],
  ],
  tanh: [
    [0, 0],
    [-0, -0],
    [INF, 1],
    [NEGATIVE_INFINITY, -1],
    [NAN, NAN],
    [30, 1],
    [MIN_VALUE, MIN_VALUE],
  ],
  sign: [
    [0, 0],
    [-0, 0],
    [5e-324, 1],
    [-3, -1],
    [INF, 1],
    [NAN, NAN],
  ],
  truncate: [
    [1.7, 1],
    [-1.7, -1],
    [-0.5, -0],
    [INF, INF],
    [NAN, NAN],
    [4503599627370495.5, 4503599627370495],
  ],
  ceiling: [
    [1.2, 2],
    [-1.2, -1],
    [-0.2, -0],
    [3, 3],
  ],
};

const POWERS: readonly (readonly [x: number, y: number, wanted: number])[] = [
  [0, 0, 1],
  [NAN, 0, 1],
  [INF, -0, 1],
  [1, NAN, 1],
  [1, INF, 1],
  [-1, INF, 1],
  [-1, NEGATIVE_INFINITY, 1],
  [0, 3, 0],
  [-0, 3, -0],
  [-0, 2, 0],
  [0, 0.5, 0],
  [-0, 0.5, 0],
  [0, INF, 0],
  [0, -3, INF],
  [-0, -3, NEGATIVE_INFINITY],
  [-0, -2, INF],
  [0, NEGATIVE_INFINITY, INF],
  [2, INF, INF],
  [0.5, INF, 0],
  [2, NEGATIVE_INFINITY, 0],
  [0.5, NEGATIVE_INFINITY, INF],
  [-2, INF, INF],
  [-0.5, INF, 0],
  [INF, 2, INF],
  [INF, -2, 0],
  [INF, 0.1, INF],
  [NEGATIVE_INFINITY, 3, NEGATIVE_INFINITY],
  [NEGATIVE_INFINITY, 2, INF],
  [NEGATIVE_INFINITY, -3, -0],
  [NEGATIVE_INFINITY, -2, 0],
  [NEGATIVE_INFINITY, 0.5, INF],
  [-8, 1 / 3, NAN],
  [-2, 3, -8],
  [-2, 2, 4],
  [-2, -1, -0.5],
  [-2, 9007199254740992, INF],
  [NAN, 1, NAN],
  [2, NAN, NAN],
  [2, 1023, 8.98846567431158e307],
  [2, 1024, INF],
  [2, -1074, MIN_VALUE],
  [2, -1076, 0],
  [10, 3, 1000],
  [10, 22, 1e22],
  [3, 4, 81],
  [4, 0.5, 2],
  [1 + EPSILON, 1e300, INF],
  [1 - EPSILON / 2, 1e300, 0],
  [2, MIN_VALUE, 1],
  [MIN_VALUE, 1, MIN_VALUE],
  [MAX_VALUE, 1, MAX_VALUE],
];

describe("special values", () => {
  for (const [name, cases] of Object.entries(ONE)) {
    test(`${name} is right at zeros, ends, infinities and NaN`, () => {
      for (const [x, wanted] of cases) expect(math[name as OneArgument](x), `${name}(${describeNumber(x)})`).toBe(wanted);
    });
  }

  test("power follows IEEE 754's pow in every special case", () => {
    for (const [x, y, wanted] of POWERS) expect(math.power(x, y), `${describeNumber(x)} ^ ${describeNumber(y)}`).toBe(wanted);
  });

  test("power of small integers is exact wherever the result is one", () => {
    for (let base = 1n; base <= 40n; base++) {
      for (let n = 0n; base ** n < 2n ** 53n && n < 53n; n++) expect(math.power(Number(base), Number(n))).toBe(Number(base ** n));
    }
  });
});

describe("order", () => {
  test("exp does not decrease where its pieces meet, nor between neighbours elsewhere (seed 7)", () => {
    for (let half = -2150; half <= 2047; half++) checkRising(math.exp, (half * Math.LN2) / 2);
    const random = seededRandom(7);
    for (let k = 0; k < 3000; k++) checkRising(math.exp, k % 2 === 0 ? 2 * random() - 1 : 1400 * random() - 700);
  });

  test("log does not decrease where its pieces meet, nor between neighbours elsewhere (seed 8)", () => {
    for (let x = Math.SQRT1_2 * 8.98846567431158e307; x > 1e-320; x /= 2) checkRising(math.log, x);
    const random = seededRandom(8);
    for (let k = 0; k < 3000; k++) checkRising(math.log, k % 2 === 0 ? 0.7 + 0.72 * random() : 1e6 * random());
  });
});

describe("comparisons and whole numbers", () => {
  test("IDENTITY 6: min, max and clip are b < a ? b : a and its mirror image, also for NaN and signed zeros", () => {
    const values = [-1, -0, 0, 1, NAN, INF, NEGATIVE_INFINITY];
    for (const a of values) {
      for (const b of values) {
        expect(math.minimum(a, b)).toBe([a, b][b < a ? 1 : 0]);
        expect(math.maximum(a, b)).toBe([a, b][b > a ? 1 : 0]);
        for (const x of values) expect(math.clip(x, a, b)).toBe(math.minimum(math.maximum(x, a), b));
      }
    }
    expect(math.clip(NAN, 0, 1)).toBeNaN();
    expect(math.clip(5, 2, 1)).toBe(1);
  });

  test("IDENTITY 6: // floors and x % y = x − y·floor(x/y)", () => {
    const cases: readonly (readonly [number, number, number, number])[] = [
      [7, 3, 2, 1],
      [-7, 3, -3, 2],
      [7, -3, -3, -2],
      [-7, -3, 2, -1],
      [5.5, 2, 2, 1.5],
      [0.3, 0.1, 2, 0.3 - 0.1 * 2],
      [1, 0, INF, NAN],
    ];
    for (const [x, y, quotient, rest] of cases) {
      expect(math.floorDivide(x, y)).toBe(quotient);
      expect(math.modulo(x, y)).toBe(rest);
    }
  });

  test("IDENTITY 4: an integer power multiplies in one fixed order, and a negative one divides once", () => {
    const x = 1.1;
    const square = x * x;
    const cube = square * x;
    expect(math.integerPower(x, 7)).toBe(cube * cube * x);
    expect(math.integerPower(x, -3)).toBe(1 / cube);
    expect(math.integerPower(x, 5)).toBe(square * square * x);
    expect(math.integerPower(NAN, 0)).toBe(1);
    expect(math.integerPower(-2, 63)).toBe(-9.223372036854776e18);
    expect(math.integerPower(2, 64)).toBe(1.8446744073709552e19);
    for (const n of [65, -65, 0.5, NAN]) expect(() => math.integerPower(x, n)).toThrow(RangeError);
  });

  test("math reads every elementary function", () => {
    expect(Object.keys(math).sort()).toEqual(Object.keys(elementary).sort());
  });
});

function checkRising(of: (x: number) => number, middle: number): void {
  let x = middle;
  for (let k = 0; k < 6; k++) x = neighbourBelow(x);
  let last = of(x);
  for (let k = 0; k < 12; k++) {
    x = -neighbourBelow(-x);
    const value = of(x);
    if (!(value >= last)) throw new Error(`${value} at ${x} follows ${last}`);
    last = value;
  }
}

function neighbourBelow(x: number): number {
  if (x === 0) return -MIN_VALUE;
  const bits = new BigInt64Array(Float64Array.of(x).buffer);
  bits[0] = bits[0]! + (x > 0 ? -1n : 1n);
  return new Float64Array(bits.buffer)[0]!;
}

function describeNumber(x: number): string {
  return Object.is(x, -0) ? "-0" : String(x);
}
