// One step of a group, from its equations, threshold and reset to a program.
//
// The order is Brian 2's (reference: its schedule `groups thresholds resets`), step k at t = k·dt:
//
//   1  is the slot refractory?   k − lastSpike < timestep(refractory, dt), from the values at t
//   2  state update              every variable from the values at t to t + dt; frozen ones keep theirs while refractory
//   3  threshold                 on the new values, and only where not refractory; the spike is stamped t
//   4  reset                     statement by statement, each sees what the earlier ones assigned
//
// Refractoriness is counted in whole steps: lastSpike is a step number, and no time is ever subtracted from another.

import type { CheckedModel, Expression } from "@spikefarm/equations";
import type { CompileOptions, KernelLayout } from "../compiled-model.js";
import type { Mask, Program, Value } from "../ir/program.js";
import { ProgramBuilder } from "../ir/program-builder.js";
import type { Dynamics } from "../schemes/dynamics.js";
import type { Component } from "../schemes/plan-components.js";
import { advance } from "./advance.js";
import { KernelInputs } from "./kernel-inputs.js";
import { lowerCondition, lowerNumber, timestep } from "./lower-expression.js";
import { plain, type StepContext } from "./step-context.js";

export interface KernelProgram {
  readonly program: Program;
  readonly layout: KernelLayout;
}

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
): KernelProgram {
  const { group } = dynamics;
  const builder = new ProgramBuilder();
  const assumptions = new Set<Mask>();
  const inputs = new KernelInputs(builder, options);
  const choose = (condition: Mask, usual: Value, unusual: Value): Value => {
    const isFixed = !builder.isConstant(condition) && builder.rateOf(condition) === "call";
    const isCostly = builder.rateOf(usual) !== "call" || builder.rateOf(unusual) !== "call";
    if (!takesUsualCase || !isFixed || !isCostly) return builder.select(condition, usual, unusual);
    assumptions.add(condition);
    return usual;
  };
  const variables = [...dynamics.derivatives.keys(), ...dynamics.assigned];
  const values = new Map(variables.map((name) => [name, inputs.state({ kind: "variable", name })]));
  const context: StepContext = { dynamics, options, builder, inputs, propagators: [], values, choose };

  const isRefractory = group.threshold !== undefined && group.refractory !== undefined;
  const lastSpike = isRefractory ? inputs.state({ kind: "lastSpike" }) : undefined;
  const isFree = lastSpike === undefined ? builder.truth(true) : freeFrom(context, group.refractory!.value, lastSpike);

  for (const [name, value] of advance(context, components, isFree)) values.set(name, value);
  const nonfinite = model.failOnNonfinite ? [...dynamics.derivatives.keys()].map((name) => noteNonfinite(context, name)) : [];

  const spike = group.threshold === undefined ? builder.truth(false) : builder.both(isFree, lowerThreshold(context, group.threshold));
  const unreset = new Map(values);
  for (const { target, value } of group.reset) values.set(target, lowerNumber(plain(context), dynamics.substitute(value)));

  const next = [
    ...variables.map((name) => builder.select(spike, values.get(name)!, unreset.get(name)!)),
    ...(lastSpike === undefined ? [] : [builder.select(spike, inputs.step(), lastSpike)]),
    ...nonfinite,
  ];
  const { uniforms, arrays, states } = inputs;
  const recordings = options.recordings?.get(group.name) ?? { firstSpike: false, spikes: false };
  return {
    program: { nodes: builder.nodes, next, spike, assumptions: [...assumptions] },
    layout: { uniforms, arrays, states, tables: [], propagators: context.propagators, recordings },
  };
}

function lowerThreshold(context: StepContext, threshold: Expression): Mask {
  return lowerCondition(plain(context), context.dynamics.substitute(threshold));
}

function freeFrom(context: StepContext, refractory: Expression, lastSpike: Value): Mask {
  const { builder, inputs, dynamics } = context;
  const length = lowerNumber(plain(context), dynamics.substitute(refractory));
  const steps = timestep(plain(context), length, inputs.builtin("dt"));
  return builder.lessOrEqual(steps, builder.subtract(inputs.step(), lastSpike));
}

function noteNonfinite({ builder, inputs, values }: StepContext, variable: string): Value {
  const noted = inputs.state({ kind: "nonfinite", variable });
  const stays = builder.lessThan(builder.absolute(values.get(variable)!), builder.constant(Number.POSITIVE_INFINITY));
  return builder.select(stays, noted, builder.constant(1));
}
