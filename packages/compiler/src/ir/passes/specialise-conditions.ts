// Conditions that are settled, and choices that they settle.
//
//   true, false      in `select`, `both`, `either`
//   c ∧ c = c        c ∧ ¬c = false      c ∧ (c ∨ d) = c      c ∧ (c ∧ d) = c ∧ d       and so with ∨
//   ¬¬c = c          x < x = false       (¬(x < y) is no y ≤ x: NaN; it stays)
//   select(c, a, a) = a        select(¬c, a, b) = select(c, b, a)        select(c, select(c, a, b), d) = select(c, a, d), in either arm
//   (c ? k : l) compared with m, all constant: true, false, c or ¬c, as for a boolean that is kept as 0 or 1
//
// A choice copies one arm, so no bit of it changes. What is the same for all slots keeps its negation: sections of a program are entered by such
// conditions, and a `select` by the condition must remain after each.

import { hostArithmetic as host } from "@spikefarm/numerics";
import type { Mask, Node, Value } from "../program.js";
import type { ProgramBuilder } from "../program-builder.js";
import type { LocalPass } from "./local-pass.js";

export const specialiseConditions: LocalPass = {
  name: "specialise conditions",
  rewrite: ({ operation, arguments: args }, builder) => {
    const [first, second, third] = args as readonly [number, number, number];
    switch (operation) {
      case "select":
        return choice(builder, first as Mask, second as Value, third as Value);
      case "both":
        return joined(builder, "both", first as Mask, second as Mask);
      case "either":
        return joined(builder, "either", first as Mask, second as Mask);
      case "not":
        return opposite(builder, first as Mask);
      case "lessThan":
        return first === second ? builder.truth(false) : comparedChoice(builder, operation, first, second);
      case "lessOrEqual":
      case "equal":
        return comparedChoice(builder, operation, first, second);
      default:
        return undefined;
    }
  },
};

function choice(o: ProgramBuilder, condition: Mask, whenTrue: Value, whenFalse: Value): Value | undefined {
  if (whenTrue === whenFalse) return whenTrue;
  if (o.isConstant(condition)) return o.isTrue(condition) ? whenTrue : whenFalse;
  const negated = o.nodes[condition]!.dependsOnSlot ? opposite(o, condition) : undefined;
  if (negated !== undefined) return o.select(negated, whenFalse, whenTrue);
  const [inner, other] = [armOf(o, condition, whenTrue, true), armOf(o, condition, whenFalse, false)];
  return inner === undefined && other === undefined ? undefined : o.select(condition, inner ?? whenTrue, other ?? whenFalse);
}

/** What a choice by the same condition comes to where that is so. */
function armOf(o: ProgramBuilder, condition: Mask, id: Value, isTrue: boolean): Value | undefined {
  const { operation, arguments: args } = o.nodes[id]!;
  return operation === "select" && args[0] === condition ? (args[isTrue ? 1 : 2] as Value) : undefined;
}

const DUAL = { both: "either", either: "both" } as const;

function joined(o: ProgramBuilder, operation: "both" | "either", a: Mask, b: Mask): Mask | undefined {
  return a === b ? a : (settled(o, operation, a, b) ?? settled(o, operation, b, a));
}

/** What `c` leaves of `d`. */
function settled(o: ProgramBuilder, operation: "both" | "either", c: Mask, d: Mask): Mask | undefined {
  const settling = operation === "either";
  if (o.isConstant(c)) return o.isTrue(c) === settling ? c : d;
  if (opposite(o, c) === d) return o.truth(settling);
  const { operation: inner, arguments: args } = o.nodes[d]!;
  if (inner !== "both" && inner !== "either") return undefined;
  if (!args.includes(c)) return undefined;
  return inner === DUAL[operation] ? c : d;
}

/** c, where the node is ¬c. */
function opposite(o: ProgramBuilder, condition: Mask): Mask | undefined {
  const { operation, arguments: args } = o.nodes[condition]!;
  return operation === "not" ? (args[0] as Mask) : undefined;
}

type Comparison = "lessThan" | "lessOrEqual" | "equal";

function comparedChoice(o: ProgramBuilder, comparison: Comparison, a: number, b: number): Mask | undefined {
  const left = outcomesOf(o.nodes[a]!, o.nodes);
  const right = left && outcomesOf(o.nodes[b]!, o.nodes);
  if (left === undefined || right === undefined) return undefined;
  const condition = left.condition ?? right.condition;
  if (condition === undefined || (left.condition !== undefined && right.condition !== undefined)) return undefined;
  const [ifTrue, ifFalse] = [host[comparison](left.ifTrue, right.ifTrue), host[comparison](left.ifFalse, right.ifFalse)];
  if (ifTrue === ifFalse) return o.truth(ifTrue);
  return ifTrue ? condition : o.not(condition);
}

interface Outcomes {
  readonly condition?: Mask;
  readonly ifTrue: number;
  readonly ifFalse: number;
}

/** Of a constant, or of a choice between two. */
function outcomesOf({ operation, arguments: args, value }: Node, nodes: readonly Node[]): Outcomes | undefined {
  if (value !== undefined) return { ifTrue: value, ifFalse: value };
  if (operation !== "select") return undefined;
  const [ifTrue, ifFalse] = [nodes[args[1]!]!.value, nodes[args[2]!]!.value];
  return ifTrue === undefined || ifFalse === undefined ? undefined : { condition: args[0] as Mask, ifTrue, ifFalse };
}
