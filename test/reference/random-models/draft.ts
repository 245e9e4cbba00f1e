// A random group in the making: what its parts need to know of each other while they are drawn.
//
// All variables of a group share a unit, none or volt. Numbers are drawn around 1 and written in that unit (as millivolts), so that the same
// equations come with and without dimensions.

import type { Random } from "../random.js";

export type Method = "auto" | "exact" | "euler" | "rk2" | "rk4" | "exponential_euler" | "heun" | "milstein";

export interface Draft {
  readonly random: Random;
  readonly name: string;
  readonly size: number;
  readonly method: Method;
  readonly unit: "1" | "volt";
  /** State variables; the first has the threshold. */
  readonly states: readonly string[];
  readonly hasRefractory: boolean;
  /** Whether random numbers may be drawn in code. */
  readonly draws: boolean;
  /** What statements may change besides states. */
  readonly floats: string[];
  readonly integers: string[];
  readonly booleans: string[];
  readonly shared: string[];
  /** Timed arrays as expressions read them. */
  readonly lookups: string[];
  /** Why Brian 2 cannot run the group the same way. */
  readonly notInBrian: Set<string>;
}

/** A number in the group's unit. */
export const amount = ({ unit }: Draft, value: number | string): string => (unit === "volt" ? `${value}*mV` : String(value));

/** A variable as a number without unit. */
export const bare = ({ unit }: Draft, variable: string): string => (unit === "volt" ? `(${variable}/mV)` : variable);

/** Reasons. */
export const DRAWN = "its random numbers are others";
export const NOT_A_FUNCTION = "it has no min, max and where";

/** A number with a few decimals, so that it reads well in a document. */
export const number = (draft: Draft, low: number, high: number): number => draft.random.between(low, high, 2);

/** One of the items, but none where there are none. */
export const someOf = <T>(random: Random, items: readonly T[], probability: number): T[] => items.filter(() => random.chance(probability));

export function drawIn(draft: Draft, text: string): string {
  draft.notInBrian.add(DRAWN);
  return text;
}
