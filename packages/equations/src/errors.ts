// Everything that can be wrong with a model, and the one way it is reported.

import type { DiagnosticList, SourceText, Span } from "@spikefarm/protocol";

export const EQUATIONS_CODES = {
  EQUATIONS_SYNTAX: { cause: "A text does not follow the grammar of the language.", remedy: "Write it as the help line shows." },
  EQUATIONS_TYPE: {
    cause: "A value has the wrong type: a number where a condition is needed, a float where an integer is.",
    remedy: "Compare the number with something, or convert it with int(...).",
  },
  EQUATIONS_CONSTANT: {
    cause: "A constant divides by zero, or is too large or too long to be computed.",
    remedy: "Write the value itself, within 1e-308 and 1e308.",
  },
  EQUATIONS_FUNCTION: {
    cause: "A function is called with the wrong number or kind of arguments.",
    remedy: "Call it as the help line shows.",
  },
  EQUATIONS_FLAG: {
    cause: "A flag is unknown, or does not fit this kind of definition.",
    remedy: "Use one of the flags the help line names.",
  },
  EQUATIONS_CYCLE: { cause: "Definitions refer to each other in a circle.", remedy: "Give one of them a value of its own." },
  EQUATIONS_LIMIT: { cause: "A text is too long, too deep or has too many parts.", remedy: "Split it into subexpressions or groups." },
  EQUATIONS_METHOD: {
    cause: "The integration method cannot advance the equations: `exact` what is not linear, `rk4` what has noise, and so on.",
    remedy: "Use the method that the help line names, or `method: auto`.",
  },
  UNITS_MISMATCH: { cause: "Two quantities that must have the same dimensions differ.", remedy: "Convert one, as the help line says." },
  UNITS_UNKNOWN: { cause: "A word where a unit is needed is not the name of one.", remedy: "Use the name the help line suggests." },
  UNITS_SCALE: {
    cause: "The declared unit of an equation has a scale, such as mV.",
    remedy: "Declare the unit without it (volt); quantities may have any scale.",
  },
  UNITS_POWER: {
    cause: "A quantity with a unit is raised to a power that is not a plain number.",
    remedy: "Write the exponent as a number, or divide by a unit first.",
  },
  NAME_UNKNOWN: {
    cause: "A name is not defined where it is used.",
    remedy: "Define it as a parameter or a variable, or correct its spelling.",
  },
  NAME_RESERVED: { cause: "A name is a word of the language or of the farm.", remedy: "Choose another name." },
  NAME_INVALID: { cause: "A name is not a letter followed by letters, digits and underscores, up to 64.", remedy: "Choose another name." },
  NAME_CLASH: { cause: "Two things have the same name.", remedy: "Rename one of them." },
  MODEL_UNKNOWN_KEY: { cause: "A key is not part of the document's format.", remedy: "Remove it, or use the key the help line suggests." },
  MODEL_RESERVED_KEY: { cause: "A key or word belongs to a later version of Spikefarm.", remedy: "Leave it out for now." },
  MODEL_MISSING_KEY: { cause: "A key that the model needs is absent.", remedy: "Add it, as the help line shows." },
  MODEL_VALUE: { cause: "A value is of the wrong kind or out of range.", remedy: "Give a value of the kind the message names." },
} as const;

export type EquationsCode = keyof typeof EQUATIONS_CODES;

/** Reports an error in a stretch of text. */
export function reportIn(
  diagnostics: DiagnosticList,
  place: { readonly source: SourceText; readonly span: Span },
  code: EquationsCode,
  message: string,
  help?: string,
): undefined {
  diagnostics.errorIn(place.source, place.span, code, message, help);
}

/** What `check` finds in a text, where it reports nothing: a text that could be read all the same is in error too. */
export function ifSilent<T>(diagnostics: DiagnosticList, check: () => T): T | undefined {
  const count = (): number => diagnostics.items.length + diagnostics.omittedCount;
  const before = count();
  const found = check();
  return count() === before ? found : undefined;
}

/** Reports an error in a value as a whole. */
export function reportAt(diagnostics: DiagnosticList, path: string, code: EquationsCode, message: string, help?: string): undefined {
  diagnostics.errorAt(path, code, message, help);
}
