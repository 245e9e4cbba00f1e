// Points of a space that are equal: allowed, and told, since their trials draw the same random numbers and end with the same row (IDENTITY 16).
//
// A product has equal points where a factor has them, and a zip only where all its members have them at once.

import type { Axis, PointValue, Space } from "../checked-document.js";
import type { Report } from "../errors.js";
import { factorsOf, spaceAxes, spaceSize, valuesAtRank } from "./space-arithmetic.js";

/** Points of a zip that are compared; equal ones beyond them are not told. */
const MAX_COMPARED = 100_000;

/** `pathOf` says where an axis is written; a zip stands for its first. */
export function warnOfEqualPoints(space: Space, pathOf: (axis: Axis) => string, report: Report): void {
  for (const factor of factorsOf(space)) {
    const values = equalPoint(factor);
    if (values === undefined) continue;
    const point = [...values].map(([name, value]) => `${name} = ${value}`).join(", ");
    const message = `the point ${point} is there more than once: its trials draw equal random numbers and end with equal rows`;
    const help = "write each value once; for independent noise at one point use repeats";
    report.warn(pathOf(spaceAxes(factor)[0]!), "SPACE_POINTS_EQUAL", message, help);
  }
}

/** A point that a factor has more than once. */
function equalPoint(factor: Space): ReadonlyMap<string, PointValue> | undefined {
  if (factor.kind === "axis") {
    const value = factor.axis.repeatedValue();
    return value === undefined ? undefined : new Map([[factor.axis.name, value]]);
  }
  return hasEqualPoints(factor) ? comparedPoint(factor) : undefined;
}

/** Of a zip: what its members allow, before their points are compared. */
function hasEqualPoints(space: Space): boolean {
  if (space.kind === "axis") return space.axis.repeatedValue() !== undefined;
  return space.kind === "zip" ? space.spaces.every(hasEqualPoints) : space.factors.some(hasEqualPoints);
}

function comparedPoint(space: Space): ReadonlyMap<string, PointValue> | undefined {
  const seen = new Set<string>();
  for (let rank = 0; rank < Math.min(spaceSize(space), MAX_COMPARED); rank++) {
    const values = valuesAtRank(space, rank);
    const key = JSON.stringify([...values.values()]);
    if (seen.has(key)) return values;
    seen.add(key);
  }
  return undefined;
}
