// Quantities: values with units outside equations, such as the ends of an axis.

import { Rational } from "@spikefarm/numerics";
import type { DiagnosticList, SourceText } from "@spikefarm/protocol";
import { ifSilent, reportIn } from "../errors.js";
import { ExpressionChecker } from "../expression/check-expression.js";
import { evaluate } from "../expression/evaluate.js";
import { isInt32 } from "../expression/exact.js";
import type { Scope } from "../names/scope.js";
import { parseExpressionText } from "../syntax/parse-expression.js";
import { canonicalUnit } from "./canonical-unit.js";
import { displayUnitOf } from "./display-units.js";

export interface Quantity {
  /** In SI base units. */
  readonly value: number;
  /** Before rounding; absent where a function or constant such as pi took part. */
  readonly exact?: Rational;
  /** Equal texts for equal dimensions; "" for none. */
  readonly unit: string;
  /** The unit it was written in, such as "mV". */
  readonly display: string | undefined;
  readonly type: "integer" | "float";
}

const NUMBERS_AND_UNITS: Scope = {
  description: "a quantity",
  values: new Map(),
  broken: new Set(),
  isOfDoubles: true,
  otherwise: "a quantity holds numbers and units only, as in 10*mV",
};

/** The quantity a text says; undefined after reporting. */
export function checkQuantity(source: SourceText, diagnostics: DiagnosticList): Quantity | undefined {
  return ifSilent(diagnostics, () => readQuantity(source, diagnostics));
}

function readQuantity(source: SourceText, diagnostics: DiagnosticList): Quantity | undefined {
  const node = parseExpressionText(source, diagnostics);
  if (node === undefined) return undefined;
  const checker = new ExpressionChecker({ source, scope: NUMBERS_AND_UNITS, diagnostics });
  const checked = checker.check(node);
  const expression = checked && checker.settle(checked);
  if (checked === undefined || expression === undefined) return undefined;
  if (checked.type === "boolean")
    return reportIn(diagnostics, { source, span: node }, "EQUATIONS_TYPE", "this must be a number, not a condition");
  const exact = "exact" in checked.value ? checked.value.exact : undefined;
  const value = evaluate(expression, () => Number.NaN);
  const unit = canonicalUnit(checked.dimension);
  return { value, ...(exact && { exact }), unit, display: displayUnitOf(node, source), type: checked.type };
}

/** A bare number: the shortest decimal that prints it (IDENTITY 1), without a unit. */
export function quantityOfNumber(value: number): Quantity {
  if (!Number.isFinite(value)) return { value, unit: "", display: undefined, type: "float" };
  const exact = Rational.fromShortest(value);
  return { value: exact.toNumber(), exact, unit: "", display: undefined, type: isInt32(exact) ? "integer" : "float" };
}
