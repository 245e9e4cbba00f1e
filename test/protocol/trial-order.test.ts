// trial ↔ (point, repeat), against the slow obvious way: list the trials of a part in nested loops.

import { type PartRecord, pointAndRepeatOf, structureSize, trialCount, trialOf } from "@spikefarm/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { anyPart } from "./any-part.js";

/** Every (point, repeat) in planned order: structural axes slowest, then repeats, then the other axes. */
function listTrials(part: PartRecord): { point: number; repeat: number }[] {
  const strides = part.axes.map((_, k) => part.axes.slice(k + 1).reduce((product, axis) => product * axis.length, 1));
  const ranksOver = (isStructural: boolean): number[] =>
    part.axes.reduce(
      (ranks: number[], axis, k) =>
        axis.isStructural === isStructural
          ? ranks.flatMap((rank) => Array.from({ length: axis.length }, (_, digit) => rank + digit * strides[k]!))
          : ranks,
      [0],
    );
  const others = ranksOver(false);
  return ranksOver(true).flatMap((s) =>
    Array.from({ length: part.repeats }, (_, repeat) =>
      others.map((q) => ({ point: part.firstPoint + s + q, repeat: part.firstRepeat + repeat })),
    ).flat(),
  );
}

test("IDENTITY 9: trial = (s·R + repeat)·Q + q, and back", () => {
  fc.assert(
    fc.property(anyPart, (part) => {
      const listed = listTrials(part);
      expect(listed).toHaveLength(trialCount(part));
      for (const [trial, { point, repeat }] of listed.entries()) {
        expect(trialOf(part, { point, repeat })).toBe(trial);
        expect(pointAndRepeatOf(part, trial)).toEqual({ point, repeat });
      }
    }),
  );
});

test("IDENTITY 9: without structural axes the order is repeat-major", () => {
  const part = partOf([
    [3, false],
    [4, false],
  ]);
  expect(pointAndRepeatOf(part, 0)).toEqual({ point: 100, repeat: 5 });
  expect(pointAndRepeatOf(part, 11)).toEqual({ point: 111, repeat: 5 });
  expect(pointAndRepeatOf(part, 12)).toEqual({ point: 100, repeat: 6 });
});

test("IDENTITY 9: a structural axis varies slowest wherever it stands", () => {
  const part = partOf([
    [3, false],
    [2, true],
  ]);
  const points = Array.from({ length: trialCount(part) }, (_, trial) => pointAndRepeatOf(part, trial).point - 100);
  expect(points).toEqual([0, 2, 4, 0, 2, 4, 1, 3, 5, 1, 3, 5]);
  expect(structureSize(part)).toBe(6);
});

test("IDENTITY 8: an added part continues the numbering of points and repeats", () => {
  const first = { ...partOf([[10, false]]), firstPoint: 0, firstRepeat: 0 };
  const moreRepeats = { ...first, firstRepeat: first.repeats };
  const morePoints = { ...first, firstPoint: first.points };
  const keysOf = (part: PartRecord) =>
    Array.from({ length: trialCount(part) }, (_, trial) => JSON.stringify(pointAndRepeatOf(part, trial)));
  const all = [first, moreRepeats, morePoints].flatMap(keysOf);
  expect(new Set(all).size).toBe(all.length);
});

test("a part of 10⁹ points and 10⁶ repeats is numbered without rounding", () => {
  const part: PartRecord = { ...partOf([[1_000_000_000, false]]), repeats: 1_000_000 };
  const last = trialCount(part) - 1;
  expect(pointAndRepeatOf(part, last)).toEqual({ point: 100 + 999_999_999, repeat: 5 + 999_999 });
  expect(trialOf(part, { point: 100 + 999_999_999, repeat: 5 + 999_999 })).toBe(last);
});

function partOf(axes: readonly (readonly [length: number, isStructural: boolean])[]): PartRecord {
  return {
    space: {},
    firstPoint: 100,
    points: axes.reduce((product, [length]) => product * length, 1),
    firstRepeat: 5,
    repeats: 2,
    axes: axes.map(([length, isStructural]) => ({ length, isStructural })),
    granuleSize: null,
  };
}
