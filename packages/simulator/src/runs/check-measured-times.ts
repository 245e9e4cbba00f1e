// Windows and bins that name parameters: whether the values of a batch make sense of them. Constant ones were checked with the model.

import { binProblem, type CheckedModel, type Expression, measurementsIn, type RunTimes, windowProblem } from "@spikefarm/equations";
import { CodedError } from "@spikefarm/protocol";
import type { SimulatorCode } from "../errors.js";

/** Throws a CodedError SIMULATION_SHAPE. */
export function checkMeasuredTimes(model: CheckedModel, times: RunTimes, value: (expression: Expression) => number): void {
  for (const output of model.outputs) {
    for (const measurement of measurementsIn(output.value)) {
      const window = "window" in measurement ? windowProblem(measurement.window, times, value) : undefined;
      if (window !== undefined) throw impossible(`The window of output "${output.name}" cannot be measured: ${window}`);
      const bin = measurement.kind === "binned_rate" ? binProblem(value(measurement.bin), times) : undefined;
      if (bin !== undefined) throw impossible(`Output "${output.name}" cannot be measured: ${bin}`);
    }
  }
}

const impossible = (message: string) => new CodedError("SIMULATION_SHAPE" satisfies SimulatorCode, `${message}.`);
