// The outputs of a model: `NAME: expression`, or `{value, unit, doc}`.

import type { DiagnosticList, SourceText } from "@spikefarm/protocol";
import type { CheckedOutput, Expression, OutputExpression } from "../checked-model.js";
import { reportAt, reportIn } from "../errors.js";
import { ExpressionChecker } from "../expression/check-expression.js";
import type { Checked } from "../expression/checked-node.js";
import { showUnit } from "../expression/explain-mismatch.js";
import { FUNCTIONS } from "../expression/functions.js";
import { MAX_OUTPUT_MAX, MAX_OUTPUTS } from "../limits.js";
import { checkName } from "../names/check-name.js";
import { nearestName } from "../names/nearest.js";
import { columnReservationOf } from "../names/reserved-names.js";
import type { Scope } from "../names/scope.js";
import { parseExpressionText } from "../syntax/parse-expression.js";
import type { SyntaxNode } from "../syntax/syntax-tree.js";
import { canonicalUnit } from "../units/canonical-unit.js";
import { isSameDimension } from "../units/dimension.js";
import { parseUnitText } from "../units/parse-unit.js";
import type { GroupTable } from "./check-group.js";
import { checkMeasurement, isMeasurement } from "./check-measurement.js";
import type { ParameterTable } from "./check-parameters.js";
import type { Times } from "./check-times.js";
import { checkKeys, entryOf, isMapping, type Mapping, quote, readMapping, readText } from "./document-value.js";
import type { Measured, MeasurementContext } from "./measurement-context.js";
import { OUTPUT_FUNCTIONS, VARIABLE_FORMS } from "./measurement-forms.js";

export interface OutputsContext {
  readonly parameters: ParameterTable;
  readonly groups: ReadonlyMap<string, GroupTable>;
  readonly brokenGroups: ReadonlySet<string>;
  /** Undefined where they are in error. */
  readonly times: Times | undefined;
}

interface Entry {
  readonly name: string;
  readonly path: string;
  readonly value: unknown;
}

export function checkOutputs(value: unknown, path: string, context: OutputsContext, diagnostics: DiagnosticList): readonly CheckedOutput[] {
  const mapping = readMapping(value, path, diagnostics) ?? {};
  const names = Object.keys(mapping);
  if (names.length > MAX_OUTPUTS) return tooMany(names.length, path, diagnostics);
  const outputs = names.flatMap((name) => {
    const entry = { name, path: `${path}.${name}`, value: mapping[name] };
    const isFree = isFreeName(name, entry.path, context, diagnostics);
    const found = checkOutput(entry, context, diagnostics);
    const isFamily = found.some((output) => output.name !== name);
    const sound = found.filter((output) => !isFamily || isFreeMember(output.name, entry.path, { context, names }, diagnostics));
    return isFree ? sound : [];
  });
  return outputs.length > MAX_OUTPUTS ? tooMany(outputs.length, path, diagnostics) : outputs;
}

function tooMany(count: number, path: string, diagnostics: DiagnosticList): readonly [] {
  reportAt(diagnostics, path, "EQUATIONS_LIMIT", `a model has at most ${MAX_OUTPUTS} outputs, not ${count}`);
  return [];
}

function isFreeName(name: string, path: string, { parameters }: OutputsContext, diagnostics: DiagnosticList): boolean {
  const isNamed = checkName(name, columnReservationOf, { path }, diagnostics);
  const isFree = !parameters.values.has(name) && !parameters.broken.has(name);
  const message = `${name} is a parameter and an output, and both are columns of the table`;
  if (!isFree) reportAt(diagnostics, path, "NAME_CLASH", message, "rename one of them");
  return isNamed && isFree;
}

/** For the outputs that one entry `x: trace(G.*)` stands for: x_v and so on. */
function isFreeMember(
  name: string,
  path: string,
  among: { readonly context: OutputsContext; readonly names: readonly string[] },
  diagnostics: DiagnosticList,
): boolean {
  if (!among.names.includes(name)) return isFreeName(name, path, among.context, diagnostics);
  reportAt(diagnostics, path, "NAME_CLASH", `this makes an output ${name}, and there is one of that name`, "rename one of them");
  return false;
}

