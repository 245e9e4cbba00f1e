// Measurements of what happens in a group: its spikes, or a custom event.

import type { Measurement } from "../checked-model.js";
import type { ExpressionChecker } from "../expression/check-expression.js";
import type { Checked } from "../expression/checked-node.js";
import { nearestName } from "../names/nearest.js";
import type { SyntaxNode } from "../syntax/syntax-tree.js";
import type { GroupTable } from "./check-group.js";
import { checkMeasuredTimes } from "./check-measured-window.js";
import { type Call, exampleGroup, findGroup, keep, type MeasurementContext } from "./measurement-context.js";
import { EVENT_FORMS } from "./measurement-forms.js";

export function checkOfEvents(node: Call, checker: ExpressionChecker, context: MeasurementContext): Checked | undefined {
  const { shape, dimension } = EVENT_FORMS.get(node.name)!;
  const events = eventsIn(node, checker, context);
  const times = checkMeasuredTimes(node, checker, context.times);
  if (events === undefined || times === undefined) return undefined;
  const { bin, ...window } = times;
  const measurement = (
    bin === undefined ? { kind: node.name, ...events, ...window } : { kind: "binned_rate", bin, ...events, ...window }
  ) as Measurement;
  const given = bin === undefined ? shape : "bins";
  const value = { kind: "measurement", measurement } as const;
  return keep(node, dimension, { value, shape: given, ...(given === "elements" && { group: events.group }) }, context);
}

/** The group and event that a call names: `count(G)` its spikes, `count(G.EVENT)` a custom event. */
function eventsIn(
  node: Call,
  checker: ExpressionChecker,
  context: MeasurementContext,
): { readonly group: string; readonly event: string } | undefined {
  const [argument] = node.arguments;
  if (node.arguments.length !== 1 || (argument?.kind !== "name" && argument?.kind !== "member")) {
    const example = `${node.name}(${exampleGroup(context)})`;
    return checker.report(node, "EQUATIONS_FUNCTION", `${node.name} takes a group, or an event of one`, `write ${example}`);
  }
  const group = argument.kind === "name" ? argument.name : argument.group;
  const table = findGroup(group, argument, checker, context);
  if (table === undefined) return undefined;
  const events = [...table.eventNames];
  if (argument.kind === "member") {
    const event = argument.variable;
    if (events.includes(event)) return { group, event };
    if (table.eventNames.has(event)) return undefined; // its own condition is in error
    return reportNoEvent({ node, argument, events }, table, checker);
  }
  if (table.hasThreshold) return { group, event: "spike" };
  const message = `${group} has no threshold, so it never spikes`;
  const help =
    events.length === 0 ? "add threshold: to the group, as in v > 10*mV" : `for its events, write ${node.name}(${group}.${events[0]})`;
  return checker.report(node, "MODEL_MISSING_KEY", message, help);
}

function reportNoEvent(
  at: { readonly node: Call; readonly argument: SyntaxNode & { readonly kind: "member" }; readonly events: readonly string[] },
  { values, broken }: GroupTable,
  checker: ExpressionChecker,
): undefined {
  const { node, argument, events } = at;
  const { group, variable } = argument;
  if (variable === "spike") {
    const message = `spikes are what ${node.name} is taken of anyway`;
    return checker.report(argument, "EQUATIONS_FUNCTION", message, `write ${node.name}(${group})`);
  }
  if (values.has(variable) || broken.has(variable)) {
    const message = `${node.name} is taken of spikes or events, and ${group}.${variable} is a variable`;
    return checker.report(argument, "EQUATIONS_FUNCTION", message, `write ${node.name}(${group}), or final(${group}.${variable})`);
  }
  const nearest = nearestName(variable, events);
  const known = events.length === 0 ? `it has none: write ${node.name}(${group}) for its spikes` : `its events are ${events.join(", ")}`;
  const help = nearest === undefined ? known : `did you mean ${nearest}?`;
  return checker.report(argument.variableSpan, "NAME_UNKNOWN", `${variable} is not an event of ${group}`, help);
}
