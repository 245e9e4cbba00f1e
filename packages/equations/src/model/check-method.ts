// The integration method of a group: its name, and, once the whole model is known, whether it can advance the group's equations.

import type { DiagnosticList } from "@spikefarm/protocol";
import type { CheckedGroup, Method } from "../checked-model.js";
import { reportAt, reportIn } from "../errors.js";
import { dynamicsOf, type Surroundings } from "../methods/dynamics.js";
import { planComponents } from "../methods/plan-components.js";
import { nearestName } from "../names/nearest.js";
import type { CheckedVariables } from "./check-variables.js";
import { quote } from "./document-value.js";

const METHODS: readonly ("auto" | Method)[] = ["auto", "exact", "euler", "rk2", "rk4", "exponential_euler", "heun", "milstein"];

/** Names that other simulators have for what ours are called, and what to take instead. */
const OTHER_NAMES: ReadonlyMap<unknown, string> = new Map([
  ["linear", "Brian 2's linear is called exact here"],
  ["independent", "write exact, which solves every linear system"],
  ["exponential-euler", "write exponential_euler"],
  ["gsl_rk2", "write rk2"],
  ["gsl_rk4", "write rk4"],
  ...["gsl", "gsl_rkf45", "gsl_rkck", "gsl_rk8pd"].map(
    (name) => [name, "write rk4, with a dt small enough for the fastest variable"] as const,
  ),
]);

/** The method, `auto` where it is absent or wrong. */
export function checkMethod(value: unknown, path: string, diagnostics: DiagnosticList): CheckedGroup["method"] {
  if (value === undefined) return "auto";
  const method = METHODS.find((known) => known === value);
  if (method !== undefined) return method;
  const isGsl = typeof value === "string" && value.startsWith("gsl");
  const message = isGsl
    ? `${value} is no method here: steps are of fixed length, and the GNU Scientific Library is not part of this farm`
    : `${quote(value)} is not a method`;
  const nearest = nearestName(quote(value), METHODS);
  const help = OTHER_NAMES.get(value) ?? (nearest === undefined ? `the methods are ${METHODS.join(", ")}` : `did you mean ${nearest}?`);
  reportAt(diagnostics, path, "MODEL_VALUE", message, help);
  return "auto";
}

/** Reports every equation of a group that its method cannot advance. */
export function checkMethodFits(
  group: CheckedGroup,
  of: { readonly variables: CheckedVariables; readonly surroundings: Surroundings },
  diagnostics: DiagnosticList,
): void {
  for (const { variable, why, instead } of planComponents(dynamicsOf(group, of.surroundings)).obstacles) {
    const { source, definitions } = of.variables;
    const definition = definitions.find(({ name }) => name === variable)!;
    const message = `the method ${group.method} cannot advance ${variable}: its equation ${why}`;
    const help = instead && `write method: ${instead}${group.method === "auto" ? "" : ", or method: auto"}`;
    reportIn(diagnostics, { source, span: definition.value! }, "EQUATIONS_METHOD", message, help);
  }
}
