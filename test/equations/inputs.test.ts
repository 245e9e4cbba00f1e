// Inputs, random policies, and what of the whole language is structural and used.

import { type CheckedData, canonicalModel, checkModel, usedParameters } from "@spikefarm/equations";
import { DiagnosticList } from "@spikefarm/protocol";
import { describe, expect, it } from "vitest";
import { checked, codes, model, problems } from "./support.js";

const withInput = (input: unknown, group: Readonly<Record<string, unknown>> = {}, keys: Readonly<Record<string, unknown>> = {}) =>
  model({ size: 3, ...group }, { inputs: { P: input }, ...keys });

describe("Poisson inputs", () => {
  const poisson = (keys: Readonly<Record<string, unknown>>) => ({ poisson: { to: "G.v", rate: "100*Hz", weight: "1*mV", ...keys } });
  it("have a target, a count, a rate and a weight", () => {
    expect(checked(withInput(poisson({ count: 20 }))).inputs).toEqual([
      {
        ...{ kind: "poisson", name: "P", group: "G", variable: "v" },
        count: { kind: "number", value: 20, type: "integer" },
        rate: { kind: "number", value: 100, type: "float" },
        weight: { kind: "number", value: 0.001, type: "float" },
      },
    ]);
  });
  it("may say the rate and the weight in the names of the group", () => {
    expect(codes(withInput(poisson({ rate: "1/tau*(1 + i/N)", weight: "v0 - v", count: "int(tau/ms)" })))).toEqual([]);
  });
  const refused: readonly (readonly [Readonly<Record<string, unknown>>, string])[] = [
    [{ to: "G.w" }, "NAME_UNKNOWN"],
    [{ to: "H.v" }, "NAME_UNKNOWN"],
    [{ to: "v" }, "MODEL_VALUE"],
    [{ to: "G.x" }, "EQUATIONS_TYPE"],
    [{ to: "G.c" }, "EQUATIONS_TYPE"],
    [{ to: "G.s" }, "EQUATIONS_TYPE"],
    [{ to: "G.n" }, "UNITS_MISMATCH"],
    [{ to: "G.n", weight: 1.5 }, "EQUATIONS_TYPE"],
    [{ to: undefined }, "MODEL_MISSING_KEY"],
    [{ rate: 100 }, "UNITS_MISMATCH"],
    [{ rate: undefined }, "MODEL_MISSING_KEY"],
    [{ weight: "1*nA" }, "UNITS_MISMATCH"],
    [{ count: 1.5 }, "MODEL_VALUE"],
    [{ count: 2, rate: "20*kHz" }, "MODEL_VALUE"],
    [{ count: 2, rate: "-1*Hz" }, "MODEL_VALUE"],
    [{ count: "1*mV" }, "UNITS_MISMATCH"],
    [{ count: "i" }, "NAME_UNKNOWN"],
    [{ N: 3 }, "MODEL_UNKNOWN_KEY"],
  ];
  const lines = ["dv/dt = -v/tau : volt", "x = 2*v : volt", "c : volt (constant)", "s : volt (shared)", "n : integer"];
  it.each(refused)("%j is refused (%s)", (keys, code) => {
    expect(codes(withInput(poisson(keys), { equations: lines }))).toEqual([code]);
  });
  it("may add whole numbers to an integer", () => {
    expect(codes(withInput(poisson({ to: "G.n", weight: 2 }), { equations: lines }))).toEqual([]);
  });
});

describe("spike inputs", () => {
  const spikes = (keys: Readonly<Record<string, unknown>>) => ({ spikes: { to: "G.v", times: ["1*ms"], weight: "1*mV", ...keys } });
  const spikesOf = (keys: Readonly<Record<string, unknown>>) => {
    const [input] = checked(withInput(spikes(keys))).inputs;
    return input?.kind === "spikes" ? { times: input.times, elements: input.elements } : undefined;
  };
  it("are ordered by element, then by time", () => {
    expect(spikesOf({ times: ["3*ms", "1*ms", "2*ms"], elements: [0, 2, 0] })).toEqual({
      times: [0.002, 0.003, 0.001],
      elements: [0, 0, 2],
    });
    expect(spikesOf({ times: ["3*ms", "1*ms"] })).toEqual({ times: [0.001, 0.003], elements: [0, 0] });
    expect(spikesOf({ times: [] })).toEqual({ times: [], elements: [] });
  });
  const refused: readonly (readonly [Readonly<Record<string, unknown>>, string])[] = [
    [{ times: [1] }, "UNITS_MISMATCH"],
    [{ times: ["-1*ms"] }, "MODEL_VALUE"],
    [{ times: "nowhere" }, "MODEL_VALUE"],
    [{ times: undefined }, "MODEL_MISSING_KEY"],
    [{ elements: [3] }, "MODEL_VALUE"],
    [{ elements: [0.5] }, "MODEL_VALUE"],
    [{ elements: [0, 1] }, "MODEL_VALUE"],
    [{ times: ["1*ms", "1.05*ms"] }, "MODEL_VALUE"],
    [{ period: "1*ms" }, "MODEL_VALUE"],
    [{ period: "1.55*ms" }, "MODEL_VALUE"],
    [{ period: "tau + v" }, "NAME_UNKNOWN"],
    [{ weight: undefined }, "MODEL_MISSING_KEY"],
  ];
  it.each(refused)("%j is refused (%s)", (keys, code) => {
    expect(codes(withInput(spikes(keys)))).toEqual([code]);
  });
  it("may spike at once in different elements, and again after a period", () => {
    expect(codes(withInput(spikes({ times: ["1*ms", "1*ms"], elements: [0, 1], period: "1.1*ms" })))).toEqual([]);
  });
  it("may come from arrays of data", () => {
    const array = (name: string, unit: string, values: readonly number[]): [string, CheckedData] => [
      name,
      { name, unit, shape: [values.length], values: Float64Array.from(values) },
    ];
    const data = new Map([array("when", "second", [0.002, 0.001]), array("who", "", [1, 0])]);
    const diagnostics = new DiagnosticList();
    const result = checkModel(withInput(spikes({ times: "when", elements: "who" })), "model", diagnostics, data);
    expect(result?.inputs).toMatchObject([{ times: [0.001, 0.002], elements: [0, 1] }]);
    expect(result?.data.map(({ name }) => name)).toEqual(["when", "who"]);
  });
});

