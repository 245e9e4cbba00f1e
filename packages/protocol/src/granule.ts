// Granules: the fixed runs of trials that a part is stored in (IDENTITY 11). Granules start anew at each structure, so that none
// crosses a structural axis; the last of each structure may be short.

import type { PartRecord } from "./sweep-record.js";
import { structureSize, trialCount } from "./trial-order.js";

/** Trials [from, to) of a part. */
export interface TrialRange {
  readonly from: number;
  readonly to: number;
}

/** A part whose granule size is known. */
export type SizedPart = PartRecord & { readonly granuleSize: number };

export function granuleOf(part: SizedPart, trial: number): number {
  const structure = structureSize(part);
  const perStructure = Math.ceil(structure / part.granuleSize);
  const offset = trial % structure;
  return ((trial - offset) / structure) * perStructure + Math.floor(offset / part.granuleSize);
}

export function granuleRange(part: SizedPart, granule: number): TrialRange {
  const structure = structureSize(part);
  const perStructure = Math.ceil(structure / part.granuleSize);
  const within = granule % perStructure;
  const start = ((granule - within) / perStructure) * structure;
  const from = start + within * part.granuleSize;
  return { from, to: Math.min(from + part.granuleSize, start + structure) };
}

export const granuleCount = (part: SizedPart): number =>
  (trialCount(part) / structureSize(part)) * Math.ceil(structureSize(part) / part.granuleSize);

/** Cuts a range of trials at granule boundaries, in order. */
export function* splitByGranule(part: SizedPart, range: TrialRange): Generator<TrialRange & { readonly granule: number }> {
  for (let from = range.from; from < range.to; ) {
    const granule = granuleOf(part, from);
    const to = Math.min(granuleRange(part, granule).to, range.to);
    yield { granule, from, to };
    from = to;
  }
}
