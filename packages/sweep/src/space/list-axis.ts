// An axis whose values are written out.

import type { Axis, PointValue } from "../checked-document.js";

export function listAxis(name: string, values: readonly PointValue[]): Axis {
  let indices: ReadonlyMap<PointValue, readonly number[]> | undefined;
  return {
    name,
    length: values.length,
    valueAt: (index) => values[index]!,
    indicesOf(value) {
      indices ??= indexByValue(values);
      return indices.get(value) ?? [];
    },
  };
}

function indexByValue(values: readonly PointValue[]): ReadonlyMap<PointValue, readonly number[]> {
  const indices = new Map<PointValue, number[]>();
  for (const [index, value] of values.entries()) {
    const known = indices.get(value);
    if (known === undefined) indices.set(value, [index]);
    else known.push(index);
  }
  return indices;
}
