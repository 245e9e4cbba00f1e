// Hoisting: an operation is computed as seldom, and for as few slots, as its arguments allow.
//
// What does not rest on the step leaves the loop over steps, what two steps share is computed once for both, and what is the same in all slots is
// computed once for all (program.ts has the table). Lowering asks how often a node is computed, so places are given while the program is built.

import type { Node, Rate } from "../program.js";

export type Place = Pick<Node, "dependsOnSlot" | "rate">;

/** `least`: the rate that the operation has of itself, such as a random number's. */
export function placeOf(args: readonly number[], nodes: readonly Place[], least: Rate = "call"): Place {
  let dependsOnSlot = false;
  let rate = least;
  for (const id of args) {
    const argument = nodes[id]!;
    dependsOnSlot ||= argument.dependsOnSlot;
    if (argument.rate !== "call" && rate !== "step") rate = argument.rate;
  }
  return { dependsOnSlot, rate };
}