describe("inputs", () => {
  it.each([[{}], [null], ["poisson"], [{ poisson: {}, spikes: {} }], [{ possion: {} }]])("%j is refused, with both forms", (input) => {
    expect(codes(withInput(input))).toEqual(["MODEL_VALUE"]);
    expect(problems(withInput(input))).toContain("{ poisson: { to: G.v, rate: 100*Hz, weight: 1*mV } }");
  });
  it("share no name with a group", () => {
    const inputs = { G: { poisson: { to: "G.v", rate: "1*Hz", weight: "1*mV" } } };
    expect(codes(model({}, { inputs }))).toEqual(["NAME_CLASH"]);
  });
});

describe("random", () => {
  it("says what each class depends on", () => {
    expect(checked(model()).random).toEqual({ noise: "trial", initial: "trial", input: "trial", connectivity: "repeat" });
    const random = { noise: "sweep", input: "repeat" };
    expect(checked(model({}, { random })).random).toEqual({ noise: "sweep", initial: "trial", input: "repeat", connectivity: "repeat" });
  });
  it.each([
    [{ noise: "trail" }, "MODEL_VALUE"],
    [{ noise: null }, "MODEL_VALUE"],
    [{ noises: "trial" }, "MODEL_UNKNOWN_KEY"],
    ["trial", "MODEL_VALUE"],
  ])("%j is refused (%s)", (random, code) => {
    expect(codes(model({}, { random }))).toEqual([code]);
  });
});

describe("the parameters of a model", () => {
  const names = ["size", "kick", "period", "rate", "weight", "count", "high", "ref", "start", "over", "unused"];
  const parameters = {
    ...model().parameters,
    ...Object.fromEntries(names.map((name) => [name, 1])),
    kick: "1*ms",
    period: "2*kick",
  };
  const source = model(
    {
      equations: ["dv/dt = -v/tau + x*volt/tau : volt", "x = over*rand() : 1 (constant over dt)"],
      size: "int(size)",
      refractory: "ref > 2",
      events: { up: { condition: "v > high*mV", code: "v = high*mV" } },
      every: { dt: "kick", code: "v += 1*mV" },
      initial: { v: "start*mV" },
    },
    {
      parameters,
      inputs: {
        P: { poisson: { to: "G.v", count: "int(count)", rate: "rate*Hz", weight: "weight*mV" } },
        S: { spikes: { to: "G.v", times: ["1*ms"], weight: "1*mV", period: "period" } },
      },
    },
  );
  it("are used wherever one stands", () => {
    const used = usedParameters(checked(source));
    expect([...Object.keys(parameters)].filter((name) => !used.has(name))).toEqual(["v0", "I", "unused"]);
  });
  it("are structural in sizes and periods", () => {
    expect([...checked(source).structural].sort()).toEqual(["kick", "period", "size"]);
  });
});

describe("IDENTITY 20: the canonical text of a model", () => {
  const spaced = model(
    {
      events: { up: { condition: "v  >  v0 # high", code: "v=0*mV\n\n# down\nv  += 1*mV" } },
      every: [{ code: "v=0*mV ; v+=1*mV" }],
    },
    { inputs: { P: { poisson: { to: "G.v", rate: "1 * Hz", weight: "1*mV" } } } },
  );
  const plain = model(
    {
      events: { up: { code: ["v = 0*mV", "v += 1*mV"], condition: ["v >", "v0"] } },
      every: [{ code: "v = 0*mV\nv += 1*mV" }],
    },
    { inputs: { P: { poisson: { weight: "1*mV", rate: "1*Hz", to: "G . v" } } } },
  );
  it("is free of white space and comments in all code", () => {
    expect(canonicalModel(spaced)).toBe(canonicalModel(plain));
  });
  const up = { condition: "v > v0", code: "v = 1*mV" };
  it.each([
    ["code", { events: { up: { ...up, code: "v = 2*mV" } } }],
    ["lines that are one statement", { events: { up: { ...up, code: "v = 1*mV; v = 1*mV" } } }],
    ["a condition", { events: { up: { ...up, condition: "v >= v0" } } }],
    ["a name", { events: { down: up } }],
    ["a slot", { events: { up: { ...up, when: "end" } } }],
  ])("differs with %s", (_, group) => {
    expect(canonicalModel(model(group))).not.toBe(canonicalModel(model({ events: { up } })));
  });
});
