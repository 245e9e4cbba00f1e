// What can be wrong in a document before its model is looked at. Problems of the model are in the equations package.

import type { DiagnosticList, SourceText, Span } from "@spikefarm/protocol";

export const SWEEP_CODES = {
  YAML_SYNTAX: {
    cause: "The text is neither YAML 1.2 nor JSON.",
    remedy: "Mend the marked place; texts with : # or brackets need quotes.",
  },
  YAML_INDENT: {
    cause: "A line is indented differently from its neighbours.",
    remedy: "Give the keys of one mapping the same indentation.",
  },
  YAML_TAB: { cause: "A line is indented with a tab.", remedy: "Indent with spaces." },
  YAML_DUPLICATE_KEY: { cause: "A mapping has the same key twice.", remedy: "Remove or rename one of them." },
  YAML_UNQUOTED_TEXT: {
    cause: "An equation without quotes was taken apart at its colon.",
    remedy: 'Put the text in quotes, or write it below "equations: |".',
  },
  YAML_COMMA_IN_FLOW: {
    cause: "A text without quotes was taken apart at a comma inside its parentheses.",
    remedy: "Put the whole text in quotes.",
  },
  YAML_OCTAL: {
    cause: "A number begins with 0, which readers take for octal or decimal.",
    remedy: "Drop the zeros, or write 0o17 for octal.",
  },
  YAML_YES_NO: { cause: "yes, no, on and off are plain texts in YAML 1.2.", remedy: "Write true or false, or quote the text." },
  YAML_ALIAS: { cause: "A text that begins with * is read as a reference to an anchor.", remedy: "Put the text in quotes." },
  YAML_TAG: { cause: "The document uses a YAML tag (!name).", remedy: "Remove the tag; put the text in quotes if it begins with !." },
  DOCUMENT_TOO_LARGE: {
    cause: "The document is larger than 1 MiB, or 12 MiB where it is JSON.",
    remedy: "Name data by file instead of writing it out.",
  },
  DOCUMENT_TOO_DEEP: { cause: "Values are nested too deeply.", remedy: "Flatten the document; it needs fewer than 50 levels." },
  DOCUMENT_EMPTY: { cause: "The document has no content.", remedy: "Start with a model (or module) and a sweep." },
  DOCUMENT_VALUE: { cause: "A value is of a kind that this key does not take.", remedy: "Write the kind that the message names." },
  DOCUMENT_KEY_UNKNOWN: { cause: "A key is not known here.", remedy: "Use the key that the message names, or remove it." },
  DOCUMENT_KEY_RESERVED: { cause: "A key is reserved for a later version.", remedy: "Remove it for now." },
  DOCUMENT_KEY_UNSAFE: { cause: "A key such as __proto__ is refused.", remedy: "Rename it." },
  DOCUMENT_TASK: { cause: "A document has exactly one of model and module.", remedy: "Keep one of the two." },
  DOCUMENT_VERSION: { cause: "The document asks for another version of the format.", remedy: "Write spikefarm: 1, or leave the line out." },
  DATA_FORM: {
    cause: "An array of the document is not written in a known form.",
    remedy: "Write a list, { values: […], unit: nA, dt: 0.1*ms }, or { file: NAME.npy, unit: nA, dt: 0.1*ms }.",
  },
  DATA_FILE: {
    cause: "A file that the document names for an array cannot be read, or is read by nobody: the farm reads no files.",
    remedy: "Mend the file as the message says; submit with the spikefarm command, which reads it.",
  },
  DATA_NOT_FINITE: { cause: "An array holds NaN or an infinity.", remedy: "Write the number that should hold there." },
  DATA_TOO_LARGE: {
    cause: "The arrays of the document hold more than 500,000 numbers together, or are more than 100.",
    remedy: "Take a longer dt or fewer columns.",
  },
  DATA_UNUSED: { cause: "Nothing in the model names an array of the document.", remedy: "Use it as NAME(t), or remove it." },
  MODULE_UNKNOWN: { cause: "No worker has a module of this name.", remedy: "Start with --modules DIR, where DIR holds the module's file." },
  MODULE_SCHEMA: { cause: "A module's exports cannot be read.", remedy: "Mend the export that the message names." },
  PARAMETER_UNKNOWN: { cause: "The sweep sets a parameter that does not exist.", remedy: "Use a name of the model's parameters." },
  PARAMETER_DERIVED: { cause: "The sweep sets a parameter that is computed from others.", remedy: "Sweep what it is computed from." },
  PARAMETER_UNUSED: { cause: "The sweep sets a parameter that nothing uses.", remedy: "Use it in the model, or remove the axis." },
  PARAMETER_UNSET: {
    cause: "A module's parameter has neither a default nor a value.",
    remedy: "Set it under module.parameters, or sweep it.",
  },
  SPACE_OPERATOR: {
    cause: "product and zip are mappings with that one key.",
    remedy: "Nest them: { product: [ {...}, { zip: {...} } ] }.",
  },
  SPACE_ZIP_LENGTHS: { cause: "The members of a zip have different lengths.", remedy: "Give them the same number of points." },
  SPACE_TOO_LARGE: { cause: "The space has more points than can be numbered.", remedy: "Keep points times repeats below 2^53." },
  SPACE_POINTS_EQUAL: {
    cause: "The space has a point more than once; its trials draw equal random numbers and end with equal rows.",
    remedy: "Write each value once; for independent noise at one point use repeats.",
  },
  AXIS_DUPLICATE: { cause: "A parameter has two axes.", remedy: "Keep one of them." },
  AXIS_EMPTY: { cause: "An axis has no values.", remedy: "Give at least one value." },
  AXIS_FORM: { cause: "An axis is not written in a known form.", remedy: "Use a list, linspace, logspace or range." },
  AXIS_VALUE: { cause: "A value does not suit the parameter's type.", remedy: "Write a value of the type that the message names." },
  GRANULE_SIZE: { cause: "The granule size asked for is not possible.", remedy: "Give a whole number from 1 to 4096." },
  SWEEP_INPUT: {
    cause: "A Poisson input cannot be drawn at a point of the sweep.",
    remedy: "Make its count whole and its rate between 0 and 1/dt, or leave that value out.",
  },
  SWEEP_OUTPUT_TOO_LARGE: {
    cause: "An output holds more numbers than it may, whatever the point.",
    remedy: "Record fewer elements or less often, reduce it to a number, or write it as {value: …, max: …}.",
  },
  SWEEP_REPEATS_EQUAL: { cause: "Repeats of a model without randomness are identical.", remedy: "Leave repeats out." },
} as const;

export type SweepCode = keyof typeof SWEEP_CODES;

/** Reports to a DiagnosticList with the codes above only. */
export interface Report {
  error(path: string, code: SweepCode, message: string, help?: string): void;
  warn(path: string, code: SweepCode, message: string, help?: string): void;
  errorIn(source: SourceText, span: Span, code: SweepCode, message: string, help?: string): void;
  warnIn(source: SourceText, span: Span, code: SweepCode, message: string, help?: string): void;
  /** For checks of other packages, which have codes of their own. */
  readonly list: DiagnosticList;
}

export const reportTo = (list: DiagnosticList): Report => ({
  error: (...problem) => list.errorAt(...problem),
  warn: (...problem) => list.warnAt(...problem),
  errorIn: (...problem) => list.errorIn(...problem),
  warnIn: (...problem) => list.warnIn(...problem),
  list,
});
