// What outputs add to expressions: measurements of groups, and reductions over their elements.
//
// The expression checker calls back here for these nodes. Each becomes a name, `#0`, `#1`, …, whose measurement is kept aside; the
// finished expression is turned into an output by putting them back (check-outputs.ts).

import type { Measurement, OutputExpression } from "../checked-model.js";
import type { Checked, ExpressionChecker } from "../expression/check-expression.js";
import { nearestName } from "../names/nearest.js";
import type { Keyword, SyntaxNode } from "../syntax/syntax-tree.js";
import { DIMENSIONLESS, type Dimension, HERTZ, SECOND } from "../units/dimension.js";
import type { GroupTable } from "./check-group.js";

type Shape = "scalar" | "elements" | "list" | "samples";

/** An output expression with what is known of it. */
export interface Measured {
  readonly value: OutputExpression;
  readonly shape: Shape;
  readonly group?: string;
}

const OF_GROUP: Readonly<Record<string, { readonly shape: Shape; readonly dimension: Dimension }>> = {
  count: { shape: "scalar", dimension: DIMENSIONLESS },
  counts: { shape: "elements", dimension: DIMENSIONLESS },
  rate: { shape: "scalar", dimension: HERTZ },
  rates: { shape: "elements", dimension: HERTZ },
  spikes: { shape: "list", dimension: SECOND },
  first_spike: { shape: "scalar", dimension: SECOND },
};
const OF_VARIABLE = ["final", "trace"];
const REDUCTIONS = ["mean", "sd", "min", "max", "sum"] as const;
type Reduction = (typeof REDUCTIONS)[number];
const RESERVED = ["isi_mean", "isi_cv", "time_mean", "time_sd", "time_min", "time_max"];
const RESERVED_KEYWORDS = ["from", "to"];
/** Names that calls in outputs may have beyond the functions of the language. */
export const OUTPUT_FUNCTIONS: readonly string[] = [...Object.keys(OF_GROUP), ...OF_VARIABLE, ...REDUCTIONS];

export interface MeasurementContext {
  readonly groups: ReadonlyMap<string, GroupTable>;
  readonly brokenGroups: ReadonlySet<string>;
  /** Turns a checked argument of a reduction into an output. */
  readonly convert: (checked: Checked, checker: ExpressionChecker) => Measured | undefined;
  /** Measurements by the name that stands for each. */
  readonly kept: Map<string, Measured>;
}

/** True for the nodes that this file checks. */
export function isMeasurement(node: SyntaxNode, context: MeasurementContext): boolean {
  if (node.kind === "member" || node.kind === "list") return true;
  if (node.kind === "name") return context.groups.has(node.name) || context.brokenGroups.has(node.name);
  if (node.kind !== "call") return false;
  const isElementwise = (node.name === "min" || node.name === "max") && node.arguments.length !== 1;
  return (OUTPUT_FUNCTIONS.includes(node.name) && !isElementwise) || RESERVED.includes(node.name);
}

export function checkMeasurement(node: SyntaxNode, checker: ExpressionChecker, context: MeasurementContext): Checked | undefined {
  if (node.kind === "list") return checker.report(node, "EQUATIONS_SYNTAX", "a list can only follow of=", "as in trace(G.v, of=[0, 5])");
  if (node.kind === "member") {
    const text = checker.textOf(node);
    return checker.report(node, "EQUATIONS_FUNCTION", `${text} changes over time`, `write final(${text}) or trace(${text})`);
  }
  if (node.kind === "name") {
    if (context.brokenGroups.has(node.name)) return undefined;
    return checker.report(
      node,
      "EQUATIONS_FUNCTION",
      `${node.name} is a group, not a value`,
      `measure it, as in count(${node.name}) or rate(${node.name})`,
    );
  }
  if (node.kind !== "call") return undefined;
  if (RESERVED.includes(node.name)) {
    return checker.report(
      node.nameSpan,
      "MODEL_RESERVED_KEY",
      `${node.name} is reserved, not yet part of the language`,
      "leave it out for now",
    );
  }
  if (!checkKeywords(node, checker)) return undefined;
  if (Object.hasOwn(OF_GROUP, node.name)) return checkOfGroup(node, checker, context);
  if (OF_VARIABLE.includes(node.name)) return checkOfVariable(node, checker, context);
  return checkReduction(node, checker, context);
}

type Call = SyntaxNode & { readonly kind: "call" };

function keep(node: SyntaxNode, dimension: Dimension, measured: Measured, context: MeasurementContext): Checked {
  const name = `#${context.kept.size}`;
  context.kept.set(name, measured);
  return { node, dimension, type: "float", value: { expression: { kind: "name", name, from: "variable", type: "float" } } };
}

function checkKeywords(node: Call, checker: ExpressionChecker): boolean {
  const known = node.name === "trace" ? ["of", "every"] : [];
  const unknown = node.keywords.find((keyword) => !known.includes(keyword.name));
  if (unknown === undefined) return true;
  if (RESERVED_KEYWORDS.includes(unknown.name)) {
    checker.report(unknown, "MODEL_RESERVED_KEY", `${unknown.name}= is reserved, not yet part of the language`, "leave it out for now");
  } else {
    const nearest = nearestName(unknown.name, known);
    const help =
      nearest !== undefined
        ? `did you mean ${nearest}=?`
        : known.length === 0
          ? `${node.name} takes no keywords`
          : "trace takes of= and every=";
    checker.report(unknown, "EQUATIONS_FUNCTION", `${unknown.name}= is not a keyword of ${node.name}`, help);
  }
  return false;
}

