// Identities of arithmetic that hold for every double, to the bit, and save an operation.
//
//   x·1 = x/1 = x − 0 = x + (−0) = x       x·(−1) = x/(−1) = (−0) − x = −x        −(−x) = x      |−x| = ||x|| = |x|     ⌊⌊x⌋⌋ = ⌊x⌋
//   x + (−y) = x − y     x − (−y) = x + y     (−x)·(−y) = x·y     (−x)·c = x·(−c)     and so with ÷
//   x/2ᵏ = x·2⁻ᵏ         both round the same real number; only where 2⁻ᵏ is normal
//
// What looks alike and is not, and stays: x + 0 (−0), 0·x (−0, infinities, NaN), x − x and x/x (infinities, NaN), 0 − x (+0), −(x − y) (zeros), any other
// reciprocal, and whatever reassociates. A NaN may come out with another sign or payload; it is canonical wherever it is observed (IDENTITY 6).

import { hostArithmetic } from "@spikefarm/numerics";
import type { Value } from "../program.js";
import type { ProgramBuilder } from "../program-builder.js";
import type { LocalPass } from "./local-pass.js";

export const simplifyArithmetic: LocalPass = {
  name: "simplify arithmetic",
  rewrite: ({ operation, arguments: args }, builder) => {
    const [a, b] = args as readonly [Value, Value];
    switch (operation) {
      case "add":
        return sum(builder, a, b);
      case "subtract":
        return difference(builder, a, b);
      case "multiply":
        return product(builder, a, b);
      case "divide":
        return quotient(builder, a, b);
      case "negate":
        return negated(builder, a);
      case "absolute":
        return builder.nodes[a]!.operation === "absolute" ? a : maybe(negated(builder, a), builder.absolute);
      case "floor":
        return builder.nodes[a]!.operation === "floor" ? a : undefined;
      default:
        return undefined;
    }
  },
};

function sum(o: ProgramBuilder, a: Value, b: Value): Value | undefined {
  if (isConstant(o, a, -0)) return b;
  if (isConstant(o, b, -0)) return a;
  return maybe(negated(o, b), (y) => o.subtract(a, y)) ?? maybe(negated(o, a), (x) => o.subtract(b, x));
}

function difference(o: ProgramBuilder, a: Value, b: Value): Value | undefined {
  if (isConstant(o, b, 0)) return a;
  if (isConstant(o, a, -0)) return o.negate(b);
  return maybe(negated(o, b), (y) => o.add(a, y));
}

function product(o: ProgramBuilder, a: Value, b: Value): Value | undefined {
  return timesUnit(o, a, b) ?? timesUnit(o, b, a) ?? withoutSigns(o, a, b, o.multiply);
}

function timesUnit(o: ProgramBuilder, x: Value, factor: Value): Value | undefined {
  const value = constantOf(o, factor);
  if (value === 1) return x;
  return value === -1 ? o.negate(x) : undefined;
}

function quotient(o: ProgramBuilder, a: Value, b: Value): Value | undefined {
  const divisor = constantOf(o, b);
  if (divisor === 1) return a;
  if (divisor === -1) return o.negate(a);
  if (divisor !== undefined && hasExactInverse(divisor)) return o.multiply(a, o.constant(1 / divisor));
  return withoutSigns(o, a, b, o.divide);
}

/** Where both are negated, or one is and the other is a constant that can be. */
function withoutSigns(o: ProgramBuilder, a: Value, b: Value, combine: (a: Value, b: Value) => Value): Value | undefined {
  const x = negated(o, a);
  const y = negated(o, b);
  if (x === undefined && y === undefined) return undefined;
  const left = x ?? negatedConstant(o, a);
  const right = y ?? negatedConstant(o, b);
  return left === undefined || right === undefined ? undefined : combine(left, right);
}

/** ±2ᵏ, of which the inverse is a normal number. */
function hasExactInverse(value: number): boolean {
  const size = Math.abs(value);
  return size >= SMALLEST_NORMAL && size <= 1 / SMALLEST_NORMAL && hostArithmetic.significandOf(size) === 1;
}

const SMALLEST_NORMAL = 2.2250738585072014e-308;

const constantOf = (o: ProgramBuilder, id: Value): number | undefined => o.nodes[id]!.value;

const isConstant = (o: ProgramBuilder, id: Value, value: number): boolean => Object.is(constantOf(o, id), value);

/** x, where the node is −x. */
function negated(o: ProgramBuilder, id: Value): Value | undefined {
  const { operation, arguments: args } = o.nodes[id]!;
  return operation === "negate" ? (args[0] as Value) : undefined;
}

const negatedConstant = (o: ProgramBuilder, id: Value): Value | undefined => maybe(constantOf(o, id), (value) => o.constant(-value));

const maybe = <From, To>(value: From | undefined, then: (value: From) => To): To | undefined =>
  value === undefined ? undefined : then(value);
