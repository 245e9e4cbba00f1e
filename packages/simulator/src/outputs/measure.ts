// One measurement of a group, read off a trial's observations.

import type { Measurement } from "@spikefarm/equations";
import type { Measurements } from "./measurements.js";
import type { OutputValue } from "./output-value.js";

/** The value of a measurement. Rates are spikes a second of the window; the total of a group counts every element's spikes. */
export function measure(measurement: Measurement, measurements: Measurements): OutputValue {
  const group = measurements.group(measurement.group);
  const window = measurements.windowSeconds;
  switch (measurement.kind) {
    case "count":
      return total(group.counts);
    case "counts":
      return Float64Array.from(group.counts);
    case "rate":
      return total(group.counts) / (group.size * window);
    case "rates":
      return Float64Array.from(group.counts, (count) => count / window);
    case "spikes":
      return group.spikes.times;
    case "first_spike":
      return group.firstSpikeSeconds;
    case "final":
      return group.final(measurement.variable);
    case "trace":
      return group.trace(measurement.variable, measurement.elements, measurement.everySteps);
    default:
      throw new Error(`"${measurement.kind}" is not measured yet`);
  }
}

function total(counts: Int32Array): number {
  let sum = 0;
  for (const count of counts) sum += count;
  return sum;
}
