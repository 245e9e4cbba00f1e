// Trials that are missing → tasks. A task is a run of whole granules of one structure, or a stretch within one granule (IDENTITY 12):
// the rest of a granule that was partly committed goes alone.

import {
  granuleRange,
  type SizedPart,
  type SweepId,
  splitByGranule,
  structureSize,
  type Task,
  type TrialRange,
  taskIdOf,
} from "@spikefarm/protocol";

/** Cuts trials [from, to) of a part into tasks of at most `maxTrials` trials (but at least one granule), in order. */
export function* cutTasks(sweep: SweepId, partIndex: number, part: SizedPart, range: TrialRange, maxTrials: number): Generator<Task> {
  const structure = structureSize(part);
  let open: TrialRange | undefined;
  for (const { granule, from, to } of splitByGranule(part, range)) {
    const whole = granuleRange(part, granule);
    const isWhole = whole.from === from && whole.to === to;
    if (open !== undefined && isWhole && to - open.from <= maxTrials && from % structure !== 0) {
      open = { from: open.from, to };
      continue;
    }
    if (open !== undefined) yield taskOf(sweep, partIndex, open);
    open = undefined;
    if (isWhole) open = { from, to };
    else yield taskOf(sweep, partIndex, { from, to });
  }
  if (open !== undefined) yield taskOf(sweep, partIndex, open);
}

function taskOf(sweep: SweepId, part: number, { from, to }: TrialRange): Task {
  return { id: taskIdOf({ sweep, part, from, to }), sweep, part, from, to };
}
