import { canonicalModel, usedParameters } from "@spikefarm/equations";
import { describe, expect, it } from "vitest";
import { checked, codes, model } from "./support.js";

describe("parameters", () => {
  const typeOf = (value: unknown) => {
    const {
      type,
      value: number,
      unit,
      display,
      derived,
    } = checked(model({}, { parameters: { ...model().parameters, x: value } })).parameters.at(-1)!;
    return { type, value: number, unit, display, isDerived: derived !== undefined };
  };
  it("are numbers, quantities, booleans, texts or expressions over others", () => {
    expect(typeOf(5)).toMatchObject({ type: "float", value: 5, unit: "", isDerived: false });
    expect(typeOf("9*mV")).toMatchObject({ type: "float", value: 0.009, unit: "volt", display: "mV" });
    expect(typeOf(true)).toMatchObject({ type: "boolean", value: 1 });
    expect(typeOf("2*pi*Hz")).toMatchObject({ value: 2 * Math.PI, unit: "hertz" });
    expect(typeOf("v0/tau")).toMatchObject({ isDerived: true, value: undefined, unit: "volt/second" });
    expect(typeOf({ default: 7, type: "integer" })).toMatchObject({ type: "integer", value: 7 });
    expect(typeOf({ default: "7*mV", display: "uvolt" })).toMatchObject({ value: 0.007, display: "uvolt" });
    expect(typeOf({ default: "0.007*volt", unit: "mV" })).toMatchObject({ value: 0.007, display: "mV" });
    expect(typeOf({ default: "fast and loose", type: "text" })).toMatchObject({ type: "text", value: "fast and loose" });
  });
  const refused: readonly (readonly [unknown, string])[] = [
    [{ default: 10, unit: "mV" }, "UNITS_MISMATCH"],
    [{ default: 1.5, type: "integer" }, "EQUATIONS_TYPE"],
    [{ default: 1, type: "boolean" }, "EQUATIONS_TYPE"],
    [{ default: 1, type: "int" }, "MODEL_VALUE"],
    [{ default: 1, units: "volt" }, "MODEL_UNKNOWN_KEY"],
    [{ unit: "volt" }, "MODEL_MISSING_KEY"],
    [null, "MODEL_VALUE"],
    [[1, 2], "MODEL_VALUE"],
    [Number.NaN, "MODEL_VALUE"],
    ["y", "NAME_UNKNOWN"],
    ["x", "EQUATIONS_CYCLE"],
    ["t", "NAME_UNKNOWN"],
    ["v0 + tau", "UNITS_MISMATCH"],
  ];
  it.each(refused)("%j is refused (%s)", (value, code) => {
    expect(codes(model({}, { parameters: { ...model().parameters, x: value } }))).toEqual([code]);
  });
  it.each(["mV", "exp", "pi", "where", "product", "point", "status", "i", "N", "2x", "_x"])("may not be called %s", (name) => {
    expect(codes(model({}, { parameters: { ...model().parameters, [name]: 1 } }))).toHaveLength(1);
  });
  it("may have names that objects inherit", () => {
    expect(
      checked(model({}, { parameters: { ...model().parameters, constructor: 1, toString: "constructor + 1" } })).parameters,
    ).toHaveLength(5);
    expect(codes(model({}, { parameters: { ...model().parameters, x: "hasOwnProperty" } }))).toEqual(["NAME_UNKNOWN"]);
  });
  it("are used directly or through derived ones", () => {
    const used = usedParameters(
      checked(model({}, { parameters: { ...model().parameters, tau: "R*C", R: "1*Mohm", C: "10*nF", other: 1 } })),
    );
    expect([...used].sort()).toEqual(["C", "R", "tau", "v0"]);
  });
  it("are structural where a size or a time depends on them, through derived ones too", () => {
    const keys = { parameters: { ...model().parameters, n1: 5, n2: "2*n1", T: "1*second" }, duration: "T" };
    expect([...checked(model({ size: "n2" }, keys)).structural].sort()).toEqual(["T", "n1", "n2"]);
  });
});

describe("initial values", () => {
  const initialOf = (initial: unknown, size: unknown = 3) => checked(model({ size, initial: { v: initial } })).groups[0]!.initial[0]!.value;
  it("are quantities, expressions, or one value an element", () => {
    expect(initialOf("-60*mV")).toEqual({ kind: "number", value: -0.06, type: "float" });
    expect(initialOf("v0*i/N")).toMatchObject({ kind: "binary" });
    expect(initialOf(["1*mV", "2*mV", "3*mV"])).toEqual([0.001, 0.002, 0.003]);
  });
  it("IDENTITY 2: a linspace over the elements is exact", () => {
    expect(initialOf({ linspace: ["0*mV", "0.3*mV"] }, 4)).toEqual([0, 0.0001, 0.0002, 0.0003]);
    expect(initialOf({ linspace: ["1*mV", "2*mV"] }, 1)).toEqual([0.001]);
  });
  const refused: readonly (readonly [unknown, unknown, string])[] = [
    [-60, 3, "UNITS_MISMATCH"],
    ["t*volt/second", 3, "NAME_UNKNOWN"],
    ["v", 3, "NAME_UNKNOWN"],
    ["rand(1)*mV", 3, "EQUATIONS_FUNCTION"],
    [["1*mV"], 3, "MODEL_VALUE"],
    [["1*mV", 2, "3*mV"], 3, "UNITS_MISMATCH"],
    [{ linspace: ["0*mV", "1*mV"] }, "k", "MODEL_VALUE"],
    [{ logspace: ["1*mV", "2*mV"] }, 3, "MODEL_VALUE"],
    [{ linspace: ["0*mV", "1*mV", 3] }, 3, "MODEL_VALUE"],
  ];
  it.each(refused)("%j for %j elements is refused (%s)", (initial, size, code) => {
    expect(codes(model({ size, initial: { v: initial } }, { parameters: { ...model().parameters, k: 3 } }))).toEqual([code]);
  });
});

