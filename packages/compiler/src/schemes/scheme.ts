// Integrators as their textbook lines. What may stand in a line:
//
//   x t dt          the variables at the start of the step, its time, its length
//   f(x, t)         the drift: the derivatives without their noise
//   g(x, t)         the strength of each noise in each derivative; times one number a noise, or a number for all, it is summed over the noises
//   a(x, t)         the coefficient of each variable in its own derivative
//   dW              the increment of each noise's Wiener process over the step
//   + − * / **      element by element; sqrt, exprel
//
// `s = …` names a value for the lines below, `x += …` and `x = …` say what the step makes of the variables.

import { parseStatements, type StatementSyntax } from "@spikefarm/equations";
import { DiagnosticList, formatDiagnostic } from "@spikefarm/protocol";

export interface Scheme {
  readonly lines: readonly StatementSyntax[];
}

export function scheme({ raw }: TemplateStringsArray): Scheme {
  const diagnostics = new DiagnosticList();
  const lines = parseStatements({ text: raw.join(""), path: "scheme" }, diagnostics);
  if (diagnostics.hasErrors) throw new Error(diagnostics.items.map(formatDiagnostic).join("\n"));
  return { lines };
}
