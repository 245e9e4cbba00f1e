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

/** A name with look-alikes in it, as it is read where it is used. */
export const plainName = (name: string): string => [...name].map((character) => plainFormOf(character) ?? character).join("");

/** The plain form of a character that only looks right, if it is one. */
export const plainFormOf = (character: string): string | undefined =>
  Object.hasOwn(CONFUSABLES, character) ? CONFUSABLES[character] : undefined;
