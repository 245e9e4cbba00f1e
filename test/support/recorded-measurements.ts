// What outputs are computed from, the slow and obvious way: from every occurrence and every value of a run, each measurement by its definition.
//
// It is the second opinion on whatever kernels sum up while they run.

import type { MeasuredSteps } from "@spikefarm/equations";
import type { GroupMeasurements, Occurrences } from "@spikefarm/simulator";

export interface Occurrence {
  readonly step: number;
  readonly element: number;
}

/** Everything that happened in a group. */
export interface GroupRecords {
  readonly size: number;
  readonly dtSeconds: number;
  /** The step after the last. */
  readonly steps: number;
  /** Every spike, or every occurrence of a custom event, in any order. */
  occurrences(event: string): readonly Occurrence[];
  /** At the start of a step, after the code that runs there; step `steps` is the end. */
  valueOf(variable: string, element: number, step: number): number;
}

export function recordedMeasurements(records: GroupRecords): GroupMeasurements {
  const { size, dtSeconds } = records;
  const elements = [...Array(size).keys()];
  const inWindow = ({ event, window }: Occurrences): readonly Occurrence[] =>
    records.occurrences(event).filter(({ step }) => step >= window.first && step < window.end);
  const stepsOf = (of: Occurrences, element: number): readonly number[] =>
    inWindow(of)
      .filter((occurrence) => occurrence.element === element)
      .map(({ step }) => step)
      .sort((a, b) => a - b);
  const intervalsOf = (of: Occurrences, element: number): readonly number[] => {
    const steps = stepsOf(of, element);
    return steps.slice(1).map((step, index) => step - steps[index]!);
  };
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  return {
    size,
    counts: (of) => elements.map((element) => stepsOf(of, element).length),
    firstSteps: (of) => elements.map((element) => stepsOf(of, element)[0] ?? Number.POSITIVE_INFINITY),
    intervals: (of) => {
      const intervals = elements.map((element) => intervalsOf(of, element));
      return {
        counts: intervals.map((list) => list.length),
        sums: intervals.map(sum),
        squares: intervals.map((list) => sum(list.map((steps) => steps * steps))),
      };
    },
    all: (of) => {
      const sorted = [...inWindow(of)].sort((a, b) => a.step - b.step || a.element - b.element);
      return {
        times: Float64Array.from(sorted, ({ step }) => step * dtSeconds),
        elements: Int32Array.from(sorted, ({ element }) => element),
      };
    },
    binned: (of, binSteps) => {
      const { first, end } = of.window;
      const bins = Array.from({ length: Math.ceil((end - first) / binSteps) }, (_, bin) => first + bin * binSteps);
      return bins.map((from) => inWindow(of).filter(({ step }) => step >= from && step < from + binSteps).length);
    },
    final: (variable) => Float64Array.from(elements, (element) => records.valueOf(variable, element, records.steps)),
    trace: (variable, which, everySteps, window) => {
      const steps = stepsIn(window).filter((step) => (step - window.first) % everySteps === 0);
      return Float64Array.from(
        (which === "all" ? elements : which).flatMap((row) => steps.map((step) => records.valueOf(variable, row, step))),
      );
    },
    overTime: (variable, reduction, window) =>
      Float64Array.from(elements, (element) => {
        const values = stepsIn(window).map((step) => records.valueOf(variable, element, step));
        const mean = sum(values) / values.length;
        if (reduction === "mean") return mean;
        if (reduction === "sd") return Math.sqrt(sum(values.map((value) => (value - mean) * (value - mean))) / values.length);
        if (values.length === 0) return Number.NaN;
        return reduction === "min" ? Math.min(...values) : Math.max(...values);
      }),
  };
}

const stepsIn = ({ first, end }: MeasuredSteps): readonly number[] => Array.from({ length: end - first }, (_, index) => first + index);
