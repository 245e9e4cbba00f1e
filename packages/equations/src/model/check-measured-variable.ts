// Measurements of a variable: its values at the end, its traces, and its reductions over time.

import type { Measurement } from "../checked-model.js";
import type { ExpressionChecker } from "../expression/check-expression.js";
import type { Checked } from "../expression/checked-node.js";
import { nearestName } from "../names/nearest.js";
import type { Keyword, SyntaxNode } from "../syntax/syntax-tree.js";
import type { GroupTable } from "./check-group.js";
import { checkMeasuredTimes } from "./check-measured-window.js";
import { type Call, exampleGroup, findGroup, keep, type MeasurementContext } from "./measurement-context.js";
import { VARIABLE_FORMS } from "./measurement-forms.js";

type Member = SyntaxNode & { readonly kind: "member" };

export function checkOfVariable(node: Call, checker: ExpressionChecker, context: MeasurementContext): Checked | undefined {
  const { name } = node;
  const [argument] = node.arguments;
  if (node.arguments.length !== 1 || argument?.kind !== "member") {
    const meant = variableMeant(argument, context);
    return checker.report(node, "EQUATIONS_FUNCTION", `${name} takes a variable of a group`, `write ${name}(${meant})`);
  }
  const table = findGroup(argument.group, argument, checker, context);
  if (table === undefined || table.broken.has(argument.variable)) return undefined;
  const value = findVariable(argument, table, checker);
  const times = checkMeasuredTimes(node, checker, context.times);
  const elements = readElements(node, table, checker);
  const everySteps = readEvery(node, checker, context);
  if (value === undefined || times === undefined || elements === undefined || everySteps === undefined) return undefined;
  const { group, variable } = argument;
  const of = { group, variable, ...(times.window && { window: times.window }) };
  const measurement: Measurement =
    name === "final"
      ? { kind: "final", group, variable }
      : name === "trace"
        ? { kind: "trace", elements, everySteps, ...of }
        : { kind: "time", reduction: name.slice("time_".length) as "mean" | "sd" | "min" | "max", ...of };
  return keep(
    node,
    value.dimension,
    { value: { kind: "measurement", measurement }, shape: VARIABLE_FORMS.get(name)!.shape, group },
    context,
  );
}

/** Of `trace(G)` a variable of G, of `trace(v)` the v of a group that has one. */
function variableMeant(argument: SyntaxNode | undefined, context: MeasurementContext): string {
  const word = argument?.kind === "name" ? argument.name : "";
  const owner = context.groups.has(word) ? undefined : [...context.groups].find(([, table]) => table.values.has(word))?.[0];
  if (owner !== undefined) return `${owner}.${word}`;
  const group = context.groups.has(word) || context.brokenGroups.has(word) ? word : exampleGroup(context);
  return `${group}.${context.groups.get(group)?.group.variables[0]?.name ?? "v"}`;
}

function findVariable({ group, variable, variableSpan }: Member, table: GroupTable, checker: ExpressionChecker) {
  const value = table.values.get(variable);
  if (value !== undefined) return value;
  if (variable === "*") {
    const message = `${group}.* stands for every variable, one output each, so the output can be nothing else`;
    return checker.report(variableSpan, "EQUATIONS_FUNCTION", message, `write trace(${group}.*) on its own`);
  }
  const names = table.group.variables.map(({ name }) => name);
  const nearest = nearestName(variable, names);
  const help = table.eventNames.has(variable)
    ? `${variable} is an event: write count(${group}.${variable})`
    : nearest === undefined
      ? `its variables are ${names.join(", ")}`
      : `did you mean ${nearest}?`;
  return checker.report(variableSpan, "NAME_UNKNOWN", `${variable} is not a variable of ${group}`, help);
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

function readEvery(node: Call, checker: ExpressionChecker, { times }: MeasurementContext): number | undefined {
  const keyword = keywordOf(node, "every");
  if (keyword === undefined) return 1;
  const steps = wholeNumber(keyword.value);
  if (steps !== undefined && steps >= 1) return steps;
  const dt = times?.dt.kind === "number" ? ` of dt = ${times.dt.value} s` : "";
  return checker.report(keyword.value, "MODEL_VALUE", `every= counts steps${dt}, a whole number from 1`, "as in every=10");
}

const wholeNumber = (node: SyntaxNode): number | undefined =>
  node.kind === "number" && /^\d{1,9}$/.test(node.text) ? Number(node.text) : undefined;
