// Coupled linear equations, dx/dt = A·x + H·u + b, advanced by their solution. u stands still within the step: the component's inputs, and what is
// frozen while the slot is refractory, which is a second set of coefficients.
//
//   x(t + dt) = E·(x − c) + F·u + o      E = e^{A·dt},  F = φ(A·dt)·H·dt  (numerics: propagation.ts)
//
//   (c, o) = (x∞, x∞)                    A·x∞ = −b, where A·dt is well conditioned: what rests at x∞ stays there, to the bit (IDENTITY 7)
//   (c, o) = (0, φ(A·dt)·b·dt)           elsewhere, singular systems among them
//
// x∞ comes from the numerators, before the scale that the terms of an equation share: for (w + v0 − v)/tau it is v0 to the bit where w ends at 0.
// A slot's coefficients depend on that slot's parameters alone.

import { type CoupledComponent, type Expression, type LinearForm, scaleOf } from "@spikefarm/equations";
import { type Arithmetic, balance, type Entry, hostArithmetic, type Matrix, propagation, selectEntry, solve } from "@spikefarm/numerics";
import { lowerNumber } from "../lowering/lower-expression.js";
import type { Lowering } from "../lowering/lowering.js";

/** The largest norm of (A·dt)⁻¹ for which x∞ is used: beyond it, x∞ may lie so far away that x − x∞ loses bits of x. */
const MAX_INVERSE_NORM = 16_384;
/** Squarings that are written down as a rule: enough where no rate exceeds 3 in a step. */
const FEW_SQUARINGS = 2;
/** And where that does not hold: enough for rates of 10¹¹ in a step. Faster ones, with so little left of the slow ones, are NaN. */
const MANY_SQUARINGS = 40;

export type Regime = "running" | "refractory";

/** A coupled component in one of its regimes. */
export interface Propagator {
  readonly component: CoupledComponent;
  readonly regime: Regime;
  /** Variables of the component that the regime advances. */
  readonly moving: readonly string[];
  /** u: frozen variables, then the component's inputs. */
  readonly given: readonly string[];
  /** The names its coefficients rest on: parameters, `N i`, element parameters. */
  readonly constantNames: readonly string[];
}

/** E, F, c and o; an empty place is 0 in every slot. */
export interface Coefficients<V> {
  readonly own: Matrix<V>;
  readonly given: Matrix<V>;
  readonly centre: readonly Entry<V>[];
  readonly offset: readonly Entry<V>[];
}

/** Coefficients of one slot as numbers, row by row. */
export type PropagatorCoefficients = { readonly [Part in keyof Coefficients<number>]: Float64Array };

/** Takes one of two computations of the same thing: `few` where it reaches far enough in every slot, `many` in the kernel for the rest. */
export type Settle<M> = <Result>(condition: M, few: () => Result, many: () => Result) => Result;

export function coefficientsOf<V, M>(propagator: Propagator, lowering: Lowering<V, M>, dt: V, settle: Settle<M>): Coefficients<V> {
  const few = computeCoefficients(propagator, lowering, dt, FEW_SQUARINGS);
  const many = () => computeCoefficients(propagator, lowering, dt, MANY_SQUARINGS).coefficients;
  return settle(few.isWithin, () => few.coefficients, many);
}

/** The coefficients of one slot, whose names have the values that `host` looks up. */
export function propagatorCoefficients(propagator: Propagator, host: Lowering<number, boolean>, dt: number): PropagatorCoefficients {
  const { own, given, centre, offset } = coefficientsOf(propagator, host, dt, settleHere);
  const numbers = (entries: readonly Entry<number>[]) => Float64Array.from(entries, (entry) => entry ?? 0);
  return { own: numbers(own.flat()), given: numbers(given.flat()), centre: numbers(centre), offset: numbers(offset) };
}

const settleHere: Settle<boolean> = (condition, few, many) => (condition ? few() : many());

/** Which coefficients can differ from 0: that does not depend on values. */
export function structureOf(propagator: Propagator): Coefficients<number> {
  return coefficientsOf(
    propagator,
    hostLowering(
      () => 1,
      () => false,
    ),
    1,
    settleHere,
  );
}

