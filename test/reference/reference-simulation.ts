// The semantics of a model, a second time: slow, obvious, and sharing nothing with the compiler.
//
// One element and one step at a time, on plain numbers. A step, at t = k·dt:
//   1. traces are sampled
//   2. an element is refractory while fewer than timestep(refractory) steps have passed since its last spike
//   3. every state variable moves to t + dt, all from the old values; those flagged `(unless refractory)` stand still if it is
//   4. the threshold is tested on the new values (t is still k·dt), not while refractory; a spike is stamped t
//   5. the spiking elements' reset statements run, each on what those before it left
//
// `exact` finds the linear system by probing: the derivatives at the origin and at the unit vectors give b and A (refractoriness and all),
// and the matrix exponential of the augmented system [A b; 0 0]·dt carries the state. `euler` is x + dt·f(x).

import type { CheckedGroup, CheckedModel, Expression, Method, StateVariable, Subexpression } from "@spikefarm/equations";
import { evaluate } from "@spikefarm/equations";
import type { GroupMeasurements, Measurements } from "@spikefarm/simulator";
import { recordedMeasurements } from "../support/recorded-measurements.js";
import { exactStep } from "./exact-step.js";
import { substituted, withReciprocals } from "./reciprocals.js";

export interface ReferenceOptions {
  /** The integrator of each state variable of each group. */
  readonly methods: ReadonlyMap<string, ReadonlyMap<string, Method>>;
  /** Applied to every state variable after each update: how a test finds out how well-conditioned a model is. */
  readonly disturb?: (value: number) => number;
}

/** Runs one trial. `parameters` are resolved, in SI. */
export function simulateReference(model: CheckedModel, parameters: ReadonlyMap<string, number>, options: ReferenceOptions): Measurements {
  const constant = (expression: Expression) => evaluate(expression, (name) => valueIn(parameters, name));
  const dt = constant(model.dt);
  const steps = stepsIn(constant(model.duration), dt);
  const clock = { dt, steps };
  const groups = new Map(
    model.groups.map((group) => [group.name, runGroup({ group, parameters, size: constant(group.size), clock, options })]),
  );
  return {
    steps,
    dtSeconds: dt,
    group: (name) => valueIn(groups, name),
  };
}

/** Brian 2's rule: the nearest whole number of steps where the duration is within 1e-4 of one, else the next. */
function stepsIn(duration: number, dt: number): number {
  const nearest = Math.round(duration / dt);
  return Math.abs(duration / dt - nearest) < 1e-4 ? nearest : Math.ceil(duration / dt);
}

interface Clock {
  readonly dt: number;
  readonly steps: number;
}

interface GroupRun {
  readonly group: CheckedGroup;
  readonly parameters: ReadonlyMap<string, number>;
  readonly size: number;
  readonly clock: Clock;
  readonly options: ReferenceOptions;
}

interface Spike {
  readonly step: number;
  readonly element: number;
}

function runGroup(run: GroupRun): GroupMeasurements {
  const elements = Array.from({ length: run.size }, (_, index) => runElement(run, index));
  const spikes = elements.flatMap((element) => element.spikes);
  return recordedMeasurements({
    size: run.size,
    dtSeconds: run.clock.dt,
    steps: run.clock.steps,
    occurrences: (event) => (event === "spike" ? spikes : []),
    valueOf: (variable, element, step) => elements[element]!.valueOf(variable, step),
  });
}

interface ElementRun {
  readonly spikes: readonly Spike[];
  /** The variable at the start of a step; step `steps` is the end. */
  valueOf(variable: string, step: number): number;
}

type Values = Map<string, number>;

