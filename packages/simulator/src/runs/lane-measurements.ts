// One lane's share of what the groups left behind, as outputs read it.

import type { GroupMeasurements, Measurements } from "../outputs/measurements.js";
import type { RunShape } from "./plan-run.js";
import type { GroupRecord } from "./run-group.js";

export function laneMeasurements(shape: RunShape, records: ReadonlyMap<string, GroupRecord>, lane: number): Measurements {
  const { steps, dtSeconds, windowSeconds } = shape;
  const group = (name: string) => {
    const record = records.get(name);
    if (record === undefined) throw new Error(`no group "${name}" was run`);
    return groupMeasurements(record, lane, dtSeconds);
  };
  return { steps, dtSeconds, windowSeconds, group };
}

function groupMeasurements(record: GroupRecord, lane: number, dtSeconds: number): GroupMeasurements {
  const { size } = record.chunk;
  const [from, to] = [lane * size, (lane + 1) * size];
  return {
    size,
    get counts() {
      return record.counts.subarray(from, to);
    },
    get firstSpikeSeconds() {
      const first = record.firstSpikeSteps
        .subarray(from, to)
        .reduce((earliest, step) => Math.min(earliest, step), Number.POSITIVE_INFINITY);
      return first === Number.POSITIVE_INFINITY ? Number.NaN : first * dtSeconds;
    },
    get spikes() {
      const { steps, elements } = record.spikes.of(lane);
      return { times: Float64Array.from(steps, (step) => step * dtSeconds), elements: Int32Array.from(elements) };
    },
    final: (variable) => record.finals.get(variable)!.slice(from, to),
    trace: (variable, elements, everySteps) => {
      const wanted = JSON.stringify([variable, elements, everySteps]);
      const trace = record.traces.find(
        ({ request }) => JSON.stringify([request.variable, request.elements, request.everySteps]) === wanted,
      );
      if (trace === undefined) throw new Error(`no trace of "${variable}" every ${everySteps} steps was recorded`);
      return trace.of(lane);
    },
  };
}
