// Some lanes of a batch, group by group: groups do not reach each other.

import type { CheckedModel } from "@spikefarm/equations";
import { compiledFor } from "../kernels/kernel-cache.js";
import { requiredRecordings } from "../outputs/required-recordings.js";
import type { Batch } from "../simulation-api.js";
import type { Chunk } from "./lane-values.js";
import { type GroupRecord, type GroupRun, runGroup } from "./run-group.js";

/** What each group left behind; undefined when `onSlice` stopped the run. */
export function runChunk(
  model: CheckedModel,
  lanes: Omit<Chunk, "size" | "windows">,
  how: Pick<GroupRun, "options" | "onSlice">,
): ReadonlyMap<string, GroupRecord> | undefined {
  const compiled = compiledFor(model, { varying: varyingIn(lanes.batch), dtSeconds: lanes.shape.dtSeconds, share: how.options.share });
  const recordings = requiredRecordings(model);
  const records = new Map<string, GroupRecord>();
  for (const [index, group] of model.groups.entries()) {
    const needed = recordings.get(group.name)!;
    const size = lanes.shape.sizes.get(group.name)!;
    const chunk = { ...lanes, size, windows: needed.windows.map(lanes.shape.windowOf) };
    const run = { group, compiled: compiled.groups[index]!, chunk, recordings: needed, ...how };
    const record = runGroup(run);
    if (record === undefined) return undefined;
    records.set(group.name, record);
  }
  return records;
}

/** Parameters that differ from lane to lane. */
export const varyingIn = (batch: Batch): ReadonlySet<string> =>
  new Set([...batch.parameters].filter(([, value]) => typeof value !== "number").map(([name]) => name));
