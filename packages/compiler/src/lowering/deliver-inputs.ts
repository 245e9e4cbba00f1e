// What reaches a group from outside, in the slot `synapses`, input by input in the order of their names.
//
//   poisson   variable += Binomial(count, rate·dt)·weight, in every step, the chance held within 0 and 1   (Brian 2's PoissonInput)
//   spikes    variable += weight, at the steps of a table
//
// While an element is refractory, what would reach a variable that is frozen then is lost.

import type { PoissonInput, SpikeInput } from "@spikefarm/equations";
import type { KernelState } from "../compiled-model.js";
import type { Value } from "../ir/program.js";
import type { ProgramBuilder } from "../ir/program-builder.js";
import { lowerNumber } from "./lower-expression.js";
import { lowerBinomial } from "./random.js";
import { assign } from "./run-statements.js";
import { plain, type StepContext, streamDraw } from "./step-context.js";

export function deliverInputs(context: StepContext): void {
  const { model, dynamics } = context;
  const inputs = model.inputs.filter(({ group }) => group === dynamics.group.name).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const input of inputs) {
    if (input.kind === "poisson") deliverCounts(context, input);
    else deliverSpikes(context, input);
  }
}

function deliverCounts(context: StepContext, input: PoissonInput): void {
  const { builder: o, inputs, dynamics } = context;
  const lower = (expression: PoissonInput["rate"]) => lowerNumber(plain(context), dynamics.substitute(expression));
  const draw = streamDraw(context, { class: "input", object: input.name, code: "input", target: "", ordinal: 0 });
  const trials = { n: lower(input.count), p: heldChance(o, o.multiply(lower(input.rate), inputs.builtin("dt"))) };
  add(context, input.variable, o.multiply(lowerBinomial(o, draw, trials), lower(input.weight)));
}

/** A source fires once a step at most, and not less than never. NaN stays NaN. */
function heldChance(o: ProgramBuilder, chance: Value): Value {
  const [zero, one] = [o.constant(0), o.constant(1)];
  return o.select(o.lessThan(chance, zero), zero, o.select(o.lessThan(one, chance), one, chance));
}

/** The next spike of the slot's element stands at an entry of the table, which moves on when its step has come; with the period it goes back. */
function deliverSpikes(context: StepContext, input: SpikeInput): void {
  const { builder: o, inputs, memory, dynamics } = context;
  const state: KernelState = { kind: "nextEntry", input: input.name };
  const entry = memory.read(state);
  const period = input.period === undefined ? undefined : inputs.periodSteps(input.name);
  const step = inputs.step();
  const phase = period === undefined ? step : o.subtract(step, o.multiply(period, o.floor(o.divide(step, period))));
  const arrives = o.equal(o.lookup(inputs.table({ kind: "spikes", input: input.name }), entry), phase);
  const weight = lowerNumber(plain(context), dynamics.substitute(input.weight));
  add(context, input.variable, weight, arrives);
  const moved = o.select(arrives, o.add(entry, o.constant(1)), entry);
  memory.update(state, () => {
    if (period === undefined) return moved;
    return o.select(o.equal(phase, o.subtract(period, o.constant(1))), inputs.firstEntry(input.name), moved);
  });
}

function add(context: StepContext, variable: string, amount: Value, where = context.builder.truth(true)): void {
  const { builder: o, values } = context;
  const before = values.get(variable)!;
  values.set(variable, o.select(where, assign(context, variable, o.add(before, amount), values), before));
}
