// A checked document → the plan: how many trials, in which order, in which granules, and the columns of the table they fill.
//
// Nothing is listed: a space of 10⁹ points is planned in well under a millisecond.

import { outputColumns } from "@spikefarm/equations";
import { CodedError, type Column, type PartRecord } from "@spikefarm/protocol";
import type { CheckedDocument, Plan } from "../checked-document.js";
import { spaceAxes, spaceSize } from "../space/space-arithmetic.js";
import { chooseGranuleSize, MAX_GRANULE_SIZE } from "./granule-size.js";
import { planAxes } from "./plan-axes.js";
import { sweptColumn } from "./swept-column.js";

export interface PlanOverrides {
  /** Trials in a granule, 1 to 4096; for tests, outside every hash. */
  readonly granuleSize?: number | undefined;
}

/** Throws a CodedError GRANULE_SIZE for an impossible override. */
export function planSweep(document: CheckedDocument, overrides: PlanOverrides = {}): Plan {
  const { task, sweep } = document;
  const points = spaceSize(sweep.space);
  const parameters = planParameters(document);
  const outputs = planOutputs(document);
  const part: PartRecord = {
    space: spaceOf(document),
    firstPoint: 0,
    points,
    firstRepeat: 0,
    repeats: sweep.repeats,
    axes: planAxes(sweep.space, task.kind === "model" ? task.model.structural : new Set()),
    granuleSize: checkOverride(overrides.granuleSize) ?? chooseGranuleSize(document, [...parameters, ...outputs]),
  };
  return { document, parts: [part], parameters, outputs, trials: points * sweep.repeats };
}

function checkOverride(size: number | undefined): number | undefined {
  if (size === undefined || (Number.isInteger(size) && size >= 1 && size <= MAX_GRANULE_SIZE)) return size;
  throw new CodedError("GRANULE_SIZE", `A granule of ${size} trials is not possible; give a whole number from 1 to ${MAX_GRANULE_SIZE}.`);
}

/** The document's space as it was written: with the document it can be read again. */
function spaceOf(document: CheckedDocument): unknown {
  const { sweep } = JSON.parse(document.canonical) as { readonly sweep?: { readonly space?: unknown } | null };
  return sweep?.space ?? {};
}

function planParameters({ task, sweep }: CheckedDocument): readonly Column[] {
  const declared = task.kind === "model" ? task.model.parameters : task.parameters;
  const swept = new Set(spaceAxes(sweep.space).map((axis) => axis.name));
  return declared
    .filter((parameter) => swept.has(parameter.name))
    .map(sweptColumn)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function planOutputs({ task, sweep }: CheckedDocument): readonly Column[] {
  if (task.kind === "module") return task.outputs;
  return outputColumns(task.model, new Set(spaceAxes(sweep.space).map((axis) => axis.name)));
}
