// Matrices over an abstract arithmetic. A place may be empty: a 0 that is known to be one, as below the diagonal of a triangular matrix. It costs
// no operation, and what follows from it is known to be 0 too.
//
// Sums go over the columns in order: same input, same bits.

import type { Arithmetic } from "../arithmetic.js";

export type Entry<V> = V | undefined;
/** Row by row. */
export type Matrix<V> = readonly (readonly Entry<V>[])[];

export function add<V, M>(o: Arithmetic<V, M>, a: Entry<V>, b: Entry<V>): Entry<V> {
  return a !== undefined && b !== undefined ? o.add(a, b) : (a ?? b);
}

export function multiply<V, M>(o: Arithmetic<V, M>, a: Entry<V>, b: Entry<V>): Entry<V> {
  return a !== undefined && b !== undefined ? o.multiply(a, b) : undefined;
}

export function map<V>(a: Matrix<V>, change: (entry: V, row: number, column: number) => Entry<V>): Matrix<V> {
  return a.map((entries, row) => entries.map((entry, column) => (entry === undefined ? undefined : change(entry, row, column))));
}

/** Entry by entry, where either has one. */
function combine<V>(a: Matrix<V>, b: Matrix<V>, change: (a: Entry<V>, b: Entry<V>) => Entry<V>): Matrix<V> {
  return a.map((entries, row) => entries.map((entry, column) => change(entry, b[row]![column])));
}

export function addMatrices<V, M>(o: Arithmetic<V, M>, a: Matrix<V>, b: Matrix<V>): Matrix<V> {
  return combine(a, b, (x, y) => add(o, x, y));
}

/** Plain loops: the host computes the large ones with it, too. */
export function multiplyMatrices<V, M>(o: Arithmetic<V, M>, a: Matrix<V>, b: Matrix<V>): Matrix<V> {
  const columns = b[0]?.length ?? 0;
  return a.map((entries) => {
    const product: Entry<V>[] = [];
    for (let column = 0; column < columns; column++) {
      let sum: Entry<V>;
      for (let k = 0; k < entries.length; k++) {
        const left = entries[k];
        const right = b[k]![column];
        if (left === undefined || right === undefined) continue;
        const term = o.multiply(left, right);
        sum = sum === undefined ? term : o.add(sum, term);
      }
      product.push(sum);
    }
    return product;
  });
}

/** a + value·I */
export function addToDiagonal<V, M>(o: Arithmetic<V, M>, a: Matrix<V>, value: V): Matrix<V> {
  return a.map((entries, row) => entries.map((entry, column) => (row === column ? add(o, entry, value) : entry)));
}

/** Where `condition` holds a, else b. */
export function selectMatrix<V, M>(o: Arithmetic<V, M>, condition: M, a: Matrix<V>, b: Matrix<V>): Matrix<V> {
  return combine(a, b, (x, y) => selectEntry(o, condition, x, y));
}

export function selectEntry<V, M>(o: Arithmetic<V, M>, condition: M, a: Entry<V>, b: Entry<V>): Entry<V> {
  if (a === undefined && b === undefined) return undefined;
  return o.select(condition, a ?? o.constant(0), b ?? o.constant(0));
}
