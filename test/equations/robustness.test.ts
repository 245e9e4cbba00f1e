// Whatever the text, the checker answers: with a model or with diagnostics, soon, and without throwing. 100,000 texts a run, drawn from the
// seed in the test's name (SPIKEFARM_TEST_SEED).

import { canonicalModel, checkModel, checkQuantity, usedParameters } from "@spikefarm/equations";
import { type Diagnostic, DiagnosticList, formatDiagnostic } from "@spikefarm/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DATA, modelWithText, text } from "./mutated-texts.js";
import { codes, expressionModel, model } from "./support.js";

const SEED = fc.readConfigureGlobal().seed;
/** Generous: the machine may be busy. What a run should take is seconds. */
const TIMEOUT_MS = 600_000;

/** Throws where a place cannot be shown. */
function show(diagnostic: Diagnostic): void {
  const { line, column, length } = diagnostic;
  if (Math.min(line, column, length) < 1) throw new Error(`a place is counted from 1, not ${line}:${column} and ${length}`);
  formatDiagnostic(diagnostic);
}

describe(`robustness (SPIKEFARM_TEST_SEED=${SEED})`, () => {
  it(
    "90,000 texts at any place get an answer",
    () => {
      let sound = 0;
      fc.assert(
        fc.property(modelWithText, (source) => {
          const diagnostics = new DiagnosticList();
          const checked = checkModel(source, "model", diagnostics, DATA);
          if ((checked === undefined) !== diagnostics.hasErrors) throw new Error("a model comes out if and only if there are no errors");
          diagnostics.items.forEach(show);
          if (checked === undefined) return;
          sound++;
          usedParameters(checked);
          canonicalModel(source);
        }),
        { numRuns: 90_000 },
      );
      // Were next to nothing accepted, the texts would not reach what comes after the parser.
      expect(sound).toBeGreaterThan(5_000);
    },
    TIMEOUT_MS,
  );

  it(
    "8,000 texts get a canonical text and a quantity, or diagnostics",
    () => {
      fc.assert(
        fc.property(text, (written) => {
          canonicalModel(model({ equations: written, reset: written, every: [{ code: written }] }));
          const diagnostics = new DiagnosticList();
          checkQuantity({ path: "q", text: written }, diagnostics);
          diagnostics.items.forEach(show);
        }),
        { numRuns: 8_000 },
      );
    },
    TIMEOUT_MS,
  );

  const KEYS = ["parameters", "dt", "duration", "warmup", "groups", "inputs", "outputs", "random"];
  const GROUP_KEYS = ["size", "initial", "equations", "method", "threshold", "reset", "refractory", "events", "every", "x"];
  const INPUT_KEYS = ["poisson", "spikes", "to", "count", "rate", "weight", "times", "elements", "period"];
  const OTHER_KEYS = ["G", "v", "code", "condition", "when", "order", "linspace", "default", "value", "type"];
  const keys = [...KEYS, ...GROUP_KEYS, ...INPUT_KEYS, ...OTHER_KEYS];
  const value = fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.constantFrom<unknown>(null, true, 0, 1, -1, 0.5, Number.NaN, 1e300, "v", "v > 0*mV", "v = 0*mV", "1*ms", "G.v", ""),
      fc.anything({ maxDepth: 1, withBigInt: true, withDate: true, withNullPrototype: true }),
      fc.array(tie("node"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...keys), tie("node"), { maxKeys: 4 }),
    ),
  })).node;
  it(
    "2,000 documents of any values get an answer",
    () => {
      fc.assert(
        fc.property(
          fc.dictionary(fc.constantFrom(...KEYS), value, { maxKeys: 3 }),
          fc.dictionary(fc.constantFrom(...GROUP_KEYS), value, { maxKeys: 4 }),
          (top, group) => {
            const source = { ...model(group), ...top };
            codes(source);
            canonicalModel(source);
          },
        ),
        { numRuns: 2_000 },
      );
    },
    TIMEOUT_MS,
  );
});

