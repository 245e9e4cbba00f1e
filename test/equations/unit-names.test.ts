// Brian 2's names of units and physical constants, every one, and how far ours go beyond them.

import { checkQuantity } from "@spikefarm/equations";
import { DiagnosticList } from "@spikefarm/protocol";
import { expect, it } from "vitest";
import { BRIAN_CONSTANTS, BRIAN_UNITS } from "./brian2-units.js";

const BASES = ["metre", "kilogram", "second", "amp", "kelvin", "mole", "candle"];
const quantity = (text: string) => checkQuantity({ path: "q", text }, new DiagnosticList());
const unitOf = (powers: readonly number[]) => quantity(powers.map((power, base) => `${BASES[base]}**${power}`).join("*"))?.unit;

it("there are 1710 units", () => expect(BRIAN_UNITS.size).toBe(1710));

it("each means what it means in Brian 2", () => {
  const ours = [...BRIAN_UNITS.keys()].map((name) => [name, quantity(name)?.value, quantity(name)?.unit]);
  expect(ours).toEqual([...BRIAN_UNITS].map(([name, { value, powers }]) => [name, value, unitOf(powers)]));
});

it.each(Object.entries(BRIAN_CONSTANTS))("%s has Brian 2's value", (name, { value, powers }) => {
  expect(quantity(name)).toMatchObject({ value, unit: unitOf(powers) });
});

it("IDENTITY 1: physical constants that are decimals are exact", () => {
  expect(quantity("2*elementary_charge/coulomb")?.value).toBe(3.2043532416e-19);
  expect(quantity("zero_celsius + 36.85*kelvin")?.value).toBe(310);
});

const BEYOND: readonly (readonly [string, number, string])[] = [
  ["mS", 1e-3, "siemens"],
  ["pS", 1e-12, "siemens"],
  ["ns", 1e-9, "second"],
  ["mHz", 1e-3, "hertz"],
  ["GHz", 1e9, "hertz"],
  ["MOhm", 1e6, "ohm"],
  ["cmetre", 1e-2, "metre"],
  ["cmetre2", 1e-4, "metre**2"],
  ["dmolar", 100, "mole/metre**3"],
  ["hpascal", 100, "pascal"],
  ["minute", 60, "second"],
  ["hour", 3600, "second"],
];
it.each(BEYOND)("beyond Brian 2 there is %s", (name, value, unit) => {
  expect(BRIAN_UNITS.has(name)).toBe(false);
  expect(quantity(name)).toMatchObject({ value, unit });
});

// Of one letter, or with two readings, or of an offset: not for us to guess.
it.each(["V", "A", "S", "F", "s", "m", "M", "degC", "celsius", "candela", "kkelvin", "mkilogram", "liter2", "metre4", "volts"])(
  "there is no %s",
  (name) => expect(quantity(name)).toBeUndefined(),
);
