// D⁻¹·A·D with a diagonal D of powers of two such that no row's couplings are much larger than the same column's, nor the reverse (Parlett &
// Reinsch 1969). It is exact. Without it a coupling that is large only because of its units (1/farad) would pass for a fast system, and ask for
// many squarings, each of which doubles the error of every entry (Al-Mohy & Higham 2009 on overscaling).
//
// Each element is given a coupling of 1 beside its own, so that one-way couplings are balanced too and those below 1, which need no squaring, are
// left alone. The number of sweeps is fixed: there are no branches here, and what a sweep more would win is a squaring or two.

import type { Arithmetic } from "../arithmetic.js";
import { clip, truncate } from "../elementary/comparison.js";
import { type Matrix, map } from "./matrix.js";

const SWEEP_COUNT = 3;
/** Of two in one sweep's factor: all of them together stay within a double's range. */
const LARGEST_EXPONENT = 300;

export interface Balanced<V> {
  readonly matrix: Matrix<V>;
  /** D, and D⁻¹. */
  readonly scales: readonly V[];
  readonly inverseScales: readonly V[];
}

export function balance<V, M>(o: Arithmetic<V, M>, a: Matrix<V>): Balanced<V> {
  let matrix = a;
  const scales = a.map(() => o.constant(1));
  const inverseScales = [...scales];
  for (let sweep = 0; sweep < SWEEP_COUNT; sweep++) {
    for (let i = 0; i < a.length; i++) {
      const isCoupled = a.some((entries, j) => j !== i && (entries[i] !== undefined || a[i]![j] !== undefined));
      if (!isCoupled) continue;
      const exponent = balancingExponent(o, matrix, i);
      const [factor, inverse] = [o.powerOfTwo(exponent), o.powerOfTwo(o.negate(exponent))];
      scales[i] = o.multiply(scales[i]!, factor);
      inverseScales[i] = o.multiply(inverseScales[i]!, inverse);
      matrix = map(matrix, (entry, row, column) => {
        if ((row === i) === (column === i)) return entry;
        return o.multiply(entry, row === i ? inverse : factor);
      });
    }
  }
  return { matrix, scales, inverseScales };
}

/** Of the power of two f for which column·f and row/f are nearly equal. */
function balancingExponent<V, M>(o: Arithmetic<V, M>, a: Matrix<V>, i: number): V {
  let column = o.constant(1);
  let row = o.constant(1);
  for (let j = 0; j < a.length; j++) {
    const [above, beside] = [a[j]![i], a[i]![j]];
    if (j === i) continue;
    if (above !== undefined) column = o.add(column, o.absolute(above));
    if (beside !== undefined) row = o.add(row, o.absolute(beside));
  }
  const half = o.multiply(o.subtract(o.exponentOf(row), o.exponentOf(column)), o.constant(0.5));
  return clip(o, truncate(o, half), o.constant(-LARGEST_EXPONENT), o.constant(LARGEST_EXPONENT));
}
