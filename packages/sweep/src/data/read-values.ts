// The `values` of an array, as the document writes them out: numbers, quantities, or lists of them, all of one dimension and length.
//
// A bare number is in the array's unit, and dimensionless where none is written. Units are looked up once a name, not once an item.

import type { CheckedData } from "@spikefarm/equations";
import { DiagnosticList } from "@spikefarm/protocol";
import { type Report, reportTo } from "../errors.js";
import { readQuantity, show } from "../space/check-value.js";
import { unitName } from "../space/sweepable.js";
import { MAX_DATA_ITEMS } from "./number-array.js";
import { type Scale, toSi } from "./to-si.js";

type UnitScale = Scale & { readonly unit: string };

/** Of a kind of problem, in one array. */
const MAX_REPORTED = 5;

/** The array in SI; undefined after reporting. `given` is the unit written beside the values. */
export function readValues(
  source: unknown,
  given: UnitScale | undefined,
  path: string,
  report: Report,
): Pick<CheckedData, "unit" | "shape" | "values"> | undefined {
  const shape = shapeOf(source, path, report);
  if (shape === undefined) return undefined;
  const rows = source as readonly unknown[];
  const reader = new ItemReader(given, path, report);
  const values = new Float64Array(shape.reduce((product, length) => product * length, 1));
  let index = 0;
  for (const [row, item] of rows.entries()) {
    if (shape.length === 1) values[index++] = reader.read(item, row);
    else for (const [column, cell] of (item as readonly unknown[]).entries()) values[index++] = reader.read(cell, row, column);
    if (reader.problems > MAX_REPORTED) break;
  }
  return reader.problems > 0 ? undefined : { unit: reader.unit, shape, values };
}

function shapeOf(source: unknown, path: string, report: Report): readonly number[] | undefined {
  if (!Array.isArray(source) || source.length === 0) {
    report.error(path, "DATA_FORM", `${show(source)} is no list of numbers`, "give at least one");
    return undefined;
  }
  if (!Array.isArray(source[0])) return withinLimit([source.length], path, report);
  const columns = source[0].length;
  const ragged = source.findIndex((row) => !Array.isArray(row) || row.length !== columns);
  if (ragged < 0 && columns > 0) return withinLimit([source.length, columns], path, report);
  const at = Math.max(ragged, 0);
  const found = Array.isArray(source[at]) ? `has ${source[at].length} items` : "is no list";
  report.error(`${path}.${at}`, "DATA_FORM", `this row ${found}; the first has ${columns}`, "give every row as many items, at least one");
  return undefined;
}

function withinLimit(shape: readonly number[], path: string, report: Report): readonly number[] | undefined {
  const count = shape.reduce((product, length) => product * length, 1);
  if (count <= MAX_DATA_ITEMS) return shape;
  report.error(path, "DATA_TOO_LARGE", `there are ${count} numbers; ${MAX_DATA_ITEMS} are taken`, "take a longer dt, or fewer columns");
  return undefined;
}

/** A number, a unit's name: `-1.5e-3*nA`. What is longer than a double's digits, or is anything else, is left to the language's own reader. */
const SIMPLE = /^\s*([-+]?[\d.]{1,17}(?:[eE][-+]?\d{1,3})?)\s*\*\s*([A-Za-z]\w*)\s*$/;

class ItemReader {
  readonly #convert: ((value: number) => number) | undefined;
  readonly #units = new Map<string, (UnitScale & { readonly convert: (value: number) => number }) | undefined>();
  #unit: string | undefined;
  problems = 0;

  constructor(
    given: UnitScale | undefined,
    readonly path: string,
    readonly report: Report,
  ) {
    this.#unit = given?.unit;
    this.#convert = given && toSi(given);
  }

  get unit(): string {
    return this.#unit ?? "";
  }

  read(item: unknown, row: number, column?: number): number {
    if (typeof item === "number" && this.#convert !== undefined) return this.#convert(item);
    if (typeof item === "number" && this.#hasUnit("", item, row, column)) return item + 0;
    if (typeof item === "number") return Number.NaN;
    const simple = typeof item === "string" ? SIMPLE.exec(item) : null;
    const unit = simple === null ? undefined : this.#unitNamed(simple[2]!);
    const number = Number(simple?.[1]);
    if (unit !== undefined && Number.isFinite(number))
      return this.#hasUnit(unit.unit, item, row, column) ? unit.convert(number) : Number.NaN;
    const quantity = this.#quantity(item, row, column);
    return quantity !== undefined && this.#hasUnit(quantity.unit, item, row, column) ? quantity.value : Number.NaN;
  }

  #quantity(item: unknown, row: number, column: number | undefined) {
    if (typeof item === "string") {
      const quantity = readQuantity(item, this.#placeOf(row, column), this.report);
      if (quantity === undefined) this.problems++;
      return quantity;
    }
    this.problems++;
    this.report.error(this.#placeOf(row, column), "DATA_FORM", `${show(item)} is not a number`, "write a number or a text such as 10*mV");
    return undefined;
  }

  #unitNamed(name: string) {
    if (this.#units.has(name)) return this.#units.get(name);
    const quantity = readQuantity(name, this.path, reportTo(new DiagnosticList())); // what is wrong with it is told with its own item
    const unit = quantity?.exact && { ...quantity, convert: toSi(quantity) };
    this.#units.set(name, unit);
    return unit;
  }

  /** The first item decides where no unit is written. */
  #hasUnit(unit: string, item: unknown, row: number, column: number | undefined): boolean {
    this.#unit ??= unit;
    if (unit === this.#unit) return true;
    this.problems++;
    const message = `the array is ${unitName(this.#unit)}, but ${show(item)} is ${unitName(unit)}`;
    this.report.list.errorAt(this.#placeOf(row, column), "UNITS_MISMATCH", message, "give all items one dimension");
    return false;
  }

  #placeOf(row: number, column: number | undefined): string {
    return column === undefined ? `${this.path}.${row}` : `${this.path}.${row}.${column}`;
  }
}
