// trial number ↔ (point, repeat): arithmetic, never a list (IDENTITY 9).
//
//   trial = (s·R + repeat)·Q + q
//
// s counts the structural axes (those that change a kernel's shape) and q the others, both in document order with the last axis fastest;
// a point's rank does the same over all axes. Without structural axes this is repeat-major: trial = repeat·P + rank.
// `point` and `repeat` here are those of tables: firstPoint and firstRepeat are included.

import type { PartRecord } from "./sweep-record.js";

export interface PointAndRepeat {
  readonly point: number;
  readonly repeat: number;
}

/** The number of trials of a part. */
export const trialCount = (part: Pick<PartRecord, "points" | "repeats">): number => part.points * part.repeats;

export function trialOf(part: PartRecord, { point, repeat }: PointAndRepeat): number {
  let rank = point - part.firstPoint;
  let s = 0;
  let q = 0;
  let structuralStride = 1;
  let otherStride = 1;
  for (const axis of part.axes.toReversed()) {
    const digit = rank % axis.length;
    rank = (rank - digit) / axis.length;
    if (axis.isStructural) {
      s += digit * structuralStride;
      structuralStride *= axis.length;
    } else {
      q += digit * otherStride;
      otherStride *= axis.length;
    }
  }
  return (s * part.repeats + (repeat - part.firstRepeat)) * otherStride + q;
}

export function pointAndRepeatOf(part: PartRecord, trial: number): PointAndRepeat {
  const otherCount = countOf(part, false);
  let q = trial % otherCount;
  const rest = (trial - q) / otherCount;
  const repeat = rest % part.repeats;
  let s = (rest - repeat) / part.repeats;
  let rank = 0;
  let stride = 1;
  for (const axis of part.axes.toReversed()) {
    const from = axis.isStructural ? s : q;
    const digit = from % axis.length;
    if (axis.isStructural) s = (s - digit) / axis.length;
    else q = (q - digit) / axis.length;
    rank += digit * stride;
    stride *= axis.length;
  }
  return { point: part.firstPoint + rank, repeat: part.firstRepeat + repeat };
}

/** Trials that share one structure: consecutive runs of this many (R·Q). No granule crosses a multiple of it. */
export const structureSize = (part: PartRecord): number => part.repeats * countOf(part, false);

function countOf(part: PartRecord, isStructural: boolean): number {
  return part.axes.reduce((product, axis) => (axis.isStructural === isStructural ? product * axis.length : product), 1);
}
