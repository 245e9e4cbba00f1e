// Units as the model language writes them, taken apart: what one is in SI base units, and how people write it.
//
//   uA/cm2  →  10⁻⁶ / (10⁻²)² = 10⁻²,  "µA/cm²"
//
// Only powers of ten, so that a scale is one correctly rounded number. A unit that is not understood has no scale, and its values are then
// shown in the base unit they came in: never a wrong number.

export interface UnitScale {
  /** Powers of ten: value in base units = shown value × 10^exponent. */
  readonly exponent: number;
  readonly symbol: string;
}

const PREFIXES: Readonly<Record<string, number>> = { f: -15, p: -12, n: -9, u: -6, m: -3, c: -2, d: -1, "": 0, k: 3, M: 6, G: 9, T: 12 };

/** Names, long and short, with their symbol; `exponent` where the unit itself is not a base unit. */
const UNITS: Readonly<Record<string, { readonly symbol: string; readonly exponent?: number }>> = {
  ...{ volt: { symbol: "V" }, V: { symbol: "V" }, amp: { symbol: "A" }, ampere: { symbol: "A" }, A: { symbol: "A" } },
  ...{ second: { symbol: "s" }, s: { symbol: "s" }, hertz: { symbol: "Hz" }, Hz: { symbol: "Hz" } },
  ...{ siemens: { symbol: "S" }, S: { symbol: "S" }, ohm: { symbol: "Ω" }, Ohm: { symbol: "Ω" } },
  ...{ farad: { symbol: "F" }, F: { symbol: "F" }, coulomb: { symbol: "C" }, joule: { symbol: "J" }, watt: { symbol: "W" } },
  ...{ metre: { symbol: "m" }, meter: { symbol: "m" }, m: { symbol: "m" }, kilogram: { symbol: "kg" }, kelvin: { symbol: "K" } },
  ...{ mole: { symbol: "mol" }, mol: { symbol: "mol" }, gram: { symbol: "g", exponent: -3 } },
  ...{ molar: { symbol: "M", exponent: 3 }, M: { symbol: "M", exponent: 3 }, liter: { symbol: "L", exponent: -3 } },
};

const NAMES = Object.keys(UNITS).sort((a, b) => b.length - a.length);
const FACTOR = new RegExp(`^(${Object.keys(PREFIXES).join("|")})(${NAMES.join("|")})(?:\\*\\*(-?[1-9])|([1-9]))?$`);
const SUPERSCRIPTS: Readonly<Record<string, string>> = { "-": "⁻", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };
const LONGEST_UNIT = 60;

export function parseUnitScale(text: string): UnitScale | undefined {
  if (text.length > LONGEST_UNIT || text.startsWith("*")) return undefined;
  let exponent = 0;
  let symbol = "";
  for (const part of text.replaceAll(/\s/g, "").split(/(?<!\*)(?=[*/](?!\*))/)) {
    const isDivided = part.startsWith("/");
    const factor = part.replace(/^[*/]/, "");
    const scale = factor === "1" ? { exponent: 0, symbol: "1" } : scaleOfFactor(factor);
    if (scale === undefined) return undefined;
    exponent += isDivided ? -scale.exponent : scale.exponent;
    symbol += symbol === "" ? scale.symbol : `${isDivided ? "/" : "·"}${scale.symbol}`;
  }
  return { exponent, symbol };
}

function scaleOfFactor(text: string): UnitScale | undefined {
  const [, prefix = "", name = "", afterStars, attached] = FACTOR.exec(text) ?? [];
  const power = afterStars ?? attached ?? "1";
  const unit = UNITS[name];
  if (unit === undefined) return undefined;
  const superscript = power === "1" ? "" : power.replaceAll(/./g, (digit) => SUPERSCRIPTS[digit]!);
  return {
    exponent: ((PREFIXES[prefix] ?? 0) + (unit.exponent ?? 0)) * Number(power),
    symbol: `${prefix === "u" ? "µ" : prefix}${unit.symbol}${superscript}`,
  };
}
