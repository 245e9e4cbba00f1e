// The operations on a double's fields, where the fields are unusual. All others are the host's own operators.

import { hostArithmetic as o } from "@spikefarm/numerics";
import fc from "fast-check";
import { expect, test } from "vitest";

const SMALLEST_NORMAL = 2.2250738585072014e-308;

test("powerOfTwo is exact from −1022 to 1023", () => {
  let value = SMALLEST_NORMAL;
  for (let n = -1022; n <= 1023; n++, value *= 2) expect(o.powerOfTwo(n)).toBe(value);
});

test("exponentOf gives −1023 for zeros and subnormals, 1024 for infinities and NaN", () => {
  const cases: readonly (readonly [number, number])[] = [
    [1, 0],
    [-1.9, 0],
    [2, 1],
    [0.5, -1],
    [Number.MAX_VALUE, 1023],
    [SMALLEST_NORMAL, -1022],
    [0, -1023],
    [-0, -1023],
    [5e-324, -1023],
    [2.225e-308, -1023],
    [Number.POSITIVE_INFINITY, 1024],
    [Number.NEGATIVE_INFINITY, 1024],
    [Number.NaN, 1024],
  ];
  for (const [a, wanted] of cases) expect(o.exponentOf(a), String(a)).toBe(wanted);
});

test("significandOf has no sign and lies in [1, 2), for subnormals and zeros too", () => {
  expect([o.significandOf(-6), o.significandOf(0), o.significandOf(-0), o.significandOf(Number.POSITIVE_INFINITY)]).toEqual([1.5, 1, 1, 1]);
  expect(o.significandOf(5e-324)).toBe(1 + Number.EPSILON);
});

test("a normal number is its significand times two to its exponent", () => {
  fc.assert(
    fc.property(fc.double({ min: SMALLEST_NORMAL, noNaN: true, noDefaultInfinity: true }), fc.boolean(), (size, isNegative) => {
      const a = isNegative ? -size : size;
      expect(o.significandOf(a) * o.powerOfTwo(o.exponentOf(a))).toBe(size);
    }),
  );
});
