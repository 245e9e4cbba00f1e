// Which integrator advances which state variables.
//
// Variables whose derivatives name each other, in either direction, form a component. What the group's `method` names advances every component.
// `auto` first takes out all that has an exact solution, whatever rests on it: variables whose equations are linear, without noise, with
// coefficients that stay constant over a step, and name no state variables but such. A synaptic conductance that decays is one, also where the
// membrane it acts on is not linear. Of these and of the rest it makes components, and takes for each
//
//   exact    of what was taken out
//   euler    any other without noise or with additive noise
//   heun     multiplicative noise: its strength changes within the step
//
// A component that is advanced exactly is single, dx/dt = a·x + b, or coupled, dx/dt = A·x + H·u + b. What a coupled one names that changes from
// step to step and stands still within each is an input u: what statements change, timed arrays, draws. A and b stay constant over the run.
//
// What a method cannot do is an obstacle, told with a method that can: the checker shows it at the equation, the compiler trusts that there is none.

import type { Expression, Method } from "../checked-model.js";
import { expanded, type LinearForm, linearForm } from "../linearity/linear-form.js";
import { nameNodesIn, someNode } from "../linearity/walk-expression.js";
import type { Dynamics } from "./dynamics.js";
import { conditionallyLinearForm, methodForNoise, noiseObstacle, type Obstacle, obstacleTo } from "./obstacles.js";
import { isNoisy, type SplitDerivative, splitNoise } from "./split-noise.js";

/** Variables in the largest component that has a matrix exponential. */
const MAX_COUPLED_VARIABLES = 8;

export type Component = ExactComponent | SteppedComponent;

type ExactComponent = { readonly kind: "single"; readonly variable: string; readonly form: LinearForm } | CoupledComponent;

export interface CoupledComponent {
  readonly kind: "coupled";
  readonly variables: readonly string[];
  /** By names of their own. */
  readonly inputs: ReadonlyMap<string, Expression>;
  /** Of each of `variables`; the unknowns are variables and inputs. */
  readonly forms: readonly LinearForm[];
}

/** Advanced by the textbook lines of a scheme. */
export interface SteppedComponent {
  readonly kind: "stepped";
  readonly method: Exclude<Method, "exact">;
  readonly variables: readonly string[];
  /** Of each of `variables`. */
  readonly derivatives: readonly SplitDerivative[];
  /** Of each of `variables` in its own derivative, for exponential_euler; else empty. Undefined where the variable is absent from it. */
  readonly ownCoefficients: readonly (Expression | undefined)[];
}

export interface MethodPlan {
  readonly components: readonly Component[];
  /** In the order of the variables; a component with one is left out of `components`. */
  readonly obstacles: readonly Obstacle[];
}

export function planComponents(dynamics: Dynamics): MethodPlan {
  const names = [...dynamics.derivatives.keys()];
  const uses = usesOf(dynamics);
  const exact = dynamics.group.method === "auto" ? exactPart(dynamics, uses, names) : [];
  const solved = exact.flatMap((component) => (component.kind === "single" ? [component.variable] : component.variables));
  const rest = names.filter((name) => !solved.includes(name));
  const plans = [...exact, ...connected(uses, rest).map((variables) => planComponent(dynamics, variables))];
  const place = (plan: Component | Obstacle) => names.indexOf("variables" in plan ? plan.variables[0]! : plan.variable);
  plans.sort((one, other) => place(one) - place(other));
  const components = plans.flatMap((plan) => (isObstacle(plan) ? [] : [plan]));
  return { components, obstacles: plans.filter(isObstacle) };
}

/** The state variables that each state variable's derivative names. */
type Uses = ReadonlyMap<string, ReadonlySet<string>>;

function usesOf({ derivatives }: Dynamics): Uses {
  const statesIn = (derivative: Expression) =>
    nameNodesIn(derivative).flatMap(({ from, name }) => (from === "variable" && derivatives.has(name) ? [name] : []));
  return new Map([...derivatives].map(([name, derivative]) => [name, new Set(statesIn(derivative))]));
}

function exactPart(dynamics: Dynamics, uses: Uses, names: readonly string[]): readonly ExactComponent[] {
  const candidates = names.filter((name) => !isNoisy(dynamics.derivatives.get(name)!));
  return connected(uses, candidates).flatMap((variables) => exactWithin(dynamics, uses, variables));
}

/** All of these variables, or what is left of them without those that have no exact solution and those that rest on such. */
function exactWithin(dynamics: Dynamics, uses: Uses, variables: readonly string[]): readonly ExactComponent[] {
  const without = (removed: readonly string[]) =>
    connected(uses, notRestingOn(uses, removed, variables)).flatMap((rest) => exactWithin(dynamics, uses, rest));
  const variableIn = stateIn(variables);
  const curved = variables.filter((name) => linearForm(dynamics.derivatives.get(name)!, variableIn, dynamics.isStepConstant) === undefined);
  if (curved.length > 0) return without(curved);
  const plan = exactComponent(dynamics, variables);
  if (!isObstacle(plan)) return [plan];
  // They are too many, or a coefficient of theirs changes during the run: the one that names most goes.
  const usesIn = (name: string) => uses.get(name)!.size;
  return without([variables.reduce((most, name) => (usesIn(name) > usesIn(most) ? name : most))]);
}

function notRestingOn(uses: Uses, removed: readonly string[], variables: readonly string[]): readonly string[] {
  const gone = new Set(removed);
  for (let before = -1; before !== gone.size; ) {
    before = gone.size;
    for (const name of variables) if ([...uses.get(name)!].some((other) => gone.has(other))) gone.add(name);
  }
  return variables.filter((name) => !gone.has(name));
}

