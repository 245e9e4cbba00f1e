// Measurements that are summed up while a group runs, so that a trial leaves a number behind instead of its spikes.
//
// Each is a few states of the kernel and the operations that carry them a step on. Whether a step belongs to the measurement's window is asked
// in the kernel, of the step's number: nothing has to be forgotten where the warmup ends, and slices may be cut anywhere.
//
//   events   count ← count + 1 · first ← min(first, k) · squares ← squares + (k − last)² · last ← k, where the event happens in step k.
//            All are whole numbers, exact in doubles; the intervals add up to last − first.
//   time     Welford's update (Technometrics 4, 1962), of the n-th value x: mean' = mean + (x − mean)/n, squares' = squares + (x − mean)·(x − mean').
//            Extremes are IDENTITY 6's `min` and `max`, from the first value on.

import type { Expression } from "@spikefarm/equations";
import type { Accumulator, EventPart, KernelState, TimePart } from "../compiled-model.js";
import type { Mask, Value } from "../ir/program.js";
import { lowerNumber } from "./lower-expression.js";
import { readCondition } from "./refractory-state.js";
import { plain, type StepContext } from "./step-context.js";

type EventAccumulator = Accumulator & { readonly kind: "events" };
type TimeAccumulator = Accumulator & { readonly kind: "time" };

/** In the slot `start`, after the code that runs there: the values at the beginning of the step. */
export function accumulateValues(context: StepContext): void {
  for (const [index, accumulator] of accumulatorsOf(context).entries()) {
    if (accumulator.kind === "time") overTime(context, accumulator, index);
  }
}

/** In the slot `after_thresholds`: what has happened in the step. */
export function accumulateEvents(context: StepContext): void {
  for (const [index, accumulator] of accumulatorsOf(context).entries()) {
    if (accumulator.kind === "events") ofEvents(context, accumulator, index);
  }
}

const accumulatorsOf = ({ options, dynamics }: StepContext): readonly Accumulator[] =>
  options.recordings?.get(dynamics.group.name)?.accumulators ?? [];

function ofEvents(context: StepContext, { event, window, parts }: EventAccumulator, accumulator: number): void {
  const { builder: o, inputs } = context;
  const step = inputs.step();
  const happens = o.both(readCondition(context, { kind: "event", name: event }), isWithin(context, window));
  const last = () => partOf(context, accumulator, "last");
  const hasHappened = () => o.lessOrEqual(o.constant(0), last());
  const next: Readonly<Record<EventPart, (before: Value) => Value>> = {
    count: (before) => o.select(happens, o.add(before, o.constant(1)), before),
    first: (before) => o.select(o.both(happens, o.lessThan(step, before)), step, before),
    squares: (before) => {
      const interval = o.subtract(step, last());
      return o.select(o.both(happens, hasHappened()), o.add(before, o.multiply(interval, interval)), before);
    },
    last: (before) => o.select(happens, step, before),
  };
  // `last` moves on after the interval to it has been taken.
  for (const part of (["count", "first", "squares", "last"] as const).filter((candidate) => parts.includes(candidate))) {
    carryOn(context, { kind: "accumulator", accumulator, part }, next[part]);
  }
}

function overTime(context: StepContext, { variable, window, parts }: TimeAccumulator, accumulator: number): void {
  const { builder: o, inputs } = context;
  const isInside = isWithin(context, window);
  const value = lowerVariable(context, variable);
  const first = inputs.window(window, "first");
  const isFirst = o.equal(inputs.step(), first);
  const count = o.add(o.subtract(inputs.step(), first), o.constant(1));
  const mean = () => partOf(context, accumulator, "mean");
  const meanAfter = (before: Value) => o.add(before, o.divide(o.subtract(value, before), count));
  const next: Readonly<Record<TimePart, (before: Value) => Value>> = {
    mean: meanAfter,
    squares: (before) => o.add(before, o.multiply(o.subtract(value, mean()), o.subtract(value, meanAfter(mean())))),
    min: (before) => o.select(o.either(isFirst, o.lessThan(value, before)), value, before),
    max: (before) => o.select(o.either(isFirst, o.lessThan(before, value)), value, before),
  };
  // `mean` moves on after the squares about it have been taken.
  for (const part of (["squares", "mean", "min", "max"] as const).filter((candidate) => parts.includes(candidate))) {
    carryOn(context, { kind: "accumulator", accumulator, part }, (before) => o.select(isInside, next[part](before), before));
  }
}

const partOf = ({ memory }: StepContext, accumulator: number, part: EventPart | TimePart): Value =>
  memory.read({ kind: "accumulator", accumulator, part });

function carryOn({ memory }: StepContext, state: KernelState, next: (before: Value) => Value): void {
  const after = next(memory.read(state));
  memory.update(state, () => after);
}

function isWithin({ builder: o, inputs }: StepContext, window: number): Mask {
  const hasBegun = o.lessOrEqual(inputs.window(window, "first"), inputs.step());
  return o.both(hasBegun, o.lessThan(inputs.step(), inputs.window(window, "end")));
}

/** The value of a variable of any kind at the point reached. */
export function lowerVariable(context: StepContext, name: string): Value {
  const { dynamics } = context;
  const declared = dynamics.group.variables.find((variable) => variable.name === name);
  if (declared === undefined) throw new Error(`group "${dynamics.group.name}" has no variable "${name}"`);
  const type = declared.kind === "state" ? "float" : declared.type;
  const expression: Expression = { kind: "name", name, from: "variable", type };
  return lowerNumber(plain(context), dynamics.substitute(expression));
}
