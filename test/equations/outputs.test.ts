import { canonicalModel, outputColumns, usedParameters } from "@spikefarm/equations";
import { describe, expect, it } from "vitest";
import { checked, codes, model, problems } from "./support.js";

describe("outputs", () => {
  const outputOf = (value: unknown) => checked(model({ size: 3 }, { outputs: { x: value } })).outputs[0]!;
  const sound: readonly (readonly [unknown, object])[] = [
    ["count(G)", { kind: "i32", unit: "", shape: "scalar" }],
    ["counts(G)", { kind: "i32", shape: "elements", group: "G" }],
    ["rate(G)", { kind: "f64", unit: "hertz", shape: "scalar" }],
    ["rates(G)/Hz", { kind: "f64", unit: "", shape: "elements", group: "G" }],
    ["spikes(G)", { unit: "second", shape: "list" }],
    ["first_spike(G)", { unit: "second", shape: "scalar" }],
    ["final(G.v)", { unit: "volt", shape: "elements" }],
    ["mean(final(G.v)) - v0", { unit: "volt", shape: "scalar" }],
    ["sd(rates(G))", { unit: "hertz", shape: "scalar" }],
    ["max(counts(G))", { unit: "", shape: "scalar" }],
    ["max(count(G), 3)", { unit: "", shape: "scalar" }],
    ["sqrt(rate(G)/Hz)*tau", { unit: "second", shape: "scalar" }],
    ["trace(G.v)", { unit: "volt", shape: "samples", group: "G" }],
    ["trace(G.v, of=[0, 2], every=10)", { value: { measurement: { elements: [0, 2], everySteps: 10 } } }],
    ["trace(G.v, of=1)", { value: { measurement: { elements: [1], everySteps: 1 } } }],
    [
      { value: "mean(final(G.v))", unit: "mV", doc: "where it ends" },
      { unit: "volt", display: "mV", doc: "where it ends" },
    ],
    ["first_spikes(G)", { unit: "second", shape: "elements", group: "G" }],
    ["isi_mean(G)", { unit: "second", shape: "scalar" }],
    ["isi_means(G)*2", { unit: "second", shape: "elements", group: "G" }],
    ["isi_cv(G)", { unit: "", shape: "scalar" }],
    ["mean(isi_cvs(G))", { unit: "", shape: "scalar" }],
    ["time_mean(G.v)", { unit: "volt", shape: "elements", group: "G", value: { measurement: { kind: "time", reduction: "mean" } } }],
    ["time_sd(G.v) + time_min(G.v) + time_max(G.v)", { unit: "volt", shape: "elements" }],
    ["rate(G, bin=10*ms)", { unit: "hertz", shape: "bins", value: { measurement: { kind: "binned_rate", bin: { value: 0.01 } } } }],
    ["max(rate(G, bin=10*ms))", { unit: "hertz", shape: "scalar" }],
    [
      "count(G, from=100*ms, to=0.2*second)",
      { kind: "i32", value: { measurement: { window: { from: { value: 0.1 }, to: { value: 0.2 } } } } },
    ],
    ["trace(G.v, from=tau)", { value: { measurement: { window: { from: { kind: "name", name: "tau" } } } } }],
    [
      { value: "spikes(G)", max: 100 },
      { shape: "list", max: 100 },
    ],
    ["tau", { unit: "second", value: { kind: "parameter", name: "tau" } }],
    ["1*ms + 2*ms", { unit: "second", value: { kind: "number", value: 0.003 } }],
  ];
  it.each(sound)("%j", (value, expected) => {
    expect(outputOf(value)).toMatchObject(expected);
  });

  const refused: readonly (readonly [unknown, string])[] = [
    ["count(H)", "NAME_UNKNOWN"],
    ["count(G.v)", "EQUATIONS_FUNCTION"],
    ["count()", "EQUATIONS_FUNCTION"],
    ["G", "EQUATIONS_FUNCTION"],
    ["G.v", "EQUATIONS_FUNCTION"],
    ["final(G)", "EQUATIONS_FUNCTION"],
    ["final(G.w)", "NAME_UNKNOWN"],
    ["v", "NAME_UNKNOWN"],
    ["mean(count(G))", "EQUATIONS_TYPE"],
    ["mean(spikes(G))", "EQUATIONS_TYPE"],
    ["spikes(G)/2", "MODEL_RESERVED_KEY"],
    ["trace(G.v, of=[3])", "MODEL_VALUE"],
    ["trace(G.v, of=[v0])", "EQUATIONS_TYPE"],
    ["trace(G.v, every=0)", "MODEL_VALUE"],
    ["trace(G.v, off=[0])", "EQUATIONS_FUNCTION"],
    ["trace(G.v, every=1*ms)", "MODEL_VALUE"],
    ["final(G.v, from=1*ms)", "EQUATIONS_FUNCTION"],
    ["mean(counts(G), from=1*ms)", "EQUATIONS_FUNCTION"],
    ["counts(G, bin=1*ms)", "EQUATIONS_FUNCTION"],
    ["count(G, from=1*ms, from=2*ms)", "EQUATIONS_FUNCTION"],
    ["rate(G, from=100)", "UNITS_MISMATCH"],
    ["rate(G, from=v0)", "UNITS_MISMATCH"],
    ["rate(G, from=first_spike(G))", "EQUATIONS_FUNCTION"],
    ["rate(G, from=t0)", "NAME_UNKNOWN"],
    ["rate(G, from=20*ms, to=20*ms)", "MODEL_VALUE"],
    ["rate(G, from=-1*ms)", "MODEL_VALUE"],
    ["rate(G, to=2*second)", "MODEL_VALUE"],
    ["rate(G, from=1*second)", "MODEL_VALUE"],
    ["rate(G, bin=0*ms)", "MODEL_VALUE"],
    ["rate(G, bin=0.25*ms)", "MODEL_VALUE"],
    ["rate(G, bin=10*ms)/2", "MODEL_RESERVED_KEY"],
    ["mean(trace(G.v))", "EQUATIONS_TYPE"],
    ["mean(final(G.*))", "EQUATIONS_FUNCTION"],
    ["count(G.*)", "NAME_UNKNOWN"],
    ["trace(H.*)", "NAME_UNKNOWN"],
    [{ value: "spikes(G)", max: 0 }, "MODEL_VALUE"],
    [{ value: "spikes(G)", max: 9e6 }, "MODEL_VALUE"],
    [{ value: "spikes(G)", max: "many" }, "MODEL_VALUE"],
    ["count(G) > 3", "MODEL_RESERVED_KEY"],
    ["count(G) + rate(G)", "UNITS_MISMATCH"],
    [{ value: "rate(G)", unit: "mV" }, "UNITS_MISMATCH"],
    [{ value: "rate(G)", units: "Hz" }, "MODEL_UNKNOWN_KEY"],
    [{ unit: "Hz" }, "MODEL_MISSING_KEY"],
    [["count(G)", "+"], "EQUATIONS_SYNTAX"],
  ];
  it.each(refused)("%j is refused (%s)", (value, code) => {
    expect(codes(model({ size: 3 }, { outputs: { x: value } }))).toEqual([code]);
  });
  it("may not share a name with a parameter or a column", () => {
    expect(codes(model({}, { outputs: { tau: "count(G)" } }))).toEqual(["NAME_CLASH"]);
    expect(codes(model({}, { outputs: { status: "count(G)" } }))).toEqual(["NAME_RESERVED"]);
  });
  it("of two groups combine only when reduced", () => {
    const { G } = model().groups;
    const groups = { A: { ...G, size: 2 }, B: { ...G, size: 2 } };
    expect(codes(model({}, { groups, outputs: { x: "rates(A) - rates(B)" } }))).toEqual(["EQUATIONS_TYPE"]);
    expect(codes(model({}, { groups, outputs: { x: "mean(rates(A)) - mean(rates(B))", y: "rates(A)*rate(B)" } }))).toEqual([]);
  });

  it("become columns, whose lengths are null where a swept parameter changes them", () => {
    const outputs = {
      ...{ n: "count(G)", c: "counts(G)", s: "spikes(G)", w: "trace(G.v, of=[1], every=10)", f: "rate(G, bin=tau)" },
      all: { value: "trace(G.v, from=0.5*second)", unit: "mV" },
    };
    const source = checked(model({ size: "2*k" }, { parameters: { ...model().parameters, k: 3 }, warmup: "250*ms", outputs }));
    const shapes = (swept: string[]) => outputColumns(source, new Set(swept)).map((column) => column.shape);
    expect(shapes(["v0"])).toEqual([[], [6], [null], [1, 750], [75], [6, 5000]]);
    expect(shapes(["k"])).toEqual([[], [null], [null], [1, 750], [75], [null, 5000]]);
    expect(shapes(["tau"])).toEqual([[], [6], [null], [1, 750], [null], [6, 5000]]);
    expect(outputColumns(source, new Set()).map(({ dimensions }) => dimensions?.join())).toEqual([
      ...[undefined, "element", "spike", "element,sample", "bin", "element,sample"],
    ]);
    expect(outputColumns(source, new Set())[5]).toEqual({
      ...{ name: "all", kind: "f64", unit: "volt", shape: [6, 5000], dimensions: ["element", "sample"], display: "mV" },
    });
  });

  it("have the last bin and the last sample where the window ends between two", () => {
    const outputs = { f: "rate(G, bin=0.3*second)", x: "trace(G.v, every=7, from=0.95*ms, to=2.05*ms)" };
    expect(outputColumns(checked(model({}, { outputs })), new Set()).map(({ shape }) => shape)).toEqual([[4], [1, 2]]);
  });
});