/** The integrator of each state variable. */
export function methodsOf(components: readonly Component[]): ReadonlyMap<string, Method> {
  return new Map(
    components.flatMap((component) =>
      component.kind === "single"
        ? [[component.variable, "exact"] as const]
        : component.variables.map((name) => [name, component.kind === "coupled" ? "exact" : component.method] as const),
    ),
  );
}

const isObstacle = (plan: Component | Obstacle): plan is Obstacle => "why" in plan;

/** Sets of these variables that name each other, directly or through others; each in declared order. */
function connected(uses: Uses, names: readonly string[]): readonly (readonly string[])[] {
  const label = new Map(names.map((name) => [name, name]));
  for (const name of names) {
    for (const other of uses.get(name)!) {
      if (!label.has(other)) continue;
      const [kept, merged] = [label.get(name)!, label.get(other)!];
      if (kept === merged) continue;
      for (const each of names) if (label.get(each) === merged) label.set(each, kept);
    }
  }
  return [...new Set(label.values())].map((kept) => names.filter((name) => label.get(name) === kept));
}

function planComponent(dynamics: Dynamics, variables: readonly string[]): Component | Obstacle {
  const { method } = dynamics.group;
  const noisy = method === "exact" ? variables.find((variable) => isNoisy(dynamics.derivatives.get(variable)!)) : undefined;
  if (noisy !== undefined) return noiseObstacle(dynamics, noisy);
  return method === "exact" ? exactComponent(dynamics, variables) : steppedComponent(dynamics, variables);
}

function exactComponent(dynamics: Dynamics, variables: readonly string[]): ExactComponent | Obstacle {
  const derivativeOf = (variable: string) => dynamics.derivatives.get(variable)!;
  const first = variables[0]!;
  const variableIn = stateIn(variables);
  if (variables.length === 1) {
    const form = linearForm(derivativeOf(first), variableIn, dynamics.isStepConstant);
    return form === undefined ? notLinear(dynamics, first, variables) : { kind: "single", variable: first, form };
  }
  if (variables.length > MAX_COUPLED_VARIABLES) {
    const why = `is one of ${variables.length} coupled ones, more than the ${MAX_COUPLED_VARIABLES} whose exact solution is computed`;
    return { variable: first, why, instead: "rk4" };
  }
  const inputs = new Map<string, Expression>();
  const unknownOf = (node: Expression) => variableIn(node) ?? (dynamics.isStepConstant(node) ? inputOf(inputs, node) : undefined);
  const forms = variables.map((variable) => linearForm(derivativeOf(variable), unknownOf, dynamics.isLoopConstant));
  const culprit = forms.indexOf(undefined);
  if (culprit >= 0) return notLinear(dynamics, variables[culprit]!, variables);
  return { kind: "coupled", variables, inputs, forms: forms as readonly LinearForm[] };
}

const stateIn =
  (variables: readonly string[]) =>
  (node: Expression): string | undefined =>
    node.kind === "name" && node.from === "variable" && variables.includes(node.name) ? node.name : undefined;

/** The input that an expression is, known or new; no variable's name has a space. */
function inputOf(inputs: Map<string, Expression>, expression: Expression): string {
  const text = JSON.stringify(expression);
  const known = [...inputs].find(([, input]) => JSON.stringify(input) === text);
  const name = known?.[0] ?? `input ${inputs.size}`;
  inputs.set(name, expression);
  return name;
}

function notLinear({ derivatives, isStepConstant }: Dynamics, variable: string, variables: readonly string[]): Obstacle {
  const variableIn = stateIn(variables);
  const freeOfStates = (expression: Expression) => !someNode(expression, (node) => variableIn(node) !== undefined);
  const isLinear = linearForm(derivatives.get(variable)!, variableIn, freeOfStates) !== undefined;
  if (!isLinear) return { variable, why: `is not linear in ${variables.join(", ")}`, instead: "euler" };
  const isSteady = linearForm(derivatives.get(variable)!, variableIn, isStepConstant) !== undefined;
  const why = isSteady ? "is coupled to others by a coefficient that changes during the run" : "has a term that changes within a step";
  return { variable, why: `${why}, so it has no exact solution here`, instead: "euler" };
}

function steppedComponent(dynamics: Dynamics, variables: readonly string[]): Component | Obstacle {
  const derivatives: SplitDerivative[] = [];
  for (const variable of variables) {
    const split = splitNoise(dynamics.derivatives.get(variable)!);
    if (split === undefined) return { variable, why: "is not linear in its noise, so no method can: it must read f + g*xi" };
    derivatives.push(split);
  }
  const asked = dynamics.group.method;
  const method = asked === "auto" || asked === "exact" ? methodForNoise(dynamics, derivatives) : asked;
  const stepped = { kind: "stepped", method, variables, derivatives } as const;
  return obstacleTo(dynamics, stepped) ?? { ...stepped, ownCoefficients: ownCoefficientsOf(dynamics, stepped) };
}

/** What exponential_euler multiplies time by: the coefficient of each variable in its own derivative; undefined where it is absent. */
function ownCoefficientsOf(dynamics: Dynamics, { method, variables }: Pick<SteppedComponent, "method" | "variables">) {
  if (method !== "exponential_euler") return [];
  return variables.map((variable) => expanded(conditionallyLinearForm(dynamics, variable)!).coefficients.get(variable));
}
