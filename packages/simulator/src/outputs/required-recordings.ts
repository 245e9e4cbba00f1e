// What a run must record so that a model's outputs can be computed: asking for an output is what records it, and nothing else is.
//
// Whatever comes to a number an element is summed up in the kernel (accumulators); the group's spike counts and first spikes after the warmup
// are the kernel's own. Only lists of times and binned rates take every occurrence, and bins forget it once it is counted.

import type { Accumulator } from "@spikefarm/compiler";
import {
  type CheckedModel,
  DEFAULT_OUTPUT_MAX,
  type Expression,
  type MeasuredWindow,
  type Measurement,
  measurementsIn,
} from "@spikefarm/equations";

/** What one group has to record. */
export interface RequiredRecordings {
  /** Spikes of each element after the warmup; a kernel always counts them. */
  readonly counts: boolean;
  /** The first of them. */
  readonly firstSpike: boolean;
  readonly accumulators: readonly Accumulator[];
  /** What the accumulators' windows are, by number. */
  readonly windows: readonly (MeasuredWindow | undefined)[];
  /** Events of which every occurrence is recorded: "spike", or custom ones. */
  readonly events: readonly string[];
  /** Of these, the occurrences are kept. */
  readonly lists: readonly ListRequest[];
  /** Of these, they are counted in bins. */
  readonly bins: readonly BinRequest[];
  /** Variables whose value after the last step is asked for. */
  readonly finals: ReadonlySet<string>;
  /** Each trace once, however many outputs use it. */
  readonly traces: readonly TraceRequest[];
}

export type TraceRequest = Omit<Extract<Measurement, { kind: "trace" }>, "kind" | "group">;

export interface ListRequest {
  readonly event: string;
  readonly window: MeasuredWindow | undefined;
  /** Occurrences the output may hold. */
  readonly max: number;
}

export interface BinRequest {
  readonly event: string;
  readonly window: MeasuredWindow | undefined;
  readonly bin: Expression;
}

const recordingsByModel = new WeakMap<CheckedModel, ReadonlyMap<string, RequiredRecordings>>();

/** The recordings that the model's outputs need, for every group of the model. */
export function requiredRecordings(model: CheckedModel): ReadonlyMap<string, RequiredRecordings> {
  const known = recordingsByModel.get(model);
  if (known !== undefined) return known;
  const wanted = model.outputs.flatMap(({ value, max = DEFAULT_OUTPUT_MAX }) =>
    measurementsIn(value).map((measurement): Wanted => ({ measurement, max })),
  );
  const recordings = new Map(
    model.groups.map(({ name }) => [name, recordingsOf(wanted.filter(({ measurement }) => measurement.group === name))]),
  );
  recordingsByModel.set(model, recordings);
  return recordings;
}

interface Wanted {
  readonly measurement: Measurement;
  readonly max: number;
}

function recordingsOf(wanted: readonly Wanted[]): RequiredRecordings {
  const measurements = wanted.map(({ measurement }) => measurement);
  const usual = measurements.filter(isUsual);
  const lists = wanted.flatMap(({ measurement, max }) =>
    measurement.kind === "spikes" ? [{ event: measurement.event, window: measurement.window, max }] : [],
  );
  const bins = measurements.flatMap((measurement) =>
    measurement.kind === "binned_rate" ? [{ event: measurement.event, window: measurement.window, bin: measurement.bin }] : [],
  );
  const traces = measurements.flatMap((measurement) => {
    if (measurement.kind !== "trace") return [];
    const { variable, elements, everySteps, window } = measurement;
    return [{ variable, elements, everySteps, ...(window && { window }) }];
  });
  return {
    counts: usual.some(({ kind }) => kind !== "first_spike" && kind !== "first_spikes"),
    firstSpike: usual.some(({ kind }) => kind === "first_spike" || kind === "first_spikes"),
    ...accumulatorsOf(measurements.filter((measurement) => !isUsual(measurement))),
    events: [...new Set([...lists, ...bins].map(({ event }) => event))],
    // The greatest first: where two windows turn out to be the same steps, it has all that either may hold.
    lists: once(lists).toSorted((a, b) => b.max - a.max),
    bins: once(bins),
    finals: new Set(measurements.flatMap((measurement) => (measurement.kind === "final" ? [measurement.variable] : []))),
    traces: once(traces),
  };
}

/** What a kernel counts anyway: spikes after the warmup. */
const isUsual = (measurement: Measurement): boolean =>
  COUNTED.has(measurement.kind) && "event" in measurement && measurement.event === "spike" && measurement.window === undefined;

const COUNTED: ReadonlySet<Measurement["kind"]> = new Set(["count", "counts", "rate", "rates", "first_spike", "first_spikes"]);

function once<T>(requests: readonly T[]): readonly T[] {
  return [...new Map(requests.map((request) => [JSON.stringify(request), request])).values()];
}

type EventPart = (Accumulator & { kind: "events" })["parts"][number];
type TimePart = (Accumulator & { kind: "time" })["parts"][number];

/** The parts that each measurement is read off. */
const EVENT_PARTS: Readonly<Partial<Record<Measurement["kind"], readonly EventPart[]>>> = {
  ...{ count: ["count"], counts: ["count"], rate: ["count"], rates: ["count"] },
  ...{ first_spike: ["first"], first_spikes: ["first"] },
  ...{ isi_mean: ["count", "first", "last"], isi_means: ["count", "first", "last"] },
  ...{ isi_cv: ["count", "first", "last", "squares"], isi_cvs: ["count", "first", "last", "squares"] },
};
const TIME_PARTS: Readonly<Record<"mean" | "sd" | "min" | "max", readonly TimePart[]>> = {
  ...{ mean: ["mean"], sd: ["mean", "squares"], min: ["min"], max: ["max"] },
};

/** One accumulator for each event or variable in each window, with the parts that all measurements of it need. */
function accumulatorsOf(measurements: readonly Measurement[]): Pick<RequiredRecordings, "accumulators" | "windows"> {
  const windows = new Map<string, { readonly number: number; readonly window: MeasuredWindow | undefined }>();
  const numberOf = (window: MeasuredWindow | undefined): number => {
    const key = JSON.stringify(window ?? null);
    const known = windows.get(key) ?? { number: windows.size, window };
    windows.set(key, known);
    return known.number;
  };
  const accumulators = new Map<string, Accumulator>();
  const add = (accumulator: Accumulator): void => {
    const { parts, ...of } = accumulator;
    const key = JSON.stringify(of);
    const joined = new Set([...(accumulators.get(key)?.parts ?? []), ...parts]);
    accumulators.set(key, { ...of, parts: [...joined] } as Accumulator);
  };
  for (const measurement of measurements) {
    if (measurement.kind === "time") {
      const { variable, reduction, window } = measurement;
      add({ kind: "time", variable, window: numberOf(window), parts: TIME_PARTS[reduction] });
    }
    const parts = EVENT_PARTS[measurement.kind];
    if (parts !== undefined && "event" in measurement) {
      add({ kind: "events", event: measurement.event, window: numberOf(measurement.window), parts });
    }
  }
  return { accumulators: [...accumulators.values()], windows: [...windows.values()].map(({ window }) => window) };
}
