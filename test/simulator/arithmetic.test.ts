// What a kernel computes, to the bit, against the host's own arithmetic: one statement or derivative, many elements.

import { math } from "@spikefarm/numerics";
import { describe, expect, it } from "vitest";
import { anyDoubles, bitsOf, firstDifference, modelOf, runChecked, SPECIAL_DOUBLES, withInitial } from "./run-model.js";

/** Pairs of all special numbers, then of numbers of every size. */
const pairs = [
  ...SPECIAL_DOUBLES.flatMap((x) => SPECIAL_DOUBLES.map((y) => [x, y] as const)),
  ...anyDoubles(2000, 12345).map((x, index, all) => [x, all[(index * 7 + 1) % all.length]!] as const),
];
const xs = pairs.map(([x]) => x);
const ys = pairs.map(([, y]) => y);

/** The value of an expression in x and y, as a kernel computes it in a reset statement. */
function computed(expression: string, type = "1"): number[] {
  const model = modelOf({
    groups: {
      G: { size: pairs.length, equations: `x : 1\ny : 1\nz : ${type}`, threshold: "i >= 0", reset: `z = ${expression}` },
    },
    duration: "0.1*ms",
    outputs: { z: "final(G.z)" },
  });
  return runChecked(withInitial(withInitial(model, "x", xs), "y", ys)).numbers("z");
}

function check(expression: string, expected: (x: number, y: number) => number, type?: string): void {
  const difference = firstDifference(
    computed(expression, type),
    pairs.map(([x, y]) => expected(x, y)),
  );
  expect(difference).toBe("none");
}

describe("IDENTITY 4: IEEE arithmetic and our own functions, nothing fused, nothing reordered", () => {
  it.each<[string, (x: number, y: number) => number]>([
    ["x + y", (x, y) => x + y],
    ["x - y", (x, y) => x - y],
    ["x*y", (x, y) => x * y],
    ["x/y", (x, y) => x / y],
    ["sqrt(x)", (x) => Math.sqrt(x)],
    ["x*y + x", (x, y) => x * y + x],
    ["(x + y) - x", (x, y) => x + y - x],
    ["x + (y - x)", (x, y) => x + (y - x)],
    ["-x", (x) => -x],
    ["abs(x)", (x) => Math.abs(x)],
    ["x*1 - 0", (x) => x],
    ["x + 0.0", (x) => x + 0],
    ["0.0*x", (x) => 0 * x],
    ["x**2", (x) => math.integerPower(x, 2)],
    ["x**-3", (x) => math.integerPower(x, -3)],
    ["x**y", (x, y) => math.power(x, y)],
  ])("%s", (expression, expected) => check(expression, expected));

  it.each([
    "exp",
    "log",
    "log10",
    "expm1",
    "log1p",
    "exprel",
    "sin",
    "cos",
    "tan",
    "sinh",
    "cosh",
    "tanh",
    "arcsin",
    "arccos",
    "arctan",
  ] as const)("%s(x) has the host's bits", (name) => check(`${name}(x)`, (x) => math[name](x)));
});

describe("IDENTITY 5: division by a constant of the loop multiplies by its reciprocal, in right-hand sides alone", () => {
  const divisors = [3, 0.01, -7, 1e-310, 5e-324, 1.7e308, 0, Number.POSITIVE_INFINITY, 2.2250738585072014e-308, 4.4942328371557898e307];
  const dividends = [1, 0.1, 5, 1e300, 1e-320, -0.7, 5e-324];
  const model = (equations: string) => ({
    parameters: { c: 1 },
    dt: "1*second",
    groups: { G: { size: dividends.length, equations, method: "euler", threshold: "i >= 0", reset: "z = y/c" } },
    duration: "1*second",
    outputs: { x: "final(G.x)", z: "final(G.z)" },
  });
  const isNormal = (x: number) => Math.abs(x) >= 2.2250738585072014e-308 && Math.abs(x) < Number.POSITIVE_INFINITY;

  it("where the reciprocal is finite and normal, lane by lane", () => {
    const checked = withInitial(modelOf(model("dx/dt = y/c/second : 1\ny : 1\nz : 1")), "y", dividends);
    const ran = runChecked(checked, { c: divisors });
    divisors.forEach((divisor, lane) => {
      const expected = dividends.map((y) => 0 + 1 * (isNormal(1 / divisor) ? y * (1 / divisor) : y / divisor));
      expect(bitsOf(ran.numbers("x", lane))).toBe(bitsOf(expected));
    });
    expect(ran.numbers("x", 0)).not.toEqual(dividends.map((y) => y / 3));
  });

  it("a reset divides", () => {
    const checked = withInitial(modelOf(model("dx/dt = y/c/second : 1\ny : 1\nz : 1")), "y", dividends);
    const ran = runChecked(checked, { c: divisors });
    divisors.forEach((divisor, lane) => {
      expect(bitsOf(ran.numbers("z", lane))).toBe(bitsOf(dividends.map((y) => y / divisor)));
    });
  });

  it.each<[string, (y: number) => number]>([
    ["floor(y/c)", (y) => Math.floor(y / 3)],
    ["int(y/c)", (y) => Math.min(Math.max(Math.trunc(y / 3), -2147483648), 2147483647)],
    ["int(y/c < 1/3)", (y) => Number(y / 3 < 1 / 3)],
    ["where(y/c < 1, y/c, 0)", (y) => (y / 3 < 1 ? y * (1 / 3) : 0)],
    ["exp(-abs(y)/c)", (y) => math.exp(-Math.abs(y) * (1 / 3))],
    ["y/x", (y) => y / 0.3],
  ])("%s", (derivative, expected) => {
    const source = model(`dx/dt = (${derivative})/second : 1\ny : 1\nz : 1`);
    const start = 0.3;
    const checked = withInitial(withInitial(modelOf(source), "y", dividends), "x", Array(dividends.length).fill(start));
    const ran = runChecked(checked, { c: 3 });
    expect(bitsOf(ran.numbers("x"))).toBe(bitsOf(dividends.map((y) => start + 1 * expected(y))));
  });
});

