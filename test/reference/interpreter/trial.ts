// What one trial is given: its model, its parameters, its clock, and what random numbers and arrays it reads.

import { type CheckedModel, type Expression, evaluate } from "@spikefarm/equations";
import type { Place } from "./group-state.js";
import type { RandomStreams } from "./random-streams.js";

export interface Trial {
  readonly model: CheckedModel;
  /** Resolved, in SI; booleans are 0 or 1. */
  readonly parameters: ReadonlyMap<string, number>;
  readonly dt: number;
  readonly steps: number;
  readonly random: RandomStreams;
  /** An element at the start of a step, where code runs that has run `execution` times before. */
  readonly place: (element: number, step: number, execution?: number) => Place;
  /** The integrator of each state variable of each group, as the compiler planned it. */
  readonly methods: ReadonlyMap<string, ReadonlyMap<string, Integrator>>;
  /** Applied to every state variable after each update: how a test finds out how well-conditioned a model is. */
  readonly disturb?: (value: number) => number;
}

/** As `planMethods` names them. */
export type Integrator = "exact" | "euler" | "rk2" | "rk4" | "exponential_euler" | "heun" | "milstein";

/** The value of an expression over parameters. */
export const constantOf = (parameters: ReadonlyMap<string, number>, expression: Expression): number =>
  evaluate(expression, (name) => known(parameters, name));

/** Brian 2's rule: the nearest whole number of steps where the time is within 1e-4 of one, else the next. */
export function stepsIn(seconds: number, dt: number): number {
  const nearest = Math.round(seconds / dt);
  return Math.abs(seconds / dt - nearest) < 1e-4 ? nearest : Math.ceil(seconds / dt);
}

/** Brian 2's `timestep`: the whole steps in a time, forgiving a thousandth of one. */
export const timestep = (seconds: number, dt: number): number => Math.trunc((seconds + 1e-3 * dt) / dt);

export function known<V>(map: ReadonlyMap<string, V>, name: string): V {
  const value = map.get(name);
  if (value === undefined) throw new Error(`the reference knows no "${name}"`);
  return value;
}
