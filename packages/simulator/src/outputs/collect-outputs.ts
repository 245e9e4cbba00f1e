// Outputs of many trials as columns: what a block stores.

import { canonicalizeNaN } from "@spikefarm/numerics";
import type { BlockColumn, Column, ColumnData, Elements } from "@spikefarm/protocol";
import { itemCount, type OutputValue } from "./output-value.js";

/**
 * One column an output: `columns` are the model's (`outputColumns`), `trials` the outputs of each trial, undefined where it has failed
 * (zeros and empty lists). NaN is canonical from here on (IDENTITY 6).
 */
export function collectOutputs(
  columns: readonly Column[],
  trials: readonly (readonly OutputValue[] | undefined)[],
): readonly BlockColumn[] {
  return columns.map((column, index) => {
    const values = trials.map((outputs) => outputs?.[index]);
    return { column, data: column.shape.length === 0 ? scalars(column, values) : lists(column, values) };
  });
}

function scalars(column: Column, values: readonly (OutputValue | undefined)[]): ColumnData {
  const elements = allocate(column, values.length);
  values.forEach((value, row) => {
    if (value !== undefined) elements.values[row] = numberOf(value, column);
  });
  return finish(elements);
}

function lists(column: Column, values: readonly (OutputValue | undefined)[]): ColumnData {
  const offsets = new Uint32Array(values.length + 1);
  values.forEach((value, row) => {
    offsets[row + 1] = offsets[row]! + (value === undefined ? 0 : itemCount(value));
  });
  const items = allocate(column, offsets[values.length]!);
  values.forEach((value, row) => {
    if (value !== undefined) items.values.set(typeof value === "number" ? [value] : value, offsets[row]!);
  });
  return { kind: "list", offsets, items: finish(items) };
}

type NumberElements = Extract<Elements, { kind: "f64" | "i32" }>;

function allocate(column: Column, length: number): NumberElements {
  if (column.kind === "f64") return { kind: "f64", values: new Float64Array(length) };
  if (column.kind === "i32") return { kind: "i32", values: new Int32Array(length) };
  throw new Error(`output "${column.name}" is a column of ${column.kind}; a model's outputs are numbers`);
}

function finish(elements: NumberElements): NumberElements {
  if (elements.kind === "f64") canonicalizeNaN(elements.values);
  return elements;
}

function numberOf(value: OutputValue, column: Column): number {
  if (typeof value !== "number") throw new Error(`output "${column.name}" is an array where its column holds one number a row`);
  return value;
}
