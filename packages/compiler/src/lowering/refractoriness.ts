// Refractoriness: a spike makes an element refractory, and it stays so for a time or as long as a condition holds.
//
// It leaves the state at the start of the state update, judged by the values before it, exactly as in Brian 2:
//
//   time        not_refractory = timestep(refractory, dt) ≤ step − last spike
//   condition   not_refractory = not_refractory or not condition
//
// so that what runs before the update (code in the slot `start`) still sees what the last step left. Time is counted in whole steps: a spike
// is remembered by the number of its step, and no time is ever subtracted from another.

import type { Expression } from "@spikefarm/equations";
import type { Mask } from "../ir/program.js";
import { lowerCondition, lowerNumber, timestep } from "./lower-expression.js";
import { asNumber, isFree, LAST_SPIKE, NOT_REFRACTORY, refractoryOf } from "./refractory-state.js";
import { plain, type StepContext } from "./step-context.js";

export function leaveRefractoriness(context: StepContext): void {
  const refractory = refractoryOf(context);
  if (refractory === undefined) return;
  const isDone = refractory.kind === "time" ? hasPassed(context, refractory.value) : hasEnded(context, refractory.value);
  context.memory.update(NOT_REFRACTORY, () => asNumber(context.builder, isDone));
}

/** A spike is remembered by its step, and makes refractory at once. */
export function enterRefractoriness(context: StepContext, spike: Mask): void {
  const { builder, memory, inputs } = context;
  memory.update(LAST_SPIKE, (before) => builder.select(spike, inputs.step(), before()));
  if (refractoryOf(context) === undefined) return;
  memory.update(NOT_REFRACTORY, (before) => builder.select(spike, builder.constant(0), before()));
}

function hasPassed(context: StepContext, duration: Expression): Mask {
  const { builder, inputs, memory, dynamics } = context;
  const seconds = lowerNumber(plain(context), dynamics.substitute(duration));
  const steps = timestep(plain(context), seconds, inputs.builtin("dt"));
  return builder.lessOrEqual(steps, builder.subtract(inputs.step(), memory.read(LAST_SPIKE)));
}

function hasEnded(context: StepContext, condition: Expression): Mask {
  const { builder, dynamics } = context;
  return builder.either(isFree(context), builder.not(lowerCondition(plain(context), dynamics.substitute(condition))));
}
