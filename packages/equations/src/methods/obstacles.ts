// What a stepping method cannot do.
//
//   euler               noise whose strength changes within the step (it would converge to Itô's solution, the others to Stratonovich's)
//   rk2 rk4             any noise
//   exponential_euler   any noise; a derivative that is not linear in its own variable
//   milstein            noise that is not diagonal: two noises in one equation, one in two, or a strength that names another noisy variable
//                       (its line leaves out the double integrals of two noises)
//   heun                nothing

import type { Expression, Method } from "../checked-model.js";
import { type LinearForm, linearForm } from "../linearity/linear-form.js";
import { nameNodesIn, someNode } from "../linearity/walk-expression.js";
import type { Dynamics } from "./dynamics.js";
import { isNoisy, type SplitDerivative, splitNoise } from "./split-noise.js";

/** Why a method cannot advance a variable, and one that can, if there is one. */
export interface Obstacle {
  readonly variable: string;
  /** Follows "the equation of x …". */
  readonly why: string;
  readonly instead?: Method;
}

interface Stepped {
  readonly method: Exclude<Method, "exact">;
  readonly variables: readonly string[];
  readonly derivatives: readonly SplitDerivative[];
}

/** The first obstacle on the method's way. */
export function obstacleTo(dynamics: Dynamics, { method, variables, derivatives }: Stepped): Obstacle | undefined {
  const noisy = variables.find((_, at) => derivatives[at]!.strengths.size > 0);
  switch (method) {
    case "heun":
      return undefined;
    case "euler": {
      const culprit = variables.find((_, at) => !isAdditive(dynamics, derivatives[at]!));
      return culprit === undefined
        ? undefined
        : { variable: culprit, why: "has noise whose strength depends on a variable or on t", instead: "heun" };
    }
    case "rk2":
    case "rk4":
      return noisy === undefined ? undefined : noiseObstacle(dynamics, noisy);
    case "exponential_euler": {
      if (noisy !== undefined) return noiseObstacle(dynamics, noisy);
      const culprit = variables.find((variable) => conditionallyLinearForm(dynamics, variable) === undefined);
      return culprit === undefined ? undefined : { variable: culprit, why: `is not linear in ${culprit}`, instead: "rk4" };
    }
    case "milstein":
      return crossedNoise(dynamics, variables, derivatives);
  }
}

export function noiseObstacle(dynamics: Dynamics, variable: string): Obstacle {
  const split = splitNoise(dynamics.derivatives.get(variable)!);
  return { variable, why: "has noise", instead: split === undefined ? "heun" : methodForNoise(dynamics, [split]) };
}

/** Euler's method where no noise's strength changes within a step, else Heun's. */
export function methodForNoise(dynamics: Dynamics, derivatives: readonly SplitDerivative[]): "euler" | "heun" {
  return derivatives.every((derivative) => isAdditive(dynamics, derivative)) ? "euler" : "heun";
}

function isAdditive(dynamics: Dynamics, { strengths }: SplitDerivative): boolean {
  const isSteady = ({ from, name }: { readonly from: string; readonly name: string }) =>
    from === "builtin" ? name !== "t" : !dynamics.derivatives.has(name);
  return [...strengths.values()].every((strength) => nameNodesIn(strength).every(isSteady));
}

/** dx/dt = a·x + b, a and b free of x. */
export function conditionallyLinearForm({ derivatives }: Dynamics, variable: string): LinearForm | undefined {
  const isVariable = (node: Expression) => node.kind === "name" && node.from === "variable" && node.name === variable;
  return linearForm(
    derivatives.get(variable)!,
    (node) => (isVariable(node) ? variable : undefined),
    (expression) => !someNode(expression, isVariable),
  );
}

function crossedNoise(dynamics: Dynamics, variables: readonly string[], derivatives: readonly SplitDerivative[]): Obstacle | undefined {
  const equationsOf = (noise: string) => [...dynamics.derivatives.values()].filter((derivative) => namesNoise(derivative, noise)).length;
  const isNoisyVariable = (name: string) => dynamics.derivatives.has(name) && isNoisy(dynamics.derivatives.get(name)!);
  for (const [at, variable] of variables.entries()) {
    const { strengths } = derivatives[at]!;
    const [noise, ...others] = strengths.keys();
    if (noise === undefined) continue;
    const obstacle = (why: string): Obstacle => ({
      variable,
      why: `${why}, and milstein needs a noise of its own for each variable`,
      instead: "heun",
    });
    if (others.length > 0) return obstacle(`has ${strengths.size} noises`);
    if (equationsOf(noise) > 1) return obstacle(`shares ${noise} with another`);
    const other = nameNodesIn(strengths.get(noise)!).find(
      ({ from, name }) => from === "variable" && name !== variable && isNoisyVariable(name),
    );
    if (other !== undefined) return obstacle(`has noise whose strength depends on ${other.name}, which has noise itself`);
  }
  return undefined;
}

const namesNoise = (derivative: Parameters<typeof nameNodesIn>[0], noise: string): boolean =>
  nameNodesIn(derivative).some(({ from, name }) => from === "noise" && name === noise);
