// Everything that one trial's outputs are made of, for whoever wants to look at the trial itself: to draw it, say.

import type { CheckedModel } from "@spikefarm/equations";
import type { Measurements } from "./outputs/measurements.js";
import { laneMeasurements } from "./runs/lane-measurements.js";
import { planRun } from "./runs/plan-run.js";
import { runChunk } from "./runs/run-chunk.js";
import { StreamKeys } from "./runs/stream-keys.js";
import type { Batch } from "./simulation-api.js";

/**
 * Runs the batch's only trial and returns what its model's outputs can be read from, before any limit is applied to them. The trial takes the
 * same steps to the same bits as in any batch. Throws a CodedError where it cannot run.
 */
export function observeTrial(model: CheckedModel, batch: Batch): Measurements {
  if (batch.lanes !== 1) throw new Error(`one trial is observed at a time, not ${batch.lanes}`);
  const shape = planRun(model, batch);
  const keys = new StreamKeys(model, batch);
  const records = runChunk(model, { batch, keys, shape, firstLane: 0, lanes: 1 }, { options: {}, onSlice: () => true });
  if (records === undefined) throw new Error("a simulation was stopped that nobody can stop");
  return laneMeasurements(shape, records, 0);
}
