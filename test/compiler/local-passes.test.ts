// Each pass by itself: what an operation becomes, and what has to stay because some double would tell.

import { LOCAL_PASSES, ProgramBuilder } from "@spikefarm/compiler";
import { elementary } from "@spikefarm/numerics";
import { describe, expect, test } from "vitest";
import { ProgramText } from "./program-text.js";

const passNamed = (name: string) => LOCAL_PASSES.filter((pass) => pass.name === name);

type Case = readonly [before: string, after: string];

function check(name: string, cases: readonly Case[]): void {
  test.each(cases)("%s  →  %s", (before, after) => {
    const passes = passNamed(name);
    expect(passes).toHaveLength(1);
    const text = new ProgramText(new ProgramBuilder(passes));
    expect(text.print(text.build(before))).toBe(after);
  });
}

const stays = (...texts: readonly string[]): Case[] => texts.map((text) => [text, text]);

describe("fold constants", () => {
  check("fold constants", [
    ["add(2, 3)", "5"],
    ["add(0.1, 0.2)", "0.30000000000000004"],
    ["multiply(-0, 3)", "-0"],
    ["divide(1, -0)", "-Infinity"],
    ["subtract(Infinity, Infinity)", "NaN"],
    ["squareRoot(-1)", "NaN"],
    ["floor(-0.5)", "-1"],
    ["powerOfTwo(-1022)", "2.2250738585072014e-308"],
    ["exponentOf(5e-324)", "-1023"],
    ["significandOf(-12)", "1.5"],
    ["lessThan(NaN, 1)", "false"],
    ["lessOrEqual(-0, 0)", "true"],
    ["equal(NaN, NaN)", "false"],
    ["select(true, 2, 3)", "2"],
    ["not(both(true, false))", "true"],
    ["add(x, multiply(2, 3))", "add(x, 6)"],
    ...stays("add(x, 2)", "multiply(0, x)", "select(c, 2, 3)", "both(true, c)"),
  ]);
});

describe("simplify arithmetic", () => {
  check("simplify arithmetic", [
    ["multiply(x, 1)", "x"],
    ["multiply(1, x)", "x"],
    ["divide(x, 1)", "x"],
    ["subtract(x, 0)", "x"],
    ["add(x, -0)", "x"],
    ["add(-0, x)", "x"],
    ["multiply(-1, x)", "negate(x)"],
    ["divide(x, -1)", "negate(x)"],
    ["subtract(-0, x)", "negate(x)"],
    ["negate(negate(x))", "x"],
    ["absolute(negate(x))", "absolute(x)"],
    ["absolute(absolute(x))", "absolute(x)"],
    ["floor(floor(x))", "floor(x)"],
    ["add(x, negate(y))", "subtract(x, y)"],
    ["add(negate(x), y)", "subtract(y, x)"],
    ["subtract(x, negate(y))", "add(x, y)"],
    ["subtract(negate(x), negate(y))", "subtract(y, x)"],
    ["multiply(negate(x), negate(y))", "multiply(x, y)"],
    ["divide(negate(x), negate(y))", "divide(x, y)"],
    ["multiply(negate(x), 3)", "multiply(x, -3)"],
    ["divide(negate(x), 3)", "divide(x, -3)"],
    ["divide(3, negate(x))", "divide(-3, x)"],
    ["divide(x, 4)", "multiply(x, 0.25)"],
    ["divide(x, -0.5)", "multiply(x, -2)"],
    ["divide(x, 2.2250738585072014e-308)", "multiply(x, 4.49423283715579e+307)"],
    ...stays("add(x, 0)", "subtract(x, -0)", "subtract(0, x)", "multiply(x, 0)", "multiply(x, -0)", "multiply(x, 2)"),
    ...stays("subtract(x, x)", "divide(x, x)", "negate(subtract(x, y))", "multiply(negate(x), y)", "squareRoot(multiply(x, x))"),
    // 2¹⁰²³ has a subnormal inverse, a subnormal power of two none at all, 10 none that is exact.
    ...stays(
      "divide(x, 8.98846567431158e+307)",
      "divide(x, 5e-324)",
      "divide(x, 0)",
      "divide(x, 10)",
      "divide(x, Infinity)",
      "divide(x, NaN)",
    ),
    ...stays("add(add(x, 2), 3)", "multiply(multiply(x, 2), 0.5)", "divide(divide(x, 3), 5)"),
  ]);
});

describe("specialise conditions", () => {
  check("specialise conditions", [
    ["select(true, x, y)", "x"],
    ["select(false, x, y)", "y"],
    ["select(c, x, x)", "x"],
    ["select(not(c), x, y)", "select(c, y, x)"],
    ["select(c, select(c, x, y), z)", "select(c, x, z)"],
    ["select(c, x, select(c, y, z))", "select(c, x, z)"],
    ["select(c, select(c, x, y), x)", "x"],
    ["both(true, c)", "c"],
    ["both(c, false)", "false"],
    ["either(true, c)", "true"],
    ["either(c, false)", "c"],
    ["both(c, c)", "c"],
    ["both(c, not(c))", "false"],
    ["either(not(c), c)", "true"],
    ["both(c, either(d, c))", "c"],
    ["either(both(c, d), c)", "c"],
    ["both(c, both(d, c))", "both(c, d)"],
    ["either(either(c, d), d)", "either(c, d)"],
    ["not(not(c))", "c"],
    ["lessThan(x, x)", "false"],
    ["equal(select(c, 1, 0), 0)", "not(c)"],
    ["not(equal(select(c, 1, 0), 0))", "c"],
    ["lessThan(0.5, select(c, 1, 0))", "c"],
    ["lessOrEqual(select(c, 1, 0), 0.5)", "not(c)"],
    ["lessThan(select(c, 1, 0), 7)", "true"],
    ["equal(select(c, NaN, 0), NaN)", "false"],
    ...stays("lessOrEqual(x, x)", "equal(x, x)", "not(lessThan(x, y))", "equal(0, select(c, x, 0))", "select(c, select(d, x, y), z)"),
    ...stays("equal(select(c, 1, 0), select(d, 1, 0))", "both(c, d)", "select(not(k), x, y)", "select(equal(x, 0), 0, x)"),
  ]);
});

