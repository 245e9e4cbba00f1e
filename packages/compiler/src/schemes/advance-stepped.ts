// Advances a component by its scheme: what the scheme's f, g and a are for these equations, in kernels and on the host alike.
//
// A stage sees the stage's variables and time; everything else, draws too, has the value it has at the start of the step. A variable that stands
// still (frozen, while its slot is refractory) has derivative 0 in every stage, so that the others see it stand.

import type { Expression, SteppedComponent } from "@spikefarm/equations";
import { lowerNumber } from "../lowering/lower-expression.js";
import type { Lowering } from "../lowering/lowering.js";
import { SCHEMES } from "./schemes.js";
import { takeStep } from "./take-step.js";

export interface StepStart<V, M> {
  /** Lowers right-hand sides at the start of the step. */
  readonly lowering: Lowering<V, M>;
  /** Of each of the component's variables. */
  readonly x: readonly V[];
  readonly t: V;
  readonly dt: V;
  /** The increment of a noise's Wiener process over the step. */
  readonly increment: (noise: string) => V;
  /** Where a variable may move; absent where it always may. */
  readonly mayMove?: (variable: string) => M | undefined;
}

/** The values of the component's variables at the end of the step; those that may not move are the caller's to keep. */
export function advanceStepped<V, M>(component: SteppedComponent, start: StepStart<V, M>): readonly V[] {
  const { variables, derivatives, ownCoefficients } = component;
  const { lowering, x, t, dt } = start;
  const noises = noisesOf(component);
  const evaluate = (expressions: readonly (Expression | undefined)[], stage: Lowering<V, M>) =>
    expressions.map((expression, at) => {
      const value = expression && lowerNumber(stage, expression);
      const mayMove = start.mayMove?.(variables[at]!);
      if (value === undefined || mayMove === undefined) return value;
      return lowering.arithmetic.select(mayMove, value, lowering.arithmetic.constant(0));
    });
  const at = (values: readonly V[], time: V) => atStage(lowering, new Map(variables.map((name, index) => [name, values[index]!])), time);
  const drifts = derivatives.map(({ drift }) => drift);
  const system = {
    x,
    t,
    dt,
    increments: noises.map(start.increment),
    drift: (values: readonly V[], time: V) => evaluate(drifts, at(values, time)),
    strengths: (values: readonly V[], time: V) => {
      const columns = noises.map((noise) =>
        evaluate(
          derivatives.map(({ strengths }) => strengths.get(noise)),
          at(values, time),
        ),
      );
      return variables.map((_, row) => columns.map((column) => column[row]));
    },
    ownCoefficients: (values: readonly V[], time: V) => evaluate(ownCoefficients, at(values, time)),
  };
  return takeStep(SCHEMES[component.method], system, lowering);
}

/** In order of appearance. */
function noisesOf({ derivatives }: SteppedComponent): readonly string[] {
  return [...new Set(derivatives.flatMap(({ strengths }) => [...strengths.keys()]))];
}

/** The same lowering, where the stage's variables and time have the stage's values. */
function atStage<V, M>(lowering: Lowering<V, M>, values: ReadonlyMap<string, V>, time: V): Lowering<V, M> {
  return {
    ...lowering,
    draw: (draw) => lowerNumber(lowering, draw),
    lookup: (name) => {
      if (name.from === "builtin") return name.name === "t" ? time : lowering.lookup(name);
      return (name.from === "variable" ? values.get(name.name) : undefined) ?? lowering.lookup(name);
    },
  };
}
