// A group: its equations, threshold, reset, refractory time and initial values, each checked in the names of the group.

import type { DiagnosticList, SourceText } from "@spikefarm/protocol";
import type { CheckedGroup, Expression, GroupVariable, Statement } from "../checked-model.js";
import { reportAt, reportIn } from "../errors.js";
import { checkExpression } from "../expression/check-expression.js";
import { showUnit } from "../expression/explain-mismatch.js";
import { MAX_GROUP_SIZE } from "../limits.js";
import { BUILTINS } from "../names/builtins.js";
import { eitherName, type NamedValue, type Names, type Scope } from "../names/scope.js";
import { parseExpressionText } from "../syntax/parse-expression.js";
import { isDimensionless, isSameDimension, SECOND } from "../units/dimension.js";
import { checkInitial } from "./check-initial.js";
import { checkMethod } from "./check-method.js";
import type { ParameterTable } from "./check-parameters.js";
import { checkReset } from "./check-reset.js";
import { type CheckedVariables, checkVariables } from "./check-variables.js";
import { checkKeys, entryOf, type Mapping, readMapping, readText } from "./document-value.js";

const KEYS = ["size", "equations", "method", "threshold", "reset", "refractory", "initial"];
const RESERVED_KEYS = ["events", "every"];

/** A group, with what outputs need to know of it. */
export interface GroupTable {
  readonly group: CheckedGroup;
  readonly variables: CheckedVariables;
  readonly values: ReadonlyMap<string, NamedValue>;
  /** Variables whose equations are in error. */
  readonly broken: Names;
  /** True also where the threshold is in error. */
  readonly hasThreshold: boolean;
}

/** The group; undefined where it has no equations that can be read, after reporting. */
export function checkGroup(
  entry: { readonly name: string; readonly path: string; readonly value: unknown },
  parameters: ParameterTable,
  diagnostics: DiagnosticList,
): GroupTable | undefined {
  const { name, path } = entry;
  const mapping = readMapping(entry.value, path, diagnostics);
  if (mapping === undefined) return undefined;
  checkKeys(mapping, path, { known: KEYS, reserved: RESERVED_KEYS }, diagnostics);
  const size = checkSize(mapping, path, parameters, diagnostics);
  if (entryOf(mapping, "equations") === undefined) {
    reportAt(diagnostics, path, "MODEL_MISSING_KEY", `the group ${name} has no equations`, 'add equations: "dv/dt = … : volt"');
    return undefined;
  }
  const variables = checkVariables(mapping.equations, { group: name, path: `${path}.equations` }, parameters, diagnostics);
  if (variables === undefined) return undefined;
  const scope = groupScope(name, variables, parameters);
  const threshold = checkThreshold(mapping, path, scope, diagnostics);
  const reset = checkGroupReset(mapping, path, { scope, variables: variables.variables }, diagnostics);
  const refractory = checkRefractory(mapping, path, scope, diagnostics);
  const initial = checkInitial(entryOf(mapping, "initial"), { path: `${path}.initial`, variables, size }, parameters, diagnostics);
  const group: CheckedGroup = {
    name,
    size: size ?? { kind: "number", value: 1, type: "integer" },
    method: checkMethod(entryOf(mapping, "method"), `${path}.method`, diagnostics),
    variables: variables.variables,
    ...(threshold && { threshold }),
    reset,
    ...(refractory && { refractory: { kind: "time", value: refractory } }),
    events: [],
    every: [],
    initial,
  };
  const hasThreshold = (entryOf(mapping, "threshold") ?? null) !== null;
  return { group, variables, values: variables.values, broken: variables.broken, hasThreshold };
}

function groupScope(group: string, variables: CheckedVariables, parameters: ParameterTable): Scope {
  return {
    description: `the group ${group}`,
    values: new Map([...BUILTINS, ...parameters.values, ...variables.values]),
    broken: eitherName(parameters.broken, variables.broken),
    otherwise: "define it under parameters, or as a variable of the group",
  };
}

