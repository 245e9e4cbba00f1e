// A kernel in the making: what the parts of a step share while they are lowered.

import type { Dynamics } from "@spikefarm/equations";
import type { CompileOptions } from "../compiled-model.js";
import type { Mask, Value } from "../ir/program.js";
import type { ProgramBuilder } from "../ir/program-builder.js";
import type { Propagator } from "../schemes/propagator.js";
import type { KernelInputs } from "./kernel-inputs.js";
import type { Lowering } from "./lowering.js";

export interface StepContext {
  readonly dynamics: Dynamics;
  readonly options: CompileOptions;
  readonly builder: ProgramBuilder;
  readonly inputs: KernelInputs;
  readonly propagators: Propagator[];
  /** Values of the group's variables at the point reached. */
  readonly values: Map<string, Value>;
  readonly choose: Lowering<Value, Mask>["choose"];
}

/** Lowers with true division: for thresholds, resets and refractory times. */
export function plain(context: StepContext): Lowering<Value, Mask> {
  const { builder, inputs, values, choose } = context;
  return {
    arithmetic: builder,
    choose,
    lookup: ({ from, name }) => {
      if (from === "parameter") return inputs.parameter(name);
      if (from === "builtin") return inputs.builtin(name);
      return values.get(name) ?? inputs.elementParameter(name);
    },
  };
}

/** Lowers right-hand sides (IDENTITY 5). */
export const rightHandSide = (context: StepContext): Lowering<Value, Mask> => ({
  ...plain(context),
  hasReciprocal: context.dynamics.isOfParameters,
});
