// Cuts a run of trials where a structural parameter changes, for spaces whose order does not already do so (a structural parameter inside
// a zip, IDENTITY 9).

import type { PartRecord, TrialRange } from "@spikefarm/protocol";
import type { CheckedDocument } from "../checked-document.js";
import { sweptColumns } from "./swept-columns.js";

/** Consecutive runs of trials [from, to) that share sizes, dt and duration, in order. A module's trials are one run. */
export function* structureRuns(document: CheckedDocument, part: PartRecord, range: TrialRange): Generator<TrialRange> {
  const structural = document.task.kind === "model" ? document.task.model.structural : new Set<string>();
  const columns = sweptColumns(document, part, range).filter(({ column }) => structural.has(column.name));
  const values = columns.map(({ data }) => (data.kind === "list" ? data.items.values : data.values));
  const lanes = range.to - range.from;
  let start = 0;
  for (let lane = 1; lane <= lanes; lane++) {
    if (lane < lanes && values.every((column) => column[lane] === column[start])) continue;
    yield { from: range.from + start, to: range.from + lane };
    start = lane;
  }
}
