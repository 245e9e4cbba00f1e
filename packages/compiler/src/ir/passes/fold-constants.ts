// Constant folding: an operation of constants alone is a constant, computed by the host to the bit that a kernel would compute.
//
// Random numbers, words and lookups are left alone: they are never constant.

import { hostArithmetic as host } from "@spikefarm/numerics";
import type { Node } from "../program.js";
import type { LocalPass } from "./local-pass.js";

export const foldConstants: LocalPass = {
  name: "fold constants",
  rewrite: ({ operation, arguments: args }, builder) => {
    if (args.length === 0) return undefined;
    for (const id of args) if (!isKnown(builder.nodes[id]!)) return undefined;
    const known = args.map((id) => builder.nodes[id]!.value ?? builder.nodes[id]!.operation === "true");
    const value = foldedValue(operation, known);
    if (value === undefined) return undefined;
    return typeof value === "number" ? builder.constant(value) : builder.truth(value);
  },
};

const isKnown = ({ operation }: Node) => operation === "constant" || operation === "true" || operation === "false";

/** Undefined for what is never constant. */
export function foldedValue(operation: Node["operation"], args: readonly (number | boolean)[]): number | boolean | undefined {
  const [a, b, c] = args as readonly [number, number, number];
  const [p, q] = args as readonly [boolean, boolean];
  switch (operation) {
    case "add":
    case "subtract":
    case "multiply":
    case "divide":
    case "lessThan":
    case "lessOrEqual":
    case "equal":
      return host[operation](a, b);
    case "squareRoot":
    case "negate":
    case "absolute":
    case "floor":
    case "powerOfTwo":
    case "exponentOf":
    case "significandOf":
      return host[operation](a);
    case "select":
      return host.select(p, b, c);
    case "minimum":
      return host.select(host.lessThan(b, a), b, a);
    case "maximum":
      return host.select(host.lessThan(a, b), b, a);
    case "both":
    case "either":
      return host[operation](p, q);
    case "not":
      return !p;
    default:
      return undefined;
  }
}
