// A kernel in the making: what the parts of a step share while they are lowered.

import type { CheckedModel, Component, Dynamics, RandomStream } from "@spikefarm/equations";
import type { CompileOptions } from "../compiled-model.js";
import type { Mask, Value } from "../ir/program.js";
import type { ProgramBuilder } from "../ir/program-builder.js";
import type { Propagator, Settle } from "../schemes/propagator.js";
import type { KernelInputs } from "./kernel-inputs.js";
import type { Lowering } from "./lowering.js";
import { type Draw, lowerPoisson, lowerRand, lowerRandn } from "./random.js";
import { asNumber, isFree, lastSpikeSeconds } from "./refractory-state.js";
import { sampleIndex } from "./sample-data.js";
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
  /** Of the coupled systems that the kernel solves itself, so far: products of two entries in a square of each. */
  readonly solvedInKernel: { products: number };
  /** What the kernel records, as far as the step has come: where its events happen, and the values of its traces. */
  readonly recorded: Mask[];
  readonly traced: Value[];
  /** Values of the group's variables at the point reached. */
  readonly values: Map<string, Value>;
  readonly choose: Lowering<Value, Mask>["choose"];
  readonly decide: Lowering<Value, Mask>["decide"];
  /** `usual()` in a kernel that takes `condition` to hold, else `general()`, which gives the same bits where it does hold. */
  readonly settle: Settle<Mask>;
  /** Of code that does not run in every step: how often it has run before. */
  readonly execution?: Value;
  /** Whether what is lowered has one value for all elements: it draws once, as the first element. */
  readonly isShared?: boolean;
}

/** The context in which a variable of the group gets its value. */
export function forVariable(context: StepContext, name: string): StepContext {
  const variable = context.dynamics.group.variables.find((candidate) => candidate.name === name);
  return variable === undefined || variable.kind === "state" ? context : { ...context, isShared: variable.isShared };
}

/** The slot's numbers of a stream. */
export function streamDraw({ builder, inputs, execution, isShared }: StepContext, stream: RandomStream): Draw {
  const element = isShared === true ? builder.constant(0) : inputs.builtin("i");
  return { key: inputs.key(stream), element, ...(execution !== undefined && { execution }) };
}

/** Lowers with true division: for everything but state updates. */
export function plain(context: StepContext): Lowering<Value, Mask> {
  const { builder, inputs, values, choose, decide } = context;
  return {
    arithmetic: builder,
    choose,
    decide,
    lookup: ({ from, name }) => {
      if (from === "parameter") return inputs.parameter(name);
      if (from === "builtin") return builtin(context, name);
      return values.get(name) ?? inputs.elementParameter(name);
    },
    draw: ({ name, stream }, [lambda]) => {
      const draw = streamDraw(context, stream);
      if (name === "rand") return lowerRand(builder, draw);
      return name === "randn" ? lowerRandn(builder, draw) : lowerPoisson(builder, draw, lambda!);
    },
    sample: ({ data }, values) => sample(context, data, values),
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

/** What a timed array holds; NaN in a column that it does not have. */
function sample({ model, builder, inputs }: StepContext, name: string, values: readonly Value[]): Value {
  const array = model.data.find((candidate) => candidate.name === name)!;
  const { index, isInside } = sampleIndex(builder, array, inputs.sampling(name), values);
  return builder.select(isInside, builder.lookup(inputs.table({ kind: "data", name }), index), builder.constant(Number.NaN));
}
