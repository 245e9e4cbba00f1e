// Granules cover a part once, in order, and stay within a structure.

import {
  granuleCount,
  granuleOf,
  granuleRange,
  pointAndRepeatOf,
  type SizedPart,
  splitByGranule,
  structureSize,
  trialCount,
} from "@spikefarm/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { anyPart } from "./any-part.js";

test("IDENTITY 11: granules are consecutive fixed runs that cover every trial once", () => {
  fc.assert(
    fc.property(anyPart, (part) => {
      let next = 0;
      for (let granule = 0; granule < granuleCount(part); granule++) {
        const { from, to } = granuleRange(part, granule);
        expect(from).toBe(next);
        expect(to - from).toBeGreaterThan(0);
        expect(to - from).toBeLessThanOrEqual(part.granuleSize);
        for (let trial = from; trial < to; trial++) expect(granuleOf(part, trial)).toBe(granule);
        next = to;
      }
      expect(next).toBe(trialCount(part));
    }),
  );
});

test("IDENTITY 9: no granule crosses a structural axis", () => {
  fc.assert(
    fc.property(anyPart, (part) => {
      for (let granule = 0; granule < granuleCount(part); granule++) {
        const { from, to } = granuleRange(part, granule);
        expect(structureAt(part, from)).toEqual(structureAt(part, to - 1));
        expect(Math.floor(from / structureSize(part))).toBe(Math.floor((to - 1) / structureSize(part)));
      }
    }),
  );
});

test("a range is cut at granule boundaries, in order and without a gap", () => {
  const partAndRange = anyPart.chain((part) =>
    fc.tuple(fc.constant(part), fc.nat(trialCount(part)), fc.nat(trialCount(part))).map(([sized, a, b]) => ({
      part: sized,
      range: { from: Math.min(a, b), to: Math.max(a, b) },
    })),
  );
  fc.assert(
    fc.property(partAndRange, ({ part, range }) => {
      const pieces = [...splitByGranule(part, range)];
      const trials = pieces.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, k) => from + k));
      expect(trials).toEqual(Array.from({ length: range.to - range.from }, (_, k) => range.from + k));
      for (const { granule, from, to } of pieces) {
        expect([granuleOf(part, from), granuleOf(part, to - 1)]).toEqual([granule, granule]);
      }
      expect(new Set(pieces.map((piece) => piece.granule)).size).toBe(pieces.length);
    }),
  );
});

/** The indices of the structural axes at a trial. */
function structureAt(part: SizedPart, trial: number): number[] {
  let rank = pointAndRepeatOf(part, trial).point - part.firstPoint;
  const digits: number[] = [];
  for (const axis of part.axes.toReversed()) {
    if (axis.isStructural) digits.push(rank % axis.length);
    rank = Math.floor(rank / axis.length);
  }
  return digits;
}
