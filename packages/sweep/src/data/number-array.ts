// Numbers as they were written, before their unit: a list, or a table with a row a sample.

export interface NumberArray {
  /** [samples] or [samples, columns]. */
  readonly shape: readonly number[];
  /** Row after row. */
  readonly values: Float64Array;
}

/** Why something is no array, and what to do about it. */
export interface ArrayProblem {
  readonly problem: string;
  readonly help: string;
}

export const isProblem = (result: NumberArray | ArrayProblem): result is ArrayProblem => "problem" in result;

/** Numbers in all arrays of a document; as base64 they fit into MAX_JSON_SIZE. */
export const MAX_DATA_ITEMS = 500_000;
