// Where a picture's spikes and traces come from: the trial's row, where that holds them, or the trial run again.

import { type CheckedModel, type MeasuredSteps, type MeasuredWindow, measurementsIn } from "@spikefarm/equations";
import type { Row } from "@spikefarm/protocol";
import type { ObservedTrial } from "@spikefarm/worker";
import type { TraceLine } from "./draw-trial.js";
import type { WantedPanel, WantedRaster, WantedTraces } from "./wanted-panels.js";

export interface TrialSource {
  has(panel: WantedPanel): boolean;
  spikes(panel: WantedRaster): { readonly times: ArrayLike<number>; readonly elements: ArrayLike<number> };
  trace(panel: WantedTraces, variable: string, element: number): Omit<TraceLine, "label">;
}

/** The run that the trial was, or is. */
export interface TrialRun {
  readonly model: CheckedModel;
  readonly dtSeconds: number;
  /** Of the whole run. */
  readonly steps: number;
  readonly windowOf: (window: MeasuredWindow | undefined) => MeasuredSteps;
}

/** A row that is ok. Its lists of spikes say nothing of elements, so they serve a group of one. */
export function keptSource({ model, dtSeconds, steps, windowOf }: TrialRun, row: Row): TrialSource {
  const outputs = row.cells.slice(row.cells.length - model.outputs.length);
  const kept = model.outputs.flatMap(({ value, shape }, index) => {
    const cell = outputs[index];
    const [measurement] = measurementsIn(value);
    const isWhole = (shape === "list" || shape === "samples") && Array.isArray(cell);
    return isWhole && measurement !== undefined ? [{ measurement, numbers: cell as readonly number[] }] : [];
  });
  const spikesOf = ({ group, event, size }: WantedRaster) =>
    kept.find(({ measurement }) => {
      if (size !== 1 || measurement.kind !== "spikes" || measurement.group !== group || measurement.event !== event) return false;
      const { first, end } = windowOf(measurement.window);
      return first === 0 && end === steps;
    });
  const traceOf = (group: string, variable: string, element: number) => {
    for (const { measurement, numbers } of kept) {
      if (measurement.kind !== "trace" || measurement.group !== group || measurement.variable !== variable) continue;
      const row = measurement.elements === "all" ? element : measurement.elements.indexOf(element);
      const { first, end } = windowOf(measurement.window);
      const samples = Math.ceil((end - first) / measurement.everySteps);
      if (row >= 0) return { measurement, first, values: numbers.slice(row * samples, (row + 1) * samples) };
    }
    return undefined;
  };
  return {
    has: (panel) =>
      panel.kind === "raster"
        ? spikesOf(panel) !== undefined
        : panel.variables.every((variable) => panel.elements.every((element) => traceOf(panel.group, variable, element) !== undefined)),
    spikes: (panel) => {
      const times = spikesOf(panel)!.numbers;
      return { times, elements: new Uint8Array(times.length) };
    },
    trace: ({ group }, variable, element) => {
      const { measurement, first, values } = traceOf(group, variable, element)!;
      return { firstSeconds: first * dtSeconds, everySeconds: measurement.everySteps * dtSeconds, values };
    },
  };
}

/** A trial that was run with `recordingOutputs` of the panels, a sample each `everySteps`. */
export function observedSource({ measurements }: ObservedTrial, run: TrialRun, everySteps: number): TrialSource {
  const { dtSeconds, steps } = run;
  const window = { first: 0, end: steps, seconds: steps * dtSeconds };
  const known = new Map<string, Float64Array>();
  const traces = (group: string, variable: string, elements: readonly number[]): Float64Array => {
    const key = JSON.stringify([group, variable, elements]);
    const found = known.get(key) ?? measurements.group(group).trace(variable, elements, everySteps, window);
    known.set(key, found);
    return found;
  };
  return {
    has: () => true,
    spikes: ({ group, event }) => measurements.group(group).all({ event, window }),
    trace: ({ group, elements }, variable, element) => {
      const samples = Math.ceil(steps / everySteps);
      const row = elements.indexOf(element);
      const values = traces(group, variable, elements).subarray(row * samples, (row + 1) * samples);
      return { firstSeconds: 0, everySeconds: everySteps * dtSeconds, values };
    },
  };
}
