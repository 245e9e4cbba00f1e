// What users see, whole: read these as a newcomer would.

import { checkQuantity } from "@spikefarm/equations";
import { DiagnosticList } from "@spikefarm/protocol";
import { describe, expect, it } from "vitest";
import { model, problems } from "./support.js";

const check = (source: unknown, expected: string): void => {
  expect(problems(source)).toBe(expected.replace(/^\n/, "").replace(/\n$/, ""));
};

describe("diagnostics", () => {
  it("say how to make two units agree", () => {
    check(
      model({ equations: "dv/dt = (v0 - I)/tau : volt" }),
      `
error UNITS_MISMATCH: the two sides of - differ: volt and amp
 --> model.groups.G.equations:1:10
  |
1 | dv/dt = (v0 - I)/tau : volt
  |          ^^^^^^
help: multiply I by a resistance (ohm) to get volt
`,
    );
  });
  it("ask for the time constant of a derivative", () => {
    check(
      model({ equations: "dv/dt = v0 - v : volt" }),
      `
error UNITS_MISMATCH: dv/dt must be in volt/second, and its right side is in volt
 --> model.groups.G.equations:1:9
  |
1 | dv/dt = v0 - v : volt
  |         ^^^^^^
help: divide it by a time constant (second), as in (…)/tau
`,
    );
  });
  it("give a lone zero its unit", () => {
    check(
      model({ threshold: "v > 0" }),
      `
error UNITS_MISMATCH: the two sides of > differ: volt and no unit
 --> model.groups.G.threshold:1:1
  |
1 | v > 0
  | ^^^^^
help: give 0 a unit, as in 0*volt
`,
    );
  });
  it("split a chained comparison", () => {
    check(
      model({ threshold: "0*mV < v < 5*mV" }),
      `
error EQUATIONS_SYNTAX: comparisons cannot be chained
 --> model.groups.G.threshold:1:1
  |
1 | 0*mV < v < 5*mV
  | ^^^^^^^^^^^^^^^
help: write 0*mV < v and v < 5*mV
`,
    );
  });
  it("put in a missing *", () => {
    check(
      model({ threshold: "v > 10 mV" }),
      `
error EQUATIONS_SYNTAX: an operator is missing between 10 and mV
 --> model.groups.G.threshold:1:5
  |
1 | v > 10 mV
  |     ^^^^^
help: write 10*mV
`,
    );
  });
  it("name the unit without its scale", () => {
    check(
      model({ equations: "dv/dt = (v0 - v)/tau : mV" }),
      `
error UNITS_SCALE: an equation declares a unit without scale, and mV has one
 --> model.groups.G.equations:1:24
  |
1 | dv/dt = (v0 - v)/tau : mV
  |                        ^^
help: write volt; values may still be given in mV
`,
    );
  });
  it("find the missing colon, and go on with the next line", () => {
    check(
      model({ equations: "dv/dt = (v0 - v)/tau volt\nw : vlot" }),
      `
error EQUATIONS_SYNTAX: a colon is missing before volt
 --> model.groups.G.equations:1:22
  |
1 | dv/dt = (v0 - v)/tau volt
  |                      ^^^^
help: write : volt

error UNITS_UNKNOWN: vlot is not a unit
 --> model.groups.G.equations:2:5
  |
2 | w : vlot
  |     ^^^^
help: did you mean volt?
`,
    );
  });
  it("turn a choice into where", () => {
    check(
      model({ equations: "dv/dt = (v0 if v > 0*mV else v)/tau : volt" }),
      `
error EQUATIONS_SYNTAX: a … if … else … is not part of the language
 --> model.groups.G.equations:1:13
  |
1 | dv/dt = (v0 if v > 0*mV else v)/tau : volt
  |             ^^^^^^^^^^^^^^^^^^
help: write where(v > 0*mV, v0, v)
`,
    );
  });
  it("tell a comparison from an assignment", () => {
    check(
      model({ threshold: "v = 10*mV", reset: "v == 0*mV" }),
      `
error EQUATIONS_SYNTAX: = sets a value, which an expression cannot
 --> model.groups.G.threshold:1:3
  |
1 | v = 10*mV
  |   ^
help: compare with == or >, or move it to reset

error EQUATIONS_SYNTAX: == compares; a statement sets a value
 --> model.groups.G.reset:1:3
  |
1 | v == 0*mV
  |   ^^
help: write v = …
`,
    );
  });
  it("write out what the language lacks", () => {
    check(
      model({ threshold: "v > 10*mV & v < 1*volt", reset: "v **= 2" }),
      `
error EQUATIONS_SYNTAX: & is not an operator here
 --> model.groups.G.threshold:1:11
  |
1 | v > 10*mV & v < 1*volt
  |           ^
help: write and, with each comparison in parentheses

error EQUATIONS_SYNTAX: **= is not part of the language
 --> model.groups.G.reset:1:3
  |
1 | v **= 2
  |   ^^^
help: write v = v**2
`,
    );
  });
  const GIVEN = { ...model().parameters, sigma: "1*mV", C: "1*pF", g0: "1*nS", c0: "1*mmolar" };
  const helped: readonly (readonly [equation: string, message: string, help: string | undefined])[] = [
    ["dv/dt = (v0 - v)/10*ms : volt", "dv/dt must be in volt/second, and its right side is in weber", "write (v0 - v)/(10*ms): WHY"],
    ["dv/dt = -v/10*ms*2 : volt", "dv/dt must be in volt/second, and its right side is in weber", "write -v/(10*ms): WHY"],
    ["dv/dt = I/C - v/10*ms : volt", "the two sides of - differ: volt/second and weber", "write v/(10*ms): WHY"],
    ["x = v0/2*ms : volt/second", "x must be in volt/second, and its right side is in weber", "write v0/(2*ms): WHY"],
    ["x = v/(v0/10*ms) : 1", "x must have no unit, and its right side is in hertz", "multiply it by a time (second) to get a plain number"],
    ["dv/dt = (v0 - v)/tau + sigma*xi : volt", "the two sides of + differ: volt/second and volt*second**-0.5", "NOISE"],
    ["dv/dt = sigma*xi - v/tau : volt", "the two sides of - differ: volt*second**-0.5 and volt/second", "NOISE"],
    ["dg/dt = v0 : siemens", "dg/dt must be in siemens/second, and its right side is in volt", undefined],
    [
      "dg/dt = g0 + g/tau : siemens",
      "the two sides of + differ: siemens and siemens/second",
      "multiply g/tau by a time (second) to get siemens",
    ],
    [
      "dC2/dt = g0*v : farad",
      "dC2/dt must be in farad/second, and its right side is in amp",
      "divide it by a voltage (volt) to get farad/second",
    ],
    ["dr/dt = v0/I + r/tau : ohm", "the two sides of + differ: ohm and ohm/second", "multiply r/tau by a time (second) to get ohm"],
    ["dc/dt = v0 : mole/metre**3", "dc/dt must be in mole/metre**3/second, and its right side is in volt", undefined],
    ["dx/dt = v0 : 1", "dx/dt must be in hertz, and its right side is in volt", undefined],
  ];
  it.each(helped)("say where a unit or a root is missing: %s", (equation, message, help) => {
    const rest = equation.startsWith("dv") ? [] : ["dv/dt = -v/tau : volt"];
    const told = problems(model({ equations: [equation, ...rest] }, { parameters: GIVEN }));
    const words = help
      ?.replace("WHY", "what follows a / and its divisor multiplies")
      .replace("NOISE", "noise needs the root of a time constant: write sigma*xi/sqrt(tau)");
    expect(told.split("\n").filter((line) => /^(error|help)/.test(line))).toEqual([
      `error UNITS_MISMATCH: ${message}`,
      ...(words === undefined ? [] : [`help: ${words}`]),
    ]);
  });
  it("recognise characters that only look right", () => {
    check(
      model({ equations: "dv/dt = (v0 − v)/tau : volt" }),
      `
error EQUATIONS_SYNTAX: the character − (U+2212) is not part of the language
 --> model.groups.G.equations:1:13
  |
1 | dv/dt = (v0 − v)/tau : volt
  |             ^
help: write - instead of −
`,
    );
  });
  const toldOf = (source: unknown) =>
    [...problems(source).matchAll(/^error (\w+): (.*)$/gm)].map(([, code, message]) => `${code}: ${message!.slice(0, 15)}`);
  it("go on behind them, as if they were what they look like", () => {
    const equations = ["dv/dt = −v/τ_m + 3·mV² − v : volt", "dw/dt = w/tau : mvolt", "for : 1", "x : 1", "x : 1"];
    expect(toldOf(model({ equations }, { parameters: { v0: "10*mV", tau: "10*ms", tau_m: "10*ms" } }))).toEqual([
      ...["−", "τ", "·", "²"].map((character) => `EQUATIONS_SYNTAX: the character ${character}`),
      "UNITS_SCALE: an equation dec",
      "NAME_RESERVED: for is a word o",
      "NAME_CLASH: x is defined tw",
      "UNITS_MISMATCH: the two sides o",
    ]);
    expect(toldOf(model({ threshold: "v ≥ 3*mV ∧ ¬(v ≤ τ)" }))).toEqual([
      ...["≥", "∧", "¬", "≤", "τ"].map((character) => `EQUATIONS_SYNTAX: the character ${character}`),
      "UNITS_MISMATCH: the two sides o",
    ]);
    expect(toldOf(model({ equations: "dv/dt = -v/τ : volt" }, { parameters: { τ: "10*ms", v0: "1*mV" } }))).toEqual([
      'NAME_INVALID: "τ" is not a na',
      "EQUATIONS_SYNTAX: the character τ",
    ]);
  });
  it("pass over the one equation or statement that cannot be read at all", () => {
    const equations = ["§dv/dt = -v/tau : volt", "v₀ = 3 : 1", "café = 3*v₀ + x : 1", "x = 1e999*v : volt", "y = x/tauu : volt"];
    expect(toldOf(model({ equations, reset: "v = 3 § mV; é = x; w = 3" }))).toEqual([
      ...["§", "₀", "é"].map((character) => `EQUATIONS_SYNTAX: the character ${character}`),
      "EQUATIONS_CONSTANT: the exponent of",
      "NAME_UNKNOWN: tauu is not kno",
      ...["§", "é"].map((character) => `EQUATIONS_SYNTAX: the character ${character}`),
      "NAME_UNKNOWN: w is not a vari",
    ]);
  });
  it("refuse a quantity with one, however well it can be read", () => {
    const diagnostics = new DiagnosticList();
    expect(checkQuantity({ path: "q", text: "−60*mV" }, diagnostics)).toBeUndefined();
    expect(diagnostics.items).toHaveLength(1);
    expect(toldOf(model({}, { outputs: { f: { value: "rate(G)", unit: "µHz" } } }))[0]).toBe("EQUATIONS_SYNTAX: the character µ");
  });
  it("point at the parenthesis that is never closed", () => {
    check(
      model({ equations: "dv/dt = (v0 - v/tau : volt" }),
      `
error EQUATIONS_SYNTAX: this ( is never closed
 --> model.groups.G.equations:1:9
  |
1 | dv/dt = (v0 - v/tau : volt
  |         ^
help: add the missing )
`,
    );
  });
  it("know what units are called here, and what names are near", () => {
    check(
      model({ equations: "dv/dt = (v0 - v)/taux : V", threshold: "v > 10*mVolt" }),
      `
error UNITS_UNKNOWN: V is not a unit
 --> model.groups.G.equations:1:25
  |
1 | dv/dt = (v0 - v)/taux : V
  |                         ^
help: write volt

error NAME_UNKNOWN: mVolt is not known in the group G
 --> model.groups.G.threshold:1:8
  |
1 | v > 10*mVolt
  |        ^^^^^
help: did you mean mV?
`,
    );
  });
  it("explain a name that two things share, and a misspelt key", () => {
    check(
      model({ equations: "dv/dt = (v0 - v)/tau : volt\ntau : second", treshold: "v > 1*mV" }),
      `
error MODEL_UNKNOWN_KEY: treshold is not a key of model.groups.G
 --> model.groups.G.treshold
help: did you mean threshold?

error NAME_CLASH: tau is a parameter of the model and a variable of this group
 --> model.groups.G.equations:2:1
  |
2 | tau : second
  | ^^^
help: the variable would hide the parameter: rename one of them, or remove the parameter tau
`,
    );
  });
  it("know keys by the names they have in Brian 2", () => {
    check(
      model({ N: 100 }, { inputs: { P: { poisson: { to: "G.v", N: 10, rate: "10*Hz", weight: "1*mV" } } } }),
      `
error MODEL_UNKNOWN_KEY: N is not a key of model.groups.G
 --> model.groups.G.N
help: it is called size here

error MODEL_UNKNOWN_KEY: N is not a key of model.inputs.P.poisson
 --> model.inputs.P.poisson.N
help: it is called count here
`,
    );
    const { equations, ...rest } = model().groups.G;
    check(
      { ...model(), groups: { G: { ...rest, model: equations } } },
      `
error MODEL_UNKNOWN_KEY: model is not a key of model.groups.G
 --> model.groups.G.model
help: it is called equations here

error MODEL_MISSING_KEY: the group G has no equations
 --> model.groups.G
help: add equations: "dv/dt = … : volt"
`,
    );
  });
  it("lead from a variable to its measurement", () => {
    check(
      model({}, { outputs: { x: "v", y: "mean(count(G))" } }),
      `
error NAME_UNKNOWN: v is not known in outputs, which are made of parameters and measurements of groups
 --> model.outputs.x:1:1
  |
1 | v
  | ^
help: write final(G.v), or trace(G.v)

error EQUATIONS_TYPE: count(G) is one number
 --> model.outputs.y:1:1
  |
1 | mean(count(G))
  | ^^^^^^^^^^^^^^
help: mean reduces elements, as in mean(counts(G)) or mean(final(G.v))
`,
    );
  });
  it("come all at once", () => {
    const source = {
      ...model({ equations: "dv/dt = v : volt", threshold: "v", reset: "v = 0", refractory: "5", size: 0 }),
      ...{ dt: 1, duration: undefined, paramters: {}, outputs: { x: "count(H)" } },
    };
    expect(problems(source).match(/^error \w+/gm)).toEqual([
      "error MODEL_UNKNOWN_KEY",
      "error MODEL_MISSING_KEY",
      "error UNITS_MISMATCH",
      "error MODEL_VALUE",
      "error UNITS_MISMATCH",
      "error EQUATIONS_TYPE",
      "error UNITS_MISMATCH",
      "error UNITS_MISMATCH",
      "error NAME_UNKNOWN",
    ]);
  });
  it("point to the line of a list that is no text", () => {
    const first = "dv/dt = (v0 - v)/tau : volt";
    const lines: readonly (readonly [unknown, string])[] = [
      [{ x: 1 }, 'the line "x: …" was read as a key and a value\n --> model.groups.G.equations.1\nhelp: put it in quotes: "x : 1"'],
      [3, "this line must be a text, not a number\n --> model.groups.G.equations.1\nhelp: put it in quotes"],
    ];
    for (const [line, told] of lines) expect(problems(model({ equations: [first, line] }))).toBe(`error MODEL_VALUE: ${told}`);
    expect(problems(model({ equations: [first, "x : 1"] }))).toBe("");
    expect(problems(model({ equations: [] }))).toBe(problems(model({ equations: "" })));
  });
});
