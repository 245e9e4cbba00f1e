// What one trial left behind: the raw observations that outputs are computed from.
//
// The runner fills it from a kernel's buffers, the reference implementation in test/reference from plain numbers; `evaluateOutputs`
// reads either. Only what `requiredRecordings` asked for needs to be there.

/** The observations of one trial. The window is the last `windowSeconds` = duration − warmup of the run; spikes before it are left out. */
export interface Measurements {
  /** Steps of the whole run, warmup included. */
  readonly steps: number;
  readonly dtSeconds: number;
  readonly windowSeconds: number;
  group(name: string): GroupMeasurements;
}

export interface GroupMeasurements {
  /** Elements in the group. */
  readonly size: number;
  /** Spikes of each element in the window. */
  readonly counts: Int32Array;
  /** Time of the group's first spike in the window, as `t` at the start of its step; NaN where there is none. */
  readonly firstSpikeSeconds: number;
  /** All spikes in the window: ascending in time, then by element. Both arrays have one entry a spike. */
  readonly spikes: { readonly times: Float64Array; readonly elements: Int32Array };
  /** The variable (state, element parameter or subexpression) of each element after the last step. */
  final(variable: string): Float64Array;
  /**
   * The variable at the start of steps 0, everySteps, 2·everySteps, … of the whole run: one row an element in the order asked for,
   * row-major, ceil(steps / everySteps) samples a row.
   */
  trace(variable: string, elements: readonly number[] | "all", everySteps: number): Float64Array;
}
