// What a word that is no name is taken for. A suggestion that is applied must not change a value in silence: it keeps the prefix.

import { checkQuantity } from "@spikefarm/equations";
import { DiagnosticList } from "@spikefarm/protocol";
import { describe, expect, it } from "vitest";

const PREFIXES: Readonly<Record<string, number>> = {
  ...{ y: -24, z: -21, a: -18, f: -15, p: -12, n: -9, u: -6, m: -3, c: -2, d: -1 },
  ...{ da: 1, h: 2, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18, Z: 21, Y: 24 },
};
const SYMBOLS: Readonly<Record<string, string>> = {
  ...{ V: "volt", A: "amp", S: "siemens", F: "farad", Hz: "hertz", Ohm: "ohm", s: "second", m: "metre", g: "gram", L: "liter" },
};

const read = (text: string) => {
  const diagnostics = new DiagnosticList();
  return { quantity: checkQuantity({ path: "q", text }, diagnostics), help: diagnostics.items[0]?.help };
};
/** The unit a help line names. */
const suggested = (word: string): string | undefined =>
  /(?:^write |did you mean |as a unit it is )([^ ?]+)\??$/.exec(read(`3*${word}`).help ?? "")?.[1];

describe("a prefix and a symbol", () => {
  it.each(Object.keys(SYMBOLS))("every prefix with %s is that unit, or leads to it", (symbol) => {
    for (const [prefix, exponent] of Object.entries(PREFIXES)) {
      const word = prefix + symbol;
      const unit = read(`3*${word}`).quantity === undefined ? suggested(word) : word;
      expect(unit, word).toBeDefined();
      const { value, unit: dimension } = read(`3e${exponent}*${SYMBOLS[symbol]}`).quantity!;
      expect(read(`3*${unit}`).quantity, `${word}: ${unit}`).toMatchObject({ value, unit: dimension });
    }
  });
});

describe("a word that is near to a unit", () => {
  const cases: readonly (readonly [word: string, unit: string | undefined])[] = [
    ["mvollt", "mV"],
    ["hvollt", "hvolt"],
    ["MSecond", "Msecond"],
    ["volts", "volt"],
    ["mhz", "mHz"],
    ["Mhz", "MHz"],
    ["Khz", "kHz"],
    ["KOhm", "kohm"],
    ["microsiemens", "uS"],
    ["ms2", "ms**2"],
    ["mV2", "mV**2"],
    ["metr2", "metre2"],
    ["mkelvin", "1e-3*kelvin"],
    ["faraday", "faraday_constant"],
    ["boltzmann", "boltzmann_constant"],
    ["mkelvn", undefined],
    ["gmetre", undefined],
    ["Na", undefined],
    ["float", undefined],
  ];
  it.each(cases)("%s: %s", (word, unit) => {
    expect(suggested(word)).toBe(unit);
    if (unit !== undefined) expect(read(`3*${unit}`).quantity).toBeDefined();
  });
});

describe("a function that differs in a digit", () => {
  it("is another function", () => {
    expect(read("log2(8)").help).toBe("write (log(8)/log(2))");
    expect(read("atan2(1, 2)").help ?? "").not.toContain("did you mean");
    expect(read("lgo10(2)").help).toBe("did you mean log10?");
  });
});
