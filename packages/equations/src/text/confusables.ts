// Characters that look like ours but are not: they come with text pasted from papers and word processors.

const CONFUSABLES: Readonly<Record<string, string>> = {
  "−": "-",
  "–": "-",
  "—": "-",
  "‐": "-",
  "×": "*",
  "·": "*",
  "⋅": "*",
  "∙": "*",
  "∗": "*",
  "÷": "/",
  "∕": "/",
  "⁄": "/",
  "²": "**2",
  "³": "**3",
  "\u00b5": "u",
  "\u03bc": "u",
  "\u03a9": "ohm",
  "\u2126": "ohm",
  τ: "tau",
  σ: "sigma",
  π: "pi",
  "≤": "<=",
  "≥": ">=",
  "≠": "!=",
  "＝": "=",
  "：": ":",
  "（": "(",
  "）": ")",
  "∧": "and",
  "∨": "or",
  "¬": "not",
  "∞": "inf",
};

const INVISIBLE = /^[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]$/u;
const SPACE = /^\p{Zs}$/u;

/** What cannot be seen, or looks like a plain space: undefined of any other character. */
export function kindOfBlank(character: string): "invisible" | "space" | undefined {
  if (INVISIBLE.test(character)) return "invisible";
  return SPACE.test(character) ? "space" : undefined;
}

/** The plain form of a character that only looks right, if it is one; of one that shows nothing, no character at all. */
export function plainFormOf(character: string): string | undefined {
  if (kindOfBlank(character) !== undefined) return "";
  return Object.hasOwn(CONFUSABLES, character) ? CONFUSABLES[character] : undefined;
}

/** A name with look-alikes in it, as it is read where it is used. */
export const plainName = (name: string): string => [...name].map((character) => plainFormOf(character) ?? character).join("");
