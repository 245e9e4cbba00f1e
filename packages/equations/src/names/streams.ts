// Which stream each draw takes (IDENTITY 17): calls of one code that set one target are numbered in the order of the text.

import type { RandomClass, RandomStream } from "../checked-model.js";

/** The stream of the next call in the text. */
export type NextStream = () => RandomStream;

/** The streams of one object's codes. Every call with one code and target goes on counting where the last one stopped. */
export type Streams = (code: string, target?: string) => NextStream;

export function streamsOf(randomClass: RandomClass, object: string): Streams {
  const taken = new Map<string, number>();
  return (code, target = "") =>
    () => {
      const key = `${code}\n${target}`;
      const ordinal = taken.get(key) ?? 0;
      taken.set(key, ordinal + 1);
      return { class: randomClass, object, code, target, ordinal };
    };
}
