// Which steps of a run a measurement looks at.
//
// A step k is at t = k·dt. A window [from, to) holds the steps whose t lies in it: from the first with k·dt ≥ from up to, not including, the
// first with k·dt ≥ to. A time within 1e-4 of a step of being a whole number of steps counts as that number (Brian 2's rule), so that
// neither end depends on how a quotient was rounded.

import type { CheckedModel, Expression, MeasuredWindow } from "../checked-model.js";

/** Steps [first, end) of a run, and how long the window is by the document's own words: to − from. */
export interface MeasuredSteps {
  readonly first: number;
  readonly end: number;
  readonly seconds: number;
}

/** The times of a run, in seconds. */
export interface RunTimes {
  readonly dt: number;
  readonly duration: number;
  readonly warmup: number;
}

/** A time this close to a whole number of steps, in steps, is that number of steps (Brian 2's rule). */
export const STEP_TOLERANCE = 1e-4;

/** Steps that begin before `seconds`: the number of a run's steps, and the number of the first step at or after a time. */
export function stepsIn(seconds: number, dt: number): number {
  const nearest = Math.round(seconds / dt);
  return Math.abs(seconds / dt - nearest) < STEP_TOLERANCE ? nearest : Math.ceil(seconds / dt);
}

/** `value` gives what an expression over parameters is in the trial. */
export function runTimes(model: CheckedModel, value: (expression: Expression) => number): RunTimes {
  return { dt: value(model.dt), duration: value(model.duration), warmup: value(model.warmup) };
}

/** The window of a measurement; without `from` it begins where the warmup ends, without `to` it goes on to the end of the run. */
export function measuredSteps(
  window: MeasuredWindow | undefined,
  { dt, duration, warmup }: RunTimes,
  value: (expression: Expression) => number,
): MeasuredSteps {
  const from = window?.from === undefined ? warmup : value(window.from);
  const to = window?.to === undefined ? duration : value(window.to);
  const end = Math.min(stepsIn(to, dt), stepsIn(duration, dt));
  return { first: Math.min(stepsIn(from, dt), end), end, seconds: to - from };
}

/** What is wrong with a window, in the words of a message; undefined where nothing is. A window that nobody asked for may be empty. */
export function windowProblem(
  window: MeasuredWindow | undefined,
  { dt, duration, warmup }: RunTimes,
  value: (expression: Expression) => number,
): string | undefined {
  if (window === undefined) return undefined;
  const from = window.from === undefined ? warmup : value(window.from);
  const to = window.to === undefined ? duration : value(window.to);
  if (!(from >= 0)) return `it begins at ${from} s, before the run`;
  if (!(to <= duration + STEP_TOLERANCE * dt)) return `it ends at ${to} s, and the run at ${duration} s`;
  if (!(from < to)) return `it begins at ${from} s${window.from === undefined ? ", where the warmup ends," : ""} and ends at ${to} s`;
  return undefined;
}

/** Samples of a trace: one at the window's first step and at every `everySteps`-th after it. */
export const samplesIn = ({ first, end }: MeasuredSteps, everySteps: number): number => Math.ceil((end - first) / everySteps);

/** Steps of each bin of a window; the last may be shorter. */
export const binSteps = (binSeconds: number, dt: number): number => Math.round(binSeconds / dt);

export const binsIn = ({ first, end }: MeasuredSteps, steps: number): number => Math.ceil((end - first) / steps);

/** What is wrong with the length of a bin; undefined where nothing is. */
export function binProblem(binSeconds: number, { dt }: RunTimes): string | undefined {
  const steps = binSeconds / dt;
  if (binSeconds > 0 && binSteps(binSeconds, dt) >= 1 && Math.abs(steps - Math.round(steps)) < STEP_TOLERANCE) return undefined;
  return `a bin of ${binSeconds} s is not a whole number of steps of ${dt} s`;
}
