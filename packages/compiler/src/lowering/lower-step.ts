// One step of a group, from what the model says to a program: the phases below, in Brian 2's order, with the model's own code between them.
//
// Step k begins at t = k·dt and takes the state variables to t + dt; the threshold judges the new values, and a spike is stamped t. Each phase
// sees what the phases before it have left in `values` and `memory`, and leaves its own there. What a step leaves to the next is the kernel's
// state.

import type { CheckedEvery, CheckedModel, Component, Dynamics } from "@spikefarm/equations";
import type { CompileOptions, KernelRecordings, KernelState } from "../compiled-model.js";
import type { Kernel } from "../ir/passes/drop-dead-stores.js";
import type { Mask, Value } from "../ir/program.js";
import { ProgramBuilder } from "../ir/program-builder.js";
import { accumulateEvents, accumulateValues, lowerVariable } from "./accumulators.js";
import { advance } from "./advance.js";
import { deliverInputs } from "./deliver-inputs.js";
import { KernelInputs } from "./kernel-inputs.js";
import { lowerCondition, lowerNumber } from "./lower-expression.js";
import { isReadAtEnd, namesReadAtEnd } from "./read-at-end.js";
import { enterRefractoriness, leaveRefractoriness } from "./refractoriness.js";
import { asNumber, isFree, LAST_SPIKE, NOT_REFRACTORY, readCondition } from "./refractory-state.js";
import { runStatements } from "./run-statements.js";
import { inOrder, type Scheduled, type ScheduledCode } from "./schedule.js";
import { forVariable, plain, type StepContext } from "./step-context.js";
import { StepMemory } from "./step-memory.js";
import { UsualTruth } from "./usual-truth.js";

type Phase = (context: StepContext) => void;

const PHASES: readonly Scheduled<Phase>[] = [
  { slot: "before_start", run: keepConstantSubexpressions },
  { slot: "start", run: sampleTraces },
  { slot: "start", run: accumulateValues },
  { slot: "groups", run: leaveRefractoriness },
  { slot: "groups", run: updateStates },
  { slot: "thresholds", run: spikeAboveThreshold },
  { slot: "after_thresholds", run: noticeEvents },
  { slot: "after_thresholds", run: recordEvents },
  { slot: "after_thresholds", run: accumulateEvents },
  { slot: "synapses", run: deliverInputs },
  { slot: "resets", run: reset },
];

/**
 * `takesUsualCase`: conditions on parameters under which a cheaper formula holds (a reciprocal is normal, a time constant is not too long) become
 * assumptions of the program instead of choices in it.
 */
export function lowerStep(
  model: CheckedModel,
  dynamics: Dynamics,
  components: readonly Component[],
  options: CompileOptions,
  takesUsualCase: boolean,
): Kernel {
  const builder = new ProgramBuilder();
  const assumptions = new Set<Mask>();
  const inputs = new KernelInputs(builder, options, model);
  const memory = new StepMemory(builder, inputs);
  const choose = (condition: Mask, usual: Value, unusual: Value): Value => {
    const isFixed = !builder.isConstant(condition) && builder.rateOf(condition) === "call";
    const isCostly = builder.rateOf(usual) !== "call" || builder.rateOf(unusual) !== "call";
    if (!takesUsualCase || !isFixed || !isCostly) return builder.select(condition, usual, unusual);
    assumptions.add(condition);
    return usual;
  };
  const usualTruth = new UsualTruth(model, options.dtSeconds);
  const decide = (condition: Mask, whenTrue: Value, whenFalse: Value): Value => {
    const { dependsOnSlot, rate } = builder.nodes[condition]!;
    const isOpen = takesUsualCase && !dependsOnSlot && rate === "call" && !builder.isConstant(condition);
    const truth = isOpen ? usualTruth.of(condition, builder.nodes, inputs.uniforms) : undefined;
    if (truth === undefined) return builder.select(condition, whenTrue, whenFalse);
    assumptions.add(truth ? condition : builder.not(condition));
    return truth ? whenTrue : whenFalse;
  };
  const settle = <Result>(condition: Mask, usual: () => Result, general: () => Result): Result => {
    if (builder.isTrue(condition)) return usual();
    if (!takesUsualCase) return general();
    assumptions.add(condition);
    return usual();
  };
  const stored = [...dynamics.derivatives.keys(), ...dynamics.assigned];
  const values = new Map(stored.map((name) => [name, memory.read(variableState(name))]));
  const context: StepContext = {
    model,
    dynamics,
    components,
    options,
    builder,
    inputs,
    memory,
    propagators: [],
    solvedInKernel: { products: 0 },
    recorded: [],
    traced: [],
    values,
    choose,
    decide,
    settle,
  };

  for (const run of inOrder(PHASES, codeOf(dynamics))) run(context);

  if (model.failOnNonfinite) for (const name of stored) if (isFloat(dynamics, name)) noteNonfinite(context, name);
  for (const [name, value] of values) memory.update(variableState(name), () => value);
  const recordings = recordingsOf(context);
  const readAtEnd = namesReadAtEnd(dynamics, recordings);
  keepFinals(context, readAtEnd);
  const next = memory.next();
  const { uniforms, arrays, states, tables } = inputs;
  return {
    program: {
      nodes: builder.nodes,
      next,
      spike: readCondition(context, SPIKE),
      recorded: context.recorded,
      traced: context.traced,
      assumptions: [...assumptions],
    },
    layout: { uniforms, arrays, states, tables, propagators: context.propagators, recordings },
    // Where nobody says what is recorded, everything may be.
    isObserved: (state) => options.recordings === undefined || isReadAtEnd(state, readAtEnd),
  };
}

