// The state update: each component by its integrator, all right-hand sides at the old values.

import { type Component, type CoupledComponent, type Expression, nameNodesIn, type SteppedComponent } from "@spikefarm/equations";
import type { Mask, Value } from "../ir/program.js";
import { advanceStepped } from "../schemes/advance-stepped.js";
import { exactSingle } from "../schemes/exact-single.js";
import { hasConstant, type Propagator, type Regime, reaches } from "../schemes/propagator.js";
import { lowerNumber } from "./lower-expression.js";
import { plain, rightHandSide, type StepContext } from "./step-context.js";

/** The new values of all state variables. `isFree`: where the slot is not refractory. */
export function advance(context: StepContext, components: readonly Component[], isFree: Mask): ReadonlyMap<string, Value> {
  return new Map(components.flatMap((component) => advanceComponent(context, component, isFree)));
}

function advanceComponent(context: StepContext, component: Component, isFree: Mask): readonly (readonly [string, Value])[] {
  const { builder, dynamics, values, inputs } = context;
  const dt = inputs.builtin("dt");
  const freeze = (name: string, advanced: Value) =>
    dynamics.frozen.has(name) ? builder.select(isFree, advanced, values.get(name)!) : advanced;
  switch (component.kind) {
    case "single": {
      const { variable, form } = component;
      const advanced = exactSingle(rightHandSide(context), form, variable, values.get(variable)!, dt);
      return [[variable, freeze(variable, advanced)]];
    }
    case "stepped":
      return advanceBySteps(context, component, isFree).map(([name, advanced]) => [name, freeze(name, advanced)] as const);
    case "coupled":
      return advanceCoupled(context, component, isFree);
  }
}

function advanceBySteps(context: StepContext, component: SteppedComponent, isFree: Mask): readonly (readonly [string, Value])[] {
  const { builder, dynamics, values, inputs } = context;
  const { variables } = component;
  // Where all are frozen alike no stage need know: what they come to is dropped.
  const areMixed = variables.some((name) => dynamics.frozen.has(name)) && !variables.every((name) => dynamics.frozen.has(name));
  const dt = inputs.builtin("dt");
  const advanced = advanceStepped(component, {
    lowering: rightHandSide(context),
    x: variables.map((name) => values.get(name)!),
    t: inputs.builtin("t"),
    dt,
    increment: (noise) => builder.multiply(builder.squareRoot(dt), lowerNumber(plain(context), standardNormal(dynamics.group.name, noise))),
    mayMove: (name) => (areMixed && dynamics.frozen.has(name) ? isFree : undefined),
  });
  return variables.map((name, at) => [name, advanced[at]!] as const);
}

/** One number a noise, element and step, the same in every equation and stage that names the noise. */
const standardNormal = (group: string, noise: string): Expression => ({
  kind: "draw",
  name: "randn",
  arguments: [],
  stream: { class: "noise", object: group, code: noise, target: "", ordinal: 0 },
  type: "float",
});

/** Where only some variables are frozen, the others follow a second set of coefficients while the slot is refractory. */
function advanceCoupled(context: StepContext, component: CoupledComponent, isFree: Mask): readonly (readonly [string, Value])[] {
  const { builder, dynamics, values } = context;
  const running = propagate(context, component, "running");
  if (!component.variables.some((name) => dynamics.frozen.has(name))) return running;
  const refractory = new Map(propagate(context, component, "refractory"));
  return running.map(([name, advanced]) => {
    const otherwise = dynamics.frozen.has(name) ? values.get(name)! : refractory.get(name)!;
    return [name, builder.select(isFree, advanced, otherwise)];
  });
}

/** x(t + dt) = Σⱼ Eᵢⱼ·(xⱼ − centreⱼ) + offsetᵢ, see propagator.ts. */
function propagate(context: StepContext, component: CoupledComponent, regime: Regime): readonly (readonly [string, Value])[] {
  const { builder: o, dynamics, values, inputs } = context;
  const still = regime === "refractory" ? dynamics.frozen : new Set<string>();
  const constants = constantsOf(context, component);
  const propagator: Propagator = { component, regime, still, constantNames: [...new Set(constants.map(({ name }) => name))] };
  const index = context.propagators.push(propagator) - 1;
  const names = [...component.variables, ...component.held];
  const isUniform = constants.every(({ from, name }) => from !== "variable" && name !== "i" && !context.options.varying.has(name));
  const coefficient = (part: "matrix" | "centre" | "offset", place: number) =>
    inputs.coefficient({ kind: "coefficient", propagator: index, part, index: place }, isUniform);
  const isReached = reaches(propagator);
  const isForced = hasConstant(propagator);
  const moving = component.variables.filter((name) => !still.has(name));
  return moving.map((name) => {
    const row = names.indexOf(name);
    const terms = names.flatMap((other, column) => {
      if (!isReached(row, column)) return [];
      const x = values.get(other)!;
      const distance = isForced ? o.subtract(x, coefficient("centre", column)) : x;
      return [o.multiply(coefficient("matrix", row * names.length + column), distance)];
    });
    const total = terms.reduce((sum, term) => o.add(sum, term));
    return [name, isForced ? o.add(total, coefficient("offset", row)) : total];
  });
}

/** What the derivatives name besides the component's own variables. */
function constantsOf({ dynamics }: StepContext, component: CoupledComponent) {
  const unknown = new Set([...component.variables, ...component.held]);
  return component.variables
    .flatMap((name) => nameNodesIn(dynamics.derivatives.get(name)!))
    .filter(({ from, name }) => !(from === "variable" && unknown.has(name)));
}
