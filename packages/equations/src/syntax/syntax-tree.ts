// What the parser hands to the checker: the shape of an expression, every node with its span and its height. Names are not resolved,
// units are names like any other.

import type { Span } from "@spikefarm/protocol";
import type { BinaryOperator, ComparisonOperator } from "../checked-model.js";

interface Node extends Span {
  /** Levels below and including this one; limited, so that walks over a tree may recurse. */
  readonly height: number;
  /** Of a node in parentheses: the stretch within them, which is what carets mark. */
  readonly inner?: Span;
}

export type SyntaxNode = Node &
  (
    | { readonly kind: "number"; readonly text: string }
    | { readonly kind: "boolean"; readonly value: boolean }
    | { readonly kind: "name"; readonly name: string }
    | { readonly kind: "sign"; readonly operator: "-" | "+"; readonly operand: SyntaxNode }
    | { readonly kind: "not"; readonly operand: SyntaxNode }
    | { readonly kind: "binary"; readonly operator: BinaryOperator; readonly left: SyntaxNode; readonly right: SyntaxNode }
    | { readonly kind: "compare"; readonly operator: ComparisonOperator; readonly left: SyntaxNode; readonly right: SyntaxNode }
    | { readonly kind: "logic"; readonly operator: "and" | "or"; readonly left: SyntaxNode; readonly right: SyntaxNode }
    | {
        readonly kind: "call";
        readonly name: string;
        readonly nameSpan: Span;
        readonly arguments: readonly SyntaxNode[];
        readonly keywords: readonly Keyword[];
      }
    /** `G.v`, or `G.*` for every variable; in outputs only. */
    | { readonly kind: "member"; readonly group: string; readonly variable: string; readonly variableSpan: Span }
    /** `[0, 5]`, in outputs only. */
    | { readonly kind: "list"; readonly items: readonly SyntaxNode[] }
  );

/** `every=10`, in outputs only. */
export interface Keyword extends Span {
  readonly name: string;
  readonly value: SyntaxNode;
}

/** Calls `visit` for a node and everything below it. */
export function visitSyntax(node: SyntaxNode, visit: (node: SyntaxNode) => void): void {
  visit(node);
  for (const child of childrenOf(node)) visitSyntax(child, visit);
}

function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  switch (node.kind) {
    case "sign":
    case "not":
      return [node.operand];
    case "binary":
    case "compare":
    case "logic":
      return [node.left, node.right];
    case "call":
      return [...node.arguments, ...node.keywords.map((keyword) => keyword.value)];
    case "list":
      return node.items;
    default:
      return [];
  }
}

/** The first name, or the first call, in the order of the text. */
export const findName = (root: SyntaxNode, name: string): SyntaxNode | undefined =>
  findNode(root, (node) => node.kind === "name" && node.name === name);
export const findCall = (root: SyntaxNode, matches: (name: string) => boolean): SyntaxNode | undefined =>
  findNode(root, (node) => node.kind === "call" && matches(node.name));

function findNode(root: SyntaxNode, matches: (node: SyntaxNode) => boolean): SyntaxNode | undefined {
  if (matches(root)) return root;
  for (const child of childrenOf(root)) {
    const found = findNode(child, matches);
    if (found !== undefined) return found;
  }
  return undefined;
}
