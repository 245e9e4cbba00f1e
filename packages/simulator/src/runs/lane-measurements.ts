// One lane's share of what the groups left behind, as outputs read it.
//
// One is made for each measurement of each trial, millions in a sweep: a class, because every object literal with accessors is built anew
// by the engine, property by property, which took longer than a third of the simulation itself.

import type { GroupMeasurements, Measurements } from "../outputs/measurements.js";
import type { RunShape } from "./plan-run.js";
import type { GroupRecord } from "./run-group.js";

export function laneMeasurements(shape: RunShape, records: ReadonlyMap<string, GroupRecord>, lane: number): Measurements {
  const { steps, dtSeconds, windowSeconds } = shape;
  const group = (name: string) => {
    const record = records.get(name);
    if (record === undefined) throw new Error(`no group "${name}" was run`);
    return new LaneGroup(record, lane, dtSeconds);
  };
  return { steps, dtSeconds, windowSeconds, group };
}

class LaneGroup implements GroupMeasurements {
  readonly size: number;

  constructor(
    readonly record: GroupRecord,
    readonly lane: number,
    readonly dtSeconds: number,
  ) {
    this.size = record.chunk.size;
  }

  get counts(): Int32Array {
    return this.record.counts.subarray(this.lane * this.size, (this.lane + 1) * this.size);
  }

  get firstSpikeSeconds(): number {
    const end = (this.lane + 1) * this.size;
    let first = Number.POSITIVE_INFINITY;
    for (let slot = end - this.size; slot < end; slot++) first = Math.min(first, this.record.firstSpikeSteps[slot]!);
    return first === Number.POSITIVE_INFINITY ? Number.NaN : first * this.dtSeconds;
  }

  get spikes(): GroupMeasurements["spikes"] {
    const { steps, elements } = this.record.spikes.of(this.lane);
    return { times: Float64Array.from(steps, (step) => step * this.dtSeconds), elements: Int32Array.from(elements) };
  }

  final(variable: string): Float64Array {
    return this.record.finals.get(variable)!.slice(this.lane * this.size, (this.lane + 1) * this.size);
  }

  trace(variable: string, elements: readonly number[] | "all", everySteps: number): Float64Array {
    const wanted = JSON.stringify([variable, elements, everySteps]);
    const trace = this.record.traces.find(
      ({ request }) => JSON.stringify([request.variable, request.elements, request.everySteps]) === wanted,
    );
    if (trace === undefined) throw new Error(`no trace of "${variable}" every ${everySteps} steps was recorded`);
    return trace.of(this.lane);
  }
}
