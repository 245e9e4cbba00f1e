// X with N·X = R, by Gaussian elimination with partial pivoting (Golub & Van Loan, Matrix Computations, 4th ed., algorithm 3.4.1), for the few
// unknowns of a model's fixed point.
//
// There are no branches: rows are exchanged by choice, entry by entry, and of equal pivots the first stays. Rows are first scaled by powers of two,
// which is exact, so that a common factor of a row does not make a pivot of it. A singular N gives infinities or NaN.

import type { Arithmetic } from "../arithmetic.js";
import { clip, maximum } from "../elementary/comparison.js";
import { add, type Entry, type Matrix, multiply, selectEntry } from "./matrix.js";

const LARGEST_EXPONENT = 1000;

/** Undefined where N is singular whatever its entries are. */
export function solve<V, M>(o: Arithmetic<V, M>, n: Matrix<V>, r: Matrix<V>): Matrix<V> | undefined {
  const size = n.length;
  const rows: Entry<V>[][] = n.map((entries, row) => scaleRow(o, entries, [...entries, ...r[row]!]));
  for (let k = 0; k < size; k++) {
    for (let i = k + 1; i < size; i++) bringLarger(o, rows, k, i);
    const pivot = rows[k]![k];
    if (pivot === undefined) return undefined;
    for (let i = k + 1; i < size; i++) subtractRow(o, rows[i]!, rows[k]!, k, pivot);
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let column = size; column < rows[i]!.length; column++) {
      let rest = rows[i]![column];
      for (let j = i + 1; j < size; j++) rest = add(o, rest, negated(o, multiply(o, rows[i]![j], rows[j]![column])));
      rows[i]![column] = rest === undefined ? undefined : o.divide(rest, rows[i]![i]!);
    }
  }
  return rows.map((entries) => entries.slice(size));
}

/** The largest of `entries` is brought into [1, 2), and the rest of the row with it. */
function scaleRow<V, M>(o: Arithmetic<V, M>, entries: readonly Entry<V>[], row: readonly Entry<V>[]): Entry<V>[] {
  const largest = entries.reduce<V>((size, entry) => (entry === undefined ? size : maximum(o, size, o.absolute(entry))), o.constant(0));
  const exponent = clip(o, o.exponentOf(largest), o.constant(-LARGEST_EXPONENT), o.constant(LARGEST_EXPONENT));
  const factor = o.powerOfTwo(o.negate(exponent));
  return row.map((entry) => multiply(o, entry, factor));
}

/** Exchanges rows k and i where the latter's entry in column k is larger. */
function bringLarger<V, M>(o: Arithmetic<V, M>, rows: Entry<V>[][], k: number, i: number): void {
  const [upper, lower] = [rows[k]!, rows[i]!];
  if (lower[k] === undefined) return;
  if (upper[k] === undefined) {
    [rows[k], rows[i]] = [lower, upper];
    return;
  }
  const isLarger = o.lessThan(o.absolute(upper[k]), o.absolute(lower[k]));
  rows[k] = upper.map((entry, column) => (column < k ? entry : selectEntry(o, isLarger, lower[column], entry)));
  rows[i] = lower.map((entry, column) => (column < k ? entry : selectEntry(o, isLarger, upper[column], entry)));
}

function subtractRow<V, M>(o: Arithmetic<V, M>, row: Entry<V>[], from: readonly Entry<V>[], k: number, pivot: V): void {
  if (row[k] === undefined) return;
  const multiplier = o.divide(row[k], pivot);
  for (let column = k + 1; column < row.length; column++) {
    row[column] = add(o, row[column], negated(o, multiply(o, multiplier, from[column])));
  }
  row[k] = undefined;
}

const negated = <V, M>(o: Arithmetic<V, M>, entry: Entry<V>): Entry<V> => (entry === undefined ? undefined : o.negate(entry));
