// What a batch would run: its kernels, and the shape that they run in. For whoever wants to see them.

import type { CompiledModel } from "@spikefarm/compiler";
import type { CheckedModel } from "@spikefarm/equations";
import { compiledFor } from "./kernels/kernel-cache.js";
import { planRun } from "./runs/plan-run.js";
import { varyingIn } from "./runs/run-chunk.js";
import type { Batch } from "./simulation-api.js";

export interface CompiledBatch {
  readonly kernels: CompiledModel;
  readonly dtSeconds: number;
  readonly steps: number;
  /** Elements of each group. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** Throws a CodedError where the batch cannot run. */
export function compileBatch(model: CheckedModel, batch: Batch): CompiledBatch {
  const { dtSeconds, steps, sizes } = planRun(model, batch);
  return { kernels: compiledFor(model, { varying: varyingIn(batch), dtSeconds }), dtSeconds, steps, sizes };
}
