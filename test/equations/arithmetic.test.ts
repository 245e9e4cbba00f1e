import { evaluate } from "@spikefarm/equations";
import { math } from "@spikefarm/numerics";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expressionOf } from "./support.js";

const evaluated = (text: string, unit: string, names: Readonly<Record<string, number>> = {}): number =>
  evaluate(expressionOf(text, unit), (name) => names[name] ?? Number.NaN);

describe("IDENTITY 4: values are those of IEEE arithmetic and of our own functions", () => {
  it("a random expression has the value that the same operations have on the host", () => {
    interface Both {
      readonly text: string;
      readonly value: (d: number, k: number) => number;
    }
    const leaf = fc.constantFrom<Both>({ text: "d", value: (d) => d }, { text: "k", value: (_, k) => k });
    const { tree } = fc.letrec<{ tree: Both }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        leaf,
        fc.tuple(tie("tree"), tie("tree"), fc.constantFrom("+", "-", "*", "/")).map(
          ([a, b, operator]): Both => ({
            text: `(${a.text} ${operator} ${b.text})`,
            value: (d, k) => {
              const [x, y] = [a.value(d, k), b.value(d, k)];
              return operator === "+" ? x + y : operator === "-" ? x - y : operator === "*" ? x * y : x / y;
            },
          }),
        ),
        tie("tree").map((a): Both => ({ text: `(-${a.text})`, value: (d, k) => -a.value(d, k) })),
        tie("tree").map((a): Both => ({ text: `exp(${a.text})`, value: (d, k) => math.exp(a.value(d, k)) })),
        tie("tree").map((a): Both => ({ text: `sqrt(abs(${a.text}))`, value: (d, k) => Math.sqrt(Math.abs(a.value(d, k))) })),
      ),
    }));
    fc.assert(
      fc.property(tree, fc.double(), fc.double(), (both, d, k) => {
        expect(evaluated(both.text, "1", { d, k })).toBe(both.value(d, k));
      }),
      { numRuns: 300 },
    );
  });
});

describe("IDENTITY 5: division is IEEE division", () => {
  it("even where a reciprocal would round differently", () => {
    expect(evaluated("d/k", "1", { d: 5, k: 49 })).toBe(5 / 49);
    expect(5 * (1 / 49)).not.toBe(5 / 49);
    expect(evaluated("n/2", "1", { n: 7 })).toBe(3.5);
    expect(evaluated("d/k", "1", { d: 1, k: 0 })).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("IDENTITY 6: minima, integers and modulo", () => {
  const cases: readonly (readonly [string, string, Readonly<Record<string, number>>, number])[] = [
    ["min(d, k)", "1", { d: Number.NaN, k: 1 }, Number.NaN],
    ["min(d, k)", "1", { d: 1, k: Number.NaN }, 1],
    ["max(d, k)", "1", { d: 1, k: Number.NaN }, 1],
    ["clip(d, 0, 5)", "1", { d: 7 }, 5],
    ["clip(d, 0, 5)", "1", { d: -7 }, 0],
    ["int(d)", "integer", { d: 2.9 }, 2],
    ["int(d)", "integer", { d: -2.9 }, -2],
    ["int(d)", "integer", { d: 1e10 }, 2147483647],
    ["int(d)", "integer", { d: Number.NEGATIVE_INFINITY }, -2147483648],
    ["int(d)", "integer", { d: Number.NaN }, 0],
    ["n + 1", "integer", { n: 2147483647 }, -2147483648],
    ["n - 1", "integer", { n: -2147483648 }, 2147483647],
    ["n*n", "integer", { n: 65537 }, 131073],
    ["n**3", "integer", { n: 2049 }, Number(BigInt.asIntN(32, 2049n ** 3n))],
    ["-n", "integer", { n: -2147483648 }, -2147483648],
    ["n // 2", "integer", { n: -7 }, -4],
    ["n % 3", "integer", { n: -7 }, 2],
    ["d // 2", "1", { d: -7.5 }, -4],
    ["d % 3", "1", { d: -7.5 }, 1.5],
    ["d % k", "1", { d: 7.5, k: -2 }, -0.5],
    ["where(flag, 1, 2)", "1", { flag: 1 }, 1],
    ["where(d > 1, 1, 2)", "1", { d: Number.NaN }, 2],
    ["int(flag)*2", "1", { flag: 1 }, 2],
    ["timestep(d*second, 0.1*ms)", "integer", { d: 0.0003 }, 3],
    ["sign(d)", "1", { d: -3 }, -1],
    ["sign(d)", "1", { d: 0 }, 0],
    ["exprel(d)", "1", { d: 0 }, 1],
  ];
  it.each(cases)("%s : %s with %j is %d", (text, unit, names, value) => {
    expect(evaluated(text, unit, names) + 0).toBe(value);
  });

  it("are those that the guide names beside Brian 2's", () => {
    expect(evaluated("3 % 0.3", "1")).toBe(0);
    expect(evaluated("100 % 0.3", "1")).toBe(0.10000000000000853);
    expect([1e10, -1e10, Number.NaN].map((d) => evaluated("int(d)", "integer", { d }))).toEqual([2147483647, -2147483648, 0]);
    expect([7, -7, 0].map((n) => evaluated("n // int(d)", "integer", { n, d: 0 }))).toEqual([2147483647, -2147483648, 0]);
    expect(evaluated("flag + flag", "1", { flag: 1 })).toBe(2);
  });
  it("comparisons and conditions are 0 or 1", () => {
    expect(evaluated("d != k", "boolean", { d: Number.NaN, k: 1 })).toBe(1);
    expect(evaluated("d == k", "boolean", { d: Number.NaN, k: Number.NaN })).toBe(0);
    expect(evaluated("not flag or n > 2 and flag", "boolean", { flag: 1, n: 3 })).toBe(1);
    expect(evaluated("True and False", "boolean")).toBe(0);
  });

  it("timestep finds every step again", () => {
    const expression = expressionOf("timestep(d*second, 0.1*ms)", "integer");
    const dt = 0.0001;
    for (let step = 0; step < 100_000; step += 7) expect(evaluate(expression, () => step * dt)).toBe(step);
  });
});
