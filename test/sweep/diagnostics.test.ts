// What a bad document is told: each case is a document, or the space of the test model, and the diagnostics word for word.

import { describe, expect, test } from "vitest";
import { check, ifCurve } from "./documents.js";

/** Code, place, message and help of each diagnostic: `CODE path:line:column message | help`. */
function problemsOf(text: string): string[] {
  const { problems } = check(text);
  return problems.split(/\n(?=error |warning )/).map((problem) => {
    const head = /^(\w+ \w+: .*)$/m.exec(problem)?.[1];
    const place = /^ --> (.*)$/m.exec(problem)?.[1];
    const help = /^help: (.*)$/m.exec(problem)?.[1];
    return `${head} @ ${place} | ${help}`;
  });
}

const SPACES: readonly (readonly [space: string, expected: string])[] = [
  ["{ v0: [] }", "error AXIS_EMPTY: the axis v0 has 0 values @ sweep.space.v0 | give at least one"],
  ["{ v0: }", "error AXIS_EMPTY: the axis v0 has 0 values @ sweep.space.v0 | give at least one"],
  [
    "{ gain: { range: [0, 1, -1] } }",
    "error AXIS_EMPTY: the axis gain has 0 values: the step leads away from stop, or start equals stop (stop is not included) @ sweep.space.gain.range | give at least one",
  ],
  ["{ gain: { range: [0, 1, 0] } }", "error AXIS_VALUE: the step of gain is 0 @ sweep.space.gain.range.2 | give a step above or below 0"],
  [
    "{ gain: { linspace: [0, 1, 0] } }",
    "error AXIS_VALUE: 0 is no number of values @ sweep.space.gain.linspace.2 | write a whole number of at least 1",
  ],
  [
    "{ gain: { linspace: [0, 1, -3] } }",
    "error AXIS_VALUE: -3 is no number of values @ sweep.space.gain.linspace.2 | write a whole number of at least 1",
  ],
  [
    "{ gain: { linspace: [0, 1] } }",
    "error AXIS_FORM: [0,1] does not have the three parts of this form @ sweep.space.gain.linspace | write linspace: [first, last, count]",
  ],
  [
    "{ gain: { linspce: [0, 1, 2] } }",
    "error AXIS_FORM: linspce is not a form of an axis @ sweep.space.gain.linspce | did you mean linspace?",
  ],
  [
    "{ gain: { values: [1], linspace: [0, 1, 2] } }",
    "error AXIS_FORM: the axis gain has linspace beside values @ sweep.space.gain | give an axis one form",
  ],
  [
    "{ gain: { uniform: [0, 1] } }",
    "error DOCUMENT_KEY_RESERVED: uniform is reserved, not yet available @ sweep.space.gain.uniform | use values, linspace, logspace or range",
  ],
  [
    "{ gain: { logspace: [0, 1, 3] } }",
    "error AXIS_VALUE: logspace from 0: both ends must be above 0 @ sweep.space.gain.logspace.0 | start above 0, or use linspace",
  ],
  [
    "{ dt: [0.1*ms] }",
    "error PARAMETER_UNKNOWN: there is no parameter dt @ sweep.space.dt | dt is a key of the model: write dt: step, define step under parameters (step: 0.1*ms), and sweep step",
  ],
  ["{ v0: [1, 2*mV] }", "error UNITS_MISMATCH: v0 is in volt, but 1 is dimensionless @ sweep.space.v0.0 | write 1*mV"],
  [
    "{ v0: { linspace: [0*mV, 1*amp, 3] } }",
    "error UNITS_MISMATCH: v0 is in volt, but 1*amp is amp @ sweep.space.v0.linspace.1 | write it in mV",
  ],
  ["{ gain: 3*mV }", "error UNITS_MISMATCH: gain is dimensionless, but 3*mV is volt @ sweep.space.gain | write the number without a unit"],
  [
    "{ n: [-2147483648, 2**31 - 1, 2147483648] }",
    "error AXIS_VALUE: n is an integer, and 2147483648 is not one within 32 bits @ sweep.space.n.2 | write a whole number",
  ],
  ["{ n: [1, 1.5] }", "error AXIS_VALUE: n is an integer, and 1.5 is not one within 32 bits @ sweep.space.n.1 | write a whole number"],
  [
    "{ n: { linspace: [0, 1, 3] } }",
    "error AXIS_VALUE: n is an integer, and some values of this axis are not within 32 bits or not whole @ sweep.space.n.linspace | choose ends and number so that every value is whole",
  ],
  [
    "{ n: { logspace: [1, 8, 4] } }",
    "error AXIS_VALUE: n is an integer, and logspace gives fractions @ sweep.space.n.logspace | write the values out as a list",
  ],
  ["{ on: [1] }", "error AXIS_VALUE: on is a boolean, and 1 is not @ sweep.space.on.0 | write true or false"],
  [
    "{ on: { linspace: [0, 1, 2] } }",
    "error AXIS_FORM: on is a boolean, which has no linspace @ sweep.space.on.linspace | write the values out as a list",
  ],
  ["{ v1: [1*mV] }", "error PARAMETER_UNKNOWN: there is no parameter v1 @ sweep.space.v1 | did you mean v0?"],
  [
    "{ zip: { v0: [1*mV, 2*mV], dt: [0.1*ms, 0.2*ms] } }",
    "error PARAMETER_UNKNOWN: there is no parameter dt @ sweep.space.zip.dt | dt is a key of the model: write dt: step, define step under parameters (step: 0.1*ms), and sweep step",
  ],
  [
    "{ N: [1, 2] }",
    "error PARAMETER_UNKNOWN: there is no parameter N @ sweep.space.N | N is the size of a group: write size: count there, define count under parameters (count: 100), and sweep count",
  ],
  [
    "{ v: [1*mV] }",
    "error PARAMETER_UNKNOWN: there is no parameter v @ sweep.space.v | v is a variable of G: to sweep where it begins, define v_start under parameters, and write initial: { v: v_start }",
  ],
  [
    "{ doubled: [1*mV] }",
    "error PARAMETER_DERIVED: doubled is computed from other parameters @ sweep.space.doubled | sweep a parameter that doubled is computed from",
  ],
  [
    "{ unused: [1, 2] }",
    "error PARAMETER_UNUSED: nothing in the model uses unused @ sweep.space | use it in an equation or output, or remove the axis",
  ],
  [
    "{ zip: { v0: [1*mV, 2*mV], gain: [1, 2, 3] } }",
    "error SPACE_ZIP_LENGTHS: zip needs equal lengths: v0 has 2, gain has 3 @ sweep.space.zip | give both the same number of points, or use product",
  ],
  [
    "{ zip: { v0: [1*mV] }, gain: [1] }",
    "error SPACE_OPERATOR: zip stands beside gain @ sweep.space | nest it: { product: [ { gain: … }, { zip: … } ] }",
  ],
  [
    "{ product: [ { v0: [1*mV] }, { zip: { v0: [2*mV] } } ] }",
    "error AXIS_DUPLICATE: v0 has two axes @ sweep.space.product.1.zip.v0 | keep one of them",
  ],
  [
    "{ zip: [ {}, { v0: 1*mV } ] }",
    "error AXIS_EMPTY: a member of the zip has no axes @ sweep.space.zip | give each member at least one axis",
  ],
  [
    "{ union: [ { v0: [1*mV] } ] }",
    "error DOCUMENT_KEY_RESERVED: union is reserved, not yet available @ sweep.space.union | use product, zip and lists of values",
  ],
  ...["{ gain: [1, 2, 1.0] }", "{ gain: { linspace: [1, 1, 1000000000] } }", "{ gain: { logspace: [1, 1, 2] }, vt: [1*mV, 2*mV] }"].map(
    (space): readonly [string, string] => [
      space,
      "warning SPACE_POINTS_EQUAL: the point gain = 1 is there more than once: its trials draw equal random numbers and end with equal rows @ sweep.space.gain | write each value once; for independent noise at one point use repeats",
    ],
  ),
  [
    "{ product: [ { vt: [1*mV, 2*mV] }, { zip: { gain: [1, 2, 1], on: [true, true, true] } } ] }",
    "warning SPACE_POINTS_EQUAL: the point gain = 1, on = true is there more than once: its trials draw equal random numbers and end with equal rows @ sweep.space.product.1.zip.gain | write each value once; for independent noise at one point use repeats",
  ],
  ["[1, 2]", "error DOCUMENT_VALUE: [1,2] is not a space @ sweep.space | write a mapping: { NAME: [values] }"],
  [
    "{ v0: { linspace: [0*mV, 1*mV, 1000000000] }, gain: { linspace: [0, 1, 1000000000] } }",
    "error SPACE_TOO_LARGE: the space has more than 2^53 points @ sweep.space | shorten an axis",
  ],
];

