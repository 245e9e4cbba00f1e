// The values of axes, to the bit.

import { math, Rational } from "@spikefarm/numerics";
import { type PointValue, spaceAxes, spaceSize } from "@spikefarm/sweep";
import fc from "fast-check";
import { expect, test } from "vitest";
import { documentOf, ifCurve } from "./documents.js";

/** The values of an axis of a parameter of the test model. */
function valuesOf(parameter: string, axis: string): PointValue[] {
  const [only] = spaceAxes(documentOf(ifCurve(`{ ${parameter}: ${axis} }`)).sweep.space);
  return Array.from({ length: only!.length }, (_, index) => only!.valueAt(index));
}

test.each([
  [
    "v0",
    "{ linspace: [0*mV, 19*mV, 20] }",
    "0 0.001 0.002 0.003 0.004 0.005 0.006 0.007 0.008 0.009 0.01 0.011 0.012 0.013 0.014 0.015 0.016 0.017 0.018 0.019",
  ],
  ["gain", "{ linspace: [0, 1, 11] }", "0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1"],
  ["gain", "{ linspace: [1, -1, 5] }", "1 0.5 0 -0.5 -1"],
  ["gain", "{ linspace: [7, 9, 1] }", "7"],
  ["gain", "{ range: [0, 1, 0.1] }", "0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9"],
  ["gain", "{ range: [0, 1.05, 0.25] }", "0 0.25 0.5 0.75 1"],
  ["gain", "{ range: [3, 0, -1] }", "3 2 1"],
  ["n", "{ range: [1, 4, 1] }", "1 2 3"],
  ["n", "{ linspace: [0, 10, 3] }", "0 5 10"],
  ["n", "[-2147483648, 2**31 - 1, -2**31]", "-2147483648 2147483647 -2147483648"],
  ["n", "{ range: [-2147483648, 2147483648, 4294967295] }", "-2147483648 2147483647"],
  ["gain", "{ logspace: [1e-2, 1e2, 2] }", "0.01 100"],
  ["gain", "{ values: [3, 1, 2] }", "3 1 2"],
  ["v0", "[9*mV, 0.009*volt, 9000*uvolt]", "0.009 0.009 0.009"],
  ["v0", "3*mV", "0.003"],
  ["gain", '"2/3"', String(2 / 3)],
  ["on", "[true, false]", "true false"],
])("IDENTITY 1, 2: %s: %s has the values %s", (parameter, axis, expected) => {
  expect(valuesOf(parameter, axis).join(" ")).toBe(expected);
});

test("IDENTITY 2: each linspace value is the exact one, rounded once", () => {
  const decimal = fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: 0, max: 12 }));
  fc.assert(
    fc.property(decimal, decimal, fc.integer({ min: 2, max: 40 }), (a, b, count) => {
      const [first, last] = [`${a[0]}e-${a[1]}`, `${b[0]}e-${b[1]}`];
      const span = Rational.parse(last).subtract(Rational.parse(first));
      const exact = Array.from({ length: count }, (_, k) =>
        Rational.parse(first)
          .add(span.multiply(Rational.of(k, count - 1)))
          .toNumber(),
      );
      expect(valuesOf("gain", `{ linspace: ["${first}", "${last}", ${count}] }`)).toEqual(exact);
    }),
    { numRuns: 60 },
  );
});

test("IDENTITY 2: a refined linspace contains the old points bit for bit", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 30 }), fc.integer({ min: 2, max: 7 }), (count, factor) => {
      const coarse = valuesOf("gain", `{ linspace: [0.1, 0.73, ${count}] }`);
      const fine = valuesOf("gain", `{ linspace: [0.1, 0.73, ${(count - 1) * factor + 1}] }`);
      expect(coarse).toEqual(fine.filter((_, index) => index % factor === 0));
    }),
    { numRuns: 40 },
  );
});

test("IDENTITY 2: end points that are double expressions count as their double's exact value", () => {
  const exactPi = Rational.fromExact(Math.PI);
  const expected = [0, 1, 2, 3].map((k) => exactPi.multiply(Rational.of(k, 3)).toNumber());
  expect(valuesOf("gain", '{ linspace: [0, "pi", 4] }')).toEqual(expected);
});

test("IDENTITY 2: logspace is exp(ln a + (ln b − ln a)·k/(n − 1)) with exact ends", () => {
  const values = valuesOf("gain", "{ logspace: [0.3, 70, 9] }");
  const inner = [1, 2, 3, 4, 5, 6, 7].map((k) => math.exp(math.log(0.3) + (math.log(70) - math.log(0.3)) * (k / 8)));
  expect(values).toEqual([0.3, ...inner, 70]);
});

test("an axis of 10⁹ points computes any of its values at once", () => {
  const [axis] = spaceAxes(documentOf(ifCurve("{ v0: { linspace: [0*mV, 19*mV, 1000000001] } }")).sweep.space);
  expect(axis!.length).toBe(1_000_000_001);
  expect(axis!.valueAt(500_000_000)).toBe(0.0095);
  expect(axis!.valueAt(1_000_000_000)).toBe(0.019);
});

test("beyond 2⁵³ the quotient is taken in big integers, with the same rounding", () => {
  const [axis] = spaceAxes(documentOf(ifCurve("{ gain: { linspace: [1e-30, 1, 1000000] } }")).sweep.space);
  const exact = Rational.parse("1e-30").add(Rational.parse("1").subtract(Rational.parse("1e-30")).multiply(Rational.of(777, 999_999)));
  expect(axis!.valueAt(777)).toBe(exact.toNumber());
  expect(axis!.valueAt(0)).toBe(1e-30);
});

test("no space is the one point of the defaults", () => {
  expect(spaceSize(documentOf(ifCurve("{}")).sweep.space)).toBe(1);
});