function runElement({ group, parameters, size, clock, options }: GroupRun, element: number): ElementRun {
  const { dt, steps } = clock;
  const subexpressions = new Map(group.variables.filter(isSubexpression).map((variable) => [variable.name, variable.value]));
  const states = group.variables
    .filter((variable): variable is StateVariable => variable.kind === "state")
    .map((variable) => ({ ...variable, derivative: withReciprocals(substituted(variable.derivative, subexpressions), parameters) }));
  const lookup =
    (values: Values, step: number) =>
    (name: string): number => {
      if (name === "t") return step * dt;
      if (name === "dt") return dt;
      if (name === "i") return element;
      if (name === "N") return size;
      const subexpression = subexpressions.get(name);
      if (subexpression !== undefined) return evaluate(subexpression, lookup(values, step));
      return values.get(name) ?? valueIn(parameters, name);
    };

  const history: Values[] = [];
  const spikes: Spike[] = [];
  let values = initialValues(group, element, lookup);
  let lastSpike = -Infinity;
  for (let step = 0; step < steps; step++) {
    history.push(new Map(values));
    const now = lookup(values, step);
    const refractorySteps = group.refractory === undefined ? 0 : Math.floor((evaluate(group.refractory.value, now) + 1e-3 * dt) / dt);
    const isRefractory = step - lastSpike < refractorySteps;

    values = updated({
      states,
      methods: valueIn(options.methods, group.name),
      values,
      dt,
      derivativeAt: (variable, state) =>
        isRefractory && variable.isFrozenWhileRefractory ? 0 : evaluate(variable.derivative, lookup(state, step)),
    });
    const { disturb } = options;
    if (disturb !== undefined) for (const { name } of states) values.set(name, disturb(values.get(name)!));

    if (group.threshold === undefined || isRefractory) continue;
    if (evaluate(group.threshold, lookup(values, step)) === 0) continue;
    spikes.push({ step, element });
    lastSpike = step;
    for (const { target, value } of group.reset) values.set(target, stored(group, target, evaluate(value, lookup(values, step))));
  }
  history.push(values);
  return { spikes, valueOf: (variable, step) => lookup(history[step]!, step)(variable) };
}

const isSubexpression = (variable: CheckedGroup["variables"][number]): variable is Subexpression => variable.kind === "subexpression";

function initialValues(group: CheckedGroup, element: number, lookup: (values: Values, step: number) => (name: string) => number): Values {
  const values: Values = new Map();
  for (const variable of group.variables) if (variable.kind !== "subexpression") values.set(variable.name, 0);
  for (const { variable, value } of group.initial) {
    const number = "kind" in value ? evaluate(value, lookup(values, 0)) : value[element]!;
    values.set(variable, stored(group, variable, number));
  }
  return values;
}

/** A value as the variable keeps it: integers are 32-bit and wrap, booleans are 0 or 1. */
function stored(group: CheckedGroup, name: string, value: number): number {
  const variable = group.variables.find((candidate) => candidate.name === name);
  if (variable?.kind !== "parameter" || variable.type === "float") return value;
  return variable.type === "integer" ? value | 0 : Number(value !== 0);
}

interface Update {
  readonly states: readonly StateVariable[];
  readonly methods: ReadonlyMap<string, Method>;
  readonly values: Values;
  readonly dt: number;
  readonly derivativeAt: (variable: StateVariable, values: Values) => number;
}

/** The values a step later, all computed from the old ones. */
function updated({ states, methods, values, dt, derivativeAt }: Update): Values {
  const after = new Map(values);
  for (const variable of states.filter(({ name }) => methods.get(name) === "euler")) {
    after.set(variable.name, values.get(variable.name)! + dt * derivativeAt(variable, values));
  }
  const exact = states.filter(({ name }) => methods.get(name) === "exact");
  const moved = exactStep({
    state: exact.map(({ name }) => values.get(name)!),
    derivative: (state) => {
      const probe = new Map(values);
      for (const [index, { name }] of exact.entries()) probe.set(name, state[index]!);
      return exact.map((variable) => derivativeAt(variable, probe));
    },
    dt,
  });
  for (const [index, { name }] of exact.entries()) after.set(name, moved[index]!);
  return after;
}

function valueIn<V>(map: ReadonlyMap<string, V>, name: string): V {
  const value = map.get(name);
  if (value === undefined) throw new Error(`the reference knows no "${name}"`);
  return value;
}
