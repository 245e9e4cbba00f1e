// The texts of a group beyond its differential equations: flags, noise, draws, refractoriness, events, regular code, timed arrays.

import { type CheckedData, type CheckedModel, checkModel, type Expression, inlineSubexpressions } from "@spikefarm/equations";
import { DiagnosticList, formatDiagnostic } from "@spikefarm/protocol";
import { describe, expect, it } from "vitest";
import { checked, codes, model, problems } from "./support.js";

const groupOf = (group: Readonly<Record<string, unknown>>, keys: Readonly<Record<string, unknown>> = {}) =>
  checked(model(group, keys)).groups[0]!;
const DECAY = "dv/dt = -v/tau : volt";
/** Its variables beside v. */
const withLines = (...lines: readonly string[]) => ({ equations: [DECAY, ...lines] });

const drawsIn = (value: unknown): readonly (Expression & { kind: "draw" })[] => {
  if (typeof value !== "object" || value === null) return [];
  const own = "kind" in value && value.kind === "draw" ? [value as Expression & { kind: "draw" }] : [];
  return [...own, ...Object.values(value).flatMap(drawsIn)];
};
const streamsIn = (value: unknown) => drawsIn(value).map(({ stream }) => stream);

describe("flags", () => {
  it("say what a value of each element, and a subexpression, is", () => {
    const { variables } = groupOf(
      withLines(
        "g : siemens (constant)",
        "w : 1 (shared)",
        "c : 1 (constant, shared)",
        "x = 2*w*c : 1 (shared)",
        "y = rand() : 1 (constant over dt)",
        "z = randn() : 1 (shared, constant over dt)",
      ),
    );
    const flags = Object.fromEntries(variables.map(({ name, kind: _, ...rest }) => [name, rest]));
    expect(flags.g).toMatchObject({ isConstant: true, isShared: false });
    expect(flags.w).toMatchObject({ isConstant: false, isShared: true });
    expect(flags.c).toMatchObject({ isConstant: true, isShared: true });
    expect(flags.x).toMatchObject({ isShared: true, isConstantOverDt: false });
    expect(flags.y).toMatchObject({ isShared: false, isConstantOverDt: true });
    expect(flags.z).toMatchObject({ isShared: true, isConstantOverDt: true });
  });

  const refused: readonly (readonly [string, string])[] = [
    ["g : 1 (linked)", "MODEL_RESERVED_KEY"],
    ["g : 1 (constant over dt)", "EQUATIONS_FLAG"],
    ["g : 1 (unless refractory)", "EQUATIONS_FLAG"],
    ["x = 1 : 1 (constant)", "EQUATIONS_FLAG"],
    ["x = rand() : 1", "EQUATIONS_FLAG"],
    ["x = v : volt (shared)", "EQUATIONS_FLAG"],
    ["x = 1.0*i : 1 (shared)", "EQUATIONS_FLAG"],
    ["x = t - lastspike : second (shared)", "EQUATIONS_FLAG"],
    ["x = 1*y : 1 (shared)\ny = v/volt : 1", "EQUATIONS_FLAG"],
  ];
  it.each(refused)("%j is refused (%s)", (lines, code) => {
    expect(codes(model(withLines(lines)))).toEqual([code]);
  });
  it("a shared subexpression may name t, dt, N, parameters and shared things", () => {
    expect(codes(model(withLines("s : 1 (shared)", "x = t/dt + N + s*v0/mV + t_in_timesteps : 1 (shared)")))).toEqual([]);
  });
  it("a subexpression kept over a step stays a name, any other stands for its text", () => {
    const group = groupOf({ equations: ["dv/dt = (a + b)*volt/tau : volt", "a = rand() : 1 (constant over dt)", "b = 2*a : 1"] });
    const state = group.variables.find(({ kind }) => kind === "state");
    const text = JSON.stringify(
      inlineSubexpressions(state?.kind === "state" ? state.derivative : { kind: "number", value: 0, type: "float" }, group),
    );
    expect(text).toContain('"name":"a"');
    expect(text).not.toContain('"name":"b"');
  });
});

