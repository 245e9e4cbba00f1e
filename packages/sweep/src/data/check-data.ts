// The document's `data` → named arrays in SI.
//
//   stim: [0, 1, 2]                                       bare: numbers, or quantities of one dimension
//   stim: { values: [0, 1, 2], unit: nA, dt: 0.1*ms }     a row a sample: a list of lists is a table with a column an element
//   stim: { f64: "AAAA…", shape: [3], unit: nA, dt: … }   the same in base64: 8 bytes a number, little-endian, row after row
//   stim: { file: current.npy, unit: nA, dt: 0.1*ms }     becomes the form above before it is checked (inline-files.ts)
//
// With `dt` an array is timed: row k holds from k·dt to (k + 1)·dt. Every number is finite: a hole in a current would make all that follows
// it NaN without a word.

import type { CheckedData } from "@spikefarm/equations";
import { checkKeys } from "../document/check-keys.js";
import { isMapping, type Mapping } from "../document/plain-value.js";
import type { Report } from "../errors.js";
import { readQuantity, show } from "../space/check-value.js";
import { unitName } from "../space/sweepable.js";
import { decodeDoubles } from "./base64.js";
import { MAX_DATA_ITEMS, type NumberArray } from "./number-array.js";
import { readValues } from "./read-values.js";
import { type Scale, toSi } from "./to-si.js";

const MAX_ARRAYS = 100;
const FORMS = ["values", "f64", "file"];

/** The arrays by name; undefined for those with errors, which are reported. */
export function checkData(source: unknown, path: string, report: Report): ReadonlyMap<string, CheckedData | undefined> {
  const checked = new Map<string, CheckedData | undefined>();
  if (source === undefined) return checked;
  if (!isMapping(source)) {
    report.error(
      path,
      "DATA_FORM",
      `${show(source)} is no mapping of arrays`,
      "write data: { NAME: { values: […], unit: nA, dt: 0.1*ms } }",
    );
    return checked;
  }
  const names = Object.keys(source);
  if (names.length > MAX_ARRAYS) {
    report.error(
      path,
      "DATA_TOO_LARGE",
      `there are ${names.length} arrays; at most ${MAX_ARRAYS} are taken`,
      "make columns of a table of them",
    );
    return checked;
  }
  let items = 0;
  for (const name of names) {
    const place = `${path}.${name}`;
    const data = checkArray(source[name], name, place, report);
    items += data?.values.length ?? 0;
    checked.set(name, data);
  }
  if (items > MAX_DATA_ITEMS) {
    const message = `all arrays together hold ${items} numbers; ${MAX_DATA_ITEMS} are taken`;
    report.error(path, "DATA_TOO_LARGE", message, "take a longer dt, or fewer columns");
  }
  return checked;
}

function checkArray(source: unknown, name: string, path: string, report: Report): CheckedData | undefined {
  const mapping = Array.isArray(source) ? { values: source } : source;
  if (!isMapping(mapping)) {
    report.error(path, "DATA_FORM", `${show(source)} is no array`, "write a list, or { values: […], unit: nA, dt: 0.1*ms }");
    return undefined;
  }
  checkKeys(mapping, { known: [...FORMS, "shape", "unit", "dt", "doc"] }, path, report);
  const forms = FORMS.filter((form) => mapping[form] !== undefined);
  if (forms.length !== 1) {
    const message = forms.length === 0 ? `${name} has no numbers` : `${name} has ${forms.join(" and ")}`;
    report.error(path, "DATA_FORM", message, "write one of values: […] and file: NAME.npy");
    return undefined;
  }
  const scale = checkUnit(mapping.unit, `${path}.unit`, report);
  const dtSeconds = checkDt(mapping.dt, `${path}.dt`, report);
  const array = checkNumbers(mapping, scale, path, report);
  if (array === undefined || scale === undefined || dtSeconds === undefined) return undefined;
  return { name, ...array, ...(dtSeconds !== "none" && { dtSeconds }) };
}

