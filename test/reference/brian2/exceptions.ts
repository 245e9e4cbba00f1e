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
    reason: "We choose for each variable, Brian 2 one integrator for the group.",
    applies: (_checked, methods) => [...methods.values()].some((of) => new Set(of.values()).size > 1),
  },
  {
    name: "exact: a variable without a leak, beside one that is frozen while refractory",
    reason: "Brian 2's formula divides by eigenvalues that are 0 then, and the variable jumps instead of growing by its slope.",
    applies: (checked, methods) => checked.groups.some((group) => isExact(methods, group) && isFreezing(group) && !hasLeaks(group)),
  },
];

/**
 * Whether Brian 2 may have no `exact` solution where we have one: we exponentiate the matrix; its symbolic solution is refused or NaN where
 * eigenvalues are complex, equal or 0, and takes minutes to find beyond two or three variables. Such a model is compared where it has one.
 */
export const mayHaveNoSolution = (checked: CheckedModel, methods: Methods): boolean =>
  checked.groups.some((group) => isExact(methods, group) && !isOfLoneLeaks(group));

type Group = CheckedModel["groups"][number];

const isExact = (methods: Methods, { name }: Group): boolean => [...methods.get(name)!.values()].includes("exact");

const isFreezing = ({ variables }: Group): boolean =>
  variables.some((variable) => variable.kind === "state" && variable.isFrozenWhileRefractory);

const statesOf = ({ variables }: Group): readonly string[] => variables.filter(({ kind }) => kind === "state").map(({ name }) => name);

/** Whether every state variable's equation names that variable. */
const hasLeaks = (group: Group): boolean => statesOf(group).every((name) => neededBy(group, name).has(name));

/** Whether it names no other, either. */
function isOfLoneLeaks(group: Group): boolean {
  const states = statesOf(group);
  return states.every((name) => {
    const needed = neededBy(group, name);
    return states.every((other) => needed.has(other) === (other === name));
  });
}

/** The variables that an equation names, directly or through subexpressions. */
function neededBy(group: Group, name: string): ReadonlySet<string> {
  const variable = group.variables.find((candidate) => candidate.name === name);
  const expression = variable?.kind === "state" ? variable.derivative : variable?.kind === "subexpression" ? variable.value : undefined;
  const named = expression === undefined ? [] : nameNodesIn(expression).filter(({ from }) => from === "variable");
  const isSubexpression = (other: string) => group.variables.some((each) => each.name === other && each.kind === "subexpression");
  return new Set(named.flatMap((node) => (isSubexpression(node.name) ? [...neededBy(group, node.name)] : [node.name])));
}
