// logspace [a, b, n]: n values in geometric progression, both ends included and exact (IDENTITY 2).
//
//   value k = exp(ln a + (ln b − ln a)·q),   q = k/(n − 1) rounded once

import { math } from "@spikefarm/numerics";
import type { Axis } from "../checked-document.js";
import { indicesInOrder, repeatedInOrder } from "./ordered-search.js";

/** Both ends are positive; n = 1 is `first` alone. */
export function logspaceAxis(name: string, ends: { readonly first: number; readonly last: number }, count: number): Axis {
  const { first, last } = ends;
  const logFirst = math.log(first);
  const logRatio = math.log(last) - logFirst;
  const valueAt = (index: number): number => {
    if (index === 0) return first;
    if (index === count - 1) return last;
    return math.exp(logFirst + logRatio * (index / (count - 1)));
  };
  return {
    name,
    length: count,
    valueAt,
    indicesOf: (value) => indicesInOrder(count, valueAt, value),
    repeatedValue: () => repeatedInOrder(count, valueAt),
  };
}