describe("noise", () => {
  it("has the unit second**-0.5, in differential equations", () => {
    expect(codes(model({ equations: "dv/dt = -v/tau + v0*xi*tau**-0.5 : volt" }))).toEqual([]);
    expect(codes(model({ equations: "dv/dt = -v/tau + v0*xi : volt" }))).toEqual(["UNITS_MISMATCH"]);
  });
  it("is shared by name", () => {
    const equations = ["dv/dt = v0*xi_1*tau**-0.5 : volt", "dw/dt = v0*(xi_1 + xi_two)*tau**-0.5 : volt"];
    expect(codes(model({ equations }))).toEqual([]);
  });
  it.each([
    ["in a subexpression", { equations: [DECAY, "x = xi : second**-0.5"] }],
    ["in a threshold", { threshold: "xi > 0*second**-0.5" }],
    ["in a reset", { reset: "v = v0*xi*tau**0.5" }],
  ])("is not known %s", (_, group) => {
    expect(codes(model(group))).toEqual(["NAME_UNKNOWN"]);
    expect(problems(model(group))).toContain("noise belongs into a differential equation");
  });
  it("plain xi in two equations is refused, and the help says what to write", () => {
    const equations = ["dv/dt = v0*xi*tau**-0.5 : volt", "dw/dt = v0*xi*tau**-0.5 : volt"];
    expect(codes(model({ equations }))).toEqual(["EQUATIONS_SYNTAX"]);
    expect(problems(model({ equations }))).toContain("name them xi_1, xi_2");
  });
});

describe("IDENTITY 17: each call that draws has a stream of its own", () => {
  it("numbered within its code and target, in the order of the text", () => {
    const group = groupOf({
      equations: ["dv/dt = (rand() - randn())*v0/tau : volt", "x = rand() + rand() : 1 (constant over dt)", "w : 1"],
      threshold: "v > v0*rand()",
      reset: "v = v0*rand(); w = rand(); v += v0*rand()",
      refractory: "rand() < 0.5",
    });
    const stream = (code: string, target: string, ordinal: number) => ({ class: "noise", object: "G", code, target, ordinal });
    expect(streamsIn(group.variables)).toEqual([
      stream("equations", "v", 0),
      stream("equations", "v", 1),
      stream("constant over dt", "x", 0),
      stream("constant over dt", "x", 1),
    ]);
    expect(streamsIn(group.threshold)).toEqual([stream("threshold", "", 0)]);
    expect(streamsIn(group.reset)).toEqual([stream("reset", "v", 0), stream("reset", "w", 0), stream("reset", "v", 1)]);
    expect(streamsIn(group.refractory)).toEqual([stream("refractory", "", 0)]);
  });
  it("in events, regular code, initial values and inputs too", () => {
    const source = model(
      {
        events: { up: { condition: "rand() < 0.1", code: "v = v0*rand()" } },
        every: { kick: { dt: "1*ms", code: "v += v0*rand()" } },
        initial: { v: "v0*rand() + v0*poisson(3)" },
      },
      { inputs: { P: { poisson: { to: "G.v", rate: "rand()*Hz", weight: "randn()*mV" } } } },
    );
    const { groups, inputs } = checked(source);
    const seen = [...streamsIn(groups), ...streamsIn(inputs)].map((stream) => Object.values(stream).join(" / "));
    expect(seen.sort()).toEqual(
      [
        "noise / G / event up /  / 0",
        "noise / G / on up / v / 0",
        "noise / G / every kick / v / 0",
        "initial / G / initial / v / 0",
        "initial / G / initial / v / 1",
        "input / P / rate /  / 0",
        "input / P / weight /  / 0",
      ].sort(),
    );
  });
  it("outside of them nothing is drawn", () => {
    expect(codes(model({ size: "poisson(3)" }))).toEqual(["EQUATIONS_FUNCTION"]);
    expect(codes(model({}, { parameters: { ...model().parameters, x: "rand()" } }))).toEqual(["EQUATIONS_FUNCTION"]);
    expect(codes(model({}, { outputs: { x: "rand()" } }))).toEqual(["EQUATIONS_FUNCTION"]);
  });
  it.each([
    ["rand(3)", "EQUATIONS_FUNCTION"],
    ["1.0*poisson()", "EQUATIONS_FUNCTION"],
    ["1.0*poisson(v)", "UNITS_MISMATCH"],
    ["rand", "NAME_UNKNOWN"],
  ])("%s is refused (%s)", (text, code) => {
    expect(codes(model(withLines(`x = ${text} : 1 (constant over dt)`)))).toEqual([code]);
  });
});

