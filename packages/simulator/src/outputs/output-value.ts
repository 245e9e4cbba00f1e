// The value of one output in one trial, with the shape that tells how it combines with others.

import type { CheckedOutput } from "@spikefarm/equations";

/** A number for a scalar output. */
export type OutputValue = number | OutputArray;

/**
 * Numbers row by row: "elements" has one number a row and a row an element, "list" one number a row (a spike, a sample), "samples" a row
 * of samples an element.
 */
export interface OutputArray {
  readonly shape: Exclude<CheckedOutput["shape"], "scalar">;
  readonly rows: number;
  readonly values: Float64Array;
}

export const elementsOf = (values: Float64Array): OutputArray => ({ shape: "elements", rows: values.length, values });

export const listOf = (values: Float64Array): OutputArray => ({ shape: "list", rows: values.length, values });

export const samplesOf = (rows: number, values: Float64Array): OutputArray => ({ shape: "samples", rows, values });

export const isArray = (value: OutputValue): value is OutputArray => typeof value !== "number";

/** Numbers in a row. */
export const rowLength = (array: OutputArray): number => (array.rows === 0 ? 0 : array.values.length / array.rows);

export const itemCount = (value: OutputValue): number => (isArray(value) ? value.values.length : 1);
