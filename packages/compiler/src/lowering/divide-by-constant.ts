// IDENTITY 5: in a right-hand side, dividing by what is constant over the loop multiplies by its reciprocal, slot by slot, where the
// reciprocal is finite and normal; elsewhere it stays a division.

import type { Arithmetic } from "@spikefarm/numerics";
import type { Lowering } from "./lowering.js";

const SMALLEST_NORMAL = 2.2250738585072014e-308;
const LARGEST_FINITE = 1.7976931348623157e308;

export function divideByConstant<V, M>({ arithmetic: o, choose }: Lowering<V, M>, dividend: V, divisor: V): V {
  const reciprocal = o.divide(o.constant(1), divisor);
  return choose(isNormal(o, reciprocal), o.multiply(dividend, reciprocal), o.divide(dividend, divisor));
}

function isNormal<V, M>(o: Arithmetic<V, M>, x: V): M {
  const magnitude = o.absolute(x);
  return o.both(o.lessOrEqual(o.constant(SMALLEST_NORMAL), magnitude), o.lessOrEqual(magnitude, o.constant(LARGEST_FINITE)));
}
