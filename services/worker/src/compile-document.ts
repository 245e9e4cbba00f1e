// The kernels of a model's first trial, as a worker compiles them. Others differ where a structural parameter does.

import type { PartRecord } from "@spikefarm/protocol";
import { type CompiledBatch, compileBatch } from "@spikefarm/simulator";
import { batchParameters, type CheckedDocument } from "@spikefarm/sweep";

/** Throws a CodedError where the trial cannot run. */
export function compileDocument(document: CheckedDocument, part: PartRecord): CompiledBatch {
  if (document.task.kind !== "model") throw new Error("only a model has kernels");
  const { swept: _, ...batch } = batchParameters(document, part, { from: 0, to: 1 });
  return compileBatch(document.task.model, batch);
}
