// The unit that a word may stand for.
//
// A word is taken apart before anything is guessed: what is left of it behind a prefix is a symbol of the field (GOhm, pV), or near to the
// name of a unit (mvollt). A guess never changes the prefix: mV for MV would be a model that runs, and is wrong by nine powers of ten.

import { allowedEdits, nearest } from "../names/nearest.js";
import { findUnit, PLAIN_UNIT_NAMES, shortestName, UNIT_PREFIXES } from "./unit-names.js";

/** What a symbol with a prefix stands for. */
const SYMBOLS: Readonly<Record<string, string>> = {
  ...{ V: "volt", A: "amp", S: "siemens", F: "farad", Hz: "hertz", Ohm: "ohm", s: "second", sec: "second", m: "metre", M: "molar" },
  ...{ g: "gram", L: "liter", l: "liter", C: "coulomb", W: "watt", J: "joule", N: "newton", T: "tesla", H: "henry", Pa: "pascal" },
};
/** With these a word is hardly anything but a unit; Mg, Em, or Gm may well be a variable that is missing. */
const USUAL_SYMBOLS = /^(?:[TGMkmunpf](?:V|A|S|F|Hz|Ohm|sec)|[kmunpf][sm])$/;

export interface NamedUnit {
  readonly unit: string;
  readonly isCertain: boolean;
}

/** The unit that symbols say: Gohm for GOhm, psecond for ps, ms**2 for ms2. */
export function unitOfSymbols(word: string): NamedUnit | undefined {
  const [, base = "", power] = /^(.+?)([23])?$/.exec(word) ?? [];
  const known = power === undefined ? undefined : findUnit(base)?.name;
  const named = known === undefined ? nameOfSymbols(base) : { unit: known, isCertain: true };
  return named && power !== undefined ? { ...named, unit: `${named.unit}**${power}` } : named;
}

function nameOfSymbols(word: string): NamedUnit | undefined {
  for (const prefix of UNIT_PREFIXES) {
    const symbol = word.slice(prefix.length);
    if (word.startsWith(prefix) && Object.hasOwn(SYMBOLS, symbol)) {
      return { unit: shortestName(prefix + SYMBOLS[symbol]), isCertain: USUAL_SYMBOLS.test(word) };
    }
  }
  return undefined;
}

/** The unit whose name is nearest, with the prefix and the power that the word has. */
export function nearestUnit(word: string): string | undefined {
  const [, rest = "", power = ""] = /^(.*?)([23]?)$/.exec(word) ?? [];
  let best: { readonly unit: string; readonly distance: number } | undefined;
  for (const { prefix, plain } of readingsOf(rest)) {
    const allowed = Math.min(allowedEdits(word), allowedEdits(plain));
    const found = nearest(plain, prefix === "" ? WHOLE_NAMES : PREFIXED_NAMES, allowed);
    // What stands before a whole name was meant as a prefix: gmetre is not metre.
    if (found === undefined || (plain !== found.name && plain.endsWith(found.name))) continue;
    if (best !== undefined && found.distance >= best.distance) continue;
    best = { unit: nameOf(prefix, found.name, power), distance: found.distance };
  }
  return best !== undefined && findUnit(best.unit.split("**")[0]!) !== undefined ? best.unit : undefined;
}

const WHOLE_NAMES = [...PLAIN_UNIT_NAMES, "Hz"];
const PREFIXED_NAMES = [...PLAIN_UNIT_NAMES, ...Object.keys(SYMBOLS)];

/** Every way to begin a word with a prefix, or none. K can only be meant as k. */
function readingsOf(word: string): readonly { readonly prefix: string; readonly plain: string }[] {
  const prefixes = ["", ...UNIT_PREFIXES].filter((prefix) => word.startsWith(prefix));
  const readings = prefixes.map((prefix) => ({ prefix, plain: word.slice(prefix.length) }));
  return word.startsWith("K") ? [...readings, { prefix: "k", plain: word.slice(1) }] : readings;
}

function nameOf(prefix: string, plain: string, power: string): string {
  const name = shortestName(prefix + (prefix !== "" && Object.hasOwn(SYMBOLS, plain) ? SYMBOLS[plain] : plain));
  return power === "" || findUnit(name + power) !== undefined ? name + power : `${name}**${power}`;
}
