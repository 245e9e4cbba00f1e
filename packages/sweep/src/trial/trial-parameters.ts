// The values one trial runs with.

import { resolveParameters } from "@spikefarm/equations";
import { type PartRecord, pointAndRepeatOf } from "@spikefarm/protocol";
import type { CheckedDocument, PointValue } from "../checked-document.js";
import { valuesAtRank } from "../space/space-arithmetic.js";

/**
 * Every parameter of a trial in SI: defaults, then what is swept, then (for models) what is derived. Booleans of a model are 0 or 1; a
 * module gets them as they are.
 */
export function trialParameters(document: CheckedDocument, part: PartRecord, trial: number): ReadonlyMap<string, PointValue> {
  const { point } = pointAndRepeatOf(part, trial);
  const swept = valuesAtRank(document.sweep.space, point - part.firstPoint);
  if (document.task.kind === "model") return resolveParameters(document.task.model.parameters, swept);
  const values = new Map<string, PointValue>();
  for (const { name, value } of document.task.parameters) {
    const own = swept.get(name) ?? value;
    if (own !== undefined) values.set(name, own);
  }
  return values;
}
