// The values that a run of trials of a model runs with, as the simulator takes them: one number for all lanes, or one a lane.
//
// A swept parameter is always one a lane, even where a run happens to repeat one value: which parameters vary decides the kernel, and a
// sweep should need one. Structural parameters are the exception, since lanes share sizes and times: runs are cut by structure
// (structure-runs.ts) before they come here.

import { type Expression, evaluate, nameNodesIn } from "@spikefarm/equations";
import { type BlockColumn, type PartRecord, pointAndRepeatOf, type TrialRange } from "@spikefarm/protocol";
import type { CheckedDocument } from "../checked-document.js";
import { sweptColumns } from "./swept-columns.js";

export interface BatchParameters {
  readonly lanes: number;
  /** Every parameter that is not text, derived ones included, in SI. */
  readonly parameters: ReadonlyMap<string, number | Float64Array>;
  /** Besides the parameters, what the trials' random numbers rest on (IDENTITY 16): the sweep's seed, each lane's repeat, texts. */
  readonly random: {
    readonly seed: number;
    readonly repeat: number | Int32Array;
    readonly texts: ReadonlyMap<string, string | readonly string[]>;
  };
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
  const texts = new Map<string, string | readonly string[]>();
  for (const { name, value } of model.parameters) if (typeof value === "string") texts.set(name, value);
  for (const { column, data } of swept) if (data.kind === "text") texts.set(column.name, data.values);
  return { lanes, parameters, random: { seed: document.sweep.seed, repeat: repeatsOf(part, range), texts }, swept };
}

function repeatsOf(part: PartRecord, { from, to }: TrialRange): number | Int32Array {
  const repeats = Int32Array.from({ length: to - from }, (_, lane) => pointAndRepeatOf(part, from + lane).repeat);
  return repeats.every((repeat) => repeat === repeats[0]) ? (repeats[0] ?? 0) : repeats;
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
