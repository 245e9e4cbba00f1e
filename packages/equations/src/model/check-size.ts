// The size of a group: a whole number, made of parameters.

import type { DiagnosticList } from "@spikefarm/protocol";
import type { Expression } from "../checked-model.js";
import { reportIn } from "../errors.js";
import { showUnit } from "../expression/explain-mismatch.js";
import { MAX_GROUP_SIZE } from "../limits.js";
import { isDimensionless } from "../units/dimension.js";
import type { ParameterTable } from "./check-parameters.js";
import { checkOfParameters } from "./check-text.js";
import { entryOf, type Mapping } from "./document-value.js";

/** The size, 1 where it is absent; undefined after reporting. */
export function checkSize(mapping: Mapping, path: string, parameters: ParameterTable, diagnostics: DiagnosticList): Expression | undefined {
  const place = { value: entryOf(mapping, "size") ?? 1, path: `${path}.size` };
  const checked = checkOfParameters(place, "a size", parameters, diagnostics);
  if (checked === undefined) return undefined;
  const { expression, dimension } = checked;
  if (!isDimensionless(dimension))
    return reportIn(diagnostics, checked, "UNITS_MISMATCH", `a size must have no unit, not ${showUnit(dimension)}`);
  if (expression.type === "boolean")
    return reportIn(diagnostics, checked, "EQUATIONS_TYPE", "a size must be a whole number, not a condition");
  const isWhole = expression.kind !== "number" || Number.isInteger(expression.value);
  const isInRange = expression.kind !== "number" || (expression.value >= 1 && expression.value <= MAX_GROUP_SIZE);
  if (isWhole && isInRange) return expression;
  return reportIn(diagnostics, checked, "MODEL_VALUE", `a size must be a whole number from 1 to ${MAX_GROUP_SIZE}`);
}
