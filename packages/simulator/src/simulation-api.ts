// The simulator's face to the farm: a batch of trials that share a structure in, one row of outputs a trial out.

import type { CheckedModel } from "@spikefarm/equations";
import type { BlockColumn } from "@spikefarm/protocol";

/** Trials that share sizes, dt and duration. */
export interface Batch {
  readonly lanes: number;
  /** Resolved values in SI of every parameter that is not text, derived ones included: one number for all lanes, or one a lane. */
  readonly parameters: ReadonlyMap<string, number | Float64Array>;
}

export interface SimulateOptions {
  /** Called between slices of about 20 ms with the fraction done (0 … 1; 1 at the end); returning false stops the run. */
  readonly onSlice?: (fraction: number) => boolean | void;
  /** At most this many lanes in one kernel call; for tests, never changes a result. */
  readonly maxLanes?: number;
  /** What the arrays of lanes that run together may take; a lane that takes more alone is SIMULATION_TOO_LARGE. Never changes a result. */
  readonly memoryLimitBytes?: number;
}

export interface BatchResult {
  /** One entry a lane: TrialStatus ok or failed. */
  readonly status: Uint8Array;
  readonly errorCode: readonly string[];
  readonly errorMessage: readonly string[];
  readonly outputs: readonly BlockColumn[];
}

/** Undefined when `onSlice` stopped the run. */
export type SimulateBatch = (model: CheckedModel, batch: Batch, options?: SimulateOptions) => BatchResult | undefined;
