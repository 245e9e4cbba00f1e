// One exact step of dx/dt = A·x + b, given only the function x ↦ A·x + b.

import { matrixExponential } from "./pade/matrix-exponential.js";

export interface LinearStep {
  readonly state: readonly number[];
  readonly derivative: (state: readonly number[]) => readonly number[];
  readonly dt: number;
}

/**
 * x(t + dt) by the exponential of the augmented matrix [A b; 0 0]·dt, whose last column is the shift.
 * A's columns are central differences over the unit vectors, which for a linear function are its coefficients.
 */
export function exactStep({ state, derivative, dt }: LinearStep): readonly number[] {
  const n = state.length;
  if (n === 0) return [];
  const width = n + 1;
  const augmented = new Float64Array(width * width);
  derivative(state.map(() => 0)).forEach((b, row) => {
    augmented[row * width + n] = b * dt;
  });
  for (let column = 0; column < n; column++) {
    const unit = (sign: number) => derivative(state.map((_, index) => (index === column ? sign : 0)));
    const [plus, minus] = [unit(1), unit(-1)];
    for (let row = 0; row < n; row++) augmented[row * width + column] = ((plus[row]! - minus[row]!) / 2) * dt;
  }
  const step = exponentialOf(augmented, width);
  return state.map((_, row) => {
    let sum = step[row * width + n]!;
    for (let column = 0; column < n; column++) sum += step[row * width + column]! * state[column]!;
    return sum;
  });
}

/** Most steps have the matrix of the step before. */
let last: { readonly matrix: Float64Array; readonly exponential: Float64Array } | undefined;

function exponentialOf(matrix: Float64Array, width: number): Float64Array {
  const isLast = last?.matrix.length === matrix.length && last.matrix.every((entry, place) => Object.is(entry, matrix[place]));
  if (last === undefined || !isLast) last = { matrix, exponential: matrixExponential(matrix, width) };
  return last.exponential;
}
