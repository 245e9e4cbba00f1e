// When a spike input spikes, and which element each spike reaches: lists in the document, or arrays of data.

import type { DiagnosticList } from "@spikefarm/protocol";
import type { Expression } from "../checked-model.js";
import { reportAt } from "../errors.js";
import { timestepOf } from "../expression/evaluate.js";
import { MAX_INPUT_SPIKES } from "../limits.js";
import type { ModelNames } from "../names/group-scope.js";
import { checkQuantity } from "../units/quantity.js";
import { checkPeriod } from "./check-times.js";
import { describe, entryOf, type Mapping, readText } from "./document-value.js";

interface SpikesContext extends ModelNames {
  readonly dt: Expression | undefined;
  /** Of the group; undefined where there is none, after reporting. */
  readonly size: Expression | undefined;
}

interface SpikeTimes {
  /** Ascending by element, then by time. */
  readonly times: readonly number[];
  readonly elements: readonly number[];
  readonly period?: Expression;
}

export function checkSpikeTimes(body: Mapping, path: string, context: SpikesContext, diagnostics: DiagnosticList): SpikeTimes | undefined {
  const { dt, parameters } = context;
  const times = readNumbers(body, { key: "times", unit: "second", path }, context, diagnostics);
  const elements = readNumbers(body, { key: "elements", unit: "", path }, context, diagnostics) ?? times?.map(() => 0);
  const given = entryOf(body, "period") ?? undefined;
  const period =
    given === undefined
      ? undefined
      : checkPeriod({ what: "period", value: given, path: `${path}.period` }, { parameters, dt }, diagnostics);
  if (times === undefined || elements === undefined || (given !== undefined && period === undefined)) return undefined;
  if (elements.length !== times.length) {
    const message = `there are ${times.length} times and ${elements.length} elements`;
    return reportAt(diagnostics, `${path}.elements`, "MODEL_VALUE", message, "give each spike its element, or leave elements: out");
  }
  if (!areElements(elements, path, context.size, diagnostics)) return undefined;
  const order = times.map((_, index) => index).sort((a, b) => elements[a]! - elements[b]! || times[a]! - times[b]!);
  const sorted = { times: order.map((index) => times[index]!), elements: order.map((index) => elements[index]!) };
  if (!areApart(sorted, path, dt, diagnostics) || !arePeriodic(sorted, path, { period, dt }, diagnostics)) return undefined;
  return { ...sorted, ...(period && { period }) };
}

/** A list of quantities, or the name of an array; undefined where it is absent or wrong. */
function readNumbers(
  body: Mapping,
  of: { readonly key: "times" | "elements"; readonly unit: string; readonly path: string },
  { arrays }: SpikesContext,
  diagnostics: DiagnosticList,
): readonly number[] | undefined {
  const { key, unit } = of;
  const path = `${of.path}.${key}`;
  const value = entryOf(body, key) ?? undefined;
  if (value === undefined) return undefined;
  const wanted = unit === "" ? "has no unit" : `is in ${unit}`;
  const mismatch = (place: string, found: string) =>
    reportAt(diagnostics, place, "UNITS_MISMATCH", `${key} ${wanted}, and this ${found === "" ? "has no unit" : `is in ${found}`}`);
  if (Array.isArray(value)) {
    if (value.length > MAX_INPUT_SPIKES) return tooMany(path, value.length, diagnostics);
    const numbers = value.map((item, index) => {
      const place = `${path}.${index}`;
      const source = readText(item, place, diagnostics);
      const quantity = source && checkQuantity(source, diagnostics);
      if (quantity === undefined || quantity.unit === unit) return quantity?.value;
      return mismatch(place, quantity.unit);
    });
    return numbers.every((number) => number !== undefined) ? checkRange(numbers, path, key, diagnostics) : undefined;
  }
  const name = typeof value === "string" ? value.trim() : undefined;
  if (name !== undefined && arrays.broken.has(name)) return undefined;
  const array = name === undefined ? undefined : arrays.arrays.get(name);
  if (array === undefined) {
    const message = `${key} must be a list of quantities or the name of an array of data, not ${name ?? describe(value)}`;
    return reportAt(
      diagnostics,
      path,
      "MODEL_VALUE",
      message,
      key === "times" ? "write it as in times: [1*ms, 2*ms]" : "write it as in elements: [0, 1]",
    );
  }
  arrays.used.add(array.name);
  if (array.shape.length !== 1) return reportAt(diagnostics, path, "MODEL_VALUE", `the array ${array.name} must be one list, not a table`);
  if (array.values.length > MAX_INPUT_SPIKES) return tooMany(path, array.values.length, diagnostics);
  if (array.unit !== unit) return mismatch(path, array.unit);
  return checkRange([...array.values], path, key, diagnostics);
}

const tooMany = (path: string, count: number, diagnostics: DiagnosticList): undefined =>
  reportAt(diagnostics, path, "EQUATIONS_LIMIT", `an input has at most ${MAX_INPUT_SPIKES} spikes, not ${count}`);

function checkRange(
  numbers: readonly number[],
  path: string,
  key: "times" | "elements",
  diagnostics: DiagnosticList,
): readonly number[] | undefined {
  const isSound =
    key === "times"
      ? (value: number) => value >= 0 && value < Number.POSITIVE_INFINITY
      : (value: number) => value >= 0 && (value | 0) === value;
  const at = numbers.findIndex((value) => !isSound(value));
  if (at < 0) return numbers;
  const what = key === "times" ? "a time of 0*second or more" : "the index of an element, a whole number from 0";
  return reportAt(diagnostics, `${path}.${at}`, "MODEL_VALUE", `${numbers[at]} is not ${what}`);
}

function areElements(elements: readonly number[], path: string, size: Expression | undefined, diagnostics: DiagnosticList): boolean {
  if (size?.kind !== "number") return true;
  const at = elements.findIndex((element) => element >= size.value);
  if (at < 0) return true;
  reportAt(
    diagnostics,
    `${path}.elements.${at}`,
    "MODEL_VALUE",
    `the group has the elements 0 to ${size.value - 1}, and no ${elements[at]}`,
  );
  return false;
}

/** An element spikes at most once a step, as far as the step is known before the run. */
function areApart({ times, elements }: SpikeTimes, path: string, dt: Expression | undefined, diagnostics: DiagnosticList): boolean {
  if (dt?.kind !== "number") return true;
  const at = times.findIndex(
    (time, index) =>
      index > 0 && elements[index] === elements[index - 1] && timestepOf(time, dt.value) === timestepOf(times[index - 1]!, dt.value),
  );
  if (at < 0) return true;
  const message = `element ${elements[at]} spikes twice in one step, at ${times[at - 1]}*second and ${times[at]}*second`;
  reportAt(diagnostics, `${path}.times`, "MODEL_VALUE", message, "leave one of them out, or double the weight");
  return false;
}

function arePeriodic(
  { times }: SpikeTimes,
  path: string,
  of: { readonly period: Expression | undefined; readonly dt: Expression | undefined },
  diagnostics: DiagnosticList,
): boolean {
  const { period, dt } = of;
  if (period?.kind !== "number" || dt?.kind !== "number") return true;
  const last = times.reduce((latest, time) => Math.max(latest, time), 0);
  if (timestepOf(last, dt.value) < Math.round(period.value / dt.value)) return true;
  const message = `the period must be longer than the last spike, which is at ${last}*second`;
  reportAt(diagnostics, `${path}.period`, "MODEL_VALUE", message, "leave out the later spikes, or lengthen the period");
  return false;
}