describe("trace(G.*)", () => {
  const equations = ["dv/dt = (v0 + m - v)/tau : volt", "dw/dt = -w/tau : volt", "m = 2*w : volt", "k : integer (constant)"];
  const outputsOf = (outputs: object) => checked(model({ equations }, { outputs })).outputs;

  it("stands for one output a variable, in the order of the equations", () => {
    const outputs = outputsOf({ n: "count(G)", x: "trace(G.*, every=10, from=1*ms)" });
    expect(outputs.map(({ name, unit }) => [name, unit])).toEqual([
      ...[["n", ""], ...["x_v", "x_w", "x_m"].map((name) => [name, "volt"]), ["x_k", ""]],
    ]);
    expect(outputs[3]!.value).toMatchObject({
      measurement: { kind: "trace", variable: "m", everySteps: 10, window: { from: { value: 0.001 } } },
    });
    expect(outputsOf({ end: "final(G.*)" }).map(({ name }) => name)).toEqual(["end_v", "end_w", "end_m", "end_k"]);
  });
  it("is told once of what is wrong with all of them", () => {
    expect(codes(model({ equations }, { outputs: { x: "trace(G.*, from=1)" } }))).toEqual(["UNITS_MISMATCH"]);
  });
  it("makes no name twice", () => {
    expect(codes(model({ equations }, { outputs: { x: "trace(G.*)", x_w: "count(G)" } }))).toEqual(["NAME_CLASH"]);
    const parameters = { ...model().parameters, x_w: 1 };
    expect(codes(model({ equations }, { parameters, outputs: { x: "trace(G.*)" } }))).toEqual(["NAME_CLASH"]);
  });
});

