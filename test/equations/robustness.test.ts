// Whatever the text, the checker answers: with a model or with diagnostics, soon, and without throwing.

import { canonicalModel, checkQuantity } from "@spikefarm/equations";
import { DiagnosticList } from "@spikefarm/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codes, expressionModel, model } from "./support.js";

const PIECES = [
  ..."dv/dt = ( v0 - v ) / tau : volt\n dw/dt x y t dt i N a b n flag : 1 boolean integer (unless refractory) (constant)".split(" "),
  ...["10*mV", "5", ".5", "1e3", "1e400", "+", "-", "*", "/", "//", "%", "**", "<", "<=", "==", "!=", "and", "or", "not", "True", "="],
  ...[
    "exp(",
    "clip(",
    "where(",
    ",",
    ")",
    "(",
    "sqrt(",
    "count(G)",
    "G.v",
    "trace(",
    "of=[0]",
    "every=",
    "[",
    "]",
    ";",
    "\n",
    "#",
    "−",
    "×",
    "'",
  ],
  ...["if", "else", "&", "|", "^", "~", "?", "µ", "\u00a0", "\t", "\r\n", "__proto__", "constructor", "inf", "pi", "rand()", "=="],
];
const pieces = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((parts) => parts.join(" "));

const SOUND = [
  "dv/dt = (v0 - v*exp(-t/tau))/tau : volt (unless refractory)",
  "v > 10*mV and not v < 3*mV",
  "v = 0*mV; v += 2*mV",
  "mean(rates(G))/Hz",
];
/** A sound text with some stretches cut, doubled or replaced. */
const mutated = fc
  .tuple(
    fc.constantFrom(...SOUND),
    fc.array(fc.tuple(fc.nat(80), fc.nat(10), fc.oneof(fc.constantFrom(...PIECES), fc.string())), { maxLength: 6 }),
  )
  .map(([text, edits]) => edits.reduce((current, [at, length, piece]) => current.slice(0, at) + piece + current.slice(at + length), text));
const text = fc.oneof(pieces, mutated, fc.string({ unit: "binary" }), fc.string());

const RUNS = { numRuns: 1000 };

describe("robustness", () => {
  it("any equations, threshold, reset and outputs get an answer", () => {
    fc.assert(
      fc.property(text, text, text, text, (equations, threshold, reset, output) => {
        const source = model({ equations, threshold, reset, initial: { v: threshold } }, { outputs: { x: output } });
        codes(source);
        canonicalModel(source);
      }),
      RUNS,
    );
  });

  it("any expression and quantity gets an answer", () => {
    fc.assert(
      fc.property(text, (expression) => {
        codes(expressionModel(expression));
        checkQuantity({ path: "q", text: expression }, new DiagnosticList());
      }),
      RUNS,
    );
  });

  it("any value gets an answer", () => {
    const value = fc.oneof(fc.jsonValue(), fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true }));
    const key = fc.constantFrom(
      "parameters",
      "dt",
      "duration",
      "warmup",
      "groups",
      "outputs",
      "random",
      "size",
      "initial",
      "equations",
      "method",
      "x",
    );
    fc.assert(
      fc.property(fc.dictionary(key, value), fc.dictionary(key, value), (keys, group) => {
        codes(model(group, {}));
        codes({ ...model(), ...keys });
        canonicalModel({ ...model(), ...keys });
      }),
      RUNS,
    );
  });

  const deep: readonly (readonly [string, string])[] = [
    ["parentheses", `${"(".repeat(30_000)}d${")".repeat(30_000)}`],
    ["signs", `${"-".repeat(60_000)}d`],
    ["not", `${"not ".repeat(15_000)}flag`],
    ["powers", `d${"**d".repeat(20_000)}`],
    ["sums", `d${"+d".repeat(30_000)}`],
    ["calls", `${"exp(".repeat(15_000)}d${")".repeat(15_000)}`],
    ["a long text", "d".repeat(70_000)],
    ["a long number", "1".repeat(60_000)],
  ];
  it.each(deep)("%s without end are refused at a named limit", (_, expression) => {
    expect(codes(expressionModel(expression))).toEqual(["EQUATIONS_LIMIT"]);
  });

  it("constants that would take long are refused", () => {
    expect(codes(expressionModel("((1.1**64)**64)**64"))).toEqual(["EQUATIONS_CONSTANT"]);
    expect(codes(expressionModel("n**1000000000", "1"))).toEqual([]);
    expect(codes(expressionModel("b**1e300", "volt"))).toEqual(["UNITS_POWER"]);
    expect(codes(model({ equations: `dv/dt = -v/tau : ${"Ymetre**12*".repeat(5000)}volt` }))).toEqual(["EQUATIONS_SYNTAX"]);
  });
});
