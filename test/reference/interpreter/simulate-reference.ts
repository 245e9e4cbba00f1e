// The semantics of a model, a second time: slow, obvious, and sharing nothing with the compiler and the simulator.
//
// Plain numbers, one element and one step at a time. A trial is a list of objects in the order of Brian 2's schedule (group-objects.ts says
// which and where); step k, at t = k·dt, lets each of them do its part. That is all.

import type { CheckedData, CheckedGroup, CheckedModel, ValueSources } from "@spikefarm/equations";
import { groupObjects, keepConstants, SPIKE } from "./group-objects.js";
import { GroupState } from "./group-state.js";
import type { GroupObservations, Observations, Occurrence } from "./observations.js";
import { type RandomBasis, randomStreams } from "./random-streams.js";
import { scheduled } from "./schedule.js";
import { sampleOf } from "./timed-array.js";
import { constantOf, known, stepsIn, type Trial } from "./trial.js";

export interface ReferenceOptions extends Pick<Trial, "methods" | "disturb"> {
  /** Seed 0 and repeat 0 where absent. */
  readonly random?: RandomBasis;
}

/** Runs one trial. `parameters` are resolved, in SI. */
export function simulateReference(model: CheckedModel, parameters: ReadonlyMap<string, number>, options: ReferenceOptions): Observations {
  const { random: basis = { seed: 0, repeat: 0 } } = options;
  const dt = constantOf(parameters, model.dt);
  const data = new Map(model.data.map((array) => [array.name, array]));
  const trial: Trial = {
    ...options,
    model,
    parameters,
    dt,
    random: randomStreams(model, parameters, basis),
    steps: stepsIn(constantOf(parameters, model.duration), dt),
    place: (element, step, execution = step) => {
      return { element, step, time: step * dt, execution, sources: sourcesOf(trial, data, element, execution) };
    },
  };
  const states = model.groups.map((group) => initialState(trial, group));
  const records = new Map(states.map((state) => [state.group.name, recordOf(trial, state)]));
  const recorder = {
    sample: (state: GroupState, step: number) => known(records, state.group.name).sample(step),
    occurred: (state: GroupState, event: string, step: number, element: number) =>
      known(records, state.group.name).note(event, { step, element }),
  };
  const objects = scheduled(states.flatMap((state) => groupObjects(trial, state, recorder)));
  for (let step = 0; step < trial.steps; step++) {
    for (const object of objects) object.run(step);
  }
  for (const state of states) {
    keepConstants(trial, state, trial.steps);
    known(records, state.group.name).sample(trial.steps);
  }
  return { steps: trial.steps, dt, group: (name) => known(records, name).observations };
}

function sourcesOf(trial: Trial, data: ReadonlyMap<string, CheckedData>, element: number, execution: number): ValueSources {
  return {
    draw: (draw, values) => trial.random.drawn(draw, values, element, execution),
    sample: ({ data: name }, [time, column]) => sampleOf(known(data, name), trial.dt, time!, column),
  };
}

/** Every variable is 0 but for what `initial` says, one variable after the other. */
function initialState(trial: Trial, group: CheckedGroup): GroupState {
  const state = new GroupState(trial, group, constantOf(trial.parameters, group.size));
  for (const { variable, value } of group.initial) {
    for (let element = 0; element < (state.isShared(variable) ? 1 : state.size); element++) {
      state.assign(variable, element, "kind" in value ? state.evaluate(value, trial.place(element, 0)) : value[element]!);
    }
  }
  return state;
}

interface Record {
  readonly sample: (step: number) => void;
  readonly note: (event: string, occurrence: Occurrence) => void;
  readonly observations: GroupObservations;
}

function recordOf(trial: Trial, state: GroupState): Record {
  const occurrences = new Map<string, Occurrence[]>([SPIKE, ...state.group.events.map(({ name }) => name)].map((event) => [event, []]));
  const names = state.group.variables.map(({ name }) => name);
  const samples = new Map<string, number[][]>(names.map((name) => [name, []]));
  return {
    sample: (step) => {
      for (const [name, rows] of samples) {
        rows[step] = Array.from({ length: state.size }, (_, element) => state.valueOf(name, trial.place(element, step)));
      }
    },
    note: (event, occurrence) => known(occurrences, event).push(occurrence),
    observations: {
      size: state.size,
      occurrences: (event) => known(occurrences, event),
      valueOf: (variable, element, step) => known(samples, variable)[step]![element]!,
    },
  };
}
