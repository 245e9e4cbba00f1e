// Inputs and timed arrays in steps: what about them depends on dt, worked out once for all lanes of a batch.
//
// The spikes of a spike input become one table: each element's steps, ascending, closed by Infinity.
//
//   element 0        element 2   the others
//   3  17  40  ∞     5  ∞        ∞
//   ▲                ▲           ▲            where each element begins (`first`)

import type { CheckedData, SpikeInput } from "@spikefarm/equations";
import { CodedError } from "@spikefarm/protocol";
import type { SimulatorCode } from "../errors.js";

export interface SpikeTable {
  readonly steps: Float64Array;
  /** By element: the entry of its first spike. */
  readonly first: Float64Array;
}

/** Throws SIMULATION_SPIKE_TIMES. Spikes before the run are left out, as they are in Brian 2. */
export function planSpikes(input: SpikeInput, size: number, dtSeconds: number, periodSteps = Number.POSITIVE_INFINITY): SpikeTable {
  const steps: number[] = [];
  const first = new Float64Array(size).fill(-1);
  let last = { element: -1, step: -1 };
  input.times.forEach((seconds, index) => {
    const element = input.elements[index]!;
    const step = Math.trunc((seconds + STEP_FORGIVENESS * dtSeconds) / dtSeconds);
    if (element >= size) throw unusable(input, `has a spike of element ${element}, but its group has ${size}`);
    if (step < 0) return;
    if (step >= periodSteps) throw unusable(input, `has a spike at ${seconds} s, which is not before the end of its period`);
    if (element !== last.element) {
      if (last.element >= 0) steps.push(Number.POSITIVE_INFINITY);
      first[element] = steps.length;
    } else if (step === last.step) {
      throw unusable(input, `has two spikes of element ${element} in one step of ${dtSeconds} s, at ${seconds} s`);
    }
    steps.push(step);
    last = { element, step };
  });
  steps.push(Number.POSITIVE_INFINITY);
  return { steps: Float64Array.from(steps), first: first.map((entry) => (entry < 0 ? steps.length - 1 : entry)) };
}

/** A time belongs to a step that begins this little later, in steps (`timestep` of the language). */
const STEP_FORGIVENESS = 1e-3;

const unusable = ({ name }: SpikeInput, what: string) =>
  new CodedError("SIMULATION_SPIKE_TIMES" satisfies SimulatorCode, `Input "${name}" ${what}.`);

/** How a timed array is looked up: row ⌊(t/fineSeconds + ½)/factor⌋, where its dt is `factor` fine steps, so that no rounding of t misses a row. */
export interface Sampling {
  readonly fineSeconds: number;
  readonly factor: number;
}

/** Brian 2's rule: the least power of two that makes a fine step at most an eighth of the model's. */
export function planSampling({ dtSeconds }: CheckedData, modelDtSeconds: number): Sampling | undefined {
  if (dtSeconds === undefined) return undefined;
  const least = (FINE_STEPS / modelDtSeconds) * dtSeconds;
  let factor = 1;
  while (factor < least) factor *= 2;
  return { fineSeconds: dtSeconds / factor, factor };
}

const FINE_STEPS = 8;
