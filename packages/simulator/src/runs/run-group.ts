// One group of a chunk of lanes, from its initial values to the end of the run.
//
// The run is cut into slices: where the warmup ends, and wherever the slice clock says. A slice is one call of the kernel, or several where some
// slots break its assumptions and the general kernel steps in for their blocks, or where a buffer is full. Nothing is recorded that no
// output asks for.

import type { Accumulator, CompiledGroup } from "@spikefarm/compiler";
import type { CheckedGroup, MeasuredSteps } from "@spikefarm/equations";
import { nowMs } from "../kernels/web-assembly.js";
import type { RequiredRecordings } from "../outputs/required-recordings.js";
import type { SimulateOptions } from "../simulation-api.js";
import type { BinCollector } from "./bin-collector.js";
import { ChunkKernels } from "./chunk-kernels.js";
import { type GroupMemory, layOutGroup } from "./group-memory.js";
import { GroupRecordings } from "./group-recordings.js";
import { type Chunk, LaneValues, slotsOf } from "./lane-values.js";
import { SliceClock } from "./slice-clock.js";
import type { SpikeCollector } from "./spike-collector.js";
import type { TraceCollector } from "./trace-collector.js";
import { VariableReader } from "./variable-reader.js";

/** An accumulator's parts, slot by slot. */
export interface Accumulated {
  readonly accumulator: Accumulator;
  readonly window: MeasuredSteps;
  readonly parts: ReadonlyMap<string, Float64Array>;
}

/** What a group left behind, slot by slot. */
export interface GroupRecord {
  readonly chunk: Chunk;
  readonly counts: Int32Array;
  /** Infinity where there was none. */
  readonly firstSpikeSteps: Float64Array;
  /** One for each list of occurrences that is asked for. */
  readonly lists: readonly SpikeCollector[];
  readonly bins: readonly BinCollector[];
  readonly accumulators: readonly Accumulated[];
  readonly finals: ReadonlyMap<string, Float64Array>;
  readonly traces: readonly TraceCollector[];
  /** By slot; empty where the model does not say `fail_on_nonfinite`. */
  readonly nonfinite: ReadonlyMap<number, string>;
}

export interface GroupRun {
  readonly group: CheckedGroup;
  readonly compiled: CompiledGroup;
  readonly chunk: Chunk;
  readonly recordings: RequiredRecordings;
  readonly options: Pick<SimulateOptions, "native" | "maxSliceSteps" | "share">;
  /** Called after each slice with its slot-steps; false stops the run. */
  readonly onSlice: (slotSteps: number) => boolean;
}

/** Undefined when `onSlice` stopped the run. */
export function runGroup({ group, compiled, chunk, recordings, options, onSlice }: GroupRun): GroupRecord | undefined {
  const { shape } = chunk;
  const slots = slotsOf(chunk);
  const values = new LaneValues(chunk, group);
  const memory = layOutGroup(compiled, values, slots);
  const reader = new VariableReader(group, chunk, compiled, memory, values);
  const { native, maxSliceSteps = Number.POSITIVE_INFINITY } = options;
  const recorded = new GroupRecordings(recordings, chunk, shape, memory.buffers);
  const kernels = new ChunkKernels({ compiled, memory, slots, recordings: recorded, ...(native !== undefined && { native }) });
  const clock = new SliceClock(slots, Math.min(recorded.maxSliceSteps, maxSliceSteps), nowMs);

  let step = 0;
  while (step < shape.steps) {
    if (step === shape.warmupSteps && step > 0) forget(memory);
    const end = step < shape.warmupSteps ? shape.warmupSteps : shape.steps;
    const steps = Math.min(end - step, clock.steps);
    clock.time(steps, () => kernels.advance(step, steps));
    step += steps;
    if (!onSlice(steps * slots)) return undefined;
  }
  if (shape.warmupSteps === shape.steps) forget(memory);

  const finals = [...recordings.finals].map((variable) => [variable, reader.read(variable, shape.steps).slice()] as const);
  return {
    chunk,
    counts: Int32Array.from({ length: slots }, (_, slot) => memory.counts[2 * slot]!),
    firstSpikeSteps: memory.firstSpikes.slice(0, slots),
    lists: recorded.lists,
    bins: recorded.bins,
    accumulators: recordings.accumulators.map((accumulator, index) => ({
      accumulator,
      window: chunk.windows[accumulator.window]!,
      parts: partsOf(index, compiled, memory, slots),
    })),
    finals: new Map(finals),
    traces: recorded.traces,
    nonfinite: nonfiniteSlots(compiled, memory, slots),
  };
}

/** What happened in the warmup does not count, but where a measurement says so: accumulators and lists look at their own windows. */
function forget(memory: GroupMemory): void {
  memory.counts.fill(0);
  memory.firstSpikes.fill(Number.POSITIVE_INFINITY);
}

function partsOf(index: number, compiled: CompiledGroup, memory: GroupMemory, slots: number): ReadonlyMap<string, Float64Array> {
  return new Map(
    compiled.layout.states.flatMap((state, place) =>
      state.kind === "accumulator" && state.accumulator === index ? [[state.part, memory.states[place]!.slice(0, slots)]] : [],
    ),
  );
}

function nonfiniteSlots(compiled: CompiledGroup, memory: GroupMemory, slots: number): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  compiled.layout.states.forEach((state, index) => {
    if (state.kind !== "nonfinite") return;
    for (let slot = 0; slot < slots; slot++) {
      if (memory.states[index]![slot] === 1 && !found.has(slot)) found.set(slot, state.variable);
    }
  });
  return found;
}
