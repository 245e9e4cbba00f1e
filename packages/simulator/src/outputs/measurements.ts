// What one trial left behind: the raw observations that outputs are computed from.
//
// The runner fills it from a kernel's buffers and states, the reference implementation in test/reference from plain numbers;
// `evaluateOutputs` reads either. Only what `requiredRecordings` asked for needs to be there.

import type { MeasuredSteps } from "@spikefarm/equations";

/** The observations of one trial. */
export interface Measurements {
  /** Steps of the whole run, warmup included. */
  readonly steps: number;
  readonly dtSeconds: number;
  group(name: string): GroupMeasurements;
}

/** Occurrences of an event ("spike", or a custom one) in the steps of a window. */
export interface Occurrences {
  readonly event: string;
  readonly window: MeasuredSteps;
}

export interface GroupMeasurements {
  /** Elements in the group. */
  readonly size: number;
  /** How often the event happened to each element. */
  counts(of: Occurrences): ArrayLike<number>;
  /** The step in which it first happened to each element; Infinity where it never did. */
  firstSteps(of: Occurrences): ArrayLike<number>;
  /** Each element's intervals from one to the next. */
  intervals(of: Occurrences): Intervals;
  /** All of them: ascending in time, then by element. Both arrays have one entry each. */
  all(of: Occurrences): { readonly times: Float64Array; readonly elements: Int32Array };
  /** How many there are, of all elements, in each `binSteps` steps of the window; the last bin may be shorter. */
  binned(of: Occurrences, binSteps: number): ArrayLike<number>;
  /** The variable (state, element parameter or subexpression) of each element after the last step. */
  final(variable: string): Float64Array;
  /**
   * The variable at the start of every `everySteps`-th step of a window, beginning with its first, after the code that runs there: one row an
   * element in the order asked for, row-major, `samplesIn` samples a row.
   */
  trace(variable: string, elements: readonly number[] | "all", everySteps: number, window: MeasuredSteps): Float64Array;
  /** Each element's values at the start of the window's steps, reduced; NaN where the window has no step. `sd` is the population's. */
  overTime(variable: string, reduction: TimeReduction, window: MeasuredSteps): Float64Array;
}

export type TimeReduction = "mean" | "sd" | "min" | "max";

/** Of each element's intervals, in steps: how many, their sum, and the sum of their squares. */
export interface Intervals {
  readonly counts: ArrayLike<number>;
  readonly sums: ArrayLike<number>;
  readonly squares: ArrayLike<number>;
}