describe("IDENTITY 6: choices, conversions, 32-bit integers and flooring division", () => {
  // biome-ignore-start lint/complexity/useMathMinMax: Math.min is another function where a side is NaN or −0
  const minimum = (a: number, b: number) => (b < a ? b : a);
  const maximum = (a: number, b: number) => (a < b ? b : a);
  // biome-ignore-end lint/complexity/useMathMinMax: see above
  const toInteger = (x: number) => (Number.isNaN(x) ? 0 : Math.min(Math.max(Math.trunc(x), -2147483648), 2147483647) + 0);

  it.each<[string, (x: number, y: number) => number]>([
    ["min(x, y)", minimum],
    ["max(x, y)", maximum],
    ["clip(x, -1, y)", (x, y) => math.clip(x, -1, y)],
    ["x // y", (x, y) => Math.floor(x / y)],
    ["x % y", (x, y) => x - y * Math.floor(x / y)],
    ["floor(x)", (x) => Math.floor(x)],
    ["ceil(x)", (x) => math.ceiling(x)],
    ["sign(x)", (x) => math.sign(x)],
    ["int(x)", toInteger],
    ["int(x < y)", (x, y) => Number(x < y)],
    ["int(x <= y)", (x, y) => Number(x <= y)],
    ["int(x == y)", (x, y) => Number(x === y)],
    ["int(x != y)", (x, y) => Number(x !== y)],
    ["int(not (x < y or y < x))", (x, y) => Number(!(x < y || y < x))],
    ["where(x < y and y < 1, x, y)", (x, y) => (x < y && y < 1 ? x : y)],
  ])("%s", (expression, expected) => check(expression, expected));

  const integers = (x: number, y: number) => [toInteger(x), toInteger(y)] as const;
  it.each<[string, (n: number, m: number) => number]>([
    ["int(x) + int(y)", (n, m) => (n + m) | 0],
    ["int(x) - int(y)", (n, m) => (n - m) | 0],
    ["int(x)*int(y)", (n, m) => Math.imul(n, m)],
    ["-int(x)", (n) => -n | 0],
    ["int(x)**3", (n) => Math.imul(Math.imul(n, n), n)],
    ["int(x) // int(y)", (n, m) => (m === 0 ? toInteger(n / m) : Math.floor(n / m) | 0)],
    ["int(x) % int(y)", (n, m) => toInteger(n - m * Math.floor(n / m))],
  ])("an integer z = %s wraps", (expression, expected) => {
    const actual = computed(expression, "integer");
    const difference = firstDifference(
      actual,
      pairs.map(([x, y]) => expected(...integers(x, y)) + 0),
    );
    expect(difference).toBe("none");
  });

  it("counts past 2³¹ come back at −2³¹", () => {
    const source = {
      groups: { G: { equations: "n : integer", threshold: "i >= 0", reset: "n += 1", initial: { n: 2147483640 } } },
      duration: "1*ms",
      outputs: { n: "final(G.n)" },
    };
    expect(runChecked(modelOf(source)).number("n")).toBe(-2147483646);
  });

  it("flooring division and remainder are Python's from −150 to 149", () => {
    const source = {
      groups: {
        G: {
          size: 300,
          equations: "q : integer\nr : integer\nn : integer",
          threshold: "i >= 0",
          reset: "n = i - 150; q = n // 98; r = n % 98",
        },
      },
      duration: "0.1*ms",
      outputs: { q: "final(G.q)", r: "final(G.r)" },
    };
    const ran = runChecked(modelOf(source));
    for (let n = -150; n < 150; n++) {
      const [q, r] = [ran.numbers("q")[n + 150]!, ran.numbers("r")[n + 150]!];
      expect(q * 98 + r).toBe(n);
      expect(r >= 0 && r < 98).toBe(true);
    }
  });

  it("timestep(k·dt, dt) is k for every k up to 100,000", () => {
    const count = 100_000;
    const source = {
      groups: { G: { size: count, equations: "k : integer", threshold: "i >= 0", reset: "k = timestep(i*dt, dt)" } },
      duration: "0.1*ms",
      outputs: { k: "final(G.k)" },
    };
    const ran = runChecked(modelOf(source));
    expect(ran.numbers("k").every((k, index) => k === index)).toBe(true);
  });

  it("NaN leaves a kernel with one bit pattern", () => {
    const model = modelOf({
      groups: { G: { size: 2, equations: "x : 1\nz : 1", threshold: "i >= 0", reset: "z = -(x - x)" } },
      duration: "0.1*ms",
      outputs: { z: "final(G.z)", trace: "trace(G.x)" },
    });
    const ran = runChecked(withInitial(model, "x", [Number.POSITIVE_INFINITY, Number.NaN]));
    const [column] = ran.result.outputs;
    if (column?.data.kind !== "list" || column.data.items.kind !== "f64") throw new Error("not a list of doubles");
    expect([...new BigUint64Array(column.data.items.values.buffer)]).toEqual([0x7ff8000000000000n, 0x7ff8000000000000n]);
  });
});
