// What a batch takes while it runs, known before it starts: arrays of eight bytes, one entry a slot.
//
//   kernel   constant arrays, states, counts and first spikes of a group (its memory is laid out anew for each group: the largest counts),
//            the tables it looks up, and the buffers it records into
//   host     initial values while a group is laid out; then, for as long as the batch runs, the finals, counts, first spikes and accumulators
//            of every group, the samples of its traces and its bins

import type { CompiledModel, KernelTable } from "@spikefarm/compiler";
import { binSteps, binsIn, type CheckedModel, samplesIn } from "@spikefarm/equations";
import { type RequiredRecordings, requiredRecordings } from "../outputs/required-recordings.js";
import type { RunShape } from "./plan-run.js";
import { buffersSizeBytes } from "./recording-buffers.js";

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
    const accumulated = layout.states.filter(({ kind }) => kind === "accumulator").length;
    kept += (needed.finals.size + RECORD_ARRAYS + accumulated) * size + keptSamples(needed, size, shape);
  }
  const fixed = compiled.groups.map(({ layout }) => {
    const entries = layout.tables.reduce((sum, table) => sum + entriesIn(table, shape), 0);
    return buffersSizeBytes(layout) + entries * NUMBER_BYTES;
  });
  return { fixedBytes: Math.max(0, ...fixed), laneBytes: (largestGroup + kept) * NUMBER_BYTES };
}

const entriesIn = (table: KernelTable, { samplings, spikes }: RunShape): number =>
  table.kind === "data" ? samplings.get(table.name)!.array.values.length : spikes.get(table.input)!.table.steps.length;

/** Numbers that the traces and bins of one trial take. */
export function keptSamples({ traces, bins }: RequiredRecordings, size: number, { windowOf, resolve, dtSeconds }: RunShape): number {
  const samples = traces.map(
    ({ elements, everySteps, window }) => (elements === "all" ? size : elements.length) * samplesIn(windowOf(window), everySteps),
  );
  return [...samples, ...bins.map(({ window, bin }) => binsIn(windowOf(window), binSteps(resolve(bin), dtSeconds)))].reduce(
    (sum, count) => sum + count,
    0,
  );
}
