// What users see, whole: read these as a newcomer would.

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
help: did you mean mvolt?
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
});
