// A program's nodes on the host, for many slots at a time: a node is a column of numbers, computed for all slots before the next node is begun.
//
// What an operation is and where its arguments stand is looked at once a column, so that a number costs about what it costs in plain loops. The
// slots go through in strips, and a column that nobody reads any more is used again: all of them stay in the cache. Truth is 1, falsehood 0.
// The operations are those of numerics' Arithmetic, to the bit; nothing here is random, and nothing is looked up.

import { hostArithmetic } from "@spikefarm/numerics";
import type { Mask, Node, Value } from "./program.js";

type Column = Float64Array;

/** Slots that go through the nodes together. */
const STRIP_SIZE = 64;

const { powerOfTwo, exponentOf, significandOf } = hostArithmetic;

/** The nodes that some results rest on, and where each has its column. */
export interface ColumnPlan {
  readonly steps: readonly ColumnStep[];
  /** Results, and their columns. */
  readonly results: ReadonlyMap<Value | Mask, number>;
  readonly columnCount: number;
}

interface ColumnStep {
  readonly node: Node;
  readonly to: number;
  readonly from: readonly number[];
}

export function planColumns(nodes: readonly Node[], results: readonly (Value | Mask)[]): ColumnPlan {
  const lastUse = new Map<number, number>(results.map((id) => [id, nodes.length]));
  for (let id = nodes.length - 1; id >= 0; id--) {
    if (!lastUse.has(id)) continue;
    for (const argument of nodes[id]!.arguments) if (!lastUse.has(argument)) lastUse.set(argument, id);
  }
  const columnOf = new Map<number, number>();
  const free: number[] = [];
  let columnCount = 0;
  const steps = [...nodes.entries()].flatMap(([id, node]): ColumnStep[] => {
    if (!lastUse.has(id)) return [];
    const from = node.arguments.map((argument) => columnOf.get(argument)!);
    // An operation reads and writes place by place, so that its result may stand where an argument stood.
    for (const argument of new Set(node.arguments)) if (lastUse.get(argument) === id) free.push(columnOf.get(argument)!);
    const to = free.pop() ?? columnCount++;
    columnOf.set(id, to);
    return [{ node, to, from }];
  });
  return { steps, results: new Map(results.map((id) => [id, columnOf.get(id)!])), columnCount };
}

/** What each result comes to in `slots` slots; `inputs` has one column for each of the program's arrays. */
export function evaluateInColumns(
  { steps, results, columnCount }: ColumnPlan,
  inputs: readonly Column[],
  slots: number,
): ReadonlyMap<Value | Mask, Column> {
  const evaluated = new Map([...results.keys()].map((id) => [id, new Float64Array(slots)]));
  const columns = Array.from({ length: columnCount }, () => new Float64Array(STRIP_SIZE));
  for (let first = 0; first < slots; first += STRIP_SIZE) {
    const end = Math.min(first + STRIP_SIZE, slots);
    for (const { node, to, from } of steps) {
      const column = columns[to]!;
      if (node.input?.kind === "array") column.set(inputs[node.input.index]!.subarray(first, end));
      else compute(node, column, columns[from[0]!]!, columns[from[1]!]!, columns[from[2]!]!);
    }
    for (const [id, column] of results) evaluated.get(id)!.set(columns[column]!.subarray(0, end - first), first);
  }
  return evaluated;
}

function compute({ operation, value }: Node, to: Column, a: Column, b: Column, c: Column): void {
  const { length } = to;
  switch (operation) {
    case "constant":
      to.fill(value!);
      return;
    case "true":
    case "false":
      to.fill(operation === "true" ? 1 : 0);
      return;
    case "add":
      for (let k = 0; k < length; k++) to[k] = a[k]! + b[k]!;
      return;
    case "subtract":
      for (let k = 0; k < length; k++) to[k] = a[k]! - b[k]!;
      return;
    case "multiply":
      for (let k = 0; k < length; k++) to[k] = a[k]! * b[k]!;
      return;
    case "divide":
      for (let k = 0; k < length; k++) to[k] = a[k]! / b[k]!;
      return;
    case "squareRoot":
      for (let k = 0; k < length; k++) to[k] = Math.sqrt(a[k]!);
      return;
    case "negate":
      for (let k = 0; k < length; k++) to[k] = -a[k]!;
      return;
    case "absolute":
      for (let k = 0; k < length; k++) to[k] = Math.abs(a[k]!);
      return;
    case "floor":
      for (let k = 0; k < length; k++) to[k] = Math.floor(a[k]!);
      return;
    case "minimum":
      for (let k = 0; k < length; k++) to[k] = b[k]! < a[k]! ? b[k]! : a[k]!;
      return;
    case "maximum":
      for (let k = 0; k < length; k++) to[k] = a[k]! < b[k]! ? b[k]! : a[k]!;
      return;
    case "select":
      for (let k = 0; k < length; k++) to[k] = a[k] === 0 ? c[k]! : b[k]!;
      return;
    case "powerOfTwo":
      for (let k = 0; k < length; k++) to[k] = powerOfTwo(a[k]!);
      return;
    case "exponentOf":
      for (let k = 0; k < length; k++) to[k] = exponentOf(a[k]!);
      return;
    case "significandOf":
      for (let k = 0; k < length; k++) to[k] = significandOf(a[k]!);
      return;
    case "lessThan":
      for (let k = 0; k < length; k++) to[k] = a[k]! < b[k]! ? 1 : 0;
      return;
    case "lessOrEqual":
      for (let k = 0; k < length; k++) to[k] = a[k]! <= b[k]! ? 1 : 0;
      return;
    case "equal":
      for (let k = 0; k < length; k++) to[k] = a[k] === b[k] ? 1 : 0;
      return;
    case "both":
      for (let k = 0; k < length; k++) to[k] = a[k]! * b[k]!;
      return;
    case "either":
      for (let k = 0; k < length; k++) to[k] = a[k] === 0 ? b[k]! : 1;
      return;
    case "not":
      for (let k = 0; k < length; k++) to[k] = 1 - a[k]!;
      return;
    default:
      throw new Error(`${operation} is not computed in columns`);
  }
}