function checkOfGroup(node: Call, checker: ExpressionChecker, context: MeasurementContext): Checked | undefined {
  const [argument] = node.arguments;
  if (node.arguments.length !== 1 || argument?.kind !== "name") {
    return checker.report(node, "EQUATIONS_FUNCTION", `${node.name} takes a group`, `write ${node.name}(${exampleGroup(context)})`);
  }
  const table = findGroup(argument.name, argument, checker, context);
  if (table === undefined) return undefined;
  if (!table.hasThreshold) {
    const message = `${argument.name} has no threshold, so it never spikes`;
    return checker.report(node, "MODEL_MISSING_KEY", message, "add threshold: to the group, as in v > 10*mV");
  }
  const { shape, dimension } = OF_GROUP[node.name]!;
  const measurement = { kind: node.name, group: argument.name } as Measurement;
  const measured = { value: { kind: "measurement", measurement }, shape, ...(shape === "elements" && { group: argument.name }) } as const;
  return keep(node, dimension, measured, context);
}

const exampleGroup = (context: MeasurementContext): string => context.groups.keys().next().value ?? "G";

function findGroup(name: string, span: SyntaxNode, checker: ExpressionChecker, context: MeasurementContext): GroupTable | undefined {
  const table = context.groups.get(name);
  if (table !== undefined || context.brokenGroups.has(name)) return table;
  const nearest = nearestName(name, context.groups.keys());
  const help = nearest === undefined ? `the groups are ${[...context.groups.keys()].join(", ")}` : `did you mean ${nearest}?`;
  return checker.report({ start: span.start, end: span.start + name.length }, "NAME_UNKNOWN", `${name} is not a group of the model`, help);
}

function checkOfVariable(node: Call, checker: ExpressionChecker, context: MeasurementContext): Checked | undefined {
  const [argument] = node.arguments;
  if (node.arguments.length !== 1 || argument?.kind !== "member") {
    return checker.report(
      node,
      "EQUATIONS_FUNCTION",
      `${node.name} takes a variable of a group`,
      `write ${node.name}(${exampleGroup(context)}.v)`,
    );
  }
  const { group, variable } = argument;
  const table = findGroup(group, argument, checker, context);
  if (table === undefined) return undefined;
  const value = table.values.get(variable);
  if (table.broken.has(variable)) return undefined;
  if (value === undefined) {
    const nearest = nearestName(variable, table.values.keys());
    const help = nearest === undefined ? `its variables are ${[...table.values.keys()].join(", ")}` : `did you mean ${nearest}?`;
    return checker.report(argument.variableSpan, "NAME_UNKNOWN", `${variable} is not a variable of ${group}`, help);
  }
  if (node.name === "final") {
    const measurement: Measurement = { kind: "final", group, variable };
    return keep(node, value.dimension, { value: { kind: "measurement", measurement }, shape: "elements", group }, context);
  }
  const elements = readElements(node, table, checker);
  const everySteps = readEvery(node, checker);
  if (elements === undefined || everySteps === undefined) return undefined;
  const measurement: Measurement = { kind: "trace", group, variable, elements, everySteps };
  return keep(node, value.dimension, { value: { kind: "measurement", measurement }, shape: "samples", group }, context);
}

const keywordOf = (node: Call, name: string): Keyword | undefined => node.keywords.find((keyword) => keyword.name === name);

function readElements(node: Call, table: GroupTable, checker: ExpressionChecker): readonly number[] | "all" | undefined {
  const keyword = keywordOf(node, "of");
  if (keyword === undefined) return "all";
  const items = keyword.value.kind === "list" ? keyword.value.items : [keyword.value];
  const { size, name } = table.group;
  const elements: number[] = [];
  for (const item of items) {
    const index = wholeNumber(item);
    if (index === undefined)
      return checker.report(item, "EQUATIONS_TYPE", "an element is named by its index, a whole number", "as in of=[0, 5]");
    if (size.kind === "number" && index >= size.value) {
      return checker.report(item, "MODEL_VALUE", `${name} has the elements 0 to ${size.value - 1}, and no ${index}`);
    }
    elements.push(index);
  }
  return elements.length > 0 ? elements : checker.report(keyword, "MODEL_VALUE", "of= names no elements", "as in of=[0, 5]");
}

function readEvery(node: Call, checker: ExpressionChecker): number | undefined {
  const keyword = keywordOf(node, "every");
  if (keyword === undefined) return 1;
  const steps = wholeNumber(keyword.value);
  if (steps !== undefined && steps >= 1) return steps;
  return checker.report(keyword.value, "MODEL_VALUE", "every= counts steps, a whole number from 1", "as in every=10");
}

const wholeNumber = (node: SyntaxNode): number | undefined =>
  node.kind === "number" && /^\d{1,9}$/.test(node.text) ? Number(node.text) : undefined;

function checkReduction(node: Call, checker: ExpressionChecker, context: MeasurementContext): Checked | undefined {
  const reduction = node.name as Reduction;
  const [argument] = node.arguments;
  if (node.arguments.length !== 1 || argument === undefined) {
    return checker.report(
      node,
      "EQUATIONS_FUNCTION",
      `${reduction} takes one argument`,
      `as in ${reduction}(counts(${exampleGroup(context)}))`,
    );
  }
  const checked = checker.check(argument);
  const measured = checked && context.convert(checked, checker);
  if (checked === undefined || measured === undefined) return undefined;
  if (measured.shape !== "elements") {
    const what = measured.shape === "scalar" ? "one number" : "not one number an element";
    const help = `${reduction} reduces elements, as in ${reduction}(counts(${exampleGroup(context)})) or ${reduction}(final(${exampleGroup(context)}.v))`;
    return checker.report(node, "EQUATIONS_TYPE", `${checker.textOf(argument)} is ${what}`, help);
  }
  return keep(node, checked.dimension, { value: { kind: "reduce", reduction, of: measured.value }, shape: "scalar" }, context);
}
