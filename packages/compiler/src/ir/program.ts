// The intermediate representation: what one slot does in one step, as single-assignment operations on doubles and conditions.
//
// A program is a list of nodes in which arguments come before their uses; a node's id is its place in the list. There is no control
// flow: a choice is `select`, and both its arms are computed. What a node depends on decides where a target computes it:
//
//                       not on the step                 on the step
//   not on the slot     once a call ("uniform")         once a step, for all slots
//   on the slot         once a slot, before the steps   once a slot and step
//
// All operations are those of numerics' Arithmetic, so the meaning of a node is what `hostArithmetic` computes for it, to the bit.

declare const brand: unique symbol;
/** The id of a node that stands for a double. */
export type Value = number & { readonly [brand]: "value" };
/** The id of a node that stands for a condition. */
export type Mask = number & { readonly [brand]: "mask" };

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
  | "powerOfTwo"
  | "exponentOf"
  | "significandOf";

export type MaskOperation = "true" | "false" | "lessThan" | "lessOrEqual" | "equal" | "both" | "either" | "not";

export interface Node {
  readonly operation: ValueOperation | MaskOperation;
  readonly arguments: readonly number[];
  /** Of a constant. */
  readonly value?: number;
  /** Of an input. */
  readonly input?: Input;
  readonly dependsOnSlot: boolean;
  readonly dependsOnStep: boolean;
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
  /** Conditions that do not depend on the step and that the program takes to hold in every slot; a kernel whose slots break one refuses to run. */
  readonly assumptions: readonly Mask[];
}
