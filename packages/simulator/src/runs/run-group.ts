// One group of a chunk of lanes, from its initial values to the end of the run.
//
// The run is cut into slices: at the steps where a trace is sampled, where the warmup ends, and wherever the slice clock says. A slice is one
// call of the kernel, or several where some slots break its assumptions and the general kernel steps in for their blocks. What the slices
// recorded is gathered between them; nothing is recorded that no output asks for.

import type { CompiledGroup } from "@spikefarm/compiler";
import type { CheckedGroup } from "@spikefarm/equations";
import { kernelOf } from "../kernels/kernel-cache.js";
import { nowMs } from "../kernels/web-assembly.js";
import type { RequiredRecordings } from "../outputs/required-recordings.js";
import { type GroupMemory, layOutGroup } from "./group-memory.js";
import { type Chunk, LaneValues, slotsOf } from "./lane-values.js";
import { SliceClock } from "./slice-clock.js";
import { SpikeCollector } from "./spike-collector.js";
import { TraceCollector } from "./trace-collector.js";
import { VariableReader } from "./variable-reader.js";

/** What a group left behind, slot by slot. */
export interface GroupRecord {
  readonly chunk: Chunk;
  readonly counts: Int32Array;
  /** Infinity where there was none. */
  readonly firstSpikeSteps: Float64Array;
  readonly spikes: SpikeCollector;
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
  /** Called after each slice with its slot-steps; false stops the run. */
  readonly onSlice: (slotSteps: number) => boolean;
}

/** Undefined when `onSlice` stopped the run. */
export function runGroup({ group, compiled, chunk, recordings, onSlice }: GroupRun): GroupRecord | undefined {
  const { shape } = chunk;
  const slots = slotsOf(chunk);
  const values = new LaneValues(chunk, group);
  const memory = layOutGroup(compiled, values, slots);
  const reader = new VariableReader(group, chunk, compiled, memory, values);
  const spikes = new SpikeCollector(chunk);
  const traces = recordings.traces.map((request) => new TraceCollector(request, chunk, shape.steps));
  const clock = new SliceClock(slots, memory.maxSliceSteps, nowMs);

  let step = 0;
  while (step < shape.steps) {
    for (const trace of traces) trace.sampleAt(step, (variable) => reader.read(variable, step));
    if (step === shape.warmupSteps && step > 0) forget(memory, spikes);
    const ends = [shape.steps, step < shape.warmupSteps ? shape.warmupSteps : shape.steps, ...traces.map((trace) => trace.nextAfter(step))];
    const steps = Math.min(...ends.map((end) => end - step), clock.steps);
    memory.emptySpikes();
    clock.time(steps, () => advance(compiled, memory, step, steps));
    if (recordings.spikes) spikes.take(memory.spikes(), step);
    step += steps;
    if (!onSlice(steps * slots)) return undefined;
  }
  if (shape.warmupSteps === shape.steps) forget(memory, spikes);

  const finals = [...recordings.finals].map((variable) => [variable, reader.read(variable, shape.steps).slice()] as const);
  return {
    chunk,
    counts: Int32Array.from({ length: slots }, (_, slot) => memory.counts[2 * slot]!),
    firstSpikeSteps: memory.firstSpikes.slice(0, slots),
    spikes,
    finals: new Map(finals),
    traces,
    nonfinite: nonfiniteSlots(compiled, memory, slots),
  };
}

/** The general kernel takes the blocks that break an assumption of the usual one, and only those. */
function advance(compiled: CompiledGroup, { table, blocks }: GroupMemory, firstStep: number, steps: number): void {
  const usual = kernelOf(compiled.wasm);
  let reached = usual(table, 0, blocks, firstStep, steps);
  while (reached < blocks) {
    kernelOf(compiled.generalWasm())(table, reached, reached + 1, firstStep, steps);
    reached = usual(table, reached + 1, blocks, firstStep, steps);
  }
}

/** What happened in the warmup does not count. */
function forget(memory: GroupMemory, spikes: SpikeCollector): void {
  memory.counts.fill(0);
  memory.firstSpikes.fill(Number.POSITIVE_INFINITY);
  spikes.clear();
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
