import { checkQuantity, fromDisplay, quantityOfNumber, toDisplay } from "@spikefarm/equations";
import { DiagnosticList } from "@spikefarm/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checked, codes, expressionModel, expressionOf } from "./support.js";

const quantity = (text: string) => checkQuantity({ path: "q", text }, new DiagnosticList())!;
const valueIn = (text: string): number => quantity(text).value;
const codesOf = (text: string): string[] => {
  const diagnostics = new DiagnosticList();
  checkQuantity({ path: "q", text }, diagnostics);
  return diagnostics.items.map((item) => item.code);
};

describe("IDENTITY 1: constants are computed exactly and rounded once", () => {
  const cases: readonly (readonly [string, number])[] = [
    ["9*mV", 0.009],
    ["100*us", 0.0001],
    ["0.1*ms", 0.0001],
    ["0.1 + 0.2", 0.3],
    ["0.1*3", 0.3],
    ["1/3", 1 / 3],
    ["(1/3)*3", 1],
    ["10*mV/(3*ohm)", 10 / 3 / 1000],
    ["1e-3*1e-3", 1e-6],
    ["2**-2", 0.25],
    ["(3*mV)**2", 9e-6],
    ["-2**2", -4],
    ["2**3**2", 512],
    ["-60*mV", -0.06],
    ["1e300*1e300/1e300/1e300", 1],
    ["1 - 0.9", 0.1],
    ["25*cm2", 0.0025],
    ["1*liter", 0.001],
    ["3*hour", 10800],
  ];
  it.each(cases)("%s", (text, value) => {
    expect(valueIn(text)).toBe(value);
  });

  it("any decimal in milli-units is the double of the same decimal with its exponent lowered by 3", () => {
    fc.assert(
      fc.property(fc.integer({ min: -999999, max: 999999 }), fc.integer({ min: -30, max: 30 }), (digits, exponent) => {
        expect(valueIn(`${digits}e${exponent}*mV`)).toBe(Number(`${digits}e${exponent - 3}`) + 0);
      }),
    );
  });

  it("−0 never arises", () => {
    for (const text of ["-0", "0*-1", "-0.0*mV", "0/-5", "-(1 - 1)", "-1e-400"]) expect(Object.is(valueIn(text), 0), text).toBe(true);
    expect(Object.is(quantityOfNumber(-0).value, 0)).toBe(true);
  });

  it("a bare number is the shortest decimal of its double", () => {
    expect(quantityOfNumber(0.1).exact!.toString()).toBe("1/10");
    expect(quantityOfNumber(1e21).exact!.toString()).toBe("1000000000000000000000");
    expect(quantityOfNumber(5).type).toBe("integer");
  });

  it("an integer outside 32 bits is a float", () => {
    expect(expressionOf("2147483647")).toEqual({ kind: "number", value: 2147483647, type: "integer" });
    expect(expressionOf("2147483648")).toEqual({ kind: "number", value: 2147483648, type: "float" });
    expect(expressionOf("-2147483649")).toMatchObject({ value: -2147483649, type: "float" });
    expect(expressionOf("65536*65536")).toMatchObject({ value: 4294967296, type: "float" });
    expect(expressionOf("4/2")).toMatchObject({ value: 2, type: "float" });
  });

  it("only what a constant comes to must have 32 bits, not what it is folded from", () => {
    const cases: readonly (readonly [string, number])[] = [
      ["-2147483648", -2147483648],
      ["2**31 - 1", 2147483647],
      ["-2**31", -2147483648],
      ["2147483648 - 1", 2147483647],
      ["65536*65536 - 65536*65535", 65536],
      ["(10**20)**0", 1],
    ];
    for (const [text, value] of cases) {
      expect(expressionOf(text, "integer"), text).toEqual({ kind: "number", value, type: "integer" });
      const source = { ...expressionModel("d"), parameters: { k: 2, p: { default: text, type: "integer" } } };
      expect(checked(source).parameters[1], text).toMatchObject({ type: "integer", value });
      const group = { equations: "n : integer", initial: { n: text } };
      expect(checked({ groups: { G: group }, duration: "1*second" }).groups[0]!.initial, text).toMatchObject([{ value: { value } }]);
    }
    for (const text of ["2147483648", "2**31", "2147483648.0 - 1", "4294967296/2 - 1"]) {
      expect(codes(expressionModel(text, "integer")), text).toEqual(["EQUATIONS_TYPE"]);
    }
  });

  it("an integer with a float is a float", () => {
    expect(expressionOf("n*2147483648")).toMatchObject({ type: "float" });
    expect(expressionOf("n*-2147483648")).toMatchObject({ type: "integer" });
    expect(expressionOf("n + 2147483648 - 1")).toMatchObject({ type: "float" });
  });

  it("a parameter, a function, pi or a fractional power makes its node double arithmetic", () => {
    expect(quantity("2*pi*Hz").exact).toBeUndefined();
    expect(valueIn("2*pi")).toBe(2 * Math.PI);
    expect(valueIn("0.1*pi*3")).toBe(0.1 * Math.PI * 3);
    expect(expressionOf("k*(0.1 + 0.2)")).toMatchObject({ kind: "binary", right: { kind: "number", value: 0.3 } });
    expect(expressionOf("4**0.5")).toMatchObject({ kind: "binary", operator: "**" });
    expect(expressionOf("2**65")).toMatchObject({ kind: "binary", operator: "**" });
  });

  it("what cannot be computed is diagnosed", () => {
    const bad = ["1/0", "1*mV/(0*mV)", "0**-1", "1e308*10", "1e401", "1e400*10", "((1.1**64)**64)**64", "1 % 0"];
    for (const text of bad) expect(codesOf(text), text).toEqual(["EQUATIONS_CONSTANT"]);
    expect(codes(expressionModel("d/0"))).toEqual(["EQUATIONS_CONSTANT"]);
  });
});

describe("quantities", () => {
  it("keep the unit they are written in", () => {
    const cases: readonly (readonly [string, string | undefined])[] = [
      ["10*mV", "mV"],
      ["-60 * mV", "mV"],
      ["3*siemens/metre**2", "siemens/metre**2"],
      ["10/ms", "1/ms"],
      ["mV", "mV"],
      ["5", undefined],
      ["2*3*mV", undefined],
      ["10*mV/(3*ohm)", undefined],
      ["1*mV + 2*mV", undefined],
    ];
    for (const [text, display] of cases) expect(quantity(text).display, text).toBe(display);
  });

  it("are shown in it without noise, and read back", () => {
    expect(toDisplay(0.009, "mV")).toBe(9);
    expect(toDisplay(0.3, "mV")).toBe(300);
    expect(fromDisplay(9, "mV")).toBe(0.009);
    expect(toDisplay(Number.NaN, "mV")).toBeNaN();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (thousandths) => {
        const shown = thousandths / 1000;
        expect(toDisplay(fromDisplay(shown, "mV"), "mV")).toBe(shown);
      }),
    );
  });

  it("are numbers and units, nothing else", () => {
    expect(codesOf("v0")).toEqual(["NAME_UNKNOWN"]);
    expect(codesOf("1 > 2")).toEqual(["EQUATIONS_TYPE"]);
    expect(codesOf("")).toEqual(["EQUATIONS_SYNTAX"]);
    expect(codesOf("1*mV + 1*nA")).toEqual(["UNITS_MISMATCH"]);
  });
});
