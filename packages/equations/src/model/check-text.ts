// A value of the document that is one expression: read, parsed and checked in the names of its place.

import type { DiagnosticList, SourceText, Span } from "@spikefarm/protocol";
import type { Expression } from "../checked-model.js";
import { reportIn } from "../errors.js";
import { checkExpression } from "../expression/check-expression.js";
import { explainMismatch, showUnit } from "../expression/explain-mismatch.js";
import type { Scope } from "../names/scope.js";
import type { NextStream } from "../names/streams.js";
import { parseExpressionText } from "../syntax/parse-expression.js";
import { type Dimension, isDimensionless, isSameDimension } from "../units/dimension.js";
import type { ParameterTable } from "./check-parameters.js";
import { readText } from "./document-value.js";

/** A sound text. Its source and span are where further problems with it are reported. */
export interface CheckedText {
  readonly expression: Expression;
  readonly dimension: Dimension;
  readonly source: SourceText;
  readonly span: Span;
}

interface TextPlace {
  readonly value: unknown;
  readonly path: string;
}

/** The expression a value says; undefined after reporting. */
export function checkText(
  { value, path }: TextPlace,
  context: { readonly scope: Scope; readonly nextStream?: NextStream },
  diagnostics: DiagnosticList,
): CheckedText | undefined {
  const source = readText(value, path, diagnostics);
  const node = source && parseExpressionText(source, diagnostics);
  const checked = source && node && checkExpression(node, { source, diagnostics, ...context });
  return checked && { ...checked, source: source!, span: node!.inner ?? node! };
}

/** The same where only parameters have values yet; `what` completes "NAME is not known in …". */
export function checkOfParameters(
  place: TextPlace,
  what: string,
  { values, broken }: ParameterTable,
  diagnostics: DiagnosticList,
): CheckedText | undefined {
  const scope: Scope = { description: `${what}, which is made of parameters`, values, broken, isOfDoubles: true };
  return checkText(place, { scope }, diagnostics);
}

/** The expression where it has the unit that `what` must have; undefined after reporting. */
export function requireDimension(
  checked: CheckedText,
  wanted: { readonly what: string; readonly dimension: Dimension; readonly kind: string },
  diagnostics: DiagnosticList,
): Expression | undefined {
  const { expression, dimension } = checked;
  if (isSameDimension(dimension, wanted.dimension)) return expression;
  const isLiteral = expression.kind === "number" && isDimensionless(dimension);
  const other = { dimension, text: "it", ...(isLiteral && { literal: checked.source.text.trim() }) };
  const found = isDimensionless(dimension) ? "has no unit" : `is in ${showUnit(dimension)}`;
  const message = `${wanted.what} must be ${wanted.kind}, and this ${found}`;
  const help = explainMismatch({ dimension: wanted.dimension, text: wanted.what }, other);
  return reportIn(diagnostics, checked, "UNITS_MISMATCH", message, help);
}
