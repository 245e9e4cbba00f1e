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
    const value = valueOf(operation, (index) => builder.nodes[args[index]!]!);
    if (value === undefined) return undefined;
    return typeof value === "number" ? builder.constant(value) : builder.truth(value);
  },
};

const isKnown = ({ operation }: Node) => operation === "constant" || operation === "true" || operation === "false";

function valueOf(operation: Node["operation"], argument: (index: number) => Node): number | boolean | undefined {
  const number = (index: number) => argument(index).value!;
  const truth = (index: number) => argument(index).operation === "true";
  switch (operation) {
    case "add":
    case "subtract":
    case "multiply":
    case "divide":
    case "lessThan":
    case "lessOrEqual":
    case "equal":
      return host[operation](number(0), number(1));
    case "squareRoot":
    case "negate":
    case "absolute":
    case "floor":
    case "powerOfTwo":
    case "exponentOf":
    case "significandOf":
      return host[operation](number(0));
    case "select":
      return host.select(truth(0), number(1), number(2));
    case "both":
    case "either":
      return host[operation](truth(0), truth(1));
    case "not":
      return !truth(0);
    default:
      return undefined;
  }
}
