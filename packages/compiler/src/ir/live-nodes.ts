// Which nodes a target emits: those that something observable needs, apart from those that only samples do.

import type { Program } from "./program.js";

export interface LiveNodes {
  /** Ids of the nodes that states, events or assumptions rest on, ascending. */
  readonly always: readonly number[];
  /** Ids of the nodes that change from step to step and that nothing but traces rests on, ascending: needed only when a sample is taken. */
  readonly sampled: readonly number[];
}

export function liveNodes({ nodes, next, spike, recorded, traced, assumptions }: Program): LiveNodes {
  const roots = [...next, spike, ...recorded, ...assumptions];
  const isAlways = reached(nodes, roots);
  const isSampled = reached(nodes, traced);
  const ids = [...nodes.keys()];
  const isLate = (id: number) =>
    isAlways[id] === 0 && nodes[id]!.rate === "step" && nodes[id]!.operation !== "input" && nodes[id]!.operation !== "oddStep";
  return {
    always: ids.filter((id) => isAlways[id] === 1 || (isSampled[id] === 1 && !isLate(id))),
    sampled: ids.filter((id) => isSampled[id] === 1 && isLate(id)),
  };
}

/** 1 for the roots and all that they rest on. */
function reached(nodes: Program["nodes"], roots: readonly number[]): Uint8Array {
  const isReached = new Uint8Array(nodes.length);
  for (const id of roots) isReached[id] = 1;
  for (let id = nodes.length - 1; id >= 0; id--) {
    if (isReached[id] === 0) continue;
    const { arguments: args, onlyWhere } = nodes[id]!;
    for (const argument of args) isReached[argument] = 1;
    if (onlyWhere !== undefined) isReached[onlyWhere] = 1;
  }
  return isReached;
}
