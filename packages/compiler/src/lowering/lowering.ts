// What an expression is lowered into: an arithmetic, the values of names, and how to divide by a constant of the loop.
//
// Lowering is generic over Arithmetic: read with the program builder it emits a kernel's operations, read with `hostArithmetic` it is the
// interpreter of right-hand sides that computes matrix coefficients. Both therefore follow IDENTITY 4 – 6 by the same lines.

import type { Expression } from "@spikefarm/equations";
import type { Arithmetic } from "@spikefarm/numerics";

export type NameExpression = Extract<Expression, { kind: "name" }>;

export type DrawExpression = Extract<Expression, { kind: "draw" }>;
export type LookupExpression = Extract<Expression, { kind: "lookup" }>;

export interface Lowering<V, M> {
  readonly arithmetic: Arithmetic<V, M>;
  /** The value of a name; booleans are 0 or 1. */
  readonly lookup: (name: NameExpression) => V;
  /** A random number. `values`: its arguments. */
  readonly draw: (draw: DrawExpression, values: readonly V[]) => V;
  /** What a timed array holds. `values`: its arguments. */
  readonly sample: (lookup: LookupExpression, values: readonly V[]) => V;
  /** In right-hand sides: whether dividing by an expression multiplies by its reciprocal (IDENTITY 5). */
  readonly hasReciprocal?: (expression: Expression) => boolean;
  /**
   * `usual` where `condition` holds, else `unusual`. A kernel may take the condition to hold everywhere and refuse to run where it does not,
   * so that the usual case costs no choice.
   */
  readonly choose: (condition: M, usual: V, unusual: V) => V;
  /**
   * `whenTrue` where `condition` holds, else `whenFalse`: neither is unusual. A kernel may take for granted, as with `choose`, what the condition
   * comes to with the parameters that the document names.
   */
  readonly decide: (condition: M, whenTrue: V, whenFalse: V) => V;
}
