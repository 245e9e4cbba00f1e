// The random numbers of a trial: which stream a draw takes, and which number of it (IDENTITY 16 and 17).
//
// A class of random numbers (noise, initial values, inputs) has a key made of the sweep's seed, and, as the model's `random` says, of the repeat and
// the parameters' values. A call of rand(), randn() or poisson(), a noise and an input each have a stream of that class, named by what they
// belong to. The number is that of the element, in the given execution of the code.

import type { CheckedModel, Expression, RandomClass, RandomStream } from "@spikefarm/equations";
import { binomialAt, classKey, normalAt, poissonAt, type StreamKey, streamKey, uniformAt } from "@spikefarm/numerics";

type Draw = Extract<Expression, { kind: "draw" }>;

export interface RandomStreams {
  /** What a call of rand(), randn() or poisson(lambda) gives. */
  readonly drawn: (draw: Draw, values: readonly number[], element: number, execution: number) => number;
  /** A standard normal number of `xi` or `xi_NAME` of a group. */
  readonly noise: (group: string, name: string, element: number, step: number) => number;
  /** How many of `count` sources of an input fire. */
  readonly arrivals: (input: string, element: number, step: number, count: number, probability: number) => number;
}

export interface RandomBasis {
  readonly seed: number;
  readonly repeat: number;
}

export function randomStreams(model: CheckedModel, parameters: ReadonlyMap<string, number>, { seed, repeat }: RandomBasis): RandomStreams {
  const derived = new Set(model.parameters.filter((parameter) => parameter.derived !== undefined).map(({ name }) => name));
  const values = Object.fromEntries([...parameters].filter(([name]) => !derived.has(name)));
  const keys = new Map<string, StreamKey>();
  const keyOf = ({ class: ofClass, ...stream }: RandomStream): StreamKey => {
    const name = JSON.stringify([ofClass, stream.object, stream.code, stream.target, stream.ordinal]);
    const key = keys.get(name) ?? streamKey(classKey({ class: ofClass, seed, repeat, policy: model.random[ofClass], values }), stream);
    keys.set(name, key);
    return key;
  };
  const named = (ofClass: RandomClass, object: string, code: string) => keyOf({ class: ofClass, object, code, target: "", ordinal: 0 });
  return {
    drawn: ({ name, stream }, [lambda], element, execution) => {
      const key = keyOf(stream);
      if (name === "rand") return uniformAt(key, element, execution, 0);
      return name === "randn" ? normalAt(key, element, execution) : poissonAt(key, element, execution, lambda!);
    },
    noise: (group, name, element, step) => normalAt(named("noise", group, name), element, step),
    arrivals: (input, element, step, count, probability) => binomialAt(named("input", input, "input"), element, step, count, probability),
  };
}
