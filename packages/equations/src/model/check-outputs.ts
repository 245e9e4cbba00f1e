// The outputs of a model: `NAME: expression`, or `{value, unit, doc}`.

import type { DiagnosticList, SourceText } from "@spikefarm/protocol";
import type { CheckedOutput, Expression, OutputExpression } from "../checked-model.js";
import { reportAt, reportIn } from "../errors.js";
import { type Checked, ExpressionChecker } from "../expression/check-expression.js";
import { showUnit } from "../expression/explain-mismatch.js";
import { FUNCTIONS } from "../expression/functions.js";
import { MAX_OUTPUTS } from "../limits.js";
import { checkName } from "../names/check-name.js";
import { nearestName } from "../names/nearest.js";
import { columnReservationOf } from "../names/reserved-names.js";
import type { Scope } from "../names/scope.js";
import { parseExpressionText } from "../syntax/parse-expression.js";
import { canonicalUnit } from "../units/canonical-unit.js";
import { isSameDimension } from "../units/dimension.js";
import { parseUnitText } from "../units/parse-unit.js";
import type { GroupTable } from "./check-group.js";
import { checkMeasurement, isMeasurement, type Measured, type MeasurementContext, OUTPUT_FUNCTIONS } from "./check-measurement.js";
import type { ParameterTable } from "./check-parameters.js";
import { checkKeys, entryOf, isMapping, readMapping, readText } from "./document-value.js";

export interface OutputsContext {
  readonly parameters: ParameterTable;
  readonly groups: ReadonlyMap<string, GroupTable>;
  readonly brokenGroups: ReadonlySet<string>;
}

export function checkOutputs(value: unknown, path: string, context: OutputsContext, diagnostics: DiagnosticList): readonly CheckedOutput[] {
  const mapping = readMapping(value, path, diagnostics) ?? {};
  const names = Object.keys(mapping);
  if (names.length > MAX_OUTPUTS) {
    reportAt(diagnostics, path, "EQUATIONS_LIMIT", `a model has at most ${MAX_OUTPUTS} outputs, not ${names.length}`);
    return [];
  }
  return names.flatMap((name) => {
    const place = `${path}.${name}`;
    const isNamed = checkName(name, columnReservationOf, { path: place }, diagnostics);
    const isFree = !context.parameters.values.has(name) && !context.parameters.broken.has(name);
    if (!isFree) {
      reportAt(
        diagnostics,
        place,
        "NAME_CLASH",
        `${name} is a parameter and an output, and both are columns of the table`,
        "rename one of them",
      );
    }
    const output = checkOutput({ name, path: place, value: mapping[name] }, context, diagnostics);
    return isNamed && isFree && output !== undefined ? [output] : [];
  });
}

function checkOutput(
  entry: { readonly name: string; readonly path: string; readonly value: unknown },
  context: OutputsContext,
  diagnostics: DiagnosticList,
): CheckedOutput | undefined {
  const { name, path, value } = entry;
  if (!isMapping(value)) {
    const source = readText(value, path, diagnostics);
    return source && checkValue(name, source, context, diagnostics)?.output;
  }
  checkKeys(value, path, { known: ["value", "unit", "doc"], reserved: ["max"] }, diagnostics);
  if (entryOf(value, "value") === undefined) {
    return reportAt(
      diagnostics,
      path,
      "MODEL_MISSING_KEY",
      `the output ${name} has no value`,
      "add value: and an expression, as in count(G)",
    );
  }
  const source = readText(value.value, `${path}.value`, diagnostics);
  const checked = source && checkValue(name, source, context, diagnostics);
  const display = checkDisplay(value, path, checked?.checked, diagnostics);
  const doc = entryOf(value, "doc");
  return checked && { ...checked.output, ...(display !== undefined && { display }), ...(typeof doc === "string" && { doc }) };
}

function checkDisplay(
  mapping: Readonly<Record<string, unknown>>,
  path: string,
  checked: Checked | undefined,
  diagnostics: DiagnosticList,
): string | undefined {
  const given = entryOf(mapping, "unit");
  const source = given === undefined ? undefined : readText(given, `${path}.unit`, diagnostics);
  const unit = source && parseUnitText(source, diagnostics);
  if (source === undefined || unit === undefined || checked === undefined) return undefined;
  if (isSameDimension(unit.dimension, checked.dimension)) return unit.name === "1" ? undefined : unit.name;
  const message = `the unit is ${showUnit(unit.dimension)}, and the value is in ${showUnit(checked.dimension)}`;
  return reportIn(diagnostics, { source, span: { start: 0, end: source.text.length } }, "UNITS_MISMATCH", message);
}

function checkValue(
  name: string,
  source: SourceText,
  context: OutputsContext,
  diagnostics: DiagnosticList,
): { readonly output: CheckedOutput; readonly checked: Checked } | undefined {
  const node = parseExpressionText(source, diagnostics, "outputs");
  if (node === undefined) return undefined;
  const kept = new Map<string, Measured>();
  const convert = (checked: Checked, checker: ExpressionChecker): Measured | undefined => {
    const expression = checker.settle(checked);
    return expression && toOutput(expression, { kept, checked, checker });
  };
  const measurements: MeasurementContext = { ...context, convert, kept };
  const scope: Scope = {
    description: "outputs, which are made of parameters and measurements of groups",
    values: context.parameters.values,
    broken: context.parameters.broken,
    elsewhere: (word) => helpForVariable(word, context),
  };
  const checker = new ExpressionChecker({
    ...{ source, scope, diagnostics },
    extension: {
      handles: (candidate) => isMeasurement(candidate, measurements),
      check: (candidate, within) => checkMeasurement(candidate, within, measurements),
    },
    functionNames: [...FUNCTIONS.keys(), ...OUTPUT_FUNCTIONS],
  });
  const checked = checker.check(node);
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
  const listed = measured.find((part) => part.shape === "list" || part.shape === "samples");
  if (listed !== undefined) {
    const what = listed.shape === "list" ? "spike times" : "traces";
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
