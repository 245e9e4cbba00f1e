// What a trial's outputs will hold, as far as it is known before it runs: a trial that would pass a limit is not simulated first.

import { binSteps, binsIn, type CheckedModel, type CheckedOutput, measurementsIn, samplesIn } from "@spikefarm/equations";
import { checkOutputSize, checkTotalSize } from "../outputs/evaluate-outputs.js";
import type { RunShape } from "./plan-run.js";

/** Throws a CodedError OUTPUT_TOO_LARGE. */
export function checkOutputSizes({ outputs }: CheckedModel, shape: RunShape): void {
  let items = 0;
  for (const output of outputs) {
    const expected = expectedItems(output, shape);
    checkOutputSize(output, expected);
    items += expected;
  }
  checkTotalSize(items);
}

/** A list may turn out to have none. */
function expectedItems({ shape: kind, group, value }: CheckedOutput, { sizes, windowOf, resolve, dtSeconds }: RunShape): number {
  const [measurement] = measurementsIn(value);
  switch (kind) {
    case "scalar":
      return 1;
    case "elements":
      return sizes.get(group!)!;
    case "list":
      return 0;
    case "bins":
      if (measurement?.kind !== "binned_rate") throw new Error("only a rate has bins");
      return binsIn(windowOf(measurement.window), binSteps(resolve(measurement.bin), dtSeconds));
    case "samples": {
      if (measurement?.kind !== "trace") throw new Error("only a trace has samples");
      const rows = measurement.elements === "all" ? sizes.get(measurement.group)! : measurement.elements.length;
      return rows * samplesIn(windowOf(measurement.window), measurement.everySteps);
    }
  }
}