describe("a bad space", () => {
  test.each(SPACES)("%s", (space, expected) => {
    expect(problemsOf(ifCurve(space))).toEqual([expected]);
  });
});

test.each([
  "{ zip: { gain: [1, 1, 2], on: [true, false, true] } }",
  "{ gain: { linspace: [0, 1, 1000000000] } }",
  "{ gain: { logspace: [1e-9, 1e9, 1000000000] } }",
  "{ gain: [0.1, 0.10000000000000002], vt: [1*mV, 2*mV] }",
])("points that differ are not warned of: %s", (space) => {
  expect(check(ifCurve(space)).problems).toBe("");
});

const poissonInput = (space: string): string => `
model:
  parameters: { c: 2, twice: 2*c, f: 10*Hz, step: 0.1*ms }
  dt: step
  groups: { G: { equations: "v : 1" } }
  inputs: { P: { poisson: { to: G.v, count: twice, rate: f, weight: 1 } } }
  duration: 10*ms
  outputs: { v: final(G.v) }
sweep:
  space: ${space}`;

test.each([
  ["{ f: [1*Hz, 2*Hz], c: [1, 2.25, -3] }", "where c is 2.25: its count is 4.5; it must be a whole number from 0 to 1000000000"],
  [
    "{ zip: { f: [10*Hz, 20*kHz], c: [1, 2] } }",
    "where f is 20000 and c is 2: its rate is 20000*Hz; 4 sources that fire at most once a step of 0.0001*second have one from 0 to 10000*Hz",
  ],
  [
    "{ f: [500*Hz], step: [1*ms, 10*ms] }",
    "where step is 0.01: its rate is 500*Hz; 4 sources that fire at most once a step of 0.01*second have one from 0 to 100*Hz",
  ],
])("a Poisson input that cannot be drawn at a point of %s is told with the point", (space, expected) => {
  expect(problemsOf(poissonInput(space))).toEqual([
    `error SWEEP_INPUT: the input P cannot be drawn ${expected} @ model.inputs.P.poisson | mend the input, or leave that value out of the sweep`,
  ]);
});

