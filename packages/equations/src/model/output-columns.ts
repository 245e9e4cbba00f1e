// The columns that a model's outputs fill.

import type { Column } from "@spikefarm/protocol";
import type { CheckedModel, CheckedOutput, OutputExpression } from "../checked-model.js";
import { evaluate } from "../expression/evaluate.js";
import { namesIn } from "../linearity/walk-expression.js";
import { withSources } from "./parameter-sources.js";
import { resolveParameters } from "./resolve-parameters.js";

/** One column an output, in declared order. A length that a swept parameter changes is null. */
export function outputColumns(model: CheckedModel, swept: ReadonlySet<string>): Column[] {
  return model.outputs.map((output) => ({
    name: output.name,
    kind: output.kind,
    unit: output.unit,
    shape: shapeOf(output, model, swept),
    ...(output.display !== undefined && { display: output.display }),
  }));
}

function shapeOf(output: CheckedOutput, model: CheckedModel, swept: ReadonlySet<string>): readonly (number | null)[] {
  switch (output.shape) {
    case "scalar":
      return [];
    case "list":
      return [null];
    case "elements":
      return [sizeOf(output.group!, model, swept)];
    case "samples":
      // How many samples fit depends on dt and duration, which the plan may vary.
      return [tracedElements(output.value) ?? sizeOf(output.group!, model, swept), null];
  }
}

function sizeOf(name: string, model: CheckedModel, swept: ReadonlySet<string>): number | null {
  const group = model.groups.find((candidate) => candidate.name === name)!;
  const sources = withSources(namesIn(group.size, "parameter"), model.parameters);
  if ([...sources].some((source) => swept.has(source))) return null;
  const values = resolveParameters(model.parameters, new Map());
  const size = evaluate(group.size, (parameter) => Number(values.get(parameter)));
  return Number.isInteger(size) && size >= 1 ? size : null;
}

function tracedElements(value: OutputExpression): number | undefined {
  if (value.kind !== "measurement" || value.measurement.kind !== "trace") return undefined;
  const { elements } = value.measurement;
  return elements === "all" ? undefined : elements.length;
}
