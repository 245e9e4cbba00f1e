// What a step knows of an element's spikes and refractoriness, at the point reached. Where the group has no `refractory`, no element is ever
// refractory.

import type { Dynamics, Refractory } from "@spikefarm/equations";
import type { KernelState } from "../compiled-model.js";
import type { Mask, Value } from "../ir/program.js";
import type { ProgramBuilder } from "../ir/program-builder.js";

import type { KernelInputs } from "./kernel-inputs.js";
import type { StepMemory } from "./step-memory.js";

export const NOT_REFRACTORY: KernelState = { kind: "notRefractory" };
export const LAST_SPIKE: KernelState = { kind: "lastSpike" };

/** `lastspike` before the first spike. */
const NEVER_SECONDS = -1e4;

/** The parts of a step's context that are looked at here. */
interface Surroundings {
  readonly dynamics: Dynamics;
  readonly builder: ProgramBuilder;
  readonly inputs: KernelInputs;
  readonly memory: StepMemory;
}

export const refractoryOf = ({ dynamics: { group } }: Surroundings): Refractory | undefined =>
  group.threshold === undefined ? undefined : group.refractory;

/** Where the element is not refractory. */
export const isFree = (context: Surroundings): Mask =>
  refractoryOf(context) === undefined ? context.builder.truth(true) : readCondition(context, NOT_REFRACTORY);

/** `lastspike`: when the step of the last spike began. */
export function lastSpikeSeconds({ builder, memory, inputs }: Surroundings): Value {
  const step = memory.read(LAST_SPIKE);
  const hasSpiked = builder.lessOrEqual(builder.constant(0), step);
  return builder.select(hasSpiked, builder.multiply(step, inputs.builtin("dt")), builder.constant(NEVER_SECONDS));
}

/** A condition that is kept as 0 or 1. */
export const readCondition = ({ builder, memory }: Pick<Surroundings, "builder" | "memory">, state: KernelState): Mask =>
  builder.not(builder.equal(memory.read(state), builder.constant(0)));

export const asNumber = (builder: ProgramBuilder, condition: Mask): Value =>
  builder.select(condition, builder.constant(1), builder.constant(0));
