// What differs from Brian 2 by design, and so is not compared. docs/model-language.md has the same list for people.

import { type CheckedModel, nameNodesIn } from "@spikefarm/equations";
import { DRAWN, NOT_A_FUNCTION } from "../random-models/draft.js";
import type { RandomModel } from "../random-models/random-model.js";

/** The integrators that our plan chose, by group and variable. */
export type Methods = ReadonlyMap<string, ReadonlyMap<string, string>>;

export interface Exception {
  readonly name: string;
  readonly reason: string;
  readonly applies: (checked: CheckedModel, methods: Methods, random: RandomModel) => boolean;
}

export const EXCEPTIONS: readonly Exception[] = [
  {
    name: "random numbers",
    reason: "Ours come from Philox streams named by what they belong to; Brian 2's from one generator in the order of the calls.",
    applies: (_checked, _methods, { notInBrian }) => notInBrian.includes(DRAWN),
  },
  {
    name: "min, max and where",
    reason: "Brian 2's language does not have them.",
    applies: (_checked, _methods, { notInBrian }) => notInBrian.includes(NOT_A_FUNCTION),
  },
  {
    name: "auto",
    reason: "We choose for each set of coupled variables, Brian 2 one integrator for the group.",
    applies: (_checked, methods) => [...methods.values()].some((of) => new Set(of.values()).size > 1),
  },
  {
    name: "exact: variables that drive each other",
    reason:
      "We exponentiate the matrix; Brian 2's symbolic solution is refused or NaN where eigenvalues are complex, equal or 0, and takes minutes to find beyond two variables.",
    applies: (checked, methods) => checked.groups.some((group) => isExact(methods, group) && drivesBack(group)),
  },
];

type Group = CheckedModel["groups"][number];

const isExact = (methods: Methods, { name }: Group): boolean => [...methods.get(name)!.values()].includes("exact");

/** Whether two state variables need each other, or more than two are coupled at all. */
function drivesBack(group: Group): boolean {
  const states = group.variables.filter(({ kind }) => kind === "state").map(({ name }) => name);
  const pairs = states.flatMap((a) => states.filter((b) => a !== b && needs(group, a).has(b)).map((b) => [a, b] as const));
  return pairs.some(([a, b]) => needs(group, b).has(a)) || new Set(pairs.flat()).size > MAX_COUPLED_IN_BRIAN;
}

const MAX_COUPLED_IN_BRIAN = 2;

/** The variables that the equation of `name` rests on, directly or through others. */
function needs(group: Group, name: string, found = new Set<string>()): ReadonlySet<string> {
  const variable = group.variables.find((candidate) => candidate.name === name);
  const expression = variable?.kind === "state" ? variable.derivative : variable?.kind === "subexpression" ? variable.value : undefined;
  for (const node of expression === undefined ? [] : nameNodesIn(expression)) {
    if (node.from !== "variable" || found.has(node.name)) continue;
    found.add(node.name);
    needs(group, node.name, found);
  }
  return found;
}
