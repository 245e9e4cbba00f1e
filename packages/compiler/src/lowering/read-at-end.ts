// What is read of a kernel's states after the last step.

import { type Dynamics, nameNodesIn } from "@spikefarm/equations";
import type { KernelRecordings, KernelState } from "../compiled-model.js";

/** The variables that are asked for, and the names that subexpressions among them stand for. */
export function namesReadAtEnd({ group, substitute }: Dynamics, { finals }: KernelRecordings): ReadonlySet<string> {
  const names = new Set(finals);
  for (const { kind, name } of group.variables) {
    if (kind !== "subexpression" || !finals.has(name)) continue;
    for (const used of nameNodesIn(substitute({ kind: "name", name, from: "variable", type: "float" }))) names.add(used.name);
  }
  return names;
}

/** Whether somebody reads the state after the run: a final value, a measurement, a judgement on the trial. */
export function isReadAtEnd(state: KernelState, names: ReadonlySet<string>): boolean {
  switch (state.kind) {
    case "accumulator":
    case "nonfinite":
      return true;
    case "variable":
      return names.has(state.name);
    case "lastSpike":
      return names.has("lastspike");
    case "notRefractory":
      return names.has("not_refractory");
    case "event":
    case "nextEntry":
      return false;
  }
}
