// Exact decimals. The host's own Number("…") is the truth for rounding: every engine must round decimal literals correctly.

import { Rational } from "@spikefarm/numerics";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), fc.integer({ min: -380, max: 330 }))
  .map(([digits, exponent]) => `${digits}e${exponent}`);

describe("reading", () => {
  test("what is no decimal number, or is beyond ±400, is refused with the text in the message", () => {
    for (const text of ["", ".", "e5", "1e", "0x10", "1_000", " 1", "1 ", "Infinity", "NaN", "--1", "1.2.3"]) {
      expect(() => Rational.parse(text), text).toThrow(RangeError);
    }
    expect(() => Rational.parse("1e401")).toThrow(/"1e401" is beyond ±400/);
    expect(() => Rational.parse("1e-401")).toThrow(RangeError);
    expect(() => Rational.parse("1".repeat(1001))).toThrow(/1001 digits/);
    expect(Rational.parse("1e400").toNumber()).toBe(Number.POSITIVE_INFINITY);
    expect(Rational.parse("1e-400").toNumber()).toBe(0);
  });

  test("decimal literals have their exact value", () => {
    const cases = { "1.5e-3": "3/2000", ".5": "1/2", "2.": "2", "-0.25": "-1/4", "+7": "7", "1E3": "1000", "0.10": "1/10", "-0": "0" };
    for (const [text, wanted] of Object.entries(cases)) expect(Rational.parse(text).toString()).toBe(wanted);
  });
});

describe("rounding", () => {
  test("IDENTITY 1: a decimal is rounded once, as Number reads it, subnormal and overflowing ones too", () => {
    fc.assert(
      fc.property(decimal, (text) => Object.is(Rational.parse(text).toNumber(), Number(text) + 0)),
      { numRuns: 2000 },
    );
  });

  test("IDENTITY 1: ties go to even, at every size a double has", () => {
    const half = Rational.of(1, 2);
    for (const size of [0, 60, 970, -60, -970, -1022, -1074]) {
      for (const significand of [2n ** 52n, 2n ** 52n + 1n, 2n ** 53n - 1n]) {
        const unit = size >= 0 ? Rational.of(2n ** BigInt(size)) : Rational.of(1n, 2n ** BigInt(-size));
        const tie = Rational.of(significand).add(half).multiply(unit);
        const even = significand % 2n === 0n ? significand : significand + 1n;
        expect(tie.toNumber()).toBe(Rational.of(even).multiply(unit).toNumber());
        const crumb = Rational.of(1n, 10n ** 30n).multiply(unit);
        expect(tie.add(crumb).toNumber()).toBe(
          Rational.of(significand + 1n)
            .multiply(unit)
            .toNumber(),
        );
        expect(tie.subtract(crumb).toNumber()).toBe(Rational.of(significand).multiply(unit).toNumber());
      }
    }
    const smallest = Rational.fromExact(Number.MIN_VALUE);
    expect(smallest.multiply(half).toNumber()).toBe(0);
    expect(smallest.multiply(Rational.of(3, 2)).toNumber()).toBe(2 * Number.MIN_VALUE);
    expect(smallest.multiply(Rational.of(3, 4)).toNumber()).toBe(Number.MIN_VALUE);
    const largest = Rational.fromExact(Number.MAX_VALUE);
    const halfStep = Rational.of(2n ** 970n);
    expect(largest.add(halfStep).toNumber()).toBe(Number.POSITIVE_INFINITY);
    expect(largest.add(halfStep).subtract(Rational.one).toNumber()).toBe(Number.MAX_VALUE);
  });

  test("IDENTITY 1: 9*mV is 0.009*volt, 100*us is 0.1*ms, and no −0 arises", () => {
    const milli = Rational.parse("1e-3");
    const micro = Rational.parse("1e-6");
    expect(Rational.of(9).multiply(milli).toNumber()).toBe(0.009);
    expect(Rational.of(100).multiply(micro).toNumber()).toBe(Rational.parse("0.1").multiply(milli).toNumber());
    for (const zero of [Rational.parse("-0"), Rational.zero.negate(), Rational.parse("-1e-400")]) expect(zero.toNumber()).toBe(0);
  });

  test("IDENTITY 2: any double survives as its exact value and as its shortest decimal", () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(finite, (x) => {
        expect(Rational.fromExact(x).toNumber()).toBe(x + 0);
        expect(Rational.fromShortest(x).toNumber()).toBe(x + 0);
      }),
      { numRuns: 500 },
    );
    expect(Rational.fromShortest(0.1).toString()).toBe("1/10");
    expect(Rational.fromExact(0.1).toString()).toBe("3602879701896397/36028797018963968");
    expect(Rational.fromShortest(1e21).toString()).toBe(`1${"0".repeat(21)}`);
    expect(() => Rational.fromShortest(Number.NaN)).toThrow(RangeError);
    expect(() => Rational.fromExact(Number.POSITIVE_INFINITY)).toThrow(RangeError);
  });
});

describe("arithmetic", () => {
  const rational = fc.tuple(fc.bigInt(-(10n ** 12n), 10n ** 12n), fc.bigInt(1n, 10n ** 12n)).map(([n, d]) => Rational.of(n, d));

  test("sums, products and quotients obey the field's laws in lowest terms", () => {
    fc.assert(
      fc.property(rational, rational, rational, (a, b, c) => {
        expect(a.add(b).multiply(c)).toEqual(a.multiply(c).add(b.multiply(c)));
        expect(a.subtract(b).add(b)).toEqual(a);
        if (!b.isZero) expect(a.divide(b).multiply(b)).toEqual(a);
        expect(Math.sign(a.compare(b))).toBe(-Math.sign(b.compare(a)) + 0);
        expect(a.compare(b) === 0).toBe(a.toString() === b.toString());
      }),
      { numRuns: 300 },
    );
  });

  test("powers, signs and integers", () => {
    const twoThirds = Rational.of(-2, -3);
    expect(twoThirds.power(3).toString()).toBe("8/27");
    expect(twoThirds.power(-2).toString()).toBe("9/4");
    expect(Rational.of(5, -10).toString()).toBe("-1/2");
    expect(Rational.zero.power(0).toString()).toBe("1");
    expect(Rational.of(4, 2).isInteger && !Rational.of(1, 2).isInteger).toBe(true);
    expect(() => Rational.zero.power(-1)).toThrow(RangeError);
    expect(() => Rational.of(1, 0)).toThrow(RangeError);
    expect(() => Rational.one.divide(Rational.zero)).toThrow(RangeError);
    expect(() => Rational.one.power(401)).toThrow(RangeError);
  });
});
