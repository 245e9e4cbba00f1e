// rank ↔ point: arithmetic on the space's tree, never a list of points.
//
//   size(axis) = its length     size(product) = Π sizes     size(zip) = the size they share
//   rank in a product is a mixed-radix number, last factor fastest; in a zip every member has the zip's own rank.

import type { Axis, PointValue, Space } from "../checked-document.js";

/** The number of points. A space without axes has one. */
export function spaceSize(space: Space): number {
  switch (space.kind) {
    case "axis":
      return space.axis.length;
    case "product":
      return space.factors.reduce((size, factor) => size * spaceSize(factor), 1);
    case "zip":
      return space.spaces[0] === undefined ? 1 : spaceSize(space.spaces[0]);
  }
}

/** The axes in document order. */
export function spaceAxes(space: Space): readonly Axis[] {
  switch (space.kind) {
    case "axis":
      return [space.axis];
    case "product":
      return space.factors.flatMap(spaceAxes);
    case "zip":
      return space.spaces.flatMap(spaceAxes);
  }
}

/** What the space is the product of, nested products flattened: axes and zips, the last fastest. */
export const factorsOf = (space: Space): readonly Space[] => (space.kind === "product" ? space.factors.flatMap(factorsOf) : [space]);

/** Calls `visit` with each axis and its index at the point of this rank. */
function visitIndices(space: Space, rank: number, visit: (axis: Axis, index: number) => void): void {
  switch (space.kind) {
    case "axis":
      visit(space.axis, rank);
      return;
    case "zip":
      for (const member of space.spaces) visitIndices(member, rank, visit);
      return;
    case "product": {
      let rest = rank;
      for (const factor of space.factors.toReversed()) {
        const size = spaceSize(factor);
        const digit = rest % size;
        visitIndices(factor, digit, visit);
        rest = (rest - digit) / size;
      }
    }
  }
}

/** The point of a rank, 0 ≤ rank < spaceSize: the value of each swept parameter, in document order. */
export function valuesAtRank(space: Space, rank: number): Map<string, PointValue> {
  const values = new Map<string, PointValue>(spaceAxes(space).map((axis) => [axis.name, 0]));
  visitIndices(space, rank, (axis, index) => values.set(axis.name, axis.valueAt(index)));
  return values;
}

/** The first rank with these values, or undefined where the space has no such point. Names it does not sweep are ignored. */
export function rankOf(space: Space, values: ReadonlyMap<string, PointValue>): number | undefined {
  for (const rank of ranksOf(space, values)) return rank;
  return undefined;
}

/** Every rank with these values, ascending: more than one where a value is listed twice. */
function* ranksOf(space: Space, values: ReadonlyMap<string, PointValue>): Generator<number> {
  switch (space.kind) {
    case "axis": {
      const value = values.get(space.axis.name);
      if (value !== undefined) yield* space.axis.indicesOf(value);
      return;
    }
    case "product":
      yield* productRanks(space.factors, values);
      return;
    case "zip": {
      const [first, ...others] = space.spaces;
      if (first === undefined) {
        yield 0;
        return;
      }
      for (const rank of ranksOf(first, values)) if (others.every((other) => hasValuesAt(other, rank, values))) yield rank;
    }
  }
}

function* productRanks(factors: readonly Space[], values: ReadonlyMap<string, PointValue>): Generator<number> {
  const [first, ...others] = factors;
  if (first === undefined) {
    yield 0;
    return;
  }
  const stride = others.reduce((size, factor) => size * spaceSize(factor), 1);
  for (const digit of ranksOf(first, values)) for (const rest of productRanks(others, values)) yield digit * stride + rest;
}

function hasValuesAt(space: Space, rank: number, values: ReadonlyMap<string, PointValue>): boolean {
  let isEqual = true;
  visitIndices(space, rank, (axis, index) => {
    if (axis.valueAt(index) !== values.get(axis.name)) isEqual = false;
  });
  return isEqual;
}
