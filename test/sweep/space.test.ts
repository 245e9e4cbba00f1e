// rank ↔ point, against the slow obvious way: list a space's points in nested loops.

import { type Axis, type PointValue, rankOf, type Space, spaceSize, valuesAtRank } from "@spikefarm/sweep";
import fc from "fast-check";
import { expect, test } from "vitest";
import { documentOf, ifCurve } from "./documents.js";

type Point = Readonly<Record<string, PointValue>>;

function listPoints(space: Space): Point[] {
  switch (space.kind) {
    case "axis":
      return Array.from({ length: space.axis.length }, (_, index) => ({ [space.axis.name]: space.axis.valueAt(index) }));
    case "product":
      return space.factors.reduce(
        (points: Point[], factor) => points.flatMap((point) => listPoints(factor).map((other) => ({ ...point, ...other }))),
        [{}],
      );
    case "zip": {
      const members = space.spaces.map(listPoints);
      return members[0]!.map((_, rank) => Object.assign({}, ...members.map((points) => points[rank])) as Point);
    }
  }
}

/** A random nested space; axis names are numbered, values may repeat where `maxValue` is small. */
function anySpace(maxValue: number): fc.Arbitrary<Space> {
  let axisCount = 0;
  const anyAxis = (length: number): fc.Arbitrary<Space> =>
    fc.array(fc.nat(maxValue), { minLength: length, maxLength: length }).map((values) => ({
      kind: "axis",
      axis: plainAxis(`a${axisCount++}`, maxValue > 10 ? values.map((value, index) => value * 100 + index) : values),
    }));
  const ofSize = (size: number, depth: number): fc.Arbitrary<Space> => {
    if (depth === 0) return anyAxis(size);
    const factors = [1, 2, 3].filter((factor) => size % factor === 0);
    const product = fc
      .constantFrom(...factors)
      .chain((factor) => fc.tuple(ofSize(factor, depth - 1), ofSize(size / factor, depth - 1)))
      .map((members): Space => ({ kind: "product", factors: members }));
    const zip = fc.tuple(ofSize(size, depth - 1), ofSize(size, depth - 1)).map((members): Space => ({ kind: "zip", spaces: members }));
    return fc.oneof(anyAxis(size), product, zip);
  };
  return fc.constantFrom(1, 2, 3, 4, 6, 12).chain((size) => ofSize(size, 3));
}

const plainAxis = (name: string, values: readonly number[]): Axis => ({
  name,
  length: values.length,
  valueAt: (index) => values[index]!,
  indicesOf: (value) => values.flatMap((other, index) => (other === value ? [index] : [])),
  repeatedValue: () => values.find((value, index) => values.indexOf(value) < index),
});

test("IDENTITY 9: the rank of a point counts the space with the last axis fastest", () => {
  fc.assert(
    fc.property(anySpace(1000), (space) => {
      const points = listPoints(space);
      expect(spaceSize(space)).toBe(points.length);
      for (const [rank, point] of points.entries()) {
        expect(Object.fromEntries(valuesAtRank(space, rank))).toEqual(point);
        expect(rankOf(space, new Map(Object.entries(point)))).toBe(rank);
      }
    }),
  );
});

test("where values repeat, the first rank with them is found", () => {
  fc.assert(
    fc.property(anySpace(1), (space) => {
      const points = listPoints(space).map((point) => JSON.stringify(Object.entries(point).sort()));
      for (const [rank, point] of points.entries()) {
        expect(rankOf(space, valuesAtRank(space, rank))).toBe(points.indexOf(point));
      }
    }),
  );
});

test("a point that is not in the space has no rank", () => {
  const { space } = documentOf(ifCurve("{ v0: [1*mV, 2*mV], gain: { linspace: [0, 1, 11] } }")).sweep;
  expect(rankOf(space, new Map([["v0", 0.002] as const, ["gain", 0.3] as const]))).toBe(14);
  expect(rankOf(space, new Map([["v0", 0.003] as const, ["gain", 0.3] as const]))).toBeUndefined();
  expect(rankOf(space, new Map([["v0", 0.002] as const, ["gain", 0.35] as const]))).toBeUndefined();
});

test.each([
  ["linspace: [0, 1, 1000000000]"],
  ["linspace: [5, -5, 1000000000]"],
  ["logspace: [1e-3, 1e3, 1000000]"],
  ["range: [0, 1e9, 1]"],
])("an axis of many values (%s) is searched, not listed", (axis) => {
  const { space } = documentOf(ifCurve(`{ gain: { ${axis} } }`)).sweep;
  const size = spaceSize(space);
  for (const rank of [0, 1, 12345, Math.floor(size / 3), size - 2, size - 1]) {
    expect(rankOf(space, valuesAtRank(space, rank))).toBe(rank);
  }
});
