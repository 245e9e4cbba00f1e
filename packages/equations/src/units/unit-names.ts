// The unit names of the language: Brian 2's 1710, found by taking a name apart rather than by listing them, and a few more.
//
//   umetre2  =  u (10⁻⁶) · metre, squared            nS, mV, cm2 …  short names, exactly those listed
//
// Ours beyond Brian 2: mS pS ns, mHz and GHz, MOhm, the prefixes c d h da on every unit, minute and hour.

import { Rational } from "@spikefarm/numerics";
import { type Dimension, makeDimension, multiplyDimensions, raiseDimension } from "./dimension.js";

export interface Unit {
  readonly name: string;
  readonly dimension: Dimension;
  /** How many SI base units it is. */
  readonly scale: Rational;
}

const PREFIXES: Readonly<Record<string, number>> = {
  ...{ y: -24, z: -21, a: -18, f: -15, p: -12, n: -9, u: -6, m: -3, c: -2, d: -1 },
  ...{ da: 1, h: 2, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18, Z: 21, Y: 24 },
};

/** Powers of metre, kilogram, second, amp, kelvin, mole, candle. */
const NAMED: Readonly<Record<string, readonly number[]>> = {
  metre: [1, 0, 0, 0, 0, 0, 0],
  kilogram: [0, 1, 0, 0, 0, 0, 0],
  second: [0, 0, 1, 0, 0, 0, 0],
  amp: [0, 0, 0, 1, 0, 0, 0],
  kelvin: [0, 0, 0, 0, 1, 0, 0],
  mole: [0, 0, 0, 0, 0, 1, 0],
  candle: [0, 0, 0, 0, 0, 0, 1],
  radian: [0, 0, 0, 0, 0, 0, 0],
  steradian: [0, 0, 0, 0, 0, 0, 0],
  hertz: [0, 0, -1, 0, 0, 0, 0],
  newton: [1, 1, -2, 0, 0, 0, 0],
  pascal: [-1, 1, -2, 0, 0, 0, 0],
  joule: [2, 1, -2, 0, 0, 0, 0],
  watt: [2, 1, -3, 0, 0, 0, 0],
  coulomb: [0, 0, 1, 1, 0, 0, 0],
  volt: [2, 1, -3, -1, 0, 0, 0],
  farad: [-2, -1, 4, 2, 0, 0, 0],
  ohm: [2, 1, -3, -2, 0, 0, 0],
  siemens: [-2, -1, 3, 2, 0, 0, 0],
  weber: [2, 1, -2, -1, 0, 0, 0],
  tesla: [0, 1, -2, -1, 0, 0, 0],
  henry: [2, 1, -2, -2, 0, 0, 0],
  lumen: [0, 0, 0, 0, 0, 0, 1],
  lux: [-2, 0, 0, 0, 0, 0, 1],
  becquerel: [0, 0, -1, 0, 0, 0, 0],
  gray: [2, 0, -2, 0, 0, 0, 0],
  sievert: [2, 0, -2, 0, 0, 0, 0],
  katal: [0, 0, -1, 0, 0, 1, 0],
};
const ALIASES: Readonly<Record<string, string>> = { meter: "metre", ampere: "amp", mol: "mole", kilogramme: "kilogram" };
const LITER = { powers: [3, 0, 0, 0, 0, 0, 0], scale: -3 };
/** Units whose own scale is not 1: decimal exponent and powers. */
const SCALED: Readonly<Record<string, { readonly powers: readonly number[]; readonly scale: number }>> = {
  gram: { powers: [0, 1, 0, 0, 0, 0, 0], scale: -3 },
  gramme: { powers: [0, 1, 0, 0, 0, 0, 0], scale: -3 },
  molar: { powers: [-3, 0, 0, 0, 0, 1, 0], scale: 3 },
  liter: LITER,
  litre: LITER,
};
const WITHOUT_PREFIX: ReadonlySet<string> = new Set(["kilogram", "kilogramme", "kelvin"]);
const WITHOUT_POWER: ReadonlySet<string> = new Set(["liter", "litre"]);
const SECONDS: Readonly<Record<string, number>> = { minute: 60, hour: 3600 };

