// Statements: each sets a variable that the group keeps. `v += w` is checked, and handed on, as `v = v + w`.

import type { DiagnosticList, SourceText, Span } from "@spikefarm/protocol";
import type { Expression, GroupVariable, Statement } from "../checked-model.js";
import { reportIn } from "../errors.js";
import { checkExpression } from "../expression/check-expression.js";
import { explainMismatch, showUnit } from "../expression/explain-mismatch.js";
import { checkName } from "../names/check-name.js";
import { nearestName } from "../names/nearest.js";
import { reservationOf } from "../names/reserved-names.js";
import type { NamedValue, Scope } from "../names/scope.js";
import type { Streams } from "../names/streams.js";
import { parseStatements, type StatementSyntax } from "../syntax/parse-statements.js";
import type { SyntaxNode } from "../syntax/syntax-tree.js";
import { isDimensionless, isSameDimension } from "../units/dimension.js";
import { unsharedNameIn } from "./check-sharing.js";
import { checkAssignable } from "./check-variables.js";

/** The texts of one group. */
export interface GroupTexts {
  readonly scope: Scope;
  readonly variables: readonly GroupVariable[];
  readonly streams: Streams;
}

interface StatementContext extends GroupTexts {
  /** Names the streams of its draws: "reset", `on NAME`, `every NAME`. */
  readonly code: string;
  /** Code that runs for the whole group, not for the elements of a spike or event, may set what the group shares. */
  readonly maySetShared: boolean;
}

export function checkStatements(source: SourceText, context: StatementContext, diagnostics: DiagnosticList): readonly Statement[] {
  return parseStatements(source, diagnostics).flatMap((statement) => checkStatement(statement, source, context, diagnostics) ?? []);
}

function checkStatement(
  statement: StatementSyntax,
  source: SourceText,
  context: StatementContext,
  diagnostics: DiagnosticList,
): Statement | undefined {
  const { target } = statement;
  const { scope } = context;
  const nextStream = context.streams(context.code, target);
  const declared = scope.values.get(target);
  const isKept = checkTarget(statement, source, context, diagnostics);
  const node = statement.operator === undefined ? statement.value : augmented(statement);
  if (statement.operator !== undefined && (!isKept || declared === undefined)) {
    // The target is in error already: still look for mistakes in the value.
    checkExpression(statement.value, { source, scope, diagnostics, nextStream });
    return undefined;
  }
  const checked = checkExpression(node, { source, scope, diagnostics, nextStream });
  if (!isKept || declared === undefined || checked === undefined) return undefined;
  if (!isSameDimension(checked.dimension, declared.dimension)) {
    const text = source.text.slice(statement.value.start, statement.value.end);
    const isLiteral = checked.expression.kind === "number" && isDimensionless(checked.dimension);
    const other = { dimension: checked.dimension, text: "it", ...(isLiteral && { literal: text }) };
    const help = explainMismatch({ dimension: declared.dimension, text: target }, other);
    const actual = isDimensionless(checked.dimension) ? "this has no unit" : `this is in ${showUnit(checked.dimension)}`;
    const expected = isDimensionless(declared.dimension) ? "has no unit" : `is in ${showUnit(declared.dimension)}`;
    return reportIn(diagnostics, { source, span: statement.value }, "UNITS_MISMATCH", `${target} ${expected}, and ${actual}`, help);
  }
  const value = checkAssignable(checked.expression, { source, span: statement.value, name: target, type: declared.type }, diagnostics);
  return value && isSharedEnough(target, value, { source, span: statement.value }, context, diagnostics) ? { target, value } : undefined;
}

/** True where the statement may set its target. */
function checkTarget(statement: StatementSyntax, source: SourceText, context: StatementContext, diagnostics: DiagnosticList): boolean {
  const { target } = statement;
  const { scope, variables } = context;
  const place = { source, span: statement.targetSpan };
  const variable = variables.find((candidate) => candidate.name === target);
  if (variable?.kind === "subexpression") {
    const help = "set one of the variables it is computed from";
    reportIn(diagnostics, place, "EQUATIONS_TYPE", `${target} is a subexpression, which cannot be set`, help);
    return false;
  }
  if (variable?.kind === "parameter" && variable.isConstant) {
    const help = "remove the flag (constant), or the statement";
    reportIn(diagnostics, place, "EQUATIONS_FLAG", `${target} is constant, so a statement cannot set it`, help);
    return false;
  }
  if (variable?.kind === "parameter" && variable.isShared && !context.maySetShared) {
    const help = "set it under every:, or remove the flag (shared)";
    reportIn(diagnostics, place, "EQUATIONS_FLAG", `${target} is shared, so what one element does cannot set it`, help);
    return false;
  }
  if (variable !== undefined) return true;
  const value: NamedValue | undefined = scope.values.get(target);
  if (value?.from === "variable") return true; // its own equation is in error, which has been told
  if (value !== undefined) {
    const isParameter = value.from === "parameter";
    const help = isParameter ? "declare a variable of another name in the equations, and set that" : "set a variable of the equations";
    const kind = isParameter ? "a parameter of the model" : "not the group's to change";
    reportIn(diagnostics, place, "EQUATIONS_TYPE", `${target} is ${kind}, so a statement cannot set it`, help);
    return false;
  }
  if (scope.broken.has(target) || !checkName(target, reservationOf, place, diagnostics)) return false;
  const nearest = nearestName(
    target,
    variables.map((candidate) => candidate.name),
  );
  const help = nearest === undefined ? `declare it in the equations, as in ${target} : 1` : `did you mean ${nearest}?`;
  reportIn(diagnostics, place, "NAME_UNKNOWN", `${target} is not a variable of the group`, help);
  return false;
}

/** A shared variable takes a value that all elements agree on. */
export function isSharedEnough(
  target: string,
  value: Expression,
  place: { readonly source: SourceText; readonly span: Span },
  { variables }: { readonly variables: readonly GroupVariable[] },
  diagnostics: DiagnosticList,
): boolean {
  const isShared = (name: string): boolean =>
    variables.some((variable) => variable.name === name && variable.kind !== "state" && variable.isShared);
  const unshared = isShared(target) ? unsharedNameIn(value, isShared) : undefined;
  if (unshared === undefined) return true;
  const message = `${target} is shared, and ${unshared} differs from element to element`;
  const mayBeShared = variables.some(({ name, kind }) => name === unshared && kind !== "state");
  const help = `remove the flag (shared) of ${target}${mayBeShared ? `, or make ${unshared} shared too` : ""}`;
  reportIn(diagnostics, place, "EQUATIONS_FLAG", message, help);
  return false;
}

function augmented(statement: StatementSyntax): SyntaxNode {
  const { target, targetSpan, value } = statement;
  const left: SyntaxNode = { kind: "name", name: target, ...targetSpan, height: 1 };
  return {
    kind: "binary",
    operator: statement.operator!,
    left,
    right: value,
    start: targetSpan.start,
    end: value.end,
    height: value.height + 1,
  };
}