/** A reading of right-hand sides that do not change during the run. */
export const constantLowering = <V, M>(
  arithmetic: Arithmetic<V, M>,
  lookup: Lowering<V, M>["lookup"],
  hasReciprocal: NonNullable<Lowering<V, M>["hasReciprocal"]>,
): Lowering<V, M> => ({
  arithmetic,
  lookup,
  draw: changes,
  sample: changes,
  hasReciprocal,
  choose: arithmetic.select,
  decide: arithmetic.select,
});

/** The interpreter's. */
export const hostLowering = (
  lookup: Lowering<number, boolean>["lookup"],
  hasReciprocal: NonNullable<Lowering<number, boolean>["hasReciprocal"]>,
): Lowering<number, boolean> => constantLowering(hostArithmetic, lookup, hasReciprocal);

const changes = ({ kind }: Expression): never => {
  throw new Error(`a coefficient rests on a ${kind}, which differs from step to step`);
};

/** `isWithin`: whether so many squarings reach far enough; where not, all is NaN. */
export function computeCoefficients<V, M>({ component, moving, given }: Propagator, lowering: Lowering<V, M>, dt: V, squarings: number) {
  const { arithmetic: o } = lowering;
  const lowered = (expression: LinearForm["constant"]) => expression && lowerNumber(lowering, expression);
  const forms = moving.map((name) => component.forms[component.variables.indexOf(name)]!);
  const rates = forms.map((form) => {
    const scale = scaleOf(form);
    return scale === undefined ? dt : o.multiply(lowerNumber(lowering, scale), dt);
  });
  const numerators = (names: readonly string[]) => forms.map((form) => names.map((name) => lowered(form.coefficients.get(name))));
  const constants = forms.map((form) => lowered(form.constant));
  const timesRates = (matrix: Matrix<V>): Matrix<V> =>
    matrix.map((row, at) => row.map((entry) => (entry === undefined ? undefined : o.multiply(entry, rates[at]!))));

  const a = numerators(moving);
  const balanced = balance(o, timesRates(a));
  const forcing = timesRates(numerators(given).map((row, at) => [...row, constants[at]]));
  const { own, forced, isWithin } = propagation(o, balanced, forcing, squarings);
  const drift = forced.map((row) => row[given.length]);
  const fixedPoint = equilibriumOf(o, { numerators: a, constants, rates, scales: balanced.scales });
  const near = (entry: Entry<V>, otherwise: Entry<V>) => fixedPoint && selectEntry(o, fixedPoint.isNear, entry, otherwise);
  const coefficients: Coefficients<V> = {
    own,
    given: forced.map((row) => row.slice(0, given.length)),
    centre: moving.map((_, at) => near(fixedPoint?.place[at], undefined)),
    offset: drift.map((entry, at) => (fixedPoint === undefined ? entry : near(fixedPoint.place[at], entry))),
  };
  return { coefficients, isWithin };
}

interface LinearSystem<V> {
  readonly numerators: Matrix<V>;
  readonly constants: readonly Entry<V>[];
  readonly rates: readonly V[];
  readonly scales: readonly V[];
}

/** x∞, and whether it is near enough to be used. Undefined where there is nothing constant, or no x∞ whatever the parameters. */
function equilibriumOf<V, M>(o: Lowering<V, M>["arithmetic"], { numerators, constants, rates, scales }: LinearSystem<V>) {
  if (constants.every((constant) => constant === undefined)) return undefined;
  const scaled = numerators.map((row) =>
    row.map((entry, column) => (entry === undefined ? undefined : o.multiply(entry, scales[column]!))),
  );
  const rightSides = constants.map((constant, row) => [
    constant === undefined ? undefined : o.negate(constant),
    ...constants.map((_, column) => (row === column ? o.constant(1) : undefined)),
  ]);
  const solution = solve(o, scaled, rightSides);
  if (solution === undefined) return undefined;
  const weights = rates.map((rate, column) => o.absolute(o.divide(scales[column]!, rate)));
  const isNear = solution
    .map(([, ...inverse]) => {
      const sizes = inverse.flatMap((entry, column) => (entry === undefined ? [] : [o.multiply(o.absolute(entry), weights[column]!)]));
      return o.lessOrEqual(
        sizes.reduce((sum, size) => o.add(sum, size)),
        o.constant(MAX_INVERSE_NORM),
      );
    })
    .reduce((all, each) => o.both(all, each));
  return { isNear, place: solution.map(([entry], row) => (entry === undefined ? undefined : o.multiply(entry, scales[row]!))) };
}