describe("recognise extremes", () => {
  const text = () => new ProgramText(new ProgramBuilder(passNamed("recognise extremes").concat(passNamed("share common subexpressions"))));

  test.each<Case>([
    ["select(lessThan(y, x), y, x)", "minimum(x, y)"],
    ["select(lessThan(x, y), y, x)", "maximum(x, y)"],
    ...stays("select(lessOrEqual(y, x), y, x)", "select(lessThan(y, x), y, z)", "select(lessThan(y, x), add(y, 1), x)"),
  ])("%s  →  %s", (before, after) => {
    const all = text();
    expect(all.print(all.build(before))).toBe(after);
  });
});

describe("share common subexpressions", () => {
  test.each<readonly [string, string, "one" | "two"]>([
    ["add(x, y)", "add(x, y)", "one"],
    ["add(x, y)", "add(y, x)", "one"],
    ["multiply(add(x, 1), y)", "multiply(y, add(1, x))", "one"],
    ["both(c, d)", "both(d, c)", "one"],
    ["NaN", "NaN", "one"],
    ["subtract(x, y)", "subtract(y, x)", "two"],
    ["lessThan(x, y)", "lessThan(y, x)", "two"],
    ["add(x, 0)", "add(x, -0)", "two"],
    ["add(add(x, y), z)", "add(x, add(y, z))", "two"],
  ])("%s and %s are %s", (first, second, nodes) => {
    const text = new ProgramText(new ProgramBuilder(passNamed("share common subexpressions")));
    expect(text.build(first) === text.build(second) ? "one" : "two").toBe(nodes);
  });

  test("what is computed only where a condition holds is known there alone", () => {
    const text = new ProgramText(new ProgramBuilder());
    const condition = text.build("k") as Parameters<ProgramBuilder["onlyWhere"]>[0];
    const within = text.builder.onlyWhere(condition, () => [text.build("add(v, 1)"), text.build("add(1, v)"), text.build("add(x, 1)")]);
    expect(within[0]).toBe(within[1]);
    expect(text.build("add(v, 1)")).not.toBe(within[0]);
    expect(text.build("add(x, 1)")).toBe(within[2]);
  });
});

describe("hoist invariants", () => {
  test.each<readonly [string, "call" | "pair" | "step", "all slots" | "slot by slot"]>([
    ["add(u, 2)", "call", "all slots"],
    ["add(u, x)", "call", "slot by slot"],
    ["multiply(u, step)", "step", "all slots"],
    ["multiply(x, step)", "step", "slot by slot"],
    ["multiply(v, divide(x, u))", "step", "slot by slot"],
    ["divide(x, squareRoot(u))", "call", "slot by slot"],
    ["select(k, u, 1)", "step", "all slots"],
  ])("%s is computed once a %s, %s", (expression, rate, slots) => {
    const node = new ProgramText(new ProgramBuilder()).node(expression);
    expect(node).toMatchObject({ rate, dependsOnSlot: slots === "slot by slot" });
  });

  test("what two steps share is computed once a pair", () => {
    const builder = new ProgramBuilder();
    const key = builder.words(builder.input({ kind: "array", index: 0 }), builder.constant(1));
    const block = builder.philox({ key, counter: key, clock: { isOdd: builder.oddStep() } });
    const { first } = builder.uniforms(block);
    expect([block, first, builder.squareRoot(first)].map((id) => builder.nodes[id]!.rate)).toEqual(["pair", "pair", "pair"]);
    expect(builder.nodes[builder.select(builder.oddStep(), first, builder.constant(0))]!.rate).toBe("step");
  });
});

describe("small powers", () => {
  const multiplications = (...exponents: readonly number[]) => {
    const text = new ProgramText(new ProgramBuilder());
    const x = text.build("x") as Parameters<ProgramBuilder["negate"]>[0];
    const powers = exponents.map((exponent) => elementary.integerPower(text.builder, x, exponent));
    const count = text.builder.nodes.filter(({ operation }) => operation === "multiply").length;
    return { last: text.print(powers.at(-1)!), count };
  };

  test.each<readonly [readonly number[], string, number]>([
    [[2], "multiply(x, x)", 1],
    [[3], "multiply(x, multiply(x, x))", 2],
    [[4], "multiply(multiply(x, x), multiply(x, x))", 2],
    [[-1], "divide(1, x)", 0],
    [[2, 4], "multiply(multiply(x, x), multiply(x, x))", 2],
    [[3, 4, 2], "multiply(x, x)", 3],
  ])("x to the %j are %s in %i multiplications: common squares are shared", (exponents, last, count) => {
    expect(multiplications(...exponents)).toEqual({ last, count });
  });
});
