// What is known of a node of the syntax tree once it is checked, and what it is checked in.

import type { Rational } from "@spikefarm/numerics";
import type { DiagnosticList, SourceText } from "@spikefarm/protocol";
import type { Expression, ValueType } from "../checked-model.js";
import type { Scope } from "../names/scope.js";
import type { NextStream } from "../names/streams.js";
import type { SyntaxNode } from "../syntax/syntax-tree.js";
import type { Dimension } from "../units/dimension.js";
import type { ExpressionChecker } from "./check-expression.js";
import { isInt32 } from "./exact.js";

/** A node that is sound. */
export interface Checked {
  readonly node: SyntaxNode;
  readonly dimension: Dimension;
  /** Once it is settled: an exact value made of integers is one if it has 32 bits. */
  readonly type: ValueType;
  readonly value: ExactValue | { readonly expression: Expression };
  /** A parameter, or one that a function has picked: whole, but arithmetic with it is in doubles (IDENTITY 1). Never after `int()`. */
  readonly isOfParameter?: boolean;
}

export interface ExactValue {
  readonly exact: Rational;
  /** Folded from integers by + − × and whole powers, however large they were on the way: −2147483648 is an integer, 2147483648 is not. */
  readonly isOfIntegers: boolean;
}

/** Checks the nodes that only some contexts have (outputs: measurements); undefined after reporting. */
export type CheckExtension = (node: SyntaxNode, checker: ExpressionChecker) => Checked | undefined;

export interface CheckContext {
  readonly source: SourceText;
  readonly scope: Scope;
  readonly diagnostics: DiagnosticList;
  /** The streams that calls of rand() and its like take; absent where nothing may be drawn. */
  readonly nextStream?: NextStream;
  readonly extension?: { readonly handles: (node: SyntaxNode) => boolean; readonly check: CheckExtension };
  /** Functions to suggest for a misspelt one; those of the language by default. */
  readonly functionNames?: readonly string[];
}

/** A node with an exact value. */
export function exactly(node: SyntaxNode, value: ExactValue, dimension: Dimension): Checked {
  return { node, dimension, type: value.isOfIntegers && isInt32(value.exact) ? "integer" : "float", value };
}

/** A node computed while running, in doubles or, where they wrap (IDENTITY 6), 32-bit integers. */
export function computed(node: SyntaxNode, expression: Expression, dimension: Dimension): Checked {
  return { node, dimension, type: expression.type, value: { expression } };
}
