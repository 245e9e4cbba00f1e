// Whether a sweep's record may enter the catalogue.

import { canonicalJson } from "@spikefarm/numerics";
import type { PartRecord, SweepRecord } from "@spikefarm/protocol";
import { dataError } from "./errors.js";

/** No two parts may hold the same (point, repeat) (IDENTITY 8). @throws CodedError DATA_PARTS_OVERLAP */
export function checkParts({ id, parts }: SweepRecord): void {
  parts.forEach((part, index) => {
    const other = parts.findIndex((candidate, at) => at < index && overlaps(candidate, part));
    if (other < 0) return;
    throw dataError(
      "DATA_PARTS_OVERLAP",
      `Parts ${other} and ${index} of sweep ${id} hold the same points and repeats; continue the numbering of one of them.`,
    );
  });
}

const overlaps = (a: PartRecord, b: PartRecord): boolean =>
  a.firstPoint < b.firstPoint + b.points &&
  b.firstPoint < a.firstPoint + a.points &&
  a.firstRepeat < b.firstRepeat + b.repeats &&
  b.firstRepeat < a.firstRepeat + a.repeats;

/** The same sweep submitted again: what changes later (state, granule sizes) does not count. */
export const isSameSweep = (a: SweepRecord, b: SweepRecord): boolean =>
  a.documentHash === b.documentHash &&
  a.numericsVersion === b.numericsVersion &&
  canonicalJson(unsized(a.parts)) === canonicalJson(unsized(b.parts));

const unsized = (parts: readonly PartRecord[]): unknown => parts.map(({ granuleSize: _size, ...part }) => part);
