// The state update: every variable from its value at t to its value at t + dt, all from the old values.
//
// Variables of one integrator advance together, the others held. What is flagged `(unless refractory)` has a right-hand side of 0 while its
// element is refractory, and keeps its value to the bit.

import { nameNodesIn, type StateVariable } from "@spikefarm/equations";
import type { GroupState } from "./group-state.js";
import { INTEGRATORS, type System } from "./integrators.js";
import { rightHandSide } from "./reciprocals.js";
import { known, type Trial } from "./trial.js";

/** Moves the state variables of an element on, in a given step. `dW` is the noise of that name in this step. */
export type StateUpdate = (element: number, step: number, dW: (noise: string) => number) => void;

export function stateUpdate(trial: Trial, state: GroupState): StateUpdate {
  const { group } = state;
  const methods = known(trial.methods, group.name);
  const variables = group.variables.filter((variable): variable is StateVariable => variable.kind === "state");
  const equations = variables.map(({ name, derivative }) => ({
    name,
    method: known(methods, name),
    derivative: rightHandSide(derivative, group, trial.parameters),
  }));
  const names = equations.flatMap(({ derivative }) => nameNodesIn(derivative));
  const noises = new Set(names.filter(({ from }) => from === "noise").map(({ name }) => name));
  const sets = [...new Set(equations.map(({ method }) => method))].map((method) => {
    const set = equations.filter((equation) => equation.method === method);
    return { method, set, indexOf: new Map(set.map(({ name }, index) => [name, index])) };
  });

  return (element, step, dW) => {
    const isStill = (name: string) => state.isFrozenWhileRefractory(name) && state.isRefractory[element] === true;
    const start = trial.place(element, step);
    const moved = sets.flatMap(({ method, set, indexOf }) => {
      const system: System = {
        noises: new Map([...noises].map((noise) => [noise, dW(noise)])),
        rightHandSide: (index, x, time, noise) => {
          const { name, derivative } = set[index]!;
          if (isStill(name)) return 0;
          const instead = (other: string) => (noises.has(other) ? Number(other === noise) : x[indexOf.get(other) ?? x.length]);
          return state.evaluate(derivative, { ...start, time, instead });
        },
      };
      const x = set.map(({ name }) => state.valueOf(name, start));
      const after = INTEGRATORS[method](system, x, start.time, trial.dt);
      return set.map(({ name }, index) => [name, isStill(name) ? x[index]! : after[index]!] as const);
    });
    for (const [name, value] of moved) state.assign(name, element, trial.disturb?.(value) ?? value);
  };
}
