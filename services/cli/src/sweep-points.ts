// One output of a sweep over its points, the mean over the repeats with their least and greatest, in the units people read: what plots show.

import { type Column, type SweepRecord, TrialStatus, type WriterPort } from "@spikefarm/protocol";
import { shownValue } from "./present/index.js";

/** One point of a plot: where it is, and its output over the repeats that are ok. */
export interface Average {
  readonly at: readonly number[];
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export const isPlottable = ({ kind, shape }: Column): boolean => shape.length === 0 && kind !== "text";

/** Reads every row that is ok. */
export async function averages(writer: WriterPort, record: SweepRecord, output: Column): Promise<readonly Average[]> {
  const outputCell = record.parameters.length + record.outputs.indexOf(output);
  const values = new Map<number, { readonly at: number[]; readonly ys: number[] }>();
  for await (const batch of writer.rows(record.id, { status: [TrialStatus.ok] })) {
    for (const { point, cells } of batch) {
      const at = record.parameters.map((column, index) => shownValue(column, Number(cells[index]), "display"));
      const entry = values.get(point) ?? { at, ys: [] };
      entry.ys.push(shownValue(output, Number(cells[outputCell]), "display"));
      values.set(point, entry);
    }
  }
  return [...values.values()].map(({ at, ys }) => ({
    at,
    mean: ys.reduce((sum, y) => sum + y, 0) / ys.length,
    low: ys.reduce((least, y) => Math.min(least, y), Number.POSITIVE_INFINITY),
    high: ys.reduce((greatest, y) => Math.max(greatest, y), Number.NEGATIVE_INFINITY),
  }));
}

export const distinct = (values: readonly number[]): number[] => [...new Set(values)].toSorted((a, b) => a - b);