/** Short names and what they stand for. */
const SHORT: Readonly<Record<string, string>> = {
  ...{ mHz: "mhertz", Hz: "hertz", kHz: "khertz", MHz: "Mhertz", GHz: "Ghertz" },
  ...{ ms: "msecond", us: "usecond", ns: "nsecond", mV: "mvolt" },
  ...{ mA: "mamp", uA: "uamp", nA: "namp", pA: "pamp", uF: "ufarad", nF: "nfarad", pF: "pfarad" },
  ...{ mS: "msiemens", uS: "usiemens", nS: "nsiemens", pS: "psiemens", MOhm: "Mohm" },
  ...{ cm: "cmetre", cm2: "cmetre2", cm3: "cmetre3", mm: "mmetre", mm2: "mmetre2", mm3: "mmetre3" },
  ...{ um: "umetre", um2: "umetre2", um3: "umetre3", mM: "mmolar", uM: "umolar", nM: "nmolar" },
};

const PLAIN_NAMES = [...Object.keys(NAMED), ...Object.keys(ALIASES), ...Object.keys(SCALED)];
const PATTERN = new RegExp(`^(${Object.keys(PREFIXES).join("|")})?(${PLAIN_NAMES.join("|")})([23])?$`);

const known = new Map<string, Unit | undefined>();

/** The unit a name stands for, if it is one. */
export function findUnit(name: string): Unit | undefined {
  if (name.length > MAX_UNIT_NAME_LENGTH) return undefined;
  if (Object.hasOwn(SHORT, name)) return rename(findUnit(SHORT[name]!), name);
  if (Object.hasOwn(SECONDS, name)) return { name, dimension: makeDimension(NAMED.second!), scale: Rational.of(SECONDS[name]!) };
  if (!PATTERN.test(name)) return undefined;
  if (!known.has(name)) known.set(name, takeApart(name));
  return known.get(name);
}

function takeApart(name: string): Unit | undefined {
  const [, prefix = "", plain = "", suffix = "1"] = PATTERN.exec(name) ?? [];
  if (prefix !== "" && WITHOUT_PREFIX.has(plain)) return undefined;
  if (suffix !== "1" && WITHOUT_POWER.has(plain)) return undefined;
  const { powers, scale } = SCALED[plain] ?? { powers: NAMED[ALIASES[plain] ?? plain]!, scale: 0 };
  const power = Number(suffix);
  const exponent = ((PREFIXES[prefix] ?? 0) + scale) * power;
  return { name, dimension: raiseDimension(makeDimension(powers), power), scale: Rational.parse(`1e${exponent}`) };
}

const rename = (unit: Unit | undefined, name: string): Unit | undefined => unit && { ...unit, name };

const MAX_UNIT_NAME_LENGTH = 16;

/** Names without a scale, in the order canonical texts prefer them; hertz before becquerel, and so on. */
export const NAMED_UNITS: readonly { readonly name: string; readonly dimension: Dimension }[] = Object.entries(NAMED).map(
  ([name, powers]) => ({
    name,
    dimension: makeDimension(powers),
  }),
);

/** `mV` for mvolt: the name that people write. */
export const shortestName = (name: string): string => Object.keys(SHORT).find((short) => SHORT[short] === name) ?? name;

/** What unit names are made of, for whoever takes a misspelt one apart. */
export const UNIT_PREFIXES: readonly string[] = Object.keys(PREFIXES);
export const PLAIN_UNIT_NAMES: readonly string[] = [...PLAIN_NAMES, ...Object.keys(SECONDS)];

/** `1e-3*kelvin` for mkelvin: of a unit that takes no prefix. */
export function withoutPrefix(name: string): string | undefined {
  const [, prefix = "", plain = ""] = PATTERN.exec(name) ?? [];
  return prefix !== "" && WITHOUT_PREFIX.has(plain) ? `1e${PREFIXES[prefix]}*${plain}` : undefined;
}

/** The product of two units. */
export const multiplyUnits = (a: Unit, b: Unit, name: string): Unit => ({
  name,
  dimension: multiplyDimensions(a.dimension, b.dimension),
  scale: a.scale.multiply(b.scale),
});