const tracedModel = (output: string, space: string): string => `
model:
  parameters: { tau: 10*ms, length: 1*second }
  groups: { G: { size: 200, equations: "dv/dt = -v/tau : 1" } }
  duration: length
  outputs: { v: ${output} }
sweep: { space: ${space} }
`;

test("an output that is too large at every point is refused, and one that is at some points is left to its trials", () => {
  const help = "record fewer elements (of=[0, 1]) or less often (every=10), reduce it to a number, or raise its max";
  expect(problemsOf(tracedModel('"trace(G.v)"', "{ tau: [1*ms, 2*ms] }"))).toEqual([
    `error SWEEP_OUTPUT_TOO_LARGE: v has 200 × 10000 numbers in every trial, more than the 1000000 of an output @ model.outputs.v | ${help}`,
  ]);
  expect(check(tracedModel('{ value: "trace(G.v)", max: 2000000 }', "{ tau: [1*ms, 2*ms] }")).problems).toBe("");
  expect(check(tracedModel('"trace(G.v)"', "{ tau: [1*ms], length: [1*ms, 1*second] }")).problems).toBe("");
});

const SWEEPS: readonly (readonly [line: string, expected: string])[] = [
  [
    "repeats: 0",
    "error DOCUMENT_VALUE: 0 is not a whole number of at least 1 @ sweep.repeats | write digits alone, without quotes or a unit",
  ],
  ["seed: -1", "error DOCUMENT_VALUE: -1 is not a whole number of at least 0 @ sweep.seed | write digits alone, without quotes or a unit"],
  [
    "attempts: 101",
    "error DOCUMENT_VALUE: 101 is not a whole number from 1 to 100 @ sweep.attempts | write digits alone, without quotes or a unit",
  ],
  ["timeout: 10", "error UNITS_MISMATCH: a timeout is a time, but 10 is dimensionless @ sweep.timeout | write 10*minute"],
  ["timeout: 0*second", "error DOCUMENT_VALUE: 0*second is no time to wait @ sweep.timeout | write a time above 0, such as 10*minute"],
  ["memo: true", "error DOCUMENT_KEY_RESERVED: memo is reserved, not yet available @ sweep.memo | remove it for now"],
  ["repeat: 2", "error DOCUMENT_KEY_UNKNOWN: there is no key repeat here @ sweep.repeat | did you mean repeats?"],
  [
    "repeats: 3",
    "warning SWEEP_REPEATS_EQUAL: nothing random differs between repeats: all 3 repeats will be identical @ sweep.repeats | leave repeats out",
  ],
];

