// Inputs of a group: what arrives in the slot `synapses`, one input after the other, in the order of their names.

import type { CheckedInput, PoissonInput, SpikeInput } from "@spikefarm/equations";
import { mayWrite } from "./group-objects.js";
import type { GroupState, Place } from "./group-state.js";
import type { ScheduledObject } from "./schedule.js";
import { constantOf, type Trial, timestep } from "./trial.js";

export function groupInputs(trial: Trial, state: GroupState): readonly ScheduledObject[] {
  const inputs = trial.model.inputs.filter(({ group }) => group === state.group.name);
  return inputs.map((input): ScheduledObject => {
    const count = input.kind === "poisson" ? poissonCount(trial, state, input) : spikeCount(trial, input);
    return { when: "synapses", order: 0, name: input.name, run: (step) => arrive(trial, state, input, step, count) };
  });
}

type Count = (place: Place) => number;

/** variable += count·weight, for each element. */
function arrive(trial: Trial, state: GroupState, { variable, weight }: CheckedInput, step: number, count: Count): void {
  for (let element = 0; element < state.size; element++) {
    const place = trial.place(element, step);
    const arrived = count(place);
    if (arrived === 0 || !mayWrite(state, variable, element)) continue;
    state.assign(variable, element, state.valueOf(variable, place) + arrived * state.evaluate(weight, place));
  }
}

/** Of `count` sources, those that fire in a step: each with probability rate·dt, or always above 1 and never below 0. */
function poissonCount(trial: Trial, state: GroupState, { name, count, rate }: PoissonInput): Count {
  const sources = constantOf(trial.parameters, count);
  return (place) => {
    const chance = state.evaluate(rate, place) * trial.dt;
    return trial.random.arrivals(name, place.element, place.step, sources, chance < 0 ? 0 : chance > 1 ? 1 : chance);
  };
}

/** Whether one of the given times of the element lies in a step. */
function spikeCount(trial: Trial, { times, elements, period }: SpikeInput): Count {
  const periodSteps = period === undefined ? Number.POSITIVE_INFINITY : Math.round(constantOf(trial.parameters, period) / trial.dt);
  const arrivals = times.map((time, index) => ({ step: timestep(time, trial.dt), element: elements[index]! }));
  return ({ element, step }) =>
    arrivals.filter((arrival) => arrival.element === element && arrival.step === (period === undefined ? step : step % periodSteps)).length;
}
