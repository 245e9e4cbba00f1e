// A group's threshold and what makes it refractory.

import type { DiagnosticList } from "@spikefarm/protocol";
import type { Expression, Refractory } from "../checked-model.js";
import { reportAt, reportIn } from "../errors.js";
import { showUnit } from "../expression/explain-mismatch.js";
import { isDimensionless, isSameDimension, SECOND } from "../units/dimension.js";
import type { GroupTexts } from "./check-statements.js";
import { checkText } from "./check-text.js";
import { entryOf, type Mapping } from "./document-value.js";

/** A text that must be a condition; `what` is how messages call it, `code` names the streams of its draws. */
export function checkCondition(
  entry: { readonly what: string; readonly code: string; readonly value: unknown; readonly path: string },
  texts: GroupTexts,
  diagnostics: DiagnosticList,
): Expression | undefined {
  const checked = checkText(entry, { scope: texts.scope, nextStream: texts.streams(entry.code) }, diagnostics);
  if (checked === undefined || checked.expression.type === "boolean") return checked?.expression;
  const text = checked.source.text.trim();
  const zero = isDimensionless(checked.dimension) ? "0" : `0*${showUnit(checked.dimension)}`;
  const message = `${entry.what} must be a condition, and ${text} is a number`;
  return reportIn(diagnostics, checked, "EQUATIONS_TYPE", message, `compare it with something, as in ${text} > ${zero}`);
}

export function checkThreshold(mapping: Mapping, path: string, texts: GroupTexts, diagnostics: DiagnosticList): Expression | undefined {
  const value = entryOf(mapping, "threshold") ?? undefined;
  if (value === undefined) return undefined;
  return checkCondition({ what: "a threshold", code: "threshold", value, path: `${path}.threshold` }, texts, diagnostics);
}

/** A time (a quantity, a parameter, anything in second) or a condition. */
export function checkRefractory(mapping: Mapping, path: string, texts: GroupTexts, diagnostics: DiagnosticList): Refractory | undefined {
  const value = entryOf(mapping, "refractory") ?? undefined;
  if (value === undefined) return undefined;
  const place = `${path}.refractory`;
  if ((entryOf(mapping, "threshold") ?? undefined) === undefined) {
    const message = "a refractory time needs a threshold";
    return reportAt(diagnostics, place, "MODEL_MISSING_KEY", message, "add threshold:, or remove refractory:");
  }
  const checked = checkText({ value, path: place }, { scope: texts.scope, nextStream: texts.streams("refractory") }, diagnostics);
  if (checked === undefined) return undefined;
  const { expression, dimension } = checked;
  if (expression.type === "boolean") return { kind: "condition", value: expression };
  if (isSameDimension(dimension, SECOND)) return { kind: "time", value: expression };
  const found = isDimensionless(dimension) ? "this has no unit" : `this is in ${showUnit(dimension)}`;
  const message = `refractory must be a time (second) or a condition, and ${found}`;
  return reportIn(diagnostics, checked, "UNITS_MISMATCH", message, "write it as in 5*ms, or as in v > -40*mV");
}
