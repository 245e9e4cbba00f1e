// What a batch takes while it runs, known before it starts: arrays of eight bytes, one entry a slot.
//
//   kernel   constant arrays, states, counts and first spikes of a group (its memory is laid out anew for each group: the largest counts),
//            and the spike buffer
//   host     initial values while a group is laid out; then, for as long as the batch runs, the finals, counts and first spikes of every
//            group and the samples of its traces

import type { CompiledModel } from "@spikefarm/compiler";
import type { CheckedModel } from "@spikefarm/equations";
import { type RequiredRecordings, requiredRecordings } from "../outputs/required-recordings.js";
import { SPIKE_BUFFER_SIZE_BYTES } from "./group-memory.js";
import type { RunShape } from "./plan-run.js";

const NUMBER_BYTES = Float64Array.BYTES_PER_ELEMENT;
/** Of counts and first spikes, in the kernel's memory and copied out of it. */
const RECORD_ARRAYS = 2;

export interface MemoryPlan {
  readonly fixedBytes: number;
  readonly laneBytes: number;
}

export function planMemory(model: CheckedModel, compiled: CompiledModel, shape: RunShape): MemoryPlan {
  const recordings = requiredRecordings(model);
  let largestGroup = 0;
  let kept = 0;
  for (const [index, group] of model.groups.entries()) {
    const { layout } = compiled.groups[index]!;
    const size = shape.sizes.get(group.name)!;
    const needed = recordings.get(group.name)!;
    const kernelArrays = layout.arrays.length + layout.states.length + RECORD_ARRAYS;
    largestGroup = Math.max(largestGroup, (kernelArrays + layout.states.length) * size);
    kept += (needed.finals.size + RECORD_ARRAYS) * size + traceSamples(needed, size, shape);
  }
  const hasSpikes = compiled.groups.some(({ layout }) => layout.recordings.spikes);
  return { fixedBytes: hasSpikes ? SPIKE_BUFFER_SIZE_BYTES : 0, laneBytes: (largestGroup + kept) * NUMBER_BYTES };
}

function traceSamples({ traces }: RequiredRecordings, size: number, { steps }: RunShape): number {
  return traces.reduce(
    (sum, { elements, everySteps }) => sum + (elements === "all" ? size : elements.length) * Math.ceil(steps / everySteps),
    0,
  );
}
