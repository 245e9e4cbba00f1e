// A derivative with white noise, dx/dt = f(x, t) + Σ gₖ(x, t)·ξₖ, into its drift f and the strength gₖ of each noise.

import type { Expression } from "../checked-model.js";
import { expanded, linearForm } from "../linearity/linear-form.js";
import { someNode } from "../linearity/walk-expression.js";

export interface SplitDerivative {
  /** Undefined where there is noise only. */
  readonly drift: Expression | undefined;
  /** By the name of the noise, `xi` or `xi_NAME`, in order of appearance. */
  readonly strengths: ReadonlyMap<string, Expression>;
}

/** Undefined where the derivative is not linear in its noise. */
export function splitNoise(derivative: Expression): SplitDerivative | undefined {
  if (!isNoisy(derivative)) return { drift: derivative, strengths: new Map() };
  const form = linearForm(
    derivative,
    (node) => (node.kind === "name" && node.from === "noise" ? node.name : undefined),
    (expression) => !isNoisy(expression),
  );
  if (form === undefined) return undefined;
  const { constant, coefficients } = expanded(form);
  return { drift: constant, strengths: coefficients };
}

export const isNoisy = (expression: Expression): boolean => someNode(expression, (node) => node.kind === "name" && node.from === "noise");
