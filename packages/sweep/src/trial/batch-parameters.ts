// The values that a run of trials of a model runs with, as the simulator takes them: one number for all lanes, or one a lane.
//
// A swept parameter is always one a lane, even where a run happens to repeat one value: which parameters vary decides the kernel, and a
// sweep should need one. Structural parameters are the exception, since lanes share sizes and times: runs are cut by structure
// (structure-runs.ts) before they come here.

import { type Expression, evaluate, nameNodesIn } from "@spikefarm/equations";
import type { BlockColumn, PartRecord, TrialRange } from "@spikefarm/protocol";
import type { CheckedDocument } from "../checked-document.js";
import { sweptColumns } from "./swept-columns.js";

export interface BatchParameters {
  readonly lanes: number;
  /** Every parameter that is not text, derived ones included, in SI. */
  readonly parameters: ReadonlyMap<string, number | Float64Array>;
  /** Swept parameters, sorted by name, for the block. */
  readonly swept: readonly BlockColumn[];
}

/** Trials [from, to) of a model's part, which must share their structure. */
export function batchParameters(document: CheckedDocument, part: PartRecord, range: TrialRange): BatchParameters {
  if (document.task.kind !== "model") throw new Error("batchParameters is for models; a module runs trial by trial.");
  const { model } = document.task;
  const lanes = range.to - range.from;
  const swept = sweptColumns(document, part, range);
  const parameters = new Map<string, number | Float64Array>();
  for (const { name, type, value } of model.parameters) {
    if (type !== "text" && typeof value === "number") parameters.set(name, value);
  }
  for (const { column, data } of swept) {
    if (data.kind === "text" || data.kind === "list") continue;
    parameters.set(column.name, model.structural.has(column.name) ? shared(column.name, data.values) : Float64Array.from(data.values));
  }
  for (const { name, derived } of model.parameters) {
    if (derived !== undefined) parameters.set(name, evaluateLanes(derived, parameters, lanes));
  }
  return { lanes, parameters, swept };
}

function shared(name: string, values: ArrayLike<number>): number {
  for (let lane = 1; lane < values.length; lane++) {
    if (values[lane] !== values[0]) throw new Error(`The lanes of a batch differ in ${name}, which is structural.`);
  }
  return values[0]!;
}

function evaluateLanes(expression: Expression, known: ReadonlyMap<string, number | Float64Array>, lanes: number): number | Float64Array {
  const valueIn = (lane: number): number =>
    evaluate(expression, (name) => {
      const value = known.get(name);
      return typeof value === "object" ? value[lane]! : (value ?? Number.NaN);
    });
  if (!nameNodesIn(expression).some(({ name }) => typeof known.get(name) === "object")) return valueIn(0);
  return Float64Array.from({ length: lanes }, (_, lane) => valueIn(lane));
}
