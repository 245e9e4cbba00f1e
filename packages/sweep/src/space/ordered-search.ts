// Finds a value among ordered ones by bisection, so that axes of 10⁹ values are searched in microseconds.

import type { PointValue } from "../checked-document.js";

/** Every index whose value equals `value`, where values ascend or descend (rounding may make neighbours equal). */
export function indicesInOrder(length: number, valueAt: (index: number) => number, value: PointValue): readonly number[] {
  if (typeof value !== "number" || length === 0) return [];
  const direction = valueAt(length - 1) >= valueAt(0) ? 1 : -1;
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = low + Math.floor((high - low) / 2);
    if ((valueAt(middle) - value) * direction < 0) low = middle + 1;
    else high = middle;
  }
  // Logarithmic axes may run back by an ulp between neighbours, hence the margin.
  const found: number[] = [];
  for (let index = Math.max(0, low - MARGIN); index < length && (index < low + MARGIN || valueAt(index) === value); index++) {
    if (valueAt(index) === value) found.push(index);
    if (found.length === MAX_EQUAL) break;
  }
  return found;
}

/**
 * A value that two neighbours share, looked for at both ends: lines and curves are densest, against the spacing of doubles, at one of them.
 */
export function repeatedInOrder(length: number, valueAt: (index: number) => number): number | undefined {
  for (const start of [0, Math.max(0, length - MAX_EQUAL)]) {
    for (let index = start + 1; index < Math.min(length, start + MAX_EQUAL); index++) {
      if (valueAt(index) === valueAt(index - 1)) return valueAt(index);
    }
  }
  return undefined;
}

const MARGIN = 4;
/** Equal neighbours that are worth listing: an axis finer than doubles can tell apart has no end of them. */
const MAX_EQUAL = 1000;
