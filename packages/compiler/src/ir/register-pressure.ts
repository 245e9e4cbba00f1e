// How many values of one slot are alive at once within a step: what a target has to find registers for, times the vectors that it advances together.
//
// What is fixed for the slot before the steps is alive all the time, as are the states and the count; a value of the step lives from where it is
// computed to its last use. What all slots share is not counted: it can be read from memory.

import { liveNodes } from "./live-nodes.js";
import type { Program } from "./program.js";

/** The most that are alive at one operation. */
export function registerPressure(program: Program): number {
  const { nodes, next, spike } = program;
  const ids = liveNodes(program).always;
  const inSteps = ids.filter((id) => nodes[id]!.dependsOnSlot && nodes[id]!.rate !== "call" && nodes[id]!.input === undefined);
  const isComputed = new Set(inSteps);
  const lastUse = new Map<number, number>();
  const fixed = new Set<number>();
  inSteps.forEach((id, place) => {
    for (const used of nodes[id]!.arguments) {
      if (isComputed.has(used)) lastUse.set(used, place);
      else if (nodes[used]!.dependsOnSlot && nodes[used]!.input?.kind !== "state") fixed.add(used);
    }
  });
  for (const id of [...next, spike]) if (isComputed.has(id)) lastUse.set(id, inSteps.length);

  const lasting = fixed.size + next.length + 1;
  const endingAt = new Map<number, number>();
  for (const place of lastUse.values()) endingAt.set(place, (endingAt.get(place) ?? 0) + 1);
  let alive = lasting;
  let most = lasting;
  inSteps.forEach((id, place) => {
    alive -= endingAt.get(place) ?? 0;
    if (lastUse.has(id)) alive++;
    most = Math.max(most, alive);
  });
  return most;
}