/** The output of an entry; for `trace(G.*)`, one for each variable; none where it is in error. */
function checkOutput(entry: Entry, context: OutputsContext, diagnostics: DiagnosticList): readonly CheckedOutput[] {
  const { name, path, value } = entry;
  const within = { context, diagnostics };
  if (!isMapping(value)) {
    const source = readText(value, path, diagnostics);
    return source === undefined ? [] : checkValue(name, source, within).map(({ output }) => output);
  }
  checkKeys(value, path, { known: ["value", "unit", "doc", "max"] }, diagnostics);
  if (entryOf(value, "value") === undefined) {
    reportAt(diagnostics, path, "MODEL_MISSING_KEY", `the output ${name} has no value`, "add value: and an expression, as in count(G)");
    return [];
  }
  const source = readText(value.value, `${path}.value`, diagnostics);
  const checked = source === undefined ? [] : checkValue(name, source, within);
  const max = checkMax(value, path, diagnostics);
  const doc = entryOf(value, "doc");
  return checked.map(({ output, checked: of }) => {
    const display = checkDisplay(value, path, of, diagnostics);
    return {
      ...output,
      ...(display !== undefined && { display }),
      ...(typeof doc === "string" && { doc }),
      ...(max !== undefined && { max }),
    };
  });
}

function checkDisplay(mapping: Mapping, path: string, checked: Checked, diagnostics: DiagnosticList): string | undefined {
  const given = entryOf(mapping, "unit");
  const source = given === undefined ? undefined : readText(given, `${path}.unit`, diagnostics);
  const unit = source && parseUnitText(source, diagnostics);
  if (source === undefined || unit === undefined) return undefined;
  if (isSameDimension(unit.dimension, checked.dimension)) return unit.name === "1" ? undefined : unit.name;
  const message = `the unit is ${showUnit(unit.dimension)}, and the value is in ${showUnit(checked.dimension)}`;
  return reportIn(diagnostics, { source, span: { start: 0, end: source.text.length } }, "UNITS_MISMATCH", message);
}

function checkMax(mapping: Mapping, path: string, diagnostics: DiagnosticList): number | undefined {
  const max = entryOf(mapping, "max");
  if (max === undefined) return undefined;
  if (typeof max === "number" && Number.isInteger(max) && max >= 1 && max <= MAX_OUTPUT_MAX) return max;
  const message = `max is how many numbers the output may hold, a whole number from 1 to ${MAX_OUTPUT_MAX}, not ${quote(max)}`;
  return reportAt(diagnostics, `${path}.max`, "MODEL_VALUE", message, "as in max: 100000");
}

interface Within {
  readonly context: OutputsContext;
  readonly diagnostics: DiagnosticList;
}

interface CheckedValue {
  readonly output: CheckedOutput;
  readonly checked: Checked;
}

function checkValue(name: string, source: SourceText, within: Within): readonly CheckedValue[] {
  const node = parseExpressionText(source, within.diagnostics, "outputs");
  if (node === undefined) return [];
  const family = familyOf(node, within.context);
  if (family === undefined) return [checkNode(name, { node, source }, within)].filter((value) => value !== undefined);
  const found: CheckedValue[] = [];
  for (const [variable, member] of family) {
    const value = checkNode(`${name}_${variable}`, { node: member, source }, within);
    // What is wrong with one is wrong with all of them.
    if (value === undefined) return [];
    found.push(value);
  }
  return found;
}

/** What `trace(G.*)` stands for: the same with each variable of the group in the star's place. */
function familyOf(node: SyntaxNode, context: OutputsContext): ReadonlyMap<string, SyntaxNode> | undefined {
  if (node.kind !== "call" || !VARIABLE_FORMS.has(node.name) || node.arguments.length !== 1) return undefined;
  const [argument] = node.arguments;
  if (argument?.kind !== "member" || argument.variable !== "*") return undefined;
  const variables = context.groups.get(argument.group)?.group.variables;
  return variables && new Map(variables.map(({ name }) => [name, { ...node, arguments: [{ ...argument, variable: name }] }]));
}

