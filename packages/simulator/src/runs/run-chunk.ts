// Some lanes of a batch, group by group: groups do not reach each other.

import type { CheckedModel } from "@spikefarm/equations";
import { compiledFor } from "../kernels/kernel-cache.js";
import { requiredRecordings } from "../outputs/required-recordings.js";
import type { Batch, NativeTarget } from "../simulation-api.js";
import type { RunShape } from "./plan-run.js";
import { type GroupRecord, runGroup } from "./run-group.js";

/** Lanes [firstLane, firstLane + lanes). */
export interface ChunkOfLanes {
  readonly firstLane: number;
  readonly lanes: number;
  readonly native: NativeTarget | undefined;
  readonly onSlice: (slotSteps: number) => boolean;
}

/** What each group left behind; undefined when `onSlice` stopped the run. */
export function runChunk(
  model: CheckedModel,
  batch: Batch,
  shape: RunShape,
  chunkOfLanes: ChunkOfLanes,
): ReadonlyMap<string, GroupRecord> | undefined {
  const compiled = compiledFor(model, varyingIn(batch));
  const recordings = requiredRecordings(model);
  const records = new Map<string, GroupRecord>();
  for (const [index, group] of model.groups.entries()) {
    const { dtSeconds } = shape;
    const [size, everySteps] = [shape.sizes.get(group.name)!, shape.everySteps.get(group.name)!];
    const { firstLane, lanes, native, onSlice } = chunkOfLanes;
    const needed = recordings.get(group.name)!;
    const windows = needed.windows.map(shape.windowOf);
    const chunk = { batch, firstLane, lanes, size, dtSeconds, everySteps, windows };
    const run = { group, compiled: compiled.groups[index]!, chunk, shape, recordings: needed, native, onSlice };
    const record = runGroup(run);
    if (record === undefined) return undefined;
    records.set(group.name, record);
  }
  return records;
}

/** Parameters that differ from lane to lane. */
export const varyingIn = (batch: Batch): ReadonlySet<string> =>
  new Set([...batch.parameters].filter(([, value]) => typeof value !== "number").map(([name]) => name));