describe("refractoriness", () => {
  it.each([
    ["5*ms", "time"],
    ["tau", "time"],
    ["2*tau*(1 + rand())", "time"],
    ["v > 0*mV", "condition"],
    ["(t - lastspike) < 5*ms", "condition"],
    [false, "condition"],
    [true, "condition"],
    ["not not_refractory", "condition"],
  ])("%j is a %s", (refractory, kind) => {
    expect(groupOf({ refractory }).refractory?.kind).toBe(kind);
  });
  it.each([["5*Hz"], ["3"], [3]])("%j is refused", (refractory) => {
    expect(codes(model({ refractory }))).toEqual(["UNITS_MISMATCH"]);
  });
  it("lastspike and not_refractory need a threshold", () => {
    const group = { equations: "dv/dt = -v/tau*int(not_refractory) : volt", threshold: undefined, reset: undefined };
    expect(codes(model(group, { outputs: {} }))).toEqual(["NAME_UNKNOWN"]);
    expect(problems(model(group, { outputs: {} }))).toContain("add threshold:");
  });
  it("nothing may set them", () => {
    expect(codes(model({ reset: "lastspike = t" }))).toEqual(["EQUATIONS_TYPE"]);
  });
});

describe("statements", () => {
  it("know = += -= *= /= and %=", () => {
    const { reset } = groupOf({ reset: "v = 1*mV; v += 2*mV; v -= 3*mV; v *= 4; v /= 5; v %= 6*mV" });
    expect(reset.map(({ value }) => (value.kind === "binary" ? value.operator : value.kind))).toEqual(["number", "+", "-", "*", "/", "%"]);
  });
  it("of a spike or an event set no shared variable, regular code does", () => {
    const shared = withLines("s : 1 (shared)");
    expect(codes(model({ ...shared, reset: "s += 1" }))).toEqual(["EQUATIONS_FLAG"]);
    expect(codes(model({ ...shared, events: { up: { condition: "v > v0", code: "s += 1" } } }))).toEqual(["EQUATIONS_FLAG"]);
    expect(codes(model({ ...shared, every: { code: "s += 1" } }))).toEqual([]);
    expect(codes(model({ ...shared, every: { code: "s = v/mV" } }))).toEqual(["EQUATIONS_FLAG"]);
  });
});

describe("events", () => {
  it("are a condition, or a condition with code, slot and order", () => {
    const { events } = groupOf({
      events: { up: "v > 1*mV", down: { condition: "v < 1*mV", code: ["v = 2*mV", "v += 1*mV"], when: "before_end", order: -1 } },
    });
    expect(events).toMatchObject([
      { name: "up", statements: [], when: "after_resets", order: 0 },
      { name: "down", statements: [{ target: "v" }, { target: "v" }], when: "before_end", order: -1 },
    ]);
  });
  const refused: readonly (readonly [unknown, string])[] = [
    [{ spike: "v > v0" }, "NAME_RESERVED"],
    [{ up: "v" }, "EQUATIONS_TYPE"],
    [{ up: {} }, "MODEL_MISSING_KEY"],
    [{ up: { condition: "v > v0", when: "later" } }, "MODEL_VALUE"],
    [{ up: { condition: "v > v0", when: "after_reset" } }, "MODEL_VALUE"],
    [{ up: { condition: "v > v0", order: 1.5 } }, "MODEL_VALUE"],
    [{ up: { condition: "v > v0", reset: "v = v0" } }, "MODEL_UNKNOWN_KEY"],
    [["v > v0"], "MODEL_VALUE"],
  ];
  it.each(refused)("%j is refused (%s)", (events, code) => {
    expect(codes(model({ events }))).toEqual([code]);
  });
});