function checkNode(
  name: string,
  text: { readonly node: SyntaxNode; readonly source: SourceText },
  within: Within,
): CheckedValue | undefined {
  const { context, diagnostics } = within;
  const kept = new Map<string, Measured>();
  const convert = (checked: Checked, checker: ExpressionChecker): Measured | undefined => {
    const expression = checker.settle(checked);
    return expression && toOutput(expression, { kept, checked, checker });
  };
  const measurements: MeasurementContext = { ...context, convert, kept };
  const scope: Scope = {
    description: "outputs, which are made of parameters and measurements of groups",
    isOfDoubles: true,
    values: context.parameters.values,
    broken: context.parameters.broken,
    elsewhere: (word) => helpForVariable(word, context),
  };
  const checker = new ExpressionChecker({
    ...{ source: text.source, scope, diagnostics },
    extension: {
      handles: (candidate) => isMeasurement(candidate, measurements),
      check: (candidate, checking) => checkMeasurement(candidate, checking, measurements),
    },
    functionNames: [...FUNCTIONS.keys(), ...OUTPUT_FUNCTIONS],
  });
  const checked = checker.check(text.node);
  const measured = checked && convert(checked, checker);
  if (checked === undefined || measured === undefined) return undefined;
  const { value, shape, group } = measured;
  const isCount = value.kind === "measurement" && (value.measurement.kind === "count" || value.measurement.kind === "counts");
  const output: CheckedOutput = {
    ...{ name, kind: isCount ? "i32" : "f64", unit: canonicalUnit(checked.dimension), shape, value },
    ...(group !== undefined && { group }),
  };
  return { output, checked };
}

function helpForVariable(word: string, context: OutputsContext): string | undefined {
  const owner = [...context.groups].find(([, table]) => table.values.has(word))?.[0];
  if (owner !== undefined) return `write final(${owner}.${word}), or trace(${owner}.${word})`;
  const nearest = nearestName(word, context.groups.keys());
  return nearest === undefined ? undefined : `did you mean ${nearest}?`;
}

interface Conversion {
  readonly kept: ReadonlyMap<string, Measured>;
  readonly checked: Checked;
  readonly checker: ExpressionChecker;
}

/** Puts measurements back in, and finds the shape: scalars combine with anything scalar or element by element. */
function toOutput(expression: Expression, of: Conversion): Measured | undefined {
  switch (expression.kind) {
    case "number":
      return { value: { kind: "number", value: expression.value }, shape: "scalar" };
    case "name":
      return of.kept.get(expression.name) ?? { value: { kind: "parameter", name: expression.name }, shape: "scalar" };
    case "negate":
      return combine([expression.operand], of, ([operand]) => ({ kind: "negate", operand: operand! }));
    case "binary": {
      const { operator } = expression;
      return combine([expression.left, expression.right], of, ([left, right]) => ({
        kind: "binary",
        operator,
        left: left!,
        right: right!,
      }));
    }
    case "call": {
      const { name } = expression;
      return combine(expression.arguments, of, (values) => ({ kind: "call", name, arguments: values }));
    }
    default:
      return of.checker.report(of.checked.node, "MODEL_RESERVED_KEY", "conditions in outputs are reserved, not yet part of the language");
  }
}

function combine(
  parts: readonly Expression[],
  of: Conversion,
  build: (values: readonly OutputExpression[]) => OutputExpression,
): Measured | undefined {
  const measured = parts.map((part) => toOutput(part, of));
  if (!measured.every((part) => part !== undefined)) return undefined;
  const { checker, checked } = of;
  const listed = measured.find((part) => part.shape !== "scalar" && part.shape !== "elements");
  if (listed !== undefined) {
    const what = listed.shape === "list" ? "spike times" : listed.shape === "bins" ? "the bins of a rate" : "traces";
    return checker.report(checked.node, "MODEL_RESERVED_KEY", `arithmetic on ${what} is reserved, not yet part of the language`);
  }
  const groups = new Set(measured.flatMap((part) => part.group ?? []));
  if (groups.size > 1) {
    const message = `elements of different groups cannot be combined: ${[...groups].join(" and ")}`;
    return checker.report(checked.node, "EQUATIONS_TYPE", message, "reduce each first, as in mean(…)");
  }
  const [group] = groups;
  const value = build(measured.map((part) => part.value));
  return group === undefined ? { value, shape: "scalar" } : { value, shape: "elements", group };
}