describe("windows", () => {
  it("make the parameters they name structural, and used", () => {
    const parameters = { ...model().parameters, half: "duration_/2", duration_: "1*second", b: "10*ms", spare: 1 };
    const source = checked(model({}, { parameters, outputs: { x: "rate(G, from=half)", y: "rate(G, bin=b)" } }));
    expect([...source.structural].sort()).toEqual(["b", "duration_", "half"]);
    expect([...usedParameters(source)].sort()).toEqual(["b", "duration_", "half", "tau", "v0"]);
  });
  it("are part of what a model is hashed by, as is an output's limit", () => {
    const text = (x: unknown) => canonicalModel(model({}, { outputs: { x } }));
    expect(text("rate(G, from=1*ms)")).not.toBe(text("rate(G)"));
    expect(text("rate( G,from = 1*ms )")).toBe(text("rate(G, from=1*ms)"));
    expect(text({ value: "spikes(G)", max: 10 })).not.toBe(text("spikes(G)"));
    expect(text({ value: "spikes(G)", unit: "ms" })).toBe(text("spikes(G)"));
  });
});

describe("events", () => {
  const events = { high: "v > 5*mV", low: { condition: "v < 1*mV", code: "v = v + 1*mV" } };
  it("are measured as spikes are", () => {
    const outputs = { n: "count(G.high)", first: "first_spikes(G.low)", f: "rate(G.high, bin=10*ms)", s: "spikes(G.low, from=1*ms)" };
    const source = checked(model({ events }, { outputs }));
    expect(source.outputs.map(({ value }) => value)).toMatchObject([
      { measurement: { kind: "count", group: "G", event: "high" } },
      { measurement: { kind: "first_spikes", group: "G", event: "low" } },
      { measurement: { kind: "binned_rate", group: "G", event: "high" } },
      { measurement: { kind: "spikes", group: "G", event: "low" } },
    ]);
    expect(outputColumns(source, new Set()).map(({ dimensions }) => dimensions?.join())).toEqual([undefined, "element", "bin", "event"]);
  });
  it("are suggested where a name is near one, and where there is no threshold", () => {
    expect(problems(model({ events }, { outputs: { x: "count(G.hihg)" } }))).toContain("did you mean high?");
    expect(problems(model({ events }, { outputs: { x: "count(G.up)" } }))).toContain("its events are high, low");
    expect(problems(model({ events }, { outputs: { x: "final(G.high)" } }))).toContain("high is an event: write count(G.high)");
    const quiet = { events, threshold: undefined, reset: undefined };
    expect(problems(model(quiet, { outputs: { x: "count(G)" } }))).toContain("for its events, write count(G.high)");
  });
  it("in error are not told of twice", () => {
    expect(codes(model({ events: { high: "v > 5" } }, { outputs: { x: "count(G.high)" } }))).toEqual(["UNITS_MISMATCH"]);
  });
});

