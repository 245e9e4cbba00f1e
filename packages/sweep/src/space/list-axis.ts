// An axis whose values are written out.

import type { Axis, PointValue } from "../checked-document.js";

export function listAxis(name: string, values: readonly PointValue[]): Axis {
  let known: ReadonlyMap<PointValue, readonly number[]> | undefined;
  const indices = () => {
    known ??= indexByValue(values);
    return known;
  };
  return {
    name,
    length: values.length,
    valueAt: (index) => values[index]!,
    indicesOf: (value) => indices().get(value) ?? [],
    repeatedValue: () => values.find((value) => indices().get(value)!.length > 1),
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
