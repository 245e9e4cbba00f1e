// One linear equation, dx/dt = (n₀ + n₁·x)·s = a·x + b, advanced by its solution, with x∞ = −n₀/n₁:
//
//   x(t + dt) = x∞ + (x − x∞)·e^{a·dt}              = x·e^{a·dt} where there is no n₀
//   x(t + dt) = x  + (x − x∞)·(e^{a·dt} − 1)        where |a·dt| < 2⁻¹⁰
//   x(t + dt) = x  + n₀·s·dt                        where |a·dt| < 2⁻⁶⁰, a drift: x∞ is far away or infinite
//
// x∞ comes from the numerators, before the common scale s: for (v0 − v)/tau it is v0 to the bit, so that v, which comes nearer from below, never
// exceeds it (a neuron driven exactly to its threshold stays silent; E·x + f would lose that by an ulp). The second line says the same as the first
// but adds little to x, where the first would round e^{a·dt} = 1 − little once for all steps: after many steps of a slow variable that would be
// seen. Which of the two is taken is settled before the steps: for all slots where they share the exponent (`decide`), else for each, at one choice in every step.
//
// All but x is constant over the loop, as a rule, and leaves it.

import { expanded, type LinearForm, scaleOf } from "@spikefarm/equations";
import { elementary } from "@spikefarm/numerics";
import { lowerNumber } from "../lowering/lower-expression.js";
import type { Lowering } from "../lowering/lowering.js";

const SLOW = 1 / 1024;
/** 2⁻⁶⁰ */
const STILL = 8.673617379884035e-19;

export function exactSingle<V, M>(lowering: Lowering<V, M>, form: LinearForm, variable: string, x: V, dt: V): V {
  const { arithmetic: o } = lowering;
  const coefficient = form.coefficients.get(variable);
  if (coefficient === undefined) {
    const { constant } = expanded(form);
    return constant === undefined ? x : o.add(x, o.multiply(lowerNumber(lowering, constant), dt));
  }
  const n1 = lowerNumber(lowering, coefficient);
  const scale = scaleOf(form);
  const scaledDt = scale === undefined ? dt : o.multiply(lowerNumber(lowering, scale), dt);
  const exponent = o.multiply(n1, scaledDt);
  const decay = elementary.exp(o, exponent);
  if (form.constant === undefined) return o.multiply(x, decay);

  const n0 = lowerNumber(lowering, form.constant);
  const equilibrium = o.divide(o.negate(n0), n1);
  const size = o.absolute(exponent);
  const isSlow = o.lessThan(size, o.constant(SLOW));
  const base = lowering.decide(isSlow, x, equilibrium);
  const factor = lowering.decide(isSlow, elementary.expm1(o, exponent), decay);
  const usual = o.add(base, o.multiply(o.subtract(x, equilibrium), factor));
  const drift = o.add(x, o.multiply(n0, scaledDt));
  return lowering.choose(o.lessOrEqual(o.constant(STILL), size), usual, drift);
}
