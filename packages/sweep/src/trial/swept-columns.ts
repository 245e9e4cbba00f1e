// The swept values of a run of trials, column by column: what a block stores, and what lanes run with.
//
// Ranks are split into axis indices one axis at a time over all trials, and a value is computed only where the index changes, so that a
// thousand trials cost microseconds.

import { type BlockColumn, type Column, type ColumnData, type PartRecord, pointAndRepeatOf, type TrialRange } from "@spikefarm/protocol";
import type { Axis, CheckedDocument, PointValue, Space } from "../checked-document.js";
import { sweptColumn } from "../plan/swept-column.js";
import { spaceSize } from "../space/space-arithmetic.js";

/** One column a swept parameter, sorted by name; one entry a trial. */
export function sweptColumns(document: CheckedDocument, part: PartRecord, range: TrialRange): readonly BlockColumn[] {
  const ranks = new Float64Array(range.to - range.from);
  for (let lane = 0; lane < ranks.length; lane++) ranks[lane] = pointAndRepeatOf(part, range.from + lane).point - part.firstPoint;
  const values = new Map<string, readonly PointValue[]>();
  visitAxes(document.sweep.space, ranks, (axis, indices) => values.set(axis.name, valuesAt(axis, indices)));
  const declared = document.task.kind === "model" ? document.task.model.parameters : document.task.parameters;
  return declared
    .filter((parameter) => values.has(parameter.name))
    .map((parameter) => columnOf(sweptColumn(parameter), values.get(parameter.name)!))
    .sort((a, b) => (a.column.name < b.column.name ? -1 : 1));
}

function visitAxes(space: Space, ranks: Float64Array, visit: (axis: Axis, indices: Float64Array) => void): void {
  switch (space.kind) {
    case "axis":
      visit(space.axis, ranks);
      return;
    case "zip":
      for (const member of space.spaces) visitAxes(member, ranks, visit);
      return;
    case "product": {
      const rest = Float64Array.from(ranks);
      for (const factor of space.factors.toReversed()) {
        const size = spaceSize(factor);
        const digits = rest.map((rank) => rank % size);
        for (let lane = 0; lane < rest.length; lane++) rest[lane] = (rest[lane]! - digits[lane]!) / size;
        visitAxes(factor, digits, visit);
      }
    }
  }
}

function valuesAt(axis: Axis, indices: Float64Array): readonly PointValue[] {
  const values: PointValue[] = new Array(indices.length);
  let lastIndex = -1;
  let lastValue: PointValue = 0;
  for (let lane = 0; lane < indices.length; lane++) {
    if (indices[lane] !== lastIndex) {
      lastIndex = indices[lane]!;
      lastValue = axis.valueAt(lastIndex);
    }
    values[lane] = lastValue;
  }
  return values;
}

function columnOf(column: Column, values: readonly PointValue[]): BlockColumn {
  return { column, data: dataOf(column, values) };
}

function dataOf(column: Column, values: readonly PointValue[]): ColumnData {
  switch (column.kind) {
    case "f64":
      return { kind: "f64", values: Float64Array.from(values as readonly number[]) };
    case "i32":
      return { kind: "i32", values: Int32Array.from(values as readonly number[]) };
    case "u8":
      return { kind: "u8", values: Uint8Array.from(values, Number) };
    case "text":
      return { kind: "text", values: values as readonly string[] };
  }
}
