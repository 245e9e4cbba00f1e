// One measurement of a group, read off a trial's observations.

import { binSteps, type MeasuredSteps, type Measurement } from "@spikefarm/equations";
import { intervalMean, intervalMeans, intervalVariation, intervalVariations } from "./interval-statistics.js";
import type { Measurements } from "./measurements.js";
import type { OutputValue } from "./output-value.js";

/** What a measurement's times come to in a trial. */
export interface MeasuredTimes {
  readonly window: MeasuredSteps;
  /** Of a binned rate. */
  readonly binSeconds: number;
}

/** The value of a measurement. Rates are occurrences a second of the window; the total of a group counts those of every element. */
export function measure(measurement: Measurement, measurements: Measurements, { window, binSeconds }: MeasuredTimes): OutputValue {
  const group = measurements.group(measurement.group);
  const { dtSeconds } = measurements;
  if (measurement.kind === "final") return group.final(measurement.variable);
  if (measurement.kind === "trace") return group.trace(measurement.variable, measurement.elements, measurement.everySteps, window);
  if (measurement.kind === "time") return group.overTime(measurement.variable, measurement.reduction, window);
  const of = { event: measurement.event, window };
  switch (measurement.kind) {
    case "count":
      return total(group.counts(of));
    case "counts":
      return Float64Array.from(group.counts(of));
    case "rate":
      return total(group.counts(of)) / (group.size * window.seconds);
    case "rates":
      return Float64Array.from(group.counts(of), (count) => count / window.seconds);
    case "binned_rate": {
      const steps = binSteps(binSeconds, dtSeconds);
      const seconds = (bin: number) => Math.min(steps, window.end - window.first - bin * steps) * dtSeconds;
      return Float64Array.from(group.binned(of, steps), (count, bin) => count / (group.size * seconds(bin)));
    }
    case "spikes":
      return group.all(of).times;
    case "first_spike":
      return seconds(
        Array.from(group.firstSteps(of)).reduce((first, step) => Math.min(first, step), Number.POSITIVE_INFINITY),
        dtSeconds,
      );
    case "first_spikes":
      return Float64Array.from(group.firstSteps(of), (step) => seconds(step, dtSeconds));
    case "isi_mean":
      return intervalMean(group.intervals(of)) * dtSeconds;
    case "isi_means":
      return intervalMeans(group.intervals(of)).map((steps) => steps * dtSeconds);
    case "isi_cv":
      return intervalVariation(group.intervals(of));
    case "isi_cvs":
      return intervalVariations(group.intervals(of));
  }
}

/** When a step begins; NaN for one that never came. */
const seconds = (step: number, dtSeconds: number): number => (step === Number.POSITIVE_INFINITY ? Number.NaN : step * dtSeconds);

function total(counts: ArrayLike<number>): number {
  let sum = 0;
  for (let element = 0; element < counts.length; element++) sum += counts[element]!;
  return sum;
}