describe("keys", () => {
  const refused: readonly (readonly [Readonly<Record<string, unknown>>, string])[] = [
    [{ synapses: {} }, "MODEL_RESERVED_KEY"],
    [{ paramters: {} }, "MODEL_UNKNOWN_KEY"],
    [{ duration: undefined }, "MODEL_MISSING_KEY"],
    [{ duration: 1 }, "UNITS_MISMATCH"],
    [{ duration: "0*second" }, "MODEL_VALUE"],
    [{ duration: "-1*second" }, "MODEL_VALUE"],
    [{ dt: "0*ms" }, "MODEL_VALUE"],
    [{ warmup: "2*second" }, "MODEL_VALUE"],
    [{ random: { noise: "never" } }, "MODEL_VALUE"],
    [{ random: { nose: "trial" } }, "MODEL_UNKNOWN_KEY"],
    [{ fail_on_nonfinite: "yes" }, "MODEL_VALUE"],
    [{ groups: {}, outputs: {} }, "MODEL_MISSING_KEY"],
    [{ groups: { G: {} }, outputs: {} }, "MODEL_MISSING_KEY"],
    [{ groups: { tau: model().groups.G }, outputs: {} }, "NAME_CLASH"],
  ];
  it.each(refused)("%j is refused (%s)", (keys, code) => {
    expect(codes(model({}, keys))).toEqual([code]);
  });
  it("defaults stand in for what is left out", () => {
    const source = checked(model({}, { random: { noise: "repeat" } }));
    expect(source).toMatchObject({ dt: { value: 0.0001 }, warmup: { value: 0 }, duration: { value: 1 }, failOnNonfinite: false });
    expect(source.groups[0]).toMatchObject({ size: { value: 1 }, method: "auto" });
  });
  it.each([null, 3, "model", []])("%j is not a model", (source) => {
    expect(codes(source)).toEqual(["MODEL_VALUE"]);
  });
});

describe("IDENTITY 20: the canonical text of a model", () => {
  const text = canonicalModel(model());
  it("is without comments, white space and titles", () => {
    const equations = ["# leak", "  dv/dt =(v0-v)/ tau:volt  # the membrane"];
    expect(canonicalModel(model({ equations, reset: " v=0 * mV ;" }))).toBe(text);
    const titled = { ...model(), parameters: { ...model().parameters } };
    expect(canonicalModel(titled)).toBe(text);
    const declared = (doc: string) => canonicalModel(model({}, { parameters: { v0: { default: "10*mV", doc, display: doc && "mV" } } }));
    expect(declared("the drive").replace(/"display":"mV",?/, "")).toBe(declared("").replace(/"display":"",?/, ""));
    const shown = (output: unknown) => canonicalModel(model({}, { outputs: { n: output } }));
    expect(shown({ value: "count(G)", doc: "spikes", unit: "1" })).toBe(shown("count( G )"));
  });
  it("does not depend on the order of keys, but on that of outputs", () => {
    const { I, tau, v0 } = model().parameters;
    expect(canonicalModel(model({}, { parameters: { I, tau, v0 } }))).toBe(text);
    expect(canonicalModel(model({}, { outputs: { f: "rate(G)", n: "count(G)" } }))).not.toBe(text);
  });
  it("keeps names and values", () => {
    expect(canonicalModel(model({ reset: "v = 1*mV" }))).not.toBe(text);
    const renamed = model({ equations: "dw/dt = (v0 - w)/tau : volt", threshold: "w > 10*mV", reset: "w = 0*mV" });
    expect(canonicalModel(renamed)).not.toBe(text);
  });
  it("keeps a text parameter as it is, # and all", () => {
    const named = (value: string) => canonicalModel(model({}, { parameters: { name: { default: value, type: "text" } } }));
    expect(named("a # b")).not.toBe(named("a"));
    expect(named("a  b")).not.toBe(named("a b"));
  });
  it("exists for anything, also for what is in error", () => {
    for (const source of [null, 3, [], { groups: { G: { equations: "×", size: Number.NaN } } }])
      expect(typeof canonicalModel(source)).toBe("string");
  });
});
