// The integration method of a group. `exact` needs equations that are linear in the state variables and do not depend on time.

import type { DiagnosticList } from "@spikefarm/protocol";
import type { CheckedGroup, GroupVariable } from "../checked-model.js";
import { reportAt, reportIn } from "../errors.js";
import { inlineSubexpressions } from "../linearity/inline-subexpressions.js";
import { linearize } from "../linearity/linearize.js";
import { nearestName } from "../names/nearest.js";
import type { CheckedVariables } from "./check-variables.js";
import { quote } from "./document-value.js";

const METHODS = ["auto", "exact", "euler"] as const;
const RESERVED = ["rk2", "rk4", "heun", "milstein", "exponential_euler", "gsl", "gsl_rkf45", "gsl_rk2", "gsl_rk4", "gsl_rkck", "gsl_rk8pd"];

type Method = CheckedGroup["method"];

/** The method, `auto` where it is absent or wrong. */
export function checkMethod(
  value: unknown,
  of: { readonly path: string; readonly variables: CheckedVariables },
  diagnostics: DiagnosticList,
): Method {
  if (value === undefined) return "auto";
  const path = `${of.path}.method`;
  const list = `the methods are ${METHODS.join(", ")}`;
  const method = METHODS.find((known) => known === value);
  if (method === undefined) {
    if (RESERVED.some((known) => known === value)) {
      reportAt(diagnostics, path, "MODEL_RESERVED_KEY", `the method ${value} is reserved, not yet part of the language`, list);
    } else {
      const nearest = value === "linear" ? "exact" : nearestName(quote(value), METHODS);
      reportAt(
        diagnostics,
        path,
        "MODEL_VALUE",
        `${quote(value)} is not a method`,
        nearest === undefined ? list : `did you mean ${nearest}?`,
      );
    }
    return "auto";
  }
  if (method === "exact") checkLinear(of.variables, diagnostics);
  return method;
}

function checkLinear(checked: CheckedVariables, diagnostics: DiagnosticList): void {
  const states = checked.variables.filter((variable): variable is GroupVariable & { kind: "state" } => variable.kind === "state");
  const names = new Set(states.map((state) => state.name));
  for (const state of states) {
    const linear = linearize(inlineSubexpressions(state.derivative, checked), names);
    if (linear !== undefined && !linear.dependsOnTime) continue;
    const definition = checked.definitions.find((candidate) => candidate.name === state.name)!;
    const reason = linear === undefined ? `is not linear in ${[...names].join(", ")}` : "depends on t";
    const message = `the equation of ${state.name} ${reason}, so it has no exact solution here`;
    reportIn(
      diagnostics,
      { source: checked.source, span: definition.value! },
      "EQUATIONS_METHOD",
      message,
      "write method: euler, or method: auto",
    );
  }
}
