// Timed arrays, as Brian 2 reads them: row k holds from k·d to (k + 1)·d, the first before that, the last ever after.
//
// A time on the border of two rows belongs to the later one, however its quotient by d was rounded: it is first taken to the nearest of K
// parts of d, where K is a power of two that makes such a part shorter than an eighth of the model's step.

import type { CheckedData } from "@spikefarm/equations";

export function sampleOf({ shape, values, dtSeconds }: CheckedData, dt: number, time: number, column = 0): number {
  const d = dtSeconds!;
  const [rows = 1, columns = 1] = shape;
  let parts = 1;
  while (parts < (8 / dt) * d) parts *= 2;
  const row = Math.min(Math.max(Math.trunc(Math.floor(time / (d / parts) + 0.5) / parts), 0), rows - 1);
  return values[row * columns + Math.min(Math.max(column, 0), columns - 1)]!;
}