describe("a bad sweep", () => {
  test.each(SWEEPS)("%s", (line, expected) => {
    expect(problemsOf(ifCurve("{ v0: [1*mV] }", `  ${line}`))).toEqual([expected]);
  });
});

const DOCUMENTS: readonly (readonly [text: string, expected: readonly string[]])[] = [
  ["", ["error DOCUMENT_EMPTY: the document is empty @ document | start with model: and sweep:"]],
  ["just text", ["error DOCUMENT_VALUE: the document is just text, not a mapping @ document | start with model: and sweep:"]],
  ["sweep: {}", ["error DOCUMENT_TASK: the document has no model @ document | write model: { groups: … }, or module: NAME"]],
  [
    "module: find-rates",
    [
      "error MODULE_UNKNOWN: there is no module find-rates @ module | did you mean find-rate?; modules are files in the directory given by --modules DIR",
    ],
  ],
  [
    "{ module: find-rate, sweeps: {}, search: {}, spikefarm: 2, name: 3, tags: x }",
    [
      "error DOCUMENT_KEY_UNKNOWN: there is no key sweeps here @ sweeps | did you mean sweep?",
      "error DOCUMENT_KEY_RESERVED: search is reserved, not yet available @ search | remove it for now",
      "error DOCUMENT_VERSION: version 2 of the format is not known @ spikefarm | write 1",
      "error DOCUMENT_VALUE: 3 is not a text of at most 10000 characters @ name | put it in quotes",
      "error DOCUMENT_VALUE: x is not a list of texts @ tags | write tags: [one, two]",
    ],
  ],
  [
    "{ module: { name: find-rate, parameters: { kk: 1, tau: 3 } } }",
    [
      "error PARAMETER_UNKNOWN: the module has no parameter kk @ module.parameters.kk | did you mean k?",
      "error UNITS_MISMATCH: tau is in second, but 3 is dimensionless @ module.parameters.tau | write 3*ms",
    ],
  ],
  [
    "equations: dv/dt = -v/tau : volt",
    [
      'error YAML_UNQUOTED_TEXT: a text without quotes has a colon of its own @ document:1:12 | put the text in quotes: equations: "dv/dt = -v/tau : volt"',
    ],
  ],
  [
    "equations:\n  dv/dt = -v/tau : volt\n  w : 1",
    [
      'error YAML_UNQUOTED_TEXT: the text of "equations" was read as a mapping @ document:2:3 | put it in quotes (equations: "…"), or on lines of its own below equations: |',
    ],
  ],
  [
    "reset: { v: 0 }",
    [
      'error YAML_UNQUOTED_TEXT: the text of "reset" was read as a mapping @ document:1:10 | put it in quotes (reset: "…"), or on lines of its own below reset: |',
    ],
  ],
  [
    "outputs: { r: rate(E, from=1*ms) }",
    [
      'error YAML_COMMA_IN_FLOW: "rate(E" has half of a pair of parentheses: the text was taken apart at a comma @ document:1:15 | put the whole text in quotes: "rate(E, from=1*ms)"',
      'error YAML_COMMA_IN_FLOW: "from=1*ms)" has half of a pair of parentheses: the text was taken apart at a comma @ document:1:23 | put the whole text in quotes: "rate(E, from=1*ms)"',
    ],
  ],
  [
    "a: 1\nG: { initial: { w: 0, v: clip(randn(), -1*(2), 1)*mV }, reset: w = 1 }",
    [
      'error YAML_COMMA_IN_FLOW: "clip(randn()" has half of a pair of parentheses: the text was taken apart at a comma @ document:2:26 | put the whole text in quotes: "clip(randn(), -1*(2), 1)*mV"',
      'error YAML_COMMA_IN_FLOW: "1)*mV" has half of a pair of parentheses: the text was taken apart at a comma @ document:2:48 | put the whole text in quotes: "clip(randn(), -1*(2), 1)*mV"',
    ],
  ],
  [
    "x: [clip(k, 1,\n  2)]",
    [
      'error YAML_COMMA_IN_FLOW: "clip(k" has half of a pair of parentheses: the text was taken apart at a comma @ document:1:5 | put the whole text in quotes',
      'error YAML_COMMA_IN_FLOW: "2)" has half of a pair of parentheses: the text was taken apart at a comma @ document:2:3 | put the whole text in quotes',
    ],
  ],
  ["name: a\nname: b\nmodule: find-rate", ['error YAML_DUPLICATE_KEY: "name" is here twice @ document:2:1 | remove or rename one of them']],
  ["a:\n\tb: 1", ["error YAML_TAB: a tab is used as indentation @ document:2:1 | indent with spaces"]],
  [
    "a:\n  b: 1\n c: 2",
    [
      "error YAML_INDENT: all mapping items must start at the same column @ document:3:1 | give the keys of one mapping the same indentation",
    ],
  ],
  ["k: *mV", ['error YAML_ALIAS: *mV refers to an anchor that is not there @ document:1:4 | if it is text, put it in quotes: "*mV"']],
  ["k: !js x", ["error YAML_TAG: unresolved tag: !js @ document:1:4 | remove the tag; put the text in quotes if it begins with !"]],
  [
    "k: 010",
    [
      "error YAML_OCTAL: 010 begins with 0: it is 10 here, and octal elsewhere @ document:1:4 | write 10, or put it in quotes if it is a text",
    ],
  ],
  ["name: .inf\nmodule: find-rate", ["error DOCUMENT_VALUE: .inf is not a finite number @ document:1:7 | write a number below 1.8e308"]],
  ["__proto__: { x: 1 }", ['error DOCUMENT_KEY_UNSAFE: the key "__proto__" is refused @ document:1:1 | rename it']],
  ['{"constructor": 1}', ['error DOCUMENT_KEY_UNSAFE: the key "constructor" is refused @ document:1:2 | rename it']],
  [
    "a: [1, 2",
    [
      "error YAML_SYNTAX: flow sequence in block collection must be sufficiently indented and end with a ] @ document:1:9 | close the bracket, and indent the lines within it",
    ],
  ],
];

