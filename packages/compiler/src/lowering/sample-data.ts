// Timed arrays: which entry of one holds at a time (Brian 2's TimedArray). Read by kernels and by the host alike.
//
// Row k holds from k·dt to (k + 1)·dt, the first before, the last ever after. The array's dt is `factor` fine steps, short against the model's
// step, and a time counts half a fine step early or late alike: no rounding of t = step·dt takes it for a time before the row it begins.

import type { CheckedData } from "@spikefarm/equations";
import { type Arithmetic, elementary } from "@spikefarm/numerics";

export interface SampleIndex<V, M> {
  /** Into the array's values, row by row. */
  readonly index: V;
  /** Whether the array has such a column; what it has not is NaN. */
  readonly isInside: M;
}

/** `fineSeconds` and `factor`: see the simulator's Sampling. */
export function sampleIndex<V, M>(
  o: Arithmetic<V, M>,
  { shape: [rows, columns] }: CheckedData,
  sampling: { readonly fineSeconds: V; readonly factor: V },
  [seconds, column]: readonly V[],
): SampleIndex<V, M> {
  const fine = o.add(o.divide(seconds!, sampling.fineSeconds), o.constant(0.5));
  const row = elementary.clip(o, o.floor(o.divide(fine, sampling.factor)), o.constant(0), o.constant(rows! - 1));
  if (columns === undefined || column === undefined) return { index: row, isInside: o.equal(o.constant(0), o.constant(0)) };
  const isInside = o.both(o.lessOrEqual(o.constant(0), column), o.lessThan(column, o.constant(columns)));
  return { index: o.add(o.multiply(row, o.constant(columns)), column), isInside };
}
