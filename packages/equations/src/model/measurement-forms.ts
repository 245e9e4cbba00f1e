// The measurements of the language, as a table: what each is taken of, which keywords it knows, and the shape and unit of what comes out.

import { DIMENSIONLESS, type Dimension, HERTZ, SECOND } from "../units/dimension.js";

export type Shape = "scalar" | "elements" | "bins" | "list" | "samples";

interface Form {
  /** As shown in help lines, of a group G. */
  readonly form: string;
  readonly keywords: readonly string[];
  readonly shape: Shape;
}

export interface EventForm extends Form {
  readonly dimension: Dimension;
}

const WINDOW = ["from", "to"];

const ofEvents = (form: string, shape: Shape, dimension: Dimension, keywords = WINDOW): readonly [string, EventForm] => [
  nameOf(form),
  { form, shape, dimension, keywords },
];
const ofVariable = (form: string, shape: Shape, keywords: readonly string[]): readonly [string, Form] => [
  nameOf(form),
  { form, shape, keywords },
];
const nameOf = (form: string): string => form.slice(0, form.indexOf("("));

/** Taken of a group's spikes, or of a custom event. */
export const EVENT_FORMS: ReadonlyMap<string, EventForm> = new Map([
  ofEvents("count(G)", "scalar", DIMENSIONLESS),
  ofEvents("counts(G)", "elements", DIMENSIONLESS),
  ofEvents("rate(G)", "scalar", HERTZ, [...WINDOW, "bin"]),
  ofEvents("rates(G)", "elements", HERTZ),
  ofEvents("spikes(G)", "list", SECOND),
  ofEvents("first_spike(G)", "scalar", SECOND),
  ofEvents("first_spikes(G)", "elements", SECOND),
  ofEvents("isi_mean(G)", "scalar", SECOND),
  ofEvents("isi_means(G)", "elements", SECOND),
  ofEvents("isi_cv(G)", "scalar", DIMENSIONLESS),
  ofEvents("isi_cvs(G)", "elements", DIMENSIONLESS),
]);

/** Taken of a variable; in its unit. */
export const VARIABLE_FORMS: ReadonlyMap<string, Form> = new Map([
  ofVariable("final(G.v)", "elements", []),
  ofVariable("trace(G.v)", "samples", ["of", "every", ...WINDOW]),
  ofVariable("time_mean(G.v)", "elements", WINDOW),
  ofVariable("time_sd(G.v)", "elements", WINDOW),
  ofVariable("time_min(G.v)", "elements", WINDOW),
  ofVariable("time_max(G.v)", "elements", WINDOW),
]);

export const REDUCTIONS = ["mean", "sd", "min", "max", "sum"] as const;
export type Reduction = (typeof REDUCTIONS)[number];

/** Names that calls in outputs may have beyond the functions of the language. */
export const OUTPUT_FUNCTIONS: readonly string[] = [...EVENT_FORMS.keys(), ...VARIABLE_FORMS.keys(), ...REDUCTIONS];

/** The keywords of a function, as a help line names them: `from=, to= and bin=`. */
export function keywordsInWords(keywords: readonly string[]): string {
  const words = keywords.map((keyword) => `${keyword}=`);
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

export const keywordsOf = (name: string): readonly string[] => EVENT_FORMS.get(name)?.keywords ?? VARIABLE_FORMS.get(name)?.keywords ?? [];
