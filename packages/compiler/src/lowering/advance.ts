// The state update: each component by its integrator, all right-hand sides at the old values.

import { type Component, type CoupledComponent, type Expression, nameNodesIn, partsOf, type SteppedComponent } from "@spikefarm/equations";
import type { Matrix } from "@spikefarm/numerics";
import type { Mask, Value } from "../ir/program.js";
import { advanceStepped } from "../schemes/advance-stepped.js";
import { exactSingle } from "../schemes/exact-single.js";
import { type Coefficients, coefficientsOf, type Propagator, type Regime, structureOf } from "../schemes/propagator.js";
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
  const frozen = component.variables.filter((name) => dynamics.frozen.has(name));
  if (frozen.length === 0) return running;
  const refractory = new Map(frozen.length === component.variables.length ? [] : propagate(context, component, "refractory"));
  return running.map(([name, advanced]) => [name, builder.select(isFree, advanced, refractory.get(name) ?? values.get(name)!)]);
}

/** x(t + dt) = E·(x − c) + F·u + o, see propagator.ts. */
function propagate(context: StepContext, component: CoupledComponent, regime: Regime): readonly (readonly [string, Value])[] {
  const { builder: o, dynamics, values } = context;
  const still = component.variables.filter((name) => regime === "refractory" && dynamics.frozen.has(name));
  const propagator: Propagator = {
    component,
    regime,
    moving: component.variables.filter((name) => !still.includes(name)),
    given: [...still, ...component.inputs.keys()],
    constantNames: [...new Set(constantsOf(component).map(({ name }) => name))],
  };
  const { own, given, centre, offset } = coefficientsIn(context, propagator);
  const distances = propagator.moving.map((name, at) => {
    const centred = centre[at];
    return centred === undefined ? values.get(name)! : o.subtract(values.get(name)!, centred);
  });
  const terms = (row: readonly (Value | undefined)[], factors: readonly Value[]) =>
    row.flatMap((entry, column) => (entry === undefined ? [] : [o.multiply(entry, factors[column]!)]));
  const inputs = propagator.given.map((name) => {
    const input = component.inputs.get(name);
    return input === undefined ? values.get(name)! : lowerNumber(rightHandSide(context), input);
  });
  return propagator.moving.map((name, row) => {
    const sum = [...terms(own[row]!, distances), ...terms(given[row]!, inputs)].reduce((total, term) => o.add(total, term));
    return [name, offset[row] === undefined ? sum : o.add(sum, offset[row])] as const;
  });
}

/** Small systems are solved in the kernel, once a slot; for large ones, or where there are many, the host sends numbers. */
function coefficientsIn(context: StepContext, propagator: Propagator): Coefficients<Value> {
  const { inputs, propagators, settle, solvedInKernel } = context;
  const structure = structureOf(propagator);
  const products = productsIn(structure.own);
  if (products <= MAX_PRODUCTS_OF_ONE && solvedInKernel.products + products <= MAX_PRODUCTS_IN_KERNEL) {
    solvedInKernel.products += products;
    return coefficientsOf(propagator, rightHandSide(context), inputs.builtin("dt"), settle);
  }
  const place = propagators.push(propagator) - 1;
  const isUniform = constantsOf(propagator.component).every(
    ({ from, name }) => from !== "variable" && name !== "i" && !context.options.varying.has(name),
  );
  const coefficient = (part: keyof Coefficients<Value>, index: number, entry: number | undefined) =>
    entry === undefined ? undefined : inputs.coefficient({ kind: "coefficient", propagator: place, part, index }, isUniform);
  const matrix = (part: "own" | "given") =>
    structure[part].map((row, at) => row.map((entry, column) => coefficient(part, at * row.length + column, entry)));
  const vector = (part: "centre" | "offset") => structure[part].map((entry, index) => coefficient(part, index, entry));
  return { own: matrix("own"), given: matrix("given"), centre: vector("centre"), offset: vector("offset") };
}

/** Of two entries in a square of a matrix: 64 where four variables are all coupled. */
const MAX_PRODUCTS_OF_ONE = 64;
/** The same of all systems of a group, in each of their regimes: with many squarings they fill half of the nodes that a program may have. */
const MAX_PRODUCTS_IN_KERNEL = 128;

function productsIn(matrix: Matrix<number>): number {
  const isThere = (row: number, column: number) => (matrix[row]![column] === undefined ? 0 : 1);
  const places = [...matrix.keys()];
  return places.reduce(
    (sum, i) => places.reduce((all, j) => places.reduce((count, k) => count + isThere(i, j) * isThere(j, k), all), sum),
    0,
  );
}

/** The names that coefficients rest on. */
const constantsOf = ({ forms }: CoupledComponent) => forms.flatMap(partsOf).flatMap(nameNodesIn);