const NO_RECORDINGS: KernelRecordings = { firstSpike: false, events: [], traces: [], finals: new Set(), accumulators: [] };

const variableState = (name: string): KernelState => ({ kind: "variable", name });
const eventState = (name: string): KernelState => ({ kind: "event", name });
const SPIKE = eventState("spike");

/** What the host evaluates after the last step names states only: those it would miss become states of the kernel. */
function keepFinals({ dynamics, memory }: StepContext, names: ReadonlySet<string>): void {
  for (const name of dynamics.held) if (names.has(name)) memory.keep(variableState(name));
  if (names.has("lastspike")) memory.keep(LAST_SPIKE);
  if (names.has("not_refractory")) memory.keep(NOT_REFRACTORY);
}

/** The code of `every` and of events, where it was put. */
function codeOf({ group }: Dynamics): readonly ScheduledCode<Phase>[] {
  const every = group.every.map((code) => ({
    slot: code.when,
    order: code.order,
    name: code.name,
    run: (context: StepContext) => runEvery(context, code),
  }));
  const onEvents = group.events.map(({ name, statements, when, order }) => ({
    slot: when,
    order,
    name,
    run: (context: StepContext) => runStatements(context, statements, readCondition(context, eventState(name)), "everything"),
  }));
  return [...every, ...onEvents];
}

/** At every step whose number is a multiple of the code's dt in steps; what it draws is counted by its executions. */
function runEvery(context: StepContext, { name, dt, statements }: CheckedEvery): void {
  const { builder: o, inputs } = context;
  if (dt === undefined) {
    runStatements(context, statements, o.truth(true), "unfrozen");
    return;
  }
  const period = inputs.everySteps(name);
  const execution = o.floor(o.divide(inputs.step(), period));
  const isDue = o.equal(o.multiply(period, execution), inputs.step());
  runStatements({ ...context, execution }, statements, isDue, "unfrozen");
}

/** Subexpressions that are constant over a step get their value here; the others stand for their text. */
function keepConstantSubexpressions(context: StepContext): void {
  const { dynamics, values } = context;
  for (const variable of dynamics.group.variables) {
    if (variable.kind !== "subexpression" || !variable.isConstantOverDt) continue;
    values.set(variable.name, lowerNumber(plain(forVariable(context, variable.name)), dynamics.substitute(variable.value)));
  }
}

function updateStates(context: StepContext): void {
  for (const [name, value] of advance(context, context.components, isFree(context))) context.values.set(name, value);
  if (!context.model.failOnNonfinite) return;
  // Also after the whole step: here a reset cannot hide it yet, there inputs and code have done what they do.
  for (const variable of context.dynamics.derivatives.keys()) noteNonfinite(context, variable);
}

const isFloat = ({ group }: Dynamics, variable: string): boolean =>
  group.variables.some((candidate) => candidate.name === variable && (candidate.kind === "state" || candidate.type === "float"));

function noteNonfinite({ builder, memory, values }: StepContext, variable: string): void {
  const stays = builder.lessThan(builder.absolute(values.get(variable)!), builder.constant(Number.POSITIVE_INFINITY));
  const state: KernelState = { kind: "nonfinite", variable };
  memory.read(state);
  memory.update(state, (before) => builder.select(stays, before(), builder.constant(1)));
}

function spikeAboveThreshold(context: StepContext): void {
  const { builder, dynamics, memory } = context;
  const { threshold } = dynamics.group;
  const isAbove = threshold === undefined ? builder.truth(false) : lowerCondition(plain(context), dynamics.substitute(threshold));
  const spike = builder.both(isFree(context), isAbove);
  memory.update(SPIKE, () => asNumber(builder, spike));
  enterRefractoriness(context, spike);
}

function noticeEvents(context: StepContext): void {
  const { builder, dynamics, memory } = context;
  for (const { name, condition } of dynamics.group.events) {
    const happens = lowerCondition(plain(context), dynamics.substitute(condition));
    memory.update(eventState(name), () => asNumber(builder, happens));
  }
}

/** In the slot `start`, after the code that runs there. */
function sampleTraces(context: StepContext): void {
  for (const variable of recordingsOf(context).traces) context.traced.push(lowerVariable(context, variable));
}

function recordEvents(context: StepContext): void {
  for (const event of recordingsOf(context).events) context.recorded.push(readCondition(context, eventState(event)));
}

const recordingsOf = ({ options, dynamics }: StepContext): KernelRecordings =>
  options.recordings?.get(dynamics.group.name) ?? NO_RECORDINGS;

function reset(context: StepContext): void {
  runStatements(context, context.dynamics.group.reset, readCondition(context, SPIKE), "everything");
}
