// The intermediate representation: what one slot does in one step, as single-assignment operations on doubles and conditions.
//
// A program is a list of nodes in which arguments come before their uses; a node's id is its place in the list. There is no control
// flow: a choice is `select`, and both its arms are computed. What a node depends on decides where a target computes it:
//
//   rate      not on the slot                     on the slot
//   call      once a call ("uniform")             once a slot, before the steps
//   pair      once a pair of steps, for all       once a slot and pair of steps: at even steps, and at the first of a call
//   step      once a step, for all slots          once a slot and step
//
// Most operations are those of numerics' Arithmetic, and the meaning of such a node is what `hostArithmetic` computes for it, to the bit. The
// others draw random numbers, whose meaning is that of numerics' `uniformAt`, `poissonAt` and `binomialAt`, and look up tables. A draw is a
// function of key, element and step alone: what is drawn twice is one node, and nothing else may be merged with it.

declare const brand: unique symbol;
/** The id of a node that stands for a double. */
export type Value = number & { readonly [brand]: "value" };
/** The id of a node that stands for a condition. */
export type Mask = number & { readonly [brand]: "mask" };
/** The id of a node that stands for two unsigned words. */
export type Words = number & { readonly [brand]: "words" };
/** The id of a node that stands for a Philox block: two uniforms' worth of random bits, for the even and the odd step of a pair. */
export type Block = number & { readonly [brand]: "block" };

export type ValueOperation =
  | "constant"
  | "input"
  | "add"
  | "subtract"
  | "multiply"
  | "divide"
  | "squareRoot"
  | "negate"
  | "absolute"
  | "floor"
  | "select"
  /** b < a ? b : a, and a < b ? b : a: the first of two equal numbers, and where either is NaN. */
  | "minimum"
  | "maximum"
  | "powerOfTwo"
  | "exponentOf"
  | "significandOf"
  /** Of a block: the uniform of its even and of its odd step. */
  | "firstUniform"
  | "secondUniform"
  /** Arguments: whether the clock's count is odd, key, counter, uniform of draw 0, `none, chunks, mean` of numerics' plan, then as of `philox`. */
  | "poisson"
  /** Arguments: as of `poisson`, but `none, chunks, trials, extra, miss, odds` of numerics' plan. */
  | "binomial"
  /** Entry number `argument`, truncated, of a table of doubles; the nearest entry where there is none, the first for NaN. */
  | "lookup";

export type MaskOperation = "true" | "false" | "oddStep" | "lessThan" | "lessOrEqual" | "equal" | "both" | "either" | "not";

export type RandomOperation =
  /** Two numbers as unsigned words: a stream's key, or the part of a counter that no step changes (element, draw). */
  | "words"
  /** Arguments: key, counter; and, where another clock than the steps counts, the number of its pair. */
  | "philox";

/** How often a node is computed. */
export type Rate = "call" | "pair" | "step";

export interface Node {
  readonly operation: ValueOperation | MaskOperation | RandomOperation;
  readonly arguments: readonly number[];
  /** Of a constant. */
  readonly value?: number;
  /** Of an input. */
  readonly input?: Input;
  /** Of a lookup: which of the kernel's tables. */
  readonly table?: number;
  readonly dependsOnSlot: boolean;
  readonly rate: Rate;
  /** Computed only in steps in which this condition, the same in all slots, holds; elsewhere it is anything, and nothing may rest on it. */
  readonly onlyWhere?: Mask;
}

/** Where an input's value comes from; `index` counts the inputs of its kind. */
export type Input =
  /** One value for all slots, fixed for the call. */
  | { readonly kind: "uniform"; readonly index: number }
  /** One value a slot, fixed for the call. */
  | { readonly kind: "array"; readonly index: number }
  /** One value a slot that steps change. */
  | { readonly kind: "state"; readonly index: number }
  /** The number of the step, counted from 0 at the start of the run. */
  | { readonly kind: "step" };

export interface Program {
  readonly nodes: readonly Node[];
  /** Every value of `state` inputs after the step. */
  readonly next: readonly Value[];
  /** Which slots spike in this step. */
  readonly spike: Mask;
  /** Where the recorded events happen, in the order of the recordings. */
  readonly recorded: readonly Mask[];
  /** The values that traces sample, in the order of the recordings. */
  readonly traced: readonly Value[];
  /** Conditions that do not depend on the step and that the program takes to hold in every slot; a kernel whose slots break one refuses to run. */
  readonly assumptions: readonly Mask[];
}