type UnitScale = Scale & { readonly unit: string };
const NO_UNIT: UnitScale = { value: 1, unit: "" };

function checkUnit(source: unknown, path: string, report: Report): UnitScale | "unwritten" | undefined {
  if (source === undefined) return "unwritten";
  if (source === 1 || source === "1" || source === "") return NO_UNIT;
  const quantity = typeof source === "string" ? readQuantity(source, path, report) : undefined;
  if (typeof source === "string" && quantity === undefined) return undefined;
  if (quantity !== undefined && quantity.value > 0 && Number.isFinite(quantity.value)) return quantity;
  report.error(path, "DATA_FORM", `${show(source)} is no unit`, "write a unit alone, such as nA");
  return undefined;
}

function checkDt(source: unknown, path: string, report: Report): number | "none" | undefined {
  if (source === undefined) return "none";
  const quantity = readQuantity(source, path, report);
  if (quantity === undefined) return undefined;
  if (quantity.unit !== "second") {
    const message = `dt is a time, but ${show(source)} is ${unitName(quantity.unit)}`;
    report.list.errorAt(path, "UNITS_MISMATCH", message, "write a time such as 0.1*ms");
    return undefined;
  }
  if (quantity.value > 0 && Number.isFinite(quantity.value)) return quantity.value;
  report.error(path, "DATA_FORM", `${show(source)} is no time between samples`, "write a time above 0, such as 0.1*ms");
  return undefined;
}

type InSi = Pick<CheckedData, "unit" | "shape" | "values">;

function checkNumbers(mapping: Mapping, scale: UnitScale | "unwritten" | undefined, path: string, report: Report): InSi | undefined {
  if (mapping.file !== undefined) {
    const message = `the file ${show(mapping.file)} is not read from here`;
    report.error(`${path}.file`, "DATA_FILE", message, "give the document to the spikefarm command, which reads it, or write its values");
    return undefined;
  }
  const unit = scale === undefined ? undefined : scale === "unwritten" ? "" : scale.unit;
  if (mapping.values !== undefined) {
    const given = scale === "unwritten" ? undefined : (scale ?? NO_UNIT);
    const read = readValues(mapping.values, given, `${path}.values`, report);
    return read && finite(read, `${path}.values`, report);
  }
  const array = decodeArray(mapping, path, report);
  if (array === undefined || unit === undefined) return undefined;
  const convert = toSi(scale === "unwritten" || scale === undefined ? NO_UNIT : scale);
  return finite({ unit, shape: array.shape, values: array.values.map(convert) }, path, report);
}

function decodeArray({ f64, shape }: Mapping, path: string, report: Report): NumberArray | undefined {
  const values = typeof f64 === "string" ? decodeDoubles(f64) : undefined;
  if (values === undefined) {
    report.error(`${path}.f64`, "DATA_FORM", `${show(f64)} is not base64 of doubles`, "write values: […] instead");
    return undefined;
  }
  const lengths = shape ?? [values.length];
  const isShape = Array.isArray(lengths) && (lengths.length === 1 || lengths.length === 2) && lengths.every(Number.isSafeInteger);
  if (isShape && lengths.reduce((product: number, length: number) => product * length, 1) === values.length && values.length > 0) {
    return { shape: lengths, values };
  }
  const message = `${values.length} numbers have no shape ${show(lengths)}`;
  report.error(`${path}.shape`, "DATA_FORM", message, "write [samples], or [samples, columns]");
  return undefined;
}

function finite(array: InSi, path: string, report: Report): InSi | undefined {
  const at = array.values.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return array;
  const [, columns = 1] = array.shape;
  const place = array.shape.length === 1 ? `item ${at}` : `row ${Math.floor(at / columns)}, column ${at % columns}`;
  const message = `${place} (from 0) is ${array.values[at]}`;
  report.error(path, "DATA_NOT_FINITE", message, "write what should hold there, such as the value before it");
  return undefined;
}
