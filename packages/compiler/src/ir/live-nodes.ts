// Dead code: the nodes that nothing observable needs are left out.

import type { Program } from "./program.js";

/** Ids of the nodes that results, spikes or assumptions rest on, ascending. */
export function liveNodes(program: Program): readonly number[] {
  const isLive = new Uint8Array(program.nodes.length);
  for (const id of [...program.next, program.spike, ...program.assumptions]) isLive[id] = 1;
  for (let id = program.nodes.length - 1; id >= 0; id--) {
    if (isLive[id]) for (const argument of program.nodes[id]!.arguments) isLive[argument] = 1;
  }
  return [...isLive.keys()].filter((id) => isLive[id] === 1);
}
