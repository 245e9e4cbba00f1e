// A kernel in the making: what the parts of a step share while they are lowered.

import type { CheckedModel, Component, Dynamics } from "@spikefarm/equations";
import type { CompileOptions } from "../compiled-model.js";
import type { Mask, Value } from "../ir/program.js";
import type { ProgramBuilder } from "../ir/program-builder.js";
import type { Propagator } from "../schemes/propagator.js";
import type { KernelInputs } from "./kernel-inputs.js";
import type { Lowering } from "./lowering.js";
import { asNumber, isFree, lastSpikeSeconds } from "./refractory-state.js";
import type { StepMemory } from "./step-memory.js";

export interface StepContext {
  readonly model: CheckedModel;
  readonly dynamics: Dynamics;
  readonly components: readonly Component[];
  readonly options: CompileOptions;
  readonly builder: ProgramBuilder;
  readonly inputs: KernelInputs;
  readonly memory: StepMemory;
  readonly propagators: Propagator[];
  /** What the kernel records, as far as the step has come: where its events happen, and the values of its traces. */
  readonly recorded: Mask[];
  readonly traced: Value[];
  /** Values of the group's variables at the point reached. */
  readonly values: Map<string, Value>;
  readonly choose: Lowering<Value, Mask>["choose"];
}

/** Lowers with true division: for everything but state updates. */
export function plain(context: StepContext): Lowering<Value, Mask> {
  const { builder, inputs, values, choose } = context;
  return {
    arithmetic: builder,
    choose,
    lookup: ({ from, name }) => {
      if (from === "parameter") return inputs.parameter(name);
      if (from === "builtin") return builtin(context, name);
      return values.get(name) ?? inputs.elementParameter(name);
    },
  };
}

/** Lowers right-hand sides (IDENTITY 5). */
export const rightHandSide = (context: StepContext): Lowering<Value, Mask> => ({
  ...plain(context),
  hasReciprocal: context.dynamics.isOfParameters,
});

function builtin(context: StepContext, name: string): Value {
  if (name === "not_refractory") return asNumber(context.builder, isFree(context));
  return name === "lastspike" ? lastSpikeSeconds(context) : context.inputs.builtin(name);
}
