// Outputs that pass their limit in every trial, because nothing that is swept changes their size: told before the run. Others fail their own trials.

import { type CheckedModel, DEFAULT_OUTPUT_MAX, outputColumns } from "@spikefarm/equations";
import type { Report } from "../errors.js";

export function checkOutputSizes(model: CheckedModel, swept: ReadonlySet<string>, report: Report): void {
  outputColumns(model, swept).forEach(({ name, shape }, index) => {
    const { max = DEFAULT_OUTPUT_MAX } = model.outputs[index]!;
    if (shape.some((length) => length === null)) return;
    const items = shape.reduce((product: number, length) => product * length!, 1);
    if (items <= max) return;
    const message = `${name} has ${shape.join(" × ")} numbers in every trial, more than the ${max} of an output`;
    const help = "record fewer elements (of=[0, 1]) or less often (every=10), reduce it to a number, or raise its max";
    report.error(`model.outputs.${name}`, "SWEEP_OUTPUT_TOO_LARGE", message, help);
  });
}
