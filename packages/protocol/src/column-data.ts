// What is done with columns everywhere: cut, join, read a cell, make an empty one. All copy; none keeps a view of its argument.

import type { CellValue, Column, ColumnData, Elements } from "./column.js";

/** The number of rows in a column. */
export const rowCount = (data: ColumnData): number => (data.kind === "list" ? data.offsets.length - 1 : data.values.length);

/** Rows [from, to). */
export function sliceColumn(data: ColumnData, from: number, to: number): ColumnData {
  if (data.kind !== "list") return sliceElements(data, from, to);
  const first = data.offsets[from]!;
  const offsets = data.offsets.slice(from, to + 1).map((offset) => offset - first);
  return { kind: "list", offsets, items: sliceElements(data.items, first, data.offsets[to]!) };
}

/** The rows of all, in order. At least one column, all of one kind. */
export function concatColumns(datas: readonly ColumnData[]): ColumnData {
  const kind = datas[0]!.kind;
  if (kind !== "list") return concatElements(datas.map((data) => (data.kind === kind ? data : mixedKinds())));
  const lists = datas.map((data) => (data.kind === "list" ? data : mixedKinds()));
  const offsets = new Uint32Array(1 + lists.reduce((sum, list) => sum + rowCount(list), 0));
  let row = 0;
  let base = 0;
  for (const list of lists) {
    for (let i = 1; i < list.offsets.length; i++) offsets[++row] = base + list.offsets[i]!;
    base = offsets[row]!;
  }
  return { kind: "list", offsets, items: concatElements(lists.map((list) => list.items)) };
}

/** One cell: a u8 is a boolean. */
export function cellAt(column: Column, data: ColumnData, row: number): CellValue {
  if (data.kind !== "list") return data.kind === "u8" ? data.values[row] !== 0 : data.values[row]!;
  const from = data.offsets[row]!;
  const to = data.offsets[row + 1]!;
  const items = data.items;
  if (items.kind !== column.kind) return mixedKinds();
  const cell: (number | boolean | string)[] = [];
  for (let at = from; at < to; at++) cell.push(items.kind === "u8" ? items.values[at] !== 0 : items.values[at]!);
  return cell;
}

/** Zeros, empty texts or empty lists. */
export function emptyColumn(column: Column, rows: number): ColumnData {
  if (column.shape.length === 0) return emptyElements(column.kind, rows);
  return { kind: "list", offsets: new Uint32Array(rows + 1), items: emptyElements(column.kind, 0) };
}

function emptyElements(kind: Column["kind"], count: number): Elements {
  switch (kind) {
    case "f64":
      return { kind, values: new Float64Array(count) };
    case "i32":
      return { kind, values: new Int32Array(count) };
    case "u8":
      return { kind, values: new Uint8Array(count) };
    case "text":
      return { kind, values: new Array<string>(count).fill("") };
  }
}

function sliceElements(elements: Elements, from: number, to: number): Elements {
  switch (elements.kind) {
    case "f64":
      return { kind: "f64", values: elements.values.slice(from, to) };
    case "i32":
      return { kind: "i32", values: elements.values.slice(from, to) };
    case "u8":
      return { kind: "u8", values: elements.values.slice(from, to) };
    case "text":
      return { kind: "text", values: elements.values.slice(from, to) };
  }
}

function concatElements(all: readonly Elements[]): Elements {
  const kind = all[0]!.kind;
  if (kind === "text") return { kind, values: all.flatMap((elements) => (elements.kind === kind ? elements.values : mixedKinds())) };
  const joined = emptyElements(
    kind,
    all.reduce((sum, elements) => sum + elements.values.length, 0),
  );
  let at = 0;
  for (const elements of all) {
    if (elements.kind === "text" || joined.kind === "text" || elements.kind !== kind) return mixedKinds();
    joined.values.set(elements.values, at);
    at += elements.values.length;
  }
  return joined;
}

function mixedKinds(): never {
  throw new Error("Columns of different kinds were mixed.");
}
