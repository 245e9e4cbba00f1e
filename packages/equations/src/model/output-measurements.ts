// What outputs are made of: their measurements, and the expressions that shape them.

import type { Expression, Measurement, OutputExpression } from "../checked-model.js";

/** The measurements an output is made of, left to right. */
export function measurementsIn(expression: OutputExpression): readonly Measurement[] {
  if (expression.kind === "measurement") return [expression.measurement];
  return operandsOf(expression).flatMap(measurementsIn);
}

/** What says when a measurement is taken, `from=`, `to=` and `bin=`: over parameters, which are structural. */
export function timesOf(measurement: Measurement): readonly Expression[] {
  const window = "window" in measurement ? measurement.window : undefined;
  const bin = measurement.kind === "binned_rate" ? measurement.bin : undefined;
  return [window?.from, window?.to, bin].filter((expression) => expression !== undefined);
}

export function operandsOf(expression: OutputExpression): readonly OutputExpression[] {
  switch (expression.kind) {
    case "reduce":
      return [expression.of];
    case "negate":
      return [expression.operand];
    case "binary":
      return [expression.left, expression.right];
    case "call":
      return expression.arguments;
    case "measurement":
    case "number":
    case "parameter":
      return [];
  }
}
