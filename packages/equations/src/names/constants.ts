// Constants of the language: numbers, and the physical constants of Brian 2 under its names and with its values.

import { Rational } from "@spikefarm/numerics";
import { DIMENSIONLESS, type Dimension, makeDimension } from "../units/dimension.js";

export interface Constant {
  /** Exact where the value is a decimal (IDENTITY 1), a double where it is not. */
  readonly value: Rational | number;
  readonly dimension: Dimension;
}

const number = (value: number): Constant => ({ value, dimension: DIMENSIONLESS });

/** `powers` of metre, kilogram, second, amp, kelvin, mole, candle. */
const physical = (decimal: string, ...powers: readonly number[]): Constant => ({
  value: Rational.parse(decimal),
  dimension: makeDimension(powers),
});

export const CONSTANTS: ReadonlyMap<string, Constant> = new Map([
  ["pi", number(Math.PI)],
  ["e", number(Math.E)],
  ["inf", number(Number.POSITIVE_INFINITY)],
  ["avogadro_constant", physical("6.022140857e23", 0, 0, 0, 0, 0, -1, 0)],
  ["boltzmann_constant", physical("1.38064852e-23", 2, 1, -2, 0, -1, 0, 0)],
  ["electric_constant", physical("8.854187817e-12", -3, -1, 4, 2, 0, 0, 0)],
  ["electron_mass", physical("9.10938356e-31", 0, 1, 0, 0, 0, 0, 0)],
  ["elementary_charge", physical("1.6021766208e-19", 0, 0, 1, 1, 0, 0, 0)],
  ["faraday_constant", physical("96485.33289", 0, 0, 1, 1, 0, -1, 0)],
  ["gas_constant", physical("8.3144598", 2, 1, -2, 0, -1, -1, 0)],
  // 4π·10⁻⁷
  ["magnetic_constant", { value: 4 * Math.PI * 1e-7, dimension: makeDimension([1, 1, -2, -2, 0, 0, 0]) }],
  ["molar_mass_constant", physical("1e-3", 0, 1, 0, 0, 0, -1, 0)],
  ["zero_celsius", physical("273.15", 0, 0, 0, 0, 1, 0, 0)],
]);