describe("limits", () => {
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

  const repeated = (count: number, each: (index: number) => string): string => Array.from({ length: count }, (_, k) => each(k)).join("\n");
  const named = (count: number, item: unknown) => Object.fromEntries(Array.from({ length: count }, (_, k) => [`k${k}`, item]));
  const many: readonly (readonly [string, unknown])[] = [
    ["equations", model({ equations: repeated(600, (k) => `x${k} : volt`) })],
    ["statements", model({ reset: repeated(600, () => "v = 0*mV") })],
    ["events", model({ events: named(200, "v > v0") })],
    ["regular code", model({ every: named(200, { code: "v = v0" }) })],
    ["parameters", model({}, { parameters: { ...model().parameters, ...named(2_000, 1) } })],
    ["groups", model({}, { groups: { ...model().groups, ...named(200, model().groups.G) } })],
    ["inputs", model({}, { inputs: named(2_000, { poisson: { to: "G.v", rate: "1*Hz", weight: "1*mV" } }) })],
    ["outputs", model({}, { outputs: named(2_000, "count(G)") })],
    ["initial values", model({ size: 200_000, initial: { v: new Array(200_000).fill("1*mV") } })],
    [
      "subexpressions in subexpressions",
      model({ equations: `dv/dt = x40*v0/tau : volt\nx0 = v/mV : 1\n${repeated(40, (k) => `x${k + 1} = x${k} + x${k} : 1`)}` }),
    ],
  ];
  const DOUBLING = `dv/dt = -v/tau : volt\nx0 = v/mV : 1\n${repeated(12, (k) => `x${k + 1} = x${k} + x${k} : 1`)}`;
  const written: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
    ["a threshold", { threshold: "x12 + x12 + x12 > 3" }],
    ["a statement", { reset: "v = (x12 + x12 + x12)*mV" }],
    ["an event", { events: { up: { condition: "v > v0", code: "v = (x12 + x12 + x12)*mV" } } }],
    ["many statements", { reset: repeated(100, () => "v = x12*mV") }],
    ["many equations", { equations: `${DOUBLING}\n${repeated(100, (k) => `du${k}/dt = x12/tau : 1`)}` }],
  ];
  it.each(written)("%s that its subexpressions make too large is refused at a named limit", (_, group) => {
    expect(codes(model({ equations: DOUBLING, ...group }))).toEqual(["EQUATIONS_LIMIT"]);
  });
  it("an input that its subexpressions make too large is refused at a named limit", () => {
    const inputs = { P: { poisson: { to: "G.v", rate: "1*Hz", weight: "(x12 + x12 + x12)*mV" } } };
    expect(codes(model({ equations: DOUBLING }, { inputs }))).toEqual(["EQUATIONS_LIMIT"]);
  });

  it.each(many)("too many %s are refused at a named limit", (_, source) => {
    expect(codes(source)).toContain("EQUATIONS_LIMIT");
  });

  it("constants that would take long are refused", () => {
    expect(codes(expressionModel("((1.1**64)**64)**64"))).toEqual(["EQUATIONS_CONSTANT"]);
    expect(codes(expressionModel("n**1000000000", "1"))).toEqual([]);
    expect(codes(expressionModel("b**1e300", "volt"))).toEqual(["UNITS_POWER"]);
    expect(codes(expressionModel("b**(1/1e300)", "volt"))).toEqual(["UNITS_POWER"]);
    expect(codes(expressionModel(`${"sqrt(".repeat(100)}b${")".repeat(100)}`, "volt"))).toEqual(["UNITS_POWER"]);
    expect(codes(model({ equations: `dv/dt = -v/tau : ${"Ymetre**12*".repeat(5000)}volt` }))).toEqual(["EQUATIONS_SYNTAX"]);
  });

  /** CPU seconds of this process, so that a busy machine counts for nothing. */
  const cpuSeconds = (run: () => void): number => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
  const LONG = 65_000;
  const upTo = (unit: string): string => unit.repeat(Math.floor(LONG / unit.length));
  const long: readonly (readonly [string, unknown])[] = [
    ["names that are nowhere", model({ equations: `dv/dt = -v/tau : volt\n${repeated(499, (k) => `y${k} = nowhere${k} : 1`)}` })],
    [
      "a chain of equations",
      model({ equations: `dv/dt = -v/tau : volt\nx0 = v/mV : 1\n${repeated(490, (k) => `x${k + 1} = 2*x${k} : 1`)}` }),
    ],
    [
      "equations at their largest",
      model({ equations: `${DOUBLING}\n${repeated(9, (k) => `du${k}/dt = x12*u${k}/tau : 1`)}`, method: "exponential_euler" }),
    ],
    ["flags", model({ equations: `dv/dt = -v/tau : volt (${upTo("shared, ")}shared)` })],
    ["arguments", model({ threshold: `v > clip(${upTo("v0, ")}v0)` })],
    ["statements on one line", model({ reset: upTo("v+=v0;") })],
    ["comments", model({ equations: `dv/dt = -v/tau : volt\n${upTo("# why\n")}` })],
    ["white space", model({ threshold: `v >${" ".repeat(LONG)}v0` })],
    ["characters that are none of ours", model({ threshold: upTo("§") })],
    ["digits", model({ threshold: `v > ${upTo("1234567890 ")}` })],
    ["lines", model({ threshold: upTo("v >\n") })],
  ];
  it.each(long)("%s take no longer than a moment", (_, source) => {
    expect(cpuSeconds(() => codes(source))).toBeLessThan(3);
    expect(cpuSeconds(() => canonicalModel(source))).toBeLessThan(3);
  });
});
