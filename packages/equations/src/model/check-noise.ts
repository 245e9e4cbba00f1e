// White noise: each `xi_NAME` is one source, the same in every equation of the group that names it. Plain `xi` in two equations would be
// one source too, which is rarely meant, so it is refused (as in Brian 2).

import type { DiagnosticList, SourceText } from "@spikefarm/protocol";
import type { GroupVariable } from "../checked-model.js";
import { reportIn } from "../errors.js";
import { someNode } from "../linearity/walk-expression.js";
import type { Definition } from "../syntax/parse-equations.js";
import { findName } from "../syntax/syntax-tree.js";

export function checkNoise(
  variables: readonly GroupVariable[],
  of: { readonly source: SourceText; readonly definitions: readonly Definition[] },
  diagnostics: DiagnosticList,
): void {
  const noisy = variables.filter(
    (variable) =>
      variable.kind === "state" &&
      someNode(variable.derivative, (node) => node.kind === "name" && node.from === "noise" && node.name === "xi"),
  );
  if (noisy.length < 2) return;
  const names = noisy.map(({ name }) => name);
  const definition = of.definitions.find(({ name }) => name === names[1])!;
  const span = findName(definition.value!, "xi") ?? definition.nameSpan;
  const message = `xi is in the equations of ${names.join(" and ")}, and one xi is one source of noise`;
  const help = "name them xi_1, xi_2, … for noise of their own, or all xi_1 to share one";
  reportIn(diagnostics, { source: of.source, span }, "EQUATIONS_SYNTAX", message, help);
}