describe("every", () => {
  it.each([
    ["0.15*ms", "write 0.1*ms or 0.2*ms, or give the model dt: 0.05*ms; dt is 0.1*ms"],
    ["0.11*ms", "write 0.1*ms or 0.2*ms, or give the model dt: 0.01*ms; dt is 0.1*ms"],
    ["0.05*ms", "write 0.1*ms, or give the model dt: 0.05*ms; dt is 0.1*ms"],
    ["0.3141593*ms", "write 0.3*ms or 0.4*ms; dt is 0.1*ms"],
  ])("of a dt of %s is told the multiples next to it, and a dt that fits", (dt, help) => {
    expect(problems(model({ every: { code: "v = v0", dt } }))).toMatch(new RegExp(`^help: ${help.replaceAll("*", "\\*")}$`, "m"));
  });
  it("is one piece of code, a list, or several by name", () => {
    const names = (every: unknown) => groupOf({ every }).every.map(({ name, when, order }) => `${name} ${when} ${order}`);
    expect(names({ code: "v = v0" })).toEqual(["every start 0"]);
    expect(names([{ code: "v = v0" }, { code: "v = v0", when: "end", order: 2 }])).toEqual(["every_0 start 0", "every_1 end 2"]);
    expect(names({ kick: { code: "v = v0" }, fall: { code: "v = 0*mV", dt: "1*ms" } })).toEqual(["kick start 0", "fall start 0"]);
    expect(names(undefined)).toEqual([]);
  });
  const refused: readonly (readonly [unknown, string])[] = [
    ["v = v0", "MODEL_VALUE"],
    [{ dt: "1*ms" }, "MODEL_MISSING_KEY"],
    [{ code: "v = v0", dt: "1*mV" }, "UNITS_MISMATCH"],
    [{ code: "v = v0", dt: "0*ms" }, "MODEL_VALUE"],
    [{ code: "v = v0", dt: "0.25*ms" }, "MODEL_VALUE"],
    [{ code: "v = v0", dt: "0.01*ms" }, "MODEL_VALUE"],
    [{ code: "v = v0", dt: "v" }, "NAME_UNKNOWN"],
    [{ code: "v = v0", at: "1*ms" }, "MODEL_UNKNOWN_KEY"],
    [{ "a b": { code: "v = v0" } }, "NAME_INVALID"],
  ];
  it.each(refused)("%j is refused (%s)", (every, code) => {
    expect(codes(model({ every }))).toEqual([code]);
  });
});