describe("a bad document", () => {
  test.each(DOCUMENTS)("%s", (text, expected) => {
    expect(problemsOf(text)).toEqual(expected);
  });
});

test("yes is named as a trap, and is no error where a text is meant", () => {
  const { document, problems } = check("{ module: find-rate, sweep: { space: { label: [yes, maybe] } } }");
  expect(document).toBeDefined();
  expect(problems).toContain("warning YAML_YES_NO: yes is a text in YAML 1.2, not a boolean");
});

test.each([
  ["a key that is there twice", "v0: 10*mV", "v0: 10*mV, v0: 3*mV", "tau: 10*mz", [/YAML_DUPLICATE_KEY.*"v0" is here twice/, /mz/]],
  ["a number that is none", "gain: 1", "gain: .nan", "tau: 10*mz", [/\.nan is not a finite number/, /mz/]],
])("%s hides no other mistake, and is no reason for another", (_, line, twice, tau, expected) => {
  const text = ifCurve("{ v0: [1*mV] }")
    .replace("    tau: 10*ms", `    ${tau}`)
    .replace(`    ${line}`, twice.replace(/(^|, )/g, "\n    "));
  const problems = problemsOf(text);
  expect(problems).toHaveLength(2);
  for (const pattern of expected) expect(problems.join("\n")).toMatch(pattern);
});

test("each value of a list that is no value is told", () => {
  const problems = problemsOf(ifCurve('{ v0: [.nan, .inf, null, true, "", [1], {}] }'));
  expect(problems).toHaveLength(7);
  for (const shown of [/\.nan is/, /\.inf is/, /v0\.2 /, /v0\.3 /, /v0\.4/, /v0\.5 /, /v0\.6 /]) expect(problems.join("\n")).toMatch(shown);
});

test("all problems of a document are told at once", () => {
  const text = ifCurve("{ v0: [1], gain: [], nope: [1], vt: [1*mV] }", "  repeats: x")
    .replace("count(G)", "count(H)")
    .replace("vt: 10*mV", "vt: 10*nope");
  expect(problemsOf(text).map((problem) => problem.replace(/: .* @/, " @").replace(/ \|.*/, ""))).toEqual([
    "error NAME_UNKNOWN @ model.parameters.vt:1:4",
    "error NAME_UNKNOWN @ model.outputs.count:1:7",
    "error DOCUMENT_VALUE @ sweep.repeats",
    "error UNITS_MISMATCH @ sweep.space.v0.0",
    "error AXIS_EMPTY @ sweep.space.gain",
    "error PARAMETER_UNKNOWN @ sweep.space.nope",
  ]);
});
