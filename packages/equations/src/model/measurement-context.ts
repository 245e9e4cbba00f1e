// What the checks of measurements share: the groups there are, and the measurements found so far.

import type { OutputExpression } from "../checked-model.js";
import type { ExpressionChecker } from "../expression/check-expression.js";
import type { Checked } from "../expression/checked-node.js";
import { nearestName } from "../names/nearest.js";
import type { SyntaxNode } from "../syntax/syntax-tree.js";
import type { Dimension } from "../units/dimension.js";
import type { GroupTable } from "./check-group.js";
import type { Times } from "./check-times.js";
import type { Shape } from "./measurement-forms.js";

/** An output expression with what is known of it. */
export interface Measured {
  readonly value: OutputExpression;
  readonly shape: Shape;
  readonly group?: string;
}

export interface MeasurementContext {
  readonly groups: ReadonlyMap<string, GroupTable>;
  readonly brokenGroups: ReadonlySet<string>;
  /** Undefined where they are in error. */
  readonly times: Times | undefined;
  /** Turns a checked argument of a reduction into an output. */
  readonly convert: (checked: Checked, checker: ExpressionChecker) => Measured | undefined;
  /** Measurements by the name that stands for each. */
  readonly kept: Map<string, Measured>;
}

export type Call = SyntaxNode & { readonly kind: "call" };

/** Puts a measurement aside and lets a name stand for it. */
export function keep(node: SyntaxNode, dimension: Dimension, measured: Measured, context: MeasurementContext): Checked {
  const name = `#${context.kept.size}`;
  context.kept.set(name, measured);
  return { node, dimension, type: "float", value: { expression: { kind: "name", name, from: "variable", type: "float" } } };
}

export const exampleGroup = (context: MeasurementContext): string => context.groups.keys().next().value ?? "G";

/** The table of a group that `span` begins with the name of; undefined after reporting, or where the group is in error itself. */
export function findGroup(name: string, span: SyntaxNode, checker: ExpressionChecker, context: MeasurementContext): GroupTable | undefined {
  const table = context.groups.get(name);
  if (table !== undefined || context.brokenGroups.has(name)) return table;
  const nearest = nearestName(name, context.groups.keys());
  const help = nearest === undefined ? `the groups are ${[...context.groups.keys()].join(", ")}` : `did you mean ${nearest}?`;
  return checker.report({ start: span.start, end: span.start + name.length }, "NAME_UNKNOWN", `${name} is not a group of the model`, help);
}
