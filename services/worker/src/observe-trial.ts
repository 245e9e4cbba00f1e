// One trial of a model, run here and now for whoever looks at it: with the parameters, seed and repeat that a worker would give it, and with
// recordings of the caller's choice beside its own.

import type { CheckedModel, CheckedOutput } from "@spikefarm/equations";
import type { PartRecord } from "@spikefarm/protocol";
import { evaluateOutputs, type Measurements, observeTrial as observe } from "@spikefarm/simulator";
import { batchParameters, type CheckedDocument } from "@spikefarm/sweep";

export interface ObservedTrial {
  readonly measurements: Measurements;
  /** What the outputs of the model itself come to: what the trial's row holds. */
  readonly outputs: () => readonly (number | Float64Array)[];
}

/** Throws a CodedError where the trial cannot run. */
export function observeTrial(
  document: CheckedDocument,
  at: { readonly part: PartRecord; readonly trial: number },
  recorded: readonly CheckedOutput[],
): ObservedTrial {
  if (document.task.kind !== "model") throw new Error("only a model's trials can be observed");
  const { model } = document.task;
  const { swept: _, ...batch } = batchParameters(document, at.part, { from: at.trial, to: at.trial + 1 });
  const recording: CheckedModel = { ...model, outputs: [...model.outputs, ...recorded] };
  const measurements = observe(recording, batch);
  const parameters = new Map([...batch.parameters].map(([name, value]) => [name, typeof value === "number" ? value : value[0]!]));
  return { measurements, outputs: () => evaluateOutputs(model, parameters, measurements) };
}
