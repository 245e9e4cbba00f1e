// The value of one output in one trial.

/** A number; or many: one an element, one a spike, or (samples) a row of samples an element. */
export type OutputValue = number | Float64Array;

export const itemCount = (value: OutputValue): number => (typeof value === "number" ? 1 : value.length);
