// The integrators of a model's groups, as the compiler takes them.

import {
  type CheckedGroup,
  type CheckedModel,
  type Component,
  type Dynamics,
  defaultValue,
  dynamicsOf,
  type Method,
  methodsOf,
  type Obstacle,
  planComponents,
} from "@spikefarm/equations";
import { CodedError } from "@spikefarm/protocol";
import type { CompilerCode } from "../errors.js";

/** The integrator of every state variable, by group; `dtSeconds` is the model's own by default. Throws COMPILER_METHOD_UNSUPPORTED. */
export function planMethods(model: CheckedModel, dtSeconds?: number): ReadonlyMap<string, ReadonlyMap<string, Method>> {
  return new Map(model.groups.map((group) => [group.name, methodsOf(planGroup(model, group, dtSeconds).components)]));
}

/** Throws a CodedError COMPILER_METHOD_UNSUPPORTED: the checker has seen a model's own dt only, and a sweep may set another. */
export function planGroup(
  model: CheckedModel,
  group: CheckedGroup,
  dtSeconds = defaultValue(model.dt, model.parameters),
): { readonly dynamics: Dynamics; readonly components: readonly Component[] } {
  const dynamics = dynamicsOf(group, { inputs: model.inputs, data: model.data, dtSeconds });
  const { components, obstacles } = planComponents(dynamics);
  if (obstacles[0] !== undefined) throw unsupported(group, obstacles[0]);
  return { dynamics, components };
}

function unsupported(group: CheckedGroup, { variable, why, instead }: Obstacle): CodedError {
  const code: CompilerCode = "COMPILER_METHOD_UNSUPPORTED";
  const remedy = instead === undefined ? "Write it so." : `Use method "${instead}", or leave it out.`;
  const message = `Method "${group.method}" cannot advance group "${group.name}": the equation of ${variable} ${why}. ${remedy}`;
  return new CodedError(code, message, { details: { group: group.name, variable, method: instead } });
}