describe("timed arrays", () => {
  const array = (name: string, unit: string, shape: readonly number[], dtSeconds?: number): CheckedData => ({
    name,
    unit,
    shape,
    values: Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, k) => k),
    ...(dtSeconds !== undefined && { dtSeconds }),
  });
  const DATA = new Map([
    ["stim", array("stim", "volt", [5], 0.001)],
    ["table", array("table", "volt", [5, 3], 0.001)],
    ["start", array("start", "volt", [3])],
    ["root", array("root", "volt**0.5", [2], 0.001)],
  ]);
  const check = (source: unknown, data: ReadonlyMap<string, CheckedData | undefined> = DATA) => {
    const diagnostics = new DiagnosticList();
    const result = checkModel(source, "model", diagnostics, data);
    return { result, codes: diagnostics.items.map(({ code }) => code), text: diagnostics.items.map(formatDiagnostic).join("\n\n") };
  };
  const modelOf = (source: unknown): CheckedModel => {
    const { result, text } = check(source);
    if (result === undefined) throw new Error(text);
    return result;
  };

  it("are read at a time, and at a column, in the unit of the array", () => {
    const { groups, data } = modelOf(model({ equations: "dv/dt = (stim(t) + table(t, i) - v)/tau : volt" }));
    expect(JSON.stringify(groups[0]!.variables)).toContain('"kind":"lookup","data":"table"');
    expect(data.map(({ name }) => name)).toEqual(["stim", "table"]);
  });
  it("in conditions, statements and inputs too", () => {
    const source = model(
      { size: 3, threshold: "v > stim(t)", reset: "v = stim(t)", refractory: "stim(t) > v", every: { code: "v = table(t, i)" } },
      { inputs: { P: { poisson: { to: "G.v", rate: "stim(t)/volt*Hz", weight: "table(t, 1)" } } } },
    );
    expect(check(source).codes).toEqual([]);
  });
  it.each([
    ["stim(t, i)", "EQUATIONS_FUNCTION", "write stim(t)"],
    ["table(t)", "EQUATIONS_FUNCTION", "write table(t, i)"],
    ["stim", "NAME_UNKNOWN", "write stim(t)"],
    ["stim(3)", "UNITS_MISMATCH", "3*second"],
    ["table(t, 1.5)", "EQUATIONS_TYPE", "int(1.5)"],
    ["start(t)", "EQUATIONS_FUNCTION", "add dt: to data.start"],
    ["stimm(t)", "NAME_UNKNOWN", "did you mean stim?"],
    ["root(t)", "UNITS_MISMATCH", ""],
  ])("%s is refused (%s)", (text, code, help) => {
    const answer = check(model({ equations: `dv/dt = (${text} - v)/tau : volt` }));
    expect(answer.codes).toEqual([code]);
    expect(answer.text).toContain(help);
  });
  it("have a column for each element that reads one", () => {
    const reads = (size: unknown, column: string) =>
      check(model({ size, equations: `dv/dt = (table(t, ${column}) - v)/tau : volt` }, { parameters: { ...model().parameters, k5: 5 } }))
        .codes;
    expect(reads(3, "i")).toEqual([]);
    expect(reads(4, "i")).toEqual(["MODEL_VALUE"]);
    expect(reads(4, "i % 3")).toEqual([]);
    expect(reads(4, "2")).toEqual([]);
    expect(reads(4, "3")).toEqual(["MODEL_VALUE"]);
    expect(reads(4, "-1")).toEqual(["MODEL_VALUE"]);
    expect(reads("int(k5)", "i")).toEqual([]);
  });
  it("give each element its initial value by their name", () => {
    const { groups, data } = modelOf(model({ size: 3, initial: { v: "start" } }));
    expect(groups[0]!.initial).toEqual([{ variable: "v", value: [0, 1, 2] }]);
    expect(data.map(({ name }) => name)).toEqual(["start"]);
    expect(check(model({ size: 4, initial: { v: "start" } })).codes).toEqual(["MODEL_VALUE"]);
    expect(check(model({ size: 2, initial: { v: "root" } })).codes).toEqual(["UNITS_MISMATCH"]);
    expect(check(model({ size: 3, initial: { v: "table" } })).codes).toEqual(["MODEL_VALUE"]);
  });
  it("share their names with nothing", () => {
    expect(check(model(), new Map([["tau", DATA.get("stim")]])).codes).toEqual(["NAME_CLASH"]);
    expect(check(model(), new Map([["v", DATA.get("stim")]])).codes).toEqual(["NAME_CLASH"]);
    expect(check(model(), new Map([["exp", DATA.get("stim")]])).codes).toEqual(["NAME_RESERVED"]);
  });
  it("that are in error themselves are not reported again", () => {
    const data = new Map([["stim", undefined]]);
    expect(check(model({ equations: "dv/dt = (stim(t) - v)/tau : volt", initial: { v: "stim" } }), data).codes).toEqual([]);
  });
});
