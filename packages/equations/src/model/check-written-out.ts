// How large texts become once their subexpressions are written out.
//
// Subexpressions of subexpressions double at each level: forty lines can stand for a million million operations. So sizes are counted, without
// writing anything out, and limited: of each text, and of all texts of a group together. Subexpressions that are kept over a step count as names.

import type { DiagnosticList, SourceText } from "@spikefarm/protocol";
import type { Expression, GroupVariable } from "../checked-model.js";
import { reportAt, reportIn } from "../errors.js";
import { MAX_INLINED_DEPTH, MAX_INLINED_NODES, MAX_INLINED_NODES_OF_GROUP } from "../limits.js";
import { childrenOf } from "../linearity/walk-expression.js";
import type { Definition } from "../syntax/parse-equations.js";

interface Size {
  readonly nodes: number;
  readonly depth: number;
}

export interface WrittenOutSizes {
  readonly sizeOf: (expression: Expression) => Size;
  /** Nodes of all derivatives, and of what is kept over a step. */
  readonly nodesOfEquations: number;
}

/** The sizes, where none of the equations is too large; undefined after reporting. */
export function checkWrittenOut(
  variables: readonly GroupVariable[],
  of: { readonly source: SourceText; readonly definitions: readonly Definition[] },
  diagnostics: DiagnosticList,
): WrittenOutSizes | undefined {
  const known = new Map<string, Size>();
  const sizeOf = (node: Expression): Size => {
    if (node.kind === "name" && node.from === "variable") return known.get(node.name) ?? { nodes: 1, depth: 1 };
    const parts = childrenOf(node).map(sizeOf);
    return {
      nodes: parts.reduce((sum, part) => sum + part.nodes, 1),
      depth: parts.reduce((depth, part) => Math.max(depth, part.depth), 0) + 1,
    };
  };
  let nodesOfEquations = 0;
  let isSound = true;
  // Subexpressions come after what they use.
  for (const variable of variables) {
    if (variable.kind === "parameter") continue;
    const size = sizeOf(variable.kind === "state" ? variable.derivative : variable.value);
    if (isTooLarge(size)) {
      isSound = false;
      const span = of.definitions.find((definition) => definition.name === variable.name)!.nameSpan;
      reportIn(diagnostics, { source: of.source, span }, "EQUATIONS_LIMIT", messageOn(variable.name), HELP);
    } else if (variable.kind === "subexpression" && !variable.isConstantOverDt) {
      known.set(variable.name, size);
    } else {
      nodesOfEquations += size.nodes;
    }
  }
  return isSound ? { sizeOf, nodesOfEquations } : undefined;
}

/** Of the texts of a group beside its equations, each with its path; and of all together. */
export function checkTextSizes(
  texts: readonly { readonly path: string; readonly expressions: readonly Expression[] }[],
  of: { readonly group: string; readonly path: string; readonly sizes: WrittenOutSizes | undefined },
  diagnostics: DiagnosticList,
): void {
  const { group, path, sizes } = of;
  if (sizes === undefined) return;
  let nodes = sizes.nodesOfEquations;
  for (const text of texts) {
    const measured = text.expressions.map(sizes.sizeOf);
    if (measured.some(isTooLarge)) reportAt(diagnostics, text.path, "EQUATIONS_LIMIT", messageOn("this"), HELP);
    nodes += measured.reduce((sum, size) => sum + size.nodes, 0);
  }
  if (nodes <= MAX_INLINED_NODES_OF_GROUP) return;
  const message = `the texts of ${group} grow beyond ${MAX_INLINED_NODES_OF_GROUP} operations when its subexpressions are put in`;
  reportAt(diagnostics, path, "EQUATIONS_LIMIT", message, HELP);
}

const isTooLarge = ({ nodes, depth }: Size): boolean => nodes > MAX_INLINED_NODES || depth > MAX_INLINED_DEPTH;
const messageOn = (what: string): string => `${what} grows beyond ${MAX_INLINED_NODES} operations when its subexpressions are put in`;
const HELP = "use each subexpression less often, or keep it over a step: (constant over dt)";
