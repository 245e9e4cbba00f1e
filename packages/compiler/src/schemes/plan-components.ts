// Which integrator advances which state variables.
//
// Variables whose derivatives name each other form a component. A linear component is advanced exactly, any other by Euler's method:
//
//   single    dx/dt = a·x + b       its coefficients are computed in the kernel, once a slot before the steps
//   coupled   dx/dt = A·x + b       a matrix exponential a slot, computed on the host before the run
//   euler     anything else, and whatever says `method: euler`
//
// A coupled component may contain element parameters that statements change, and subexpressions that are constant over a step: they join it
// as variables that stand still (`held`), so the matrix itself stays constant. A derivative that names `t` is not linear in this sense: its forcing changes within the step.

import { type CheckedModel, type Expression, nameNodesIn } from "@spikefarm/equations";
import { CodedError } from "@spikefarm/protocol";
import type { CompilerCode } from "../errors.js";
import { type Dynamics, dynamicsOf } from "./dynamics.js";
import { divided, type LinearForm, linearForm } from "./linear-form.js";

/** Variables, held ones included, in the largest component that has a matrix exponential. */
const MAX_COUPLED_VARIABLES = 8;

export type Component =
  | { readonly kind: "single"; readonly variable: string; readonly form: LinearForm }
  | CoupledComponent
  | { readonly kind: "euler"; readonly variables: readonly string[] };

export interface CoupledComponent {
  readonly kind: "coupled";
  readonly variables: readonly string[];
  readonly held: readonly string[];
  /** Of each of `variables`, with nothing left to divide. */
  readonly forms: readonly LinearForm[];
}

/** The integrator of every state variable, by group. Throws COMPILER_METHOD_UNSUPPORTED where `method: exact` is asked of equations that are not linear. */
export function planMethods(model: CheckedModel): ReadonlyMap<string, ReadonlyMap<string, "exact" | "euler">> {
  return new Map(model.groups.map((group) => [group.name, methodsOf(planComponents(dynamicsOf(model, group)))]));
}

export function methodsOf(components: readonly Component[]): ReadonlyMap<string, "exact" | "euler"> {
  return new Map(
    components.flatMap((component) =>
      variablesOf(component).map((name) => [name, component.kind === "euler" ? "euler" : "exact"] as const),
    ),
  );
}

const variablesOf = (component: Component) => (component.kind === "single" ? [component.variable] : component.variables);

export function planComponents(dynamics: Dynamics): readonly Component[] {
  return connected(dynamics.derivatives).map((variables) => {
    const component = dynamics.group.method === "euler" ? undefined : exactComponent(dynamics, variables);
    if (component === undefined && dynamics.group.method === "exact") throw unsupported(dynamics, variables);
    return component ?? { kind: "euler", variables };
  });
}

/** Sets of variables that name each other, directly or through others; each in declared order. */
function connected(derivatives: ReadonlyMap<string, Expression>): readonly (readonly string[])[] {
  const names = [...derivatives.keys()];
  const label = new Map(names.map((name) => [name, name]));
  for (const [name, derivative] of derivatives) {
    for (const other of nameNodesIn(derivative)) {
      if (other.from !== "variable" || !label.has(other.name)) continue;
      const [kept, merged] = [label.get(name)!, label.get(other.name)!];
      for (const each of names) if (label.get(each) === merged) label.set(each, kept);
    }
  }
  return [...new Set(label.values())].map((kept) => names.filter((name) => label.get(name) === kept));
}

function exactComponent(dynamics: Dynamics, variables: readonly string[]): Component | undefined {
  const derivativeOf = (variable: string) => dynamics.derivatives.get(variable)!;
  if (variables.length === 1) {
    const variable = variables[0]!;
    const form = linearForm(derivativeOf(variable), (name) => name === variable, dynamics.isStepConstant);
    return form && { kind: "single", variable, form };
  }
  const named = new Set(variables.flatMap((variable) => nameNodesIn(derivativeOf(variable)).map(({ name }) => name)));
  const held = [...dynamics.held].filter((name) => named.has(name));
  if (variables.length + held.length > MAX_COUPLED_VARIABLES) return undefined;
  const isUnknown = (name: string) => variables.includes(name) || held.includes(name);
  const forms = variables.map((variable) => linearForm(derivativeOf(variable), isUnknown, dynamics.isLoopConstant));
  if (!forms.every((form) => form !== undefined)) return undefined;
  return { kind: "coupled", variables, held, forms: forms.map(divided) };
}

function unsupported({ group }: Dynamics, variables: readonly string[]): CodedError {
  const code: CompilerCode = "COMPILER_METHOD_UNSUPPORTED";
  const why =
    variables.length > MAX_COUPLED_VARIABLES
      ? `${variables.length} coupled variables are more than the ${MAX_COUPLED_VARIABLES} it takes`
      : "their equations are not linear with coefficients that stay constant over a step";
  const names = variables.map((name) => `"${name}"`).join(", ");
  const message = `Method "exact" cannot advance ${names} of group "${group.name}": ${why}. Use method "euler", or leave it out.`;
  return new CodedError(code, message, { details: { group: group.name, variables, method: "euler" } });
}
