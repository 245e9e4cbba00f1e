// The parameters of one trial: defaults, then what the sweep sets, then the derived ones (IDENTITY 1: doubles from resolved doubles).

import type { CheckedParameter, Expression } from "../checked-model.js";
import { evaluate } from "../expression/evaluate.js";

/** Every parameter's value in SI; booleans are 0 or 1. A derived parameter that the sweep sets keeps the sweep's value. */
export function resolveParameters(
  parameters: readonly CheckedParameter[],
  swept: ReadonlyMap<string, number | boolean | string>,
): Map<string, number | string> {
  const resolved = new Map<string, number | string>();
  const lookup = (name: string): number => {
    const value = resolved.get(name);
    if (typeof value !== "number")
      throw new RangeError(`The parameter ${name} has no number; derived parameters come after what they use.`);
    return value;
  };
  for (const { name, value, derived } of parameters) {
    const given = swept.get(name) ?? value;
    if (typeof given === "boolean") resolved.set(name, given ? 1 : 0);
    else if (given !== undefined) resolved.set(name, given);
    else if (derived !== undefined) resolved.set(name, evaluate(derived, lookup));
  }
  return resolved;
}

/** What an expression over parameters comes to while no sweep sets any. */
export function defaultValue(expression: Expression, parameters: readonly CheckedParameter[]): number {
  const resolved = resolveParameters(parameters, new Map());
  return evaluate(expression, (name) => Number(resolved.get(name)));
}
