// What a subexpression may name, by its flags: a shared one has one value for the group, so it names nothing that differs between elements;
// one that draws must say that it is drawn once a step, because otherwise its text would be drawn anew wherever it is used.

import type { DiagnosticList, SourceText } from "@spikefarm/protocol";
import type { Expression, GroupVariable } from "../checked-model.js";
import { reportIn } from "../errors.js";
import { RANDOM_FUNCTIONS } from "../expression/functions.js";
import { nameNodesIn, someNode } from "../linearity/walk-expression.js";
import { ELEMENT_BUILTINS } from "../names/builtins.js";
import type { Definition } from "../syntax/parse-equations.js";
import { findCall, findName } from "../syntax/syntax-tree.js";

export function checkSharing(
  variables: readonly GroupVariable[],
  of: { readonly source: SourceText; readonly definitions: readonly Definition[] },
  diagnostics: DiagnosticList,
): void {
  const shared = new Set(of.definitions.filter(({ flags }) => flags.some(({ name }) => name === "shared")).map(({ name }) => name));
  for (const variable of variables) {
    if (variable.kind !== "subexpression") continue;
    const { name, value, isShared, isConstantOverDt } = variable;
    const node = of.definitions.find((definition) => definition.name === name)!.value!;
    const unshared = isShared ? unsharedNameIn(value, (other) => shared.has(other)) : undefined;
    if (unshared !== undefined) {
      const message = `${name} is shared, and ${unshared} differs from element to element`;
      const isParameter = of.definitions.some((other) => other.name === unshared && other.kind === "parameter");
      const help = isParameter ? `remove the flag (shared), or make ${unshared} shared too` : "remove the flag (shared)";
      reportIn(diagnostics, { source: of.source, span: findName(node, unshared) ?? node }, "EQUATIONS_FLAG", message, help);
    }
    if (!isConstantOverDt && someNode(value, (part) => part.kind === "draw")) {
      const span = findCall(node, (called) => RANDOM_FUNCTIONS.has(called)) ?? node;
      const message = `${name} draws a random number, and would draw another one wherever it is used`;
      const help = "add the flag (constant over dt), to draw once a step";
      reportIn(diagnostics, { source: of.source, span }, "EQUATIONS_FLAG", message, help);
    }
  }
}

/** The first name in an expression that has a value of its own for each element. */
export function unsharedNameIn(expression: Expression, isShared: (variable: string) => boolean): string | undefined {
  return nameNodesIn(expression).find(({ from, name }) => {
    if (from === "variable") return !isShared(name);
    return from === "noise" || (from === "builtin" && ELEMENT_BUILTINS.has(name));
  })?.name;
}
