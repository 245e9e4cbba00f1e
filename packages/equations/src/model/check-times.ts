// dt, duration and warmup: times in seconds, made of parameters.

import type { DiagnosticList } from "@spikefarm/protocol";
import type { Expression } from "../checked-model.js";
import { reportAt, reportIn } from "../errors.js";
import { checkExpression } from "../expression/check-expression.js";
import { explainMismatch, showUnit } from "../expression/explain-mismatch.js";
import type { Scope } from "../names/scope.js";
import { parseExpressionText } from "../syntax/parse-expression.js";
import { isDimensionless, isSameDimension, SECOND } from "../units/dimension.js";
import type { ParameterTable } from "./check-parameters.js";
import { entryOf, type Mapping, readText } from "./document-value.js";

export interface Times {
  readonly dt: Expression;
  readonly duration: Expression;
  readonly warmup: Expression;
}

export function checkTimes(mapping: Mapping, path: string, parameters: ParameterTable, diagnostics: DiagnosticList): Times | undefined {
  const duration = entryOf(mapping, "duration");
  if (duration === undefined) reportAt(diagnostics, path, "MODEL_MISSING_KEY", "the model has no duration", "add duration: 1*second");
  const check = (key: string, value: unknown): Expression | undefined =>
    checkTime({ key, value, path: `${path}.${key}` }, parameters, diagnostics);
  const times = {
    dt: check("dt", entryOf(mapping, "dt") ?? "0.1*ms"),
    duration: duration === undefined ? undefined : check("duration", duration),
    warmup: check("warmup", entryOf(mapping, "warmup") ?? "0*second"),
  };
  if (!times.dt || !times.duration || !times.warmup) return undefined;
  const { warmup } = times;
  if (warmup.kind === "number" && times.duration.kind === "number" && warmup.value >= times.duration.value) {
    reportAt(diagnostics, `${path}.warmup`, "MODEL_VALUE", "warmup must be shorter than duration", "what is left of duration is measured");
  }
  return { dt: times.dt, duration: times.duration, warmup };
}

function checkTime(
  entry: { readonly key: string; readonly value: unknown; readonly path: string },
  parameters: ParameterTable,
  diagnostics: DiagnosticList,
): Expression | undefined {
  const { key } = entry;
  const source = readText(entry.value, entry.path, diagnostics);
  const node = source && parseExpressionText(source, diagnostics);
  if (source === undefined || node === undefined) return undefined;
  const scope: Scope = { description: `${key}, which is made of parameters`, values: parameters.values, broken: parameters.broken };
  const checked = checkExpression(node, { source, scope, diagnostics });
  if (checked === undefined) return undefined;
  const { expression, dimension } = checked;
  const place = { source, span: node };
  if (!isSameDimension(dimension, SECOND)) {
    const isLiteral = expression.kind === "number" && isDimensionless(dimension);
    const other = { dimension, text: "it", ...(isLiteral && { literal: source.text.trim() }) };
    const message = `${key} must be a time (second), and this ${isDimensionless(dimension) ? "has no unit" : `is in ${showUnit(dimension)}`}`;
    return reportIn(diagnostics, place, "UNITS_MISMATCH", message, explainMismatch({ dimension: SECOND, text: key }, other));
  }
  if (expression.kind !== "number") return expression;
  if (key === "warmup" ? expression.value >= 0 : expression.value > 0) return expression;
  return reportIn(diagnostics, place, "MODEL_VALUE", `${key} must be ${key === "warmup" ? "0*second or more" : "above 0*second"}`);
}
