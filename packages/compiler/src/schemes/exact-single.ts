// One linear equation, dx/dt = (n₀ + n₁·x)/d = a·x + b, advanced by its solution.
//
//   usually          x(t + dt) = x∞ + (x − x∞)·e^{a·dt},  x∞ = −n₀/n₁
//   |a·dt| < 2⁻¹⁰    x(t + dt) = x + (a·x + b)·dt·exprel(a·dt)
//
// x∞ comes from the numerators, before the common divisor d: for (v0 − v)/tau it is v0 to the bit, so that v, which comes nearer from
// below, never exceeds it (a neuron driven exactly to its threshold stays silent; E·x + f would lose that by an ulp). The second line
// is for slow variables, whose x∞ may be far away or infinite; at a = 0 it is a drift, x + b·dt, and it rests at b = −a·x too.
//
// All but x is constant over the loop, as a rule, and leaves it.

import { divided, type LinearForm } from "@spikefarm/equations";
import { elementary } from "@spikefarm/numerics";
import { lowerNumber } from "../lowering/lower-expression.js";
import type { Lowering } from "../lowering/lowering.js";

const SLOW = 1 / 1024;

export function exactSingle<V, M>(lowering: Lowering<V, M>, form: LinearForm, variable: string, x: V, dt: V): V {
  const { arithmetic: o } = lowering;
  const lower = (terms: LinearForm) => ({
    coefficient: terms.coefficients.has(variable) ? lowerNumber(lowering, terms.coefficients.get(variable)!) : undefined,
    constant: terms.constant && lowerNumber(lowering, terms.constant),
  });
  const { coefficient: n1, constant: n0 } = lower(form);
  const { coefficient: a, constant: b } = lower(divided(form));
  if (a === undefined || n1 === undefined) return b === undefined ? x : o.add(x, o.multiply(b, dt));

  const exponent = o.multiply(a, dt);
  const decay = elementary.exp(o, exponent);
  const slope = b === undefined ? o.multiply(a, x) : o.add(o.multiply(a, x), b);
  const slow = o.add(x, o.multiply(slope, o.multiply(dt, elementary.exprel(o, exponent))));
  const isUsual = o.lessOrEqual(o.constant(SLOW), o.absolute(exponent));
  if (n0 === undefined) return lowering.choose(isUsual, o.multiply(x, decay), slow);
  const equilibrium = o.divide(o.negate(n0), n1);
  return lowering.choose(isUsual, o.add(equilibrium, o.multiply(o.subtract(x, equilibrium), decay)), slow);
}
