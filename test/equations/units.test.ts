import { checkQuantity } from "@spikefarm/equations";
import { DiagnosticList } from "@spikefarm/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checked, codes, model } from "./support.js";

const quantity = (text: string) => checkQuantity({ path: "q", text }, new DiagnosticList());

describe("unit names", () => {
  const cases: readonly (readonly [string, number, string])[] = [
    ["volt", 1, "volt"],
    ["meter", 1, "metre"],
    ["ampere", 1, "amp"],
    ["mol", 1, "mole"],
    ["kgram", 1, "kilogram"],
    ["gram", 0.001, "kilogram"],
    ["umetre2", 1e-12, "metre**2"],
    ["second2", 1, "second**2"],
    ["mM", 1, "mole/metre**3"],
    ["mmolar", 1, "mole/metre**3"],
    ["Mohm", 1e6, "ohm"],
    ["MOhm", 1e6, "ohm"],
    ["msiemens", 0.001, "siemens"],
    ["Msiemens", 1e6, "siemens"],
    ["mS", 0.001, "siemens"],
    ["pS", 1e-12, "siemens"],
    ["ns", 1e-9, "second"],
    ["kHz", 1000, "hertz"],
    ["dliter", 1e-4, "metre**3"],
    ["daliter", 0.01, "metre**3"],
    ["cmetre", 0.01, "metre"],
    ["Yvolt", 1e24, "volt"],
    ["yvolt", 1e-24, "volt"],
    ["radian", 1, ""],
  ];
  it.each(cases)("%s", (name, value, unit) => {
    expect(quantity(name)).toMatchObject({ value, unit });
  });

  it.each(["V", "A", "s", "S", "F", "degC", "kkelvin", "mkilogram", "liter2", "voltage", "mvolts"])("%s is not one", (name) => {
    expect(quantity(name)).toBeUndefined();
  });
});

describe("canonical units", () => {
  it("two texts have equal units if and only if their dimensions are equal, fractions included", () => {
    const bases = ["metre", "kilogram", "second", "amp", "kelvin", "mole", "candle"];
    const powers = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 7, maxLength: 7 });
    const dimension = fc.tuple(powers, fc.constantFrom(1, 1, 2, 3));
    const unitOf = ([powers, divisor]: readonly [readonly number[], number]): string =>
      quantity(powers.map((power, index) => `${bases[index]}**(${power}/${divisor})`).join("*"))!.unit;
    fc.assert(
      fc.property(dimension, dimension, (a, b) => {
        expect(unitOf(a) === unitOf(b)).toBe(a[0].every((power, index) => power * b[1] === b[0][index]! * a[1]));
        const text = unitOf(a);
        if (text === "") return;
        expect(quantity(text)).toMatchObject({ value: 1, unit: text });
        const { variables } = checked(model({ equations: ["dv/dt = -v/tau : volt", `x : ${text}`] })).groups[0]!;
        expect(variables.find(({ name }) => name === "x")?.unit).toBe(text);
      }),
    );
  });

  const cases: readonly (readonly [string, string])[] = [
    ["volt/second", "volt/second"],
    ["1/second", "hertz"],
    ["becquerel", "hertz"],
    ["amp*ohm", "volt"],
    ["watt/volt", "amp"],
    ["1/second**0.5", "second**-0.5"],
    ["volt*second**-0.5", "volt*second**-0.5"],
    ["nA*second**0.5/second", "amp*second**-0.5"],
    ["volt**0.5", "volt**0.5"],
    ["metre**(1/3)", "metre**(1/3)"],
    ["metre**12*metre**12", "metre**24"],
    ["msiemens/cm**2", "siemens/metre**2"],
    ["ufarad/cm**2", "farad/metre**2"],
    ["uA/cm**2", "amp/metre**2"],
    ["volt**2", "volt**2"],
    ["metre/second", "metre/second"],
    ["gray", "joule/kilogram"],
    ["joule", "joule"],
    ["1/volt", "volt**-1"],
    ["volt/volt", ""],
    ["volt**0.5", "volt**0.5"],
    ["ohm*cm", "ohm*metre"],
  ];
  it.each(cases)("%s is %s", (text, unit) => {
    expect(quantity(text)!.unit).toBe(unit);
  });
});

describe("the declared unit of an equation", () => {
  const declare = (unit: string): string[] => codes(model({ equations: `dv/dt = (v0 - v)/tau : volt\nx : ${unit}` }));
  it.each(["volt", "metre", "siemens/meter**2", "meter**-1", "volt**2", "mmolar", "1", "boolean", "integer", "1/second"])(
    "%s is accepted",
    (unit) => {
      expect(declare(unit)).toEqual([]);
    },
  );
  const refused: readonly (readonly [string, string])[] = [
    ["mV", "UNITS_SCALE"],
    ["mvolt", "UNITS_SCALE"],
    ["molar", "UNITS_SCALE"],
    ["amp/cmeter", "UNITS_SCALE"],
    ["voltage", "UNITS_UNKNOWN"],
    ["1.0*volt", "UNITS_UNKNOWN"],
    ["volt second", "EQUATIONS_SYNTAX"],
    ["volt**", "EQUATIONS_SYNTAX"],
    ["volt**x", "EQUATIONS_SYNTAX"],
    ["volt**(1/0)", "EQUATIONS_SYNTAX"],
    ["volt**(1/2", "EQUATIONS_SYNTAX"],
    ["volt**400", "EQUATIONS_SYNTAX"],
    ["volt**0.1234", "EQUATIONS_SYNTAX"],
    ["mvolt**13", "EQUATIONS_SYNTAX"],
    ["volt**1e400", "EQUATIONS_SYNTAX"],
    ["volt**-1e-400", "EQUATIONS_SYNTAX"],
    ["volt**(1/1e-300)", "EQUATIONS_SYNTAX"],
    ["Ymetre**12*Ymetre**12*Ymetre**-13", "EQUATIONS_SYNTAX"],
    ["mV**0.5", "UNITS_SCALE"],
    ["", "EQUATIONS_SYNTAX"],
  ];
  it.each(refused)("%s is refused (%s)", (unit, code) => {
    expect(declare(unit)).toEqual([code]);
  });
});
