// What a space is asked to set and cannot, because it is no parameter: how to make one of it. Only parameters are swept.

import type { GroupVariable } from "@spikefarm/equations";
import type { CheckedTask } from "../checked-document.js";

const SETTINGS: readonly (readonly [name: string, help: string])[] = [
  ["dt", "dt is a key of the model: write dt: step, define step under parameters (step: 0.1*ms), and sweep step"],
  [
    "duration",
    "duration is a key of the model: write duration: length, define length under parameters (length: 1*second), and sweep length",
  ],
  [
    "warmup",
    "warmup is a key of the model: write warmup: settling, define settling under parameters (settling: 100*ms), and sweep settling",
  ],
  ["size", "size is a key of a group: write size: count there, define count under parameters (count: 100), and sweep count"],
  ["N", "N is the size of a group: write size: count there, define count under parameters (count: 100), and sweep count"],
];

/** Help by name, for what is not among the parameters of a model. A module has parameters only. */
export function notParameters(task: CheckedTask | undefined): ReadonlyMap<string, string> {
  if (task?.kind === "module") return new Map();
  const groups = task?.model.groups ?? [];
  const variables = groups.flatMap((group) => group.variables.map((variable) => [variable.name, helpOf(variable, group.name)] as const));
  return new Map([...SETTINGS, ...variables]);
}

function helpOf({ name, kind }: GroupVariable, group: string): string {
  if (kind !== "state") return `${name} is a variable of ${group}: remove its line from the equations, and define ${name} under parameters`;
  const start = `${name}_start`;
  return `${name} is a variable of ${group}: to sweep where it begins, define ${start} under parameters, and write initial: { ${name}: ${start} }`;
}
