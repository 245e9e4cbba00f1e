// Constant folding and the identities that keep every bit (x·1, x/1, x − 0, choices that are settled).
//
// x + 0 and 0·x stay: they change −0, infinities and NaN.

import { hostArithmetic as host } from "@spikefarm/numerics";
import type { Node } from "./program.js";

/** What an operation comes to: a number, a truth, one of its arguments (or an argument's), or nothing known. */
export type Folded =
  | { readonly constant: number }
  | { readonly truth: boolean }
  | { readonly argument: number }
  /** The condition that is true where this argument is false. */
  | { readonly opposite: number }
  | undefined;

export function fold(operation: Node["operation"], args: readonly number[], nodes: readonly Node[]): Folded {
  const [a, b, c] = args.map((id) => nodes[id]);
  if (args.length > 0 && args.every((id) => isKnown(nodes[id]!))) return foldConstants(operation, a!, b, c);
  switch (operation) {
    case "multiply":
      if (isConstant(b, 1)) return { argument: args[0]! };
      if (isConstant(a, 1)) return { argument: args[1]! };
      return undefined;
    case "divide":
      return isConstant(b, 1) ? { argument: args[0]! } : undefined;
    case "subtract":
      return isConstant(b, 0) ? { argument: args[0]! } : undefined;
    case "select":
      if (a!.operation === "true" || args[1] === args[2]) return { argument: args[1]! };
      return a!.operation === "false" ? { argument: args[2]! } : undefined;
    case "equal":
      return isKnown(a!) ? choiceIs(b!, a!, nodes) : isKnown(b!) ? choiceIs(a!, b!, nodes) : undefined;
    case "both":
      if (a!.operation === "false" || b!.operation === "false") return { truth: false };
      if (a!.operation === "true" || args[0] === args[1]) return { argument: args[1]! };
      return b!.operation === "true" ? { argument: args[0]! } : undefined;
    case "either":
      if (a!.operation === "true" || b!.operation === "true") return { truth: true };
      if (a!.operation === "false" || args[0] === args[1]) return { argument: args[1]! };
      return b!.operation === "false" ? { argument: args[0]! } : undefined;
    case "not":
      return a!.operation === "not" ? { argument: a!.arguments[0]! } : undefined;
    default:
      return undefined;
  }
}

/** Whether a choice between two constants came out as `wanted`: its condition, as with a boolean that is kept as 0 or 1. */
function choiceIs({ operation, arguments: args }: Node, wanted: Node, nodes: readonly Node[]): Folded {
  const [condition, whenTrue, whenFalse] = args;
  if (operation !== "select" || !isKnown(nodes[whenTrue!]!) || !isKnown(nodes[whenFalse!]!)) return undefined;
  const [ifTrue, ifFalse] = [number(nodes[whenTrue!]) === number(wanted), number(nodes[whenFalse!]) === number(wanted)];
  if (ifTrue === ifFalse) return { truth: ifTrue };
  return ifTrue ? { argument: condition! } : { opposite: condition! };
}

const isKnown = (node: Node) => node.operation === "constant" || node.operation === "true" || node.operation === "false";
const isConstant = (node: Node | undefined, value: number) => node?.operation === "constant" && Object.is(node.value, value);
const number = (node: Node | undefined) => node?.value ?? Number.NaN;
const truth = (node: Node | undefined) => node?.operation === "true";

function foldConstants(operation: Node["operation"], a: Node, b: Node | undefined, c: Node | undefined): Folded {
  switch (operation) {
    case "add":
    case "subtract":
    case "multiply":
    case "divide":
      return { constant: host[operation](number(a), number(b)) };
    case "squareRoot":
    case "negate":
    case "absolute":
    case "floor":
    case "powerOfTwo":
    case "exponentOf":
    case "significandOf":
      return { constant: host[operation](number(a)) };
    case "select":
      return { constant: host.select(truth(a), number(b), number(c)) };
    case "lessThan":
    case "lessOrEqual":
    case "equal":
      return { truth: host[operation](number(a), number(b)) };
    case "both":
    case "either":
      return { truth: host[operation](truth(a), truth(b)) };
    case "not":
      return { truth: !truth(a) };
    default:
      return undefined;
  }
}
