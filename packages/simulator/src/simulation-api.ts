// The simulator's face to the farm: a batch of trials that share a structure in, one row of outputs a trial out.

import type { CheckedModel } from "@spikefarm/equations";
import type { BlockColumn } from "@spikefarm/protocol";

/** Trials that share sizes, dt and duration. */
export interface Batch {
  readonly lanes: number;
  /** Resolved values in SI of every parameter that is not text, derived ones included: one number for all lanes, or one a lane. */
  readonly parameters: ReadonlyMap<string, number | Float64Array>;
  /** What random numbers rest on; seed 0, repeat 0 where absent. A model that draws nothing never looks at it. */
  readonly random?: BatchRandom;
}

/** With the parameters' values, all that a trial's random numbers depend on (IDENTITY 16). */
export interface BatchRandom {
  readonly seed: number;
  /** Of all lanes, or one a lane. */
  readonly repeat: number | Int32Array;
  /** Values of the model's text parameters: of all lanes, or one a lane. */
  readonly texts?: ReadonlyMap<string, string | readonly string[]>;
}

export interface SimulateOptions {
  /** Called between slices of about 20 ms with the fraction done (0 … 1; 1 at the end); returning false stops the run. */
  readonly onSlice?: (fraction: number) => boolean | void;
  /** At most this many lanes in one kernel call; for tests, never changes a result. */
  readonly maxLanes?: number;
  /** At most this many steps in one kernel call; for tests, never changes a result. */
  readonly maxSliceSteps?: number;
  /** What the arrays of lanes that run together may take; a lane that takes more alone is SIMULATION_TOO_LARGE. Never changes a result. */
  readonly memoryLimitBytes?: number;
  /** Where kernels of machine code come from; without it WebAssembly does everything. Never changes a result. */
  readonly native?: NativeTarget;
  /** Where the threads of a process find what one of them has compiled of this model; without it each compiles for itself. Never changes a result. */
  readonly share?: ShareCompiled;
}

/** Gives what `make` would, plain data without functions; `key` tells apart what is made of one model. */
export type ShareCompiled = <Made>(key: string, make: () => Made) => Made;

/** Kernels in the processor's own code. */
export interface NativeTarget {
  /** Work, in milliseconds of WebAssembly, that makes a kernel worth compiling. */
  readonly worthMs: number;
  /** The kernel of a source (the compiler's `nativeSource`) once it has been compiled; the first question begins that. Asked again between slices. */
  kernelOf(source: string): NativeKernel | undefined;
}

/** The exports of the C that the compiler prints (emit-c.ts), on the memory they are given. */
export interface NativeKernel {
  readonly slotsInBlock: number;
  firstBroken(memory: Uint8Array, table: number, blocks: number): number;
  run(memory: Uint8Array, table: number, firstBlock: number, blocks: number, firstStep: number, steps: number): number;
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
