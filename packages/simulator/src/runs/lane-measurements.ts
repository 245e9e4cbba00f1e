// One lane's share of what the groups left behind, as outputs read it.
//
// One is made for each measurement of each trial, millions in a sweep: a class, because every object literal with accessors is built anew
// by the engine, property by property, which took longer than a third of the simulation itself.

import type { MeasuredSteps } from "@spikefarm/equations";
import type { GroupMeasurements, Intervals, Measurements, Occurrences, TimeReduction } from "../outputs/measurements.js";
import type { RunShape } from "./plan-run.js";
import type { Accumulated, GroupRecord } from "./run-group.js";

export function laneMeasurements(shape: RunShape, records: ReadonlyMap<string, GroupRecord>, lane: number): Measurements {
  const { steps, dtSeconds } = shape;
  const group = (name: string) => {
    const record = records.get(name);
    if (record === undefined) throw new Error(`no group "${name}" was run`);
    return new LaneGroup(record, lane, dtSeconds);
  };
  return { steps, dtSeconds, group };
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

  counts(of: Occurrences): ArrayLike<number> {
    return this.#accumulated(of, "count") ?? this.#share(this.record.counts);
  }

  firstSteps(of: Occurrences): ArrayLike<number> {
    return this.#accumulated(of, "first") ?? this.#share(this.record.firstSpikeSteps);
  }

  intervals(of: Occurrences): Intervals {
    const part = (name: string) => this.#accumulated(of, name) ?? notRecorded(name);
    const [counts, first, last] = [part("count"), part("first"), part("last")];
    return {
      counts: counts.map((count) => Math.max(0, count - 1)),
      sums: counts.map((count, element) => (count === 0 ? 0 : last[element]! - first[element]!)),
      squares: this.#accumulated(of, "squares") ?? [],
    };
  }

  all(of: Occurrences): { readonly times: Float64Array; readonly elements: Int32Array } {
    const list = this.record.lists.find(({ event, window }) => event === of.event && isSame(window, of.window));
    const { steps, elements } = (list ?? notRecorded(of.event)).of(this.lane);
    return { times: Float64Array.from(steps, (step) => step * this.dtSeconds), elements: Int32Array.from(elements) };
  }

  binned(of: Occurrences, binSteps: number): ArrayLike<number> {
    const bins = this.record.bins.find(
      (candidate) => candidate.event === of.event && candidate.binSteps === binSteps && isSame(candidate.window, of.window),
    );
    return (bins ?? notRecorded(of.event)).of(this.lane);
  }

  final(variable: string): Float64Array {
    return this.#share(this.record.finals.get(variable) ?? notRecorded(variable)).slice();
  }

  trace(variable: string, elements: readonly number[] | "all", everySteps: number, window: MeasuredSteps): Float64Array {
    const wanted = JSON.stringify([variable, elements, everySteps]);
    const trace = this.record.traces.find(
      ({ request, window: traced }) =>
        JSON.stringify([request.variable, request.elements, request.everySteps]) === wanted && isSame(traced, window),
    );
    return (trace ?? notRecorded(variable)).of(this.lane);
  }

  overTime(variable: string, reduction: TimeReduction, window: MeasuredSteps): Float64Array {
    const steps = window.end - window.first;
    if (steps === 0) return new Float64Array(this.size).fill(Number.NaN);
    const found = this.#find(({ accumulator }) => accumulator.kind === "time" && accumulator.variable === variable, window);
    const part = (name: string) => this.#share(found?.parts.get(name) ?? notRecorded(variable));
    return reduction === "sd" ? part("squares").map((squares) => Math.sqrt(squares / steps)) : part(reduction).slice();
  }

  #accumulated(of: Occurrences, part: string): Float64Array | undefined {
    const found = this.#find(({ accumulator }) => accumulator.kind === "events" && accumulator.event === of.event, of.window, part);
    return found && this.#share(found.parts.get(part)!);
  }

  #find(matches: (accumulated: Accumulated) => boolean, window: MeasuredSteps, part?: string): Accumulated | undefined {
    return this.record.accumulators.find(
      (accumulated) => matches(accumulated) && isSame(accumulated.window, window) && (part === undefined || accumulated.parts.has(part)),
    );
  }

  #share<A extends Int32Array | Float64Array>(slots: A): A {
    return slots.subarray(this.lane * this.size, (this.lane + 1) * this.size) as A;
  }
}

const isSame = (a: MeasuredSteps, b: MeasuredSteps): boolean => a.first === b.first && a.end === b.end;

function notRecorded(what: string): never {
  throw new Error(`"${what}" was not recorded`);
}