describe("what is wrong with an output is said with the right form", () => {
  const told: readonly (readonly [string, string, string])[] = [
    ["rate(G, form=1*ms)", "form= is not a keyword of rate", "did you mean from=?"],
    ["rate(G, window=1*ms)", "window= is not a keyword of rate", "rate takes from=, to= and bin="],
    ["counts(G, bin=1*ms)", "bin= is not a keyword of counts", "counts takes from= and to="],
    ["final(G.v, at=1*ms)", "at= is not a keyword of final", "final takes no keywords"],
    ["rate(G, from=100)", "from= must be a time (second), and this has no unit", "as in from=100*ms"],
    ["rate(G, from=first_spike(G))", "from= is made of parameters, and first_spike(G) is known only after the run", "as in from=100*ms"],
    ["rate(G, from=0.2*second, to=0.1*second)", "it begins at 0.2 s and ends at 0.1 s", "0*second ≤ from < to ≤ 1*second"],
    ["rate(G, to=3*second)", "it ends at 3 s, and the run at 1 s", "0*second ≤ from < to"],
    ["rate(G, bin=0.25*ms)", "a bin of 0.00025 s is not a whole number of steps of 0.0001 s", "give a multiple of dt"],
    ["count(G.v)", "count is taken of spikes or events, and G.v is a variable", "write count(G), or final(G.v)"],
    ["count(G.spike)", "spikes are what count is taken of anyway", "write count(G)"],
    ["count(G.jump)", "jump is not an event of G", "it has none: write count(G) for its spikes"],
    ["time_mean(G)", "time_mean takes a variable of a group", "write time_mean(G.v)"],
    ["time_maen(G.v)", "time_maen is not a function of the language", "did you mean time_mean?"],
    ["trace(G.v, every=1*ms)", "every= counts steps of dt = 0.0001 s", "as in every=10"],
    ["mean(trace(G.*))", "G.* stands for every variable", "write trace(G.*) on its own"],
  ];
  it.each(told)("%s", (text, message, help) => {
    const said = problems(model({}, { outputs: { x: text } }));
    expect(said).toContain(message);
    expect(said).toContain(help);
  });
});
