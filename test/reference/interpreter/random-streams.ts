// The random numbers of a trial. (The streams are not in numerics yet.)

import type { Expression } from "@spikefarm/equations";
import type { Trial } from "./trial.js";

type Draw = Extract<Expression, { kind: "draw" }>;

export function drawn(_trial: Trial, { name }: Draw, _values: readonly number[], _element: number, _execution: number): number {
  throw new Error(`${name}() has no stream yet`);
}

export function noiseOf(_trial: Trial, _group: string, noise: string, _element: number, _step: number): number {
  throw new Error(`${noise} has no stream yet`);
}

export function arrivalsOf(_trial: Trial, input: string, _element: number, _step: number, _count: number, _probability: number): number {
  throw new Error(`input ${input} has no stream yet`);
}