function checkSize(mapping: Mapping, path: string, parameters: ParameterTable, diagnostics: DiagnosticList): Expression | undefined {
  const value = entryOf(mapping, "size") ?? 1;
  const source = readText(value, `${path}.size`, diagnostics);
  const node = source && parseExpressionText(source, diagnostics);
  if (source === undefined || node === undefined) return undefined;
  const scope: Scope = { description: "a size, which is made of parameters", values: parameters.values, broken: parameters.broken };
  const checked = checkExpression(node, { source, scope, diagnostics });
  if (checked === undefined) return undefined;
  const { expression, dimension } = checked;
  const place = { source, span: node };
  if (!isDimensionless(dimension))
    return reportIn(diagnostics, place, "UNITS_MISMATCH", `a size must have no unit, not ${showUnit(dimension)}`);
  if (expression.type === "boolean")
    return reportIn(diagnostics, place, "EQUATIONS_TYPE", "a size must be a whole number, not a condition");
  if (
    expression.kind === "number" &&
    !(Number.isInteger(expression.value) && expression.value >= 1 && expression.value <= MAX_GROUP_SIZE)
  ) {
    return reportIn(diagnostics, place, "MODEL_VALUE", `a size must be a whole number from 1 to ${MAX_GROUP_SIZE}`);
  }
  return expression;
}

function checkThreshold(mapping: Mapping, path: string, scope: Scope, diagnostics: DiagnosticList): Expression | undefined {
  const checked = checkEntry(mapping, "threshold", { path, scope }, diagnostics);
  if (checked === undefined || checked.expression.type === "boolean") return checked?.expression;
  const text = checked.source.text.trim();
  const message = `a threshold must be a condition, and ${text} is a number`;
  return reportIn(diagnostics, checked, "EQUATIONS_TYPE", message, `compare it with something, as in ${text} > …`);
}

function checkRefractory(mapping: Mapping, path: string, scope: Scope, diagnostics: DiagnosticList): Expression | undefined {
  const checked = checkEntry(mapping, "refractory", { path, scope }, diagnostics);
  if (checked === undefined) return undefined;
  if (entryOf(mapping, "threshold") === undefined) {
    reportAt(
      diagnostics,
      `${path}.refractory`,
      "MODEL_MISSING_KEY",
      "a refractory time needs a threshold",
      "add threshold:, or remove refractory:",
    );
  }
  if (checked.expression.type === "boolean") {
    return reportIn(
      diagnostics,
      checked,
      "MODEL_RESERVED_KEY",
      "a refractory condition is reserved, not yet part of the language",
      "give a time, as in 5*ms",
    );
  }
  if (isSameDimension(checked.dimension, SECOND)) return checked.expression;
  const found = isDimensionless(checked.dimension) ? "this has no unit" : `this is in ${showUnit(checked.dimension)}`;
  return reportIn(diagnostics, checked, "UNITS_MISMATCH", `refractory must be a time (second), and ${found}`, "write it as in 5*ms");
}

/** An expression under a key; undefined where it is absent or wrong. */
function checkEntry(mapping: Mapping, key: string, place: { path: string; scope: Scope }, diagnostics: DiagnosticList) {
  const value = entryOf(mapping, key);
  if (value === undefined || value === null) return undefined;
  const source = readText(value, `${place.path}.${key}`, diagnostics);
  const node = source && parseExpressionText(source, diagnostics);
  const checked = source && node && checkExpression(node, { source, scope: place.scope, diagnostics });
  return checked && { ...checked, source: source as SourceText, span: node! };
}

function checkGroupReset(
  mapping: Mapping,
  path: string,
  of: { readonly scope: Scope; readonly variables: readonly GroupVariable[] },
  diagnostics: DiagnosticList,
): readonly Statement[] {
  const value = entryOf(mapping, "reset");
  if (value === undefined || value === null) return [];
  if (entryOf(mapping, "threshold") === undefined) {
    reportAt(diagnostics, `${path}.reset`, "MODEL_MISSING_KEY", "a reset needs a threshold", "add threshold:, as in v > 10*mV");
  }
  const source = readText(value, `${path}.reset`, diagnostics);
  return source === undefined ? [] : checkReset(source, of, diagnostics);
}
