// A curve of many points as an SVG path of few: of the points that fall into one column of pixels, the first, the lowest, the highest and the
// last are enough to look the same. Points that are not finite break the line.

import { pixels } from "./svg.js";

export interface Points {
  readonly count: number;
  /** In pixels. */
  readonly x: (index: number) => number;
  readonly y: (index: number) => number;
}

/** `M…L…`; "" where nothing is finite. */
export function linePath({ count, x, y }: Points): string {
  const pieces: string[] = [];
  let isOpen = false;
  let first = -1;
  let [low, high, last] = [-1, -1, -1];
  const put = (index: number): void => {
    pieces.push(`${isOpen ? "L" : "M"}${pixels(x(index))} ${pixels(y(index))}`);
    isOpen = true;
  };
  const finishColumn = (): void => {
    if (first < 0) return;
    for (const index of new Set([first, Math.min(low, high), Math.max(low, high), last])) put(index);
    first = -1;
  };
  for (let index = 0; index < count; index++) {
    if (!Number.isFinite(x(index)) || !Number.isFinite(y(index))) {
      finishColumn();
      isOpen = false;
    } else if (first < 0 || Math.floor(x(index)) !== Math.floor(x(first))) {
      finishColumn();
      first = low = high = last = index;
    } else {
      last = index;
      if (y(index) < y(low)) low = index;
      if (y(index) > y(high)) high = index;
    }
  }
  finishColumn();
  return pieces.join("");
}
