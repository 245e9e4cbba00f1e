// What outputs add to expressions: measurements of groups, and reductions over their elements.
//
// The expression checker calls back here for these nodes. Each becomes a name, `#0`, `#1`, …, whose measurement is kept aside; the
// finished expression is turned into an output by putting them back (check-outputs.ts).

import type { ExpressionChecker } from "../expression/check-expression.js";
import type { Checked } from "../expression/checked-node.js";
import { nearestName } from "../names/nearest.js";
import type { SyntaxNode } from "../syntax/syntax-tree.js";
import { checkOfEvents } from "./check-measured-events.js";
import { checkOfVariable } from "./check-measured-variable.js";
import { type Call, exampleGroup, keep, type MeasurementContext } from "./measurement-context.js";
import { EVENT_FORMS, keywordsInWords, keywordsOf, OUTPUT_FUNCTIONS, type Reduction, VARIABLE_FORMS } from "./measurement-forms.js";

/** True for the nodes that this file checks. */
export function isMeasurement(node: SyntaxNode, context: MeasurementContext): boolean {
  if (node.kind === "member" || node.kind === "list") return true;
  if (node.kind === "name") return context.groups.has(node.name) || context.brokenGroups.has(node.name);
  if (node.kind !== "call") return false;
  const isElementwise = (node.name === "min" || node.name === "max") && node.arguments.length !== 1;
  return OUTPUT_FUNCTIONS.includes(node.name) && !isElementwise;
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
  if (node.kind !== "call" || !checkKeywords(node, checker)) return undefined;
  if (EVENT_FORMS.has(node.name)) return checkOfEvents(node, checker, context);
  if (VARIABLE_FORMS.has(node.name)) return checkOfVariable(node, checker, context);
  return checkReduction(node, checker, context);
}

function checkKeywords(node: Call, checker: ExpressionChecker): boolean {
  const known = keywordsOf(node.name);
  const unknown = node.keywords.find((keyword) => !known.includes(keyword.name));
  if (unknown !== undefined) {
    const nearest = nearestName(unknown.name, known);
    const takes = known.length === 0 ? "no keywords" : keywordsInWords(known);
    const help = nearest === undefined ? `${node.name} takes ${takes}` : `did you mean ${nearest}=?`;
    checker.report(unknown, "EQUATIONS_FUNCTION", `${unknown.name}= is not a keyword of ${node.name}`, help);
    return false;
  }
  const repeated = node.keywords.find(({ name }, place) => node.keywords.findIndex((other) => other.name === name) < place);
  if (repeated !== undefined) checker.report(repeated, "EQUATIONS_FUNCTION", `${repeated.name}= is given twice`, "leave one of them out");
  return repeated === undefined;
}

function checkReduction(node: Call, checker: ExpressionChecker, context: MeasurementContext): Checked | undefined {
  const reduction = node.name as Reduction;
  const [argument] = node.arguments;
  const group = exampleGroup(context);
  if (node.arguments.length !== 1 || argument === undefined) {
    const message = `${reduction} takes one argument`;
    return checker.report(node, "EQUATIONS_FUNCTION", message, `as in ${reduction}(counts(${group}))`);
  }
  const checked = checker.check(argument);
  const measured = checked && context.convert(checked, checker);
  if (checked === undefined || measured === undefined) return undefined;
  if (measured.shape !== "elements" && measured.shape !== "bins") {
    const what = measured.shape === "scalar" ? "one number" : "not one number an element";
    const help = `${reduction} reduces elements, as in ${reduction}(counts(${group})) or ${reduction}(final(${group}.v))`;
    return checker.report(node, "EQUATIONS_TYPE", `${checker.textOf(argument)} is ${what}`, help);
  }
  return keep(node, checked.dimension, { value: { kind: "reduce", reduction, of: measured.value }, shape: "scalar" }, context);
}
