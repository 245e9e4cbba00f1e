// What a group brings into the schedule, each object with its place, as Brian 2 has them:
//
//   before_start      subexpressions that are constant over dt are worked out and kept
//   start             code of `every` runs (or elsewhere, where it says so), then recordings are made
//   groups            is the element refractory?; the state update
//   thresholds        who spikes: the condition holds and the element is not refractory. It becomes so, and the spike is stamped t
//   after_thresholds  whose custom events happen
//   synapses          inputs arrive
//   resets            the reset of who spiked
//   after_resets      the code of who had a custom event (or elsewhere, where it says so)
//
// Statements run one after the other, each on what those before it left. While an element is refractory, inputs and `every` cannot write what
// is flagged `(unless refractory)`; the reset and the code of events can.

import type { CheckedEvery, CheckedGroup, Expression, Refractory, Statement } from "@spikefarm/equations";
import type { GroupState, Place } from "./group-state.js";
import { groupInputs } from "./inputs.js";
import type { ScheduledObject } from "./schedule.js";
import { stateUpdate } from "./state-update.js";
import { constantOf, stepsIn, type Trial, timestep } from "./trial.js";

/** Takes down what happened, and how things stand. */
export interface Recorder {
  readonly sample: (state: GroupState, step: number) => void;
  readonly occurred: (state: GroupState, event: string, step: number, element: number) => void;
}

/** The event that a crossed threshold is. */
export const SPIKE = "spike";

export function groupObjects(trial: Trial, state: GroupState, recorder: Recorder): readonly ScheduledObject[] {
  const { group } = state;
  const elements = Array.from({ length: state.size }, (_, element) => element);
  const holds = (condition: Expression, element: number, step: number) => state.evaluate(condition, trial.place(element, step)) !== 0;
  const update = stateUpdate(trial, state);
  const forEach = (run: (element: number, step: number) => void) => (step: number) => {
    for (const element of elements) run(element, step);
  };

  const happens = (event: string, condition: Expression, mayHappen: (element: number) => boolean) => (step: number) => {
    const happened = elements.map((element) => mayHappen(element) && holds(condition, element, step));
    state.happened.set(event, happened);
    for (const element of elements) if (happened[element]) recorder.occurred(state, event, step, element);
  };
  const runWhere = (event: string, statements: readonly Statement[]) => (step: number) => {
    for (const element of elements) if (state.happened.get(event)?.[element]) runStatements(state, statements, trial.place(element, step));
  };

  const findSpikes = group.threshold && happens(SPIKE, group.threshold, (element) => !state.isRefractory[element]);
  return [
    { when: "before_start", order: 0, name: "constant over dt", run: (step) => keepConstants(trial, state, step) },
    ...group.every.map((every) => everyObject(trial, state, every)),
    { when: "start", order: 0, name: "recordings", run: (step) => recorder.sample(state, step) },
    {
      when: "groups",
      order: 0,
      name: "state update",
      run: forEach((element, step) => {
        state.isRefractory[element] = staysRefractory(trial, state, group.refractory, trial.place(element, step));
        update(element, step, (noise) => Math.sqrt(trial.dt) * trial.random.noise(group.name, noise, element, step));
      }),
    },
    {
      when: "thresholds",
      order: 0,
      name: "threshold",
      run: (step) => {
        findSpikes?.(step);
        for (const element of elements) if (state.happened.get(SPIKE)?.[element]) noteSpike(state, element, step);
      },
    },
    ...group.events.map(({ name, condition }): ScheduledObject => {
      return { when: "after_thresholds", order: 0, name, run: happens(name, condition, () => true) };
    }),
    ...groupInputs(trial, state),
    { when: "resets", order: 0, name: "reset", run: runWhere(SPIKE, group.reset) },
    ...group.events.map(({ name, statements, when, order }): ScheduledObject => {
      return { when, order, name, isCode: true, run: runWhere(name, statements) };
    }),
  ];
}

/** Works out every subexpression that is constant over dt, in the order in which they use each other. */
export function keepConstants(trial: Trial, state: GroupState, step: number): void {
  for (const variable of state.group.variables) {
    if (variable.kind !== "subexpression" || !variable.isConstantOverDt) continue;
    for (let element = 0; element < (variable.isShared ? 1 : state.size); element++) {
      state.assign(variable.name, element, state.evaluate(variable.value, trial.place(element, step)));
    }
  }
}

/** One that may leave refractoriness does; only a spike begins it. */
function staysRefractory({ dt }: Trial, state: GroupState, refractory: CheckedGroup["refractory"], place: Place): boolean {
  if (refractory === undefined) return false;
  if (refractory.kind === "condition") return state.isRefractory[place.element]! && state.evaluate(refractory.value, place) !== 0;
  const last = state.lastSpike[place.element];
  return last !== undefined && place.step - last < periodSteps(state, refractory, place, dt);
}

const periodSteps = (state: GroupState, { value }: Refractory, place: Place, dt: number): number =>
  timestep(state.evaluate(value, place), dt);

function noteSpike(state: GroupState, element: number, step: number): void {
  state.lastSpike[element] = step;
  state.isRefractory[element] = state.group.refractory !== undefined;
}

/** What is no variable of the group is the code's own while it runs. */
function runStatements(state: GroupState, statements: readonly Statement[], place: Place): void {
  const own = new Map<string, number>();
  for (const { target, value } of statements) {
    const result = state.evaluate(value, { ...place, instead: (name) => own.get(name) });
    if (state.hasVariable(target)) state.assign(target, place.element, result);
    else own.set(target, result);
  }
}

/** Runs in every step whose number is a multiple of its own dt; what is shared is set once, with the draws of element 0. */
function everyObject(trial: Trial, state: GroupState, { name, statements, dt, when, order }: CheckedEvery): ScheduledObject {
  const everySteps = dt === undefined ? 1 : stepsIn(constantOf(trial.parameters, dt), trial.dt);
  const run = (step: number) => {
    if (step % everySteps !== 0) return;
    const own = Array.from({ length: state.size }, () => new Map<string, number>());
    for (const { target, value } of statements) {
      const isVariable = state.hasVariable(target);
      for (let element = 0; element < (isVariable && state.isShared(target) ? 1 : state.size); element++) {
        const place = { ...trial.place(element, step, step / everySteps), instead: (local: string) => own[element]!.get(local) };
        if (!isVariable) own[element]!.set(target, state.evaluate(value, place));
        else if (mayWrite(state, target, element)) state.assign(target, element, state.evaluate(value, place));
      }
    }
  };
  return { when, order, name, isCode: true, run };
}

/** Brian 2's conditional write. */
export const mayWrite = (state: GroupState, variable: string, element: number): boolean =>
  !(state.isFrozenWhileRefractory(variable) && state.isRefractory[element]);
