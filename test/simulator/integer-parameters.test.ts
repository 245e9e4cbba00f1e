// IDENTITY 1: a parameter makes its node, and those above it, double arithmetic, whatever its type. Integer variables wrap (IDENTITY 6).

import { checkModel } from "@spikefarm/equations";
import { DiagnosticList } from "@spikefarm/protocol";
import { simulate } from "@spikefarm/simulator";
import { describe, expect, it } from "vitest";
import { compareWithReference } from "../reference/compare-with-reference.js";

const LARGE = 100_000;
const integer = (value: number | string) => ({ default: value, type: "integer" });

/** Texts in the integer parameters a = 100000, b = 3 and m = −2³¹ and the boolean parameter on, and what they come to. */
const TEXTS: readonly (readonly [text: string, value: number])[] = [
  ["a*a", LARGE * LARGE],
  ["a*a*a", LARGE * LARGE * LARGE],
  ["30000*a", 30_000 * LARGE],
  ["a**2", LARGE ** 2],
  ["m + m", -4294967296],
  ["-m", 2147483648],
  ["m - 1", -2147483649],
  ["abs(m)", 2147483648],
  ["a*a//b", 3333333333],
  ["a*a % (m*m)", LARGE * LARGE],
  ["min(a, b)*max(a, b)*a", 3 * LARGE * LARGE],
  ["clip(a, 0, 200000)*a", LARGE * LARGE],
  ["where(on, a, b)*a", LARGE * LARGE],
  ["on*a*a", LARGE * LARGE],
  ["a/m", LARGE / -2147483648],
];
const PARAMETERS = { a: integer(LARGE), b: integer(3), m: integer("-2147483648"), on: true };

describe("IDENTITY 1: with an integer parameter numbers are doubles", () => {
  it.each(TEXTS)("%s", (text, value) => {
    // Conditions and wheres are not yet part of outputs.
    const isOfNumbers = !text.includes("where");
    const document = {
      parameters: { ...PARAMETERS, derived: text, declared: { default: text, type: "float" } },
      groups: {
        G: {
          size: 2,
          equations: `x : 1\ny = ${text} : 1\nz : 1\nheld = ${text} + 0*t/second : 1 (constant over dt)\ndv/dt = (${text})/ms : 1`,
          threshold: `x == ${text}`,
          reset: `z = ${text}`,
          initial: { x: text },
        },
      },
      dt: "1*ms",
      duration: "1*ms",
      outputs: {
        ...{ derived_value: "derived + 0*a", declared_value: "declared + 0*a", spikes: "count(G)" },
        ...{ x: "max(final(G.x))", y: "max(final(G.y))", z: "max(final(G.z))", v: "max(final(G.v))" },
        ...(isOfNumbers && { output: text }),
      },
    };
    const of = { derived_value: value, declared_value: value, x: value, y: value, z: value, v: value, spikes: 2 };
    expect(simulate(document)).toEqual({ ...of, ...(isOfNumbers && { output: value }) });
  });

  it("beside integer variables too, in kernel and reference alike", () => {
    const model = {
      parameters: PARAMETERS,
      groups: {
        G: {
          equations: "n : integer\nwrapped = n*n : integer\nplain = n*a : 1\nother = n + a*n : 1",
          every: { grow: { code: "n = int(n + a)" } },
          initial: { n: "a" },
        },
      },
      dt: "1*ms",
      duration: "5*ms",
      outputs: {
        ...{ wrapped: "trace(G.wrapped)", plain: "trace(G.plain)", other: "trace(G.other)" },
      },
    };
    const n = [2, 3, 4, 5, 6].map((times) => times * LARGE);
    const { wrapped, plain, other } = simulate(model);
    expect(plain).toEqual([n.map((each) => each * LARGE)]);
    expect(other).toEqual([n.map((each) => each + LARGE * each)]);
    expect(wrapped).toEqual([n.map((each) => Math.imul(each, each))]);
    compareWithReference({ model }, { lanes: [{}, { a: 70_000 }] });
  });

  it("without integer variables no arithmetic wraps, after int() neither", () => {
    const model = {
      parameters: { a: 1e5, square: "int(a)*int(a)", count: integer("int(a)") },
      groups: { G: { equations: "x : 1" } },
      duration: "1*ms",
      outputs: { out: "int(a)*int(a)", derived: "square + 0*a", count_value: "count + 0*a" },
    };
    expect(simulate(model)).toEqual({ out: 1e10, derived: 1e10, count_value: 1e5 });
  });
});

describe("what is computed from a parameter is no integer until int() makes it one", () => {
  const codesOf = (parameter: unknown, equation: string) => {
    const diagnostics = new DiagnosticList();
    const groups = { G: { equations: `n : integer\n${equation}` } };
    checkModel({ parameters: { k: integer(3), p: parameter }, groups, duration: "1*ms" }, "model", diagnostics);
    return diagnostics.items.map(({ code, help }) => `${code}: ${help}`);
  };
  it("in an equation", () => {
    for (const right of ["k", "min(k, 5)", "where(n > 2, k, n)", "int(k + n)", "n + int(k)"]) {
      expect(codesOf(1, `y = ${right} : integer`), right).toEqual([]);
    }
    for (const right of ["n + k", "-k", "k*k", "min(k, 5) + 1", "abs(k)"]) {
      expect(codesOf(1, `y = ${right} : integer`), right).toEqual([`EQUATIONS_TYPE: write int(${right})`]);
    }
  });
  it("as an integer parameter", () => {
    for (const text of ["k", "max(k, 1)", "int(k*k)", "2**31 - 1"]) expect(codesOf(integer(text), "y : 1"), text).toEqual([]);
    for (const text of ["k*k", "k + 1", "2*int(k)"]) {
      expect(codesOf(integer(text), "y : 1"), text).toEqual([expect.stringMatching(/^EQUATIONS_TYPE: write int\(…\)/)]);
    }
  });
});
