// One node of a program as a C expression, on the types and functions of the preludes.

import type { Node } from "../ir/program.js";
import { COUNT_ARGUMENTS, type CountOperation } from "../wasm/emit-count.js";

/** How +0 is named: a choice with it is one instruction. */
export const ZERO = "ZERO";

/** What a node comes to in one vector; `names`: of its arguments' variables there. */
export function nodeInC(node: Node, names: readonly string[], vector: number): string {
  const [a = "", b = "", c = ""] = names;
  switch (node.operation) {
    case "constant":
      return `splat(${literal(node.value!)})`;
    case "input":
      return inputOf(node, vector);
    case "add":
      return `${a} + ${b}`;
    case "subtract":
      return `${a} - ${b}`;
    case "multiply":
      return `${a} * ${b}`;
    case "divide":
      return `${a} / ${b}`;
    case "both":
      return `${a} & ${b}`;
    case "either":
      return `${a} | ${b}`;
    case "not":
      return `~${a}`;
    case "true":
      return "truth(1)";
    case "false":
      return "truth(0)";
    case "select":
      if (b === ZERO) return `clearWhere(${a}, ${c})`;
      return c === ZERO ? `keepWhere(${a}, ${b})` : `selectOf(${a}, ${b}, ${c})`;
    case "floor":
      return `floorOf(${a})`;
    case "lessThan":
    case "lessOrEqual":
    case "equal":
      return `${node.operation}(${a}, ${b})`;
    case "oddStep":
      return "truth(odd)";
    case "words":
      return `words(${a}, ${b})`;
    case "philox":
      return `philox(${a}, ${b}, ${pairOf(names[2])})`;
    case "firstUniform":
      return `uniform(${a}.even)`;
    case "secondUniform":
      return `uniform(${a}.odd)`;
    case "poisson":
    case "binomial":
      return countOf(node.operation, names);
    case "lookup":
      return `lookup(table${node.table!}, last${node.table!}, ${a})`;
    case "minimum":
    case "maximum":
      return `${node.operation}(${a}, ${b})`;
    case "squareRoot":
    case "negate":
    case "absolute":
    case "powerOfTwo":
    case "exponentOf":
    case "significandOf":
      return `${node.operation}(${a})`;
  }
}

const MASKS: ReadonlySet<Node["operation"]> = new Set([
  ...(["true", "false", "oddStep"] as const),
  ...(["lessThan", "lessOrEqual", "equal", "both", "either", "not"] as const),
]);

/** The type of a node's variables. */
export function typeInC({ operation }: Node): string {
  if (operation === "words") return "Words";
  if (operation === "philox") return "Block";
  return MASKS.has(operation) ? "M" : "V";
}

/** The number of the pair of steps, unless a variable has another clock's. */
const pairOf = (words: string | undefined): string =>
  words === undefined ? "number >> 1" : `(${words}.first[0] | ${words}.second[0] << 32)`;

function countOf(operation: CountOperation, [isOdd, ...names]: readonly string[]): string {
  const length = COUNT_ARGUMENTS[operation] - 1;
  return `${operation}(${pairOf(names[length])}, bitsOf(${isOdd}) != 0, ${names.slice(0, length).join(", ")})`;
}

function inputOf({ input }: Node, vector: number): string {
  switch (input!.kind) {
    case "uniform":
      return `splat(uniforms[${input!.index}])`;
    case "array":
      return `load(array${input!.index} + offset + ${vector} * WIDTH)`;
    case "step":
      return "splat(step)";
    case "state":
      throw new Error("a state is a variable of its own");
  }
}

/** A double as C reads it back to the bit: 17 digits are enough for any (and the shortest that print it are as good). */
function literal(value: number): string {
  if (Number.isNaN(value)) return `__builtin_nan("")`;
  if (!Number.isFinite(value)) return value > 0 ? "__builtin_inf()" : "-__builtin_inf()";
  const text = Object.is(value, -0) ? "-0" : String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
