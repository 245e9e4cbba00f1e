// Trials that fail alone, and batches that cannot run.

import { CodedError, TrialStatus } from "@spikefarm/protocol";
import { describe, expect, it } from "vitest";
import { modelOf, runChecked, runModel, type Values } from "./run-model.js";

const explosive = (extra: object) => ({
  parameters: { a: "1*Hz" },
  groups: { G: { equations: "dv/dt = a*v**2 : 1", initial: { v: 1 }, threshold: "v > 1e200", reset: "v = 0" } },
  dt: "10*ms",
  duration: "2*second",
  outputs: { v: "final(G.v)", n: "count(G)" },
  ...extra,
});

const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof CodedError) return error.code;
    throw error;
  }
  return "no error";
};

describe("non-finite values", () => {
  it("are data", () => {
    const ran = runModel(
      explosive({ groups: { G: { equations: "dv/dt = a*v**2 : 1", initial: { v: 1 } } }, outputs: { v: "final(G.v)" } }),
      { a: [1, 0] },
    );
    expect(ran.result.status).toEqual(Uint8Array.of(TrialStatus.ok, TrialStatus.ok));
    expect(ran.number("v")).toBe(Number.POSITIVE_INFINITY);
  });

  it("fail their own trial where the model says so, even if a reset hides them", () => {
    const model = modelOf(explosive({ fail_on_nonfinite: true }));
    const ran = runChecked(model, { a: [0, 1e200, 0.1] });
    expect(ran.result.status).toEqual(Uint8Array.of(TrialStatus.ok, TrialStatus.failed, TrialStatus.ok));
    expect(ran.result.errorCode).toEqual(["", "TRIAL_NONFINITE", ""]);
    expect(ran.result.errorMessage[1]).toContain('"v" of group "G"');
  });
});

describe("non-finite values that no equation makes", () => {
  const codesOf = (group: object, values: Values, inputs: object = {}) =>
    runModel(
      {
        parameters: { a: 1 },
        groups: { G: { size: 2, equations: "w : 1\ndv/dt = 0*Hz : 1\nn : integer\nunused : 1", ...group } },
        inputs,
        duration: "1*ms",
        outputs: { w: "final(G.w)", v: "final(G.v)" },
        fail_on_nonfinite: true,
      },
      values,
    ).result;

  it.each<[string, object, object?]>([
    ["code at regular times", { every: { code: "w = 1/(a - 1)" } }],
    ["code in the last step alone", { every: { code: "v = v + int(t > 0.85*ms)/(a - 1)" } }],
    ["a reset", { threshold: "i == 1 and t > 0.85*ms", reset: "w = 1/(a - 1)" }],
    ["an event", { events: { late: { condition: "t > 0.85*ms", code: "w = 1/(a - 1)" } } }],
    ["an input", {}, { S: { spikes: { to: "G.w", times: ["0.5*ms"], weight: "1/(a - 1)" } } }],
    ["a weight that is not a number", {}, { P: { poisson: { to: "G.w", rate: "10*kHz", weight: "0/(a - 1)" } } }],
  ])("of %s fail the trial too", (_, group, inputs) => {
    const { status, errorCode } = codesOf(group, { a: [1, 2] }, inputs);
    expect(status).toEqual(Uint8Array.of(TrialStatus.failed, TrialStatus.ok));
    expect(errorCode).toEqual(["TRIAL_NONFINITE", ""]);
  });

  it("do not fail it where they only start a parameter that nothing changes", () => {
    expect(codesOf({ initial: { unused: "1/(a - 1)" } }, { a: [1, 2] }).errorCode).toEqual(["", ""]);
  });
});

describe("a Poisson input that cannot be drawn", () => {
  const model = modelOf({
    parameters: { c: 2, f: "10*Hz" },
    groups: { G: { equations: "v : 1" } },
    inputs: { P: { poisson: { to: "G.v", count: "c", rate: "f", weight: 1 } } },
    duration: "10*ms",
    outputs: { v: "final(G.v)" },
  });

  it.each([
    ["a count with a fraction", { c: [2.5, 2] }, "its count is 2.5"],
    ["a count below 0", { c: [-3, 2] }, "its count is -3"],
    ["a rate above 1/dt of two sources", { f: [20_000, 10_000] }, "its rate is 20000*Hz"],
    ["a rate below 0 of two sources", { f: [-5, 0] }, "its rate is -5*Hz"],
    ["more counts a step than are drawn", { c: [1e9, 2], f: [5000, 5000] }, "500000000 times a step"],
    ["a rate that is not a number", { c: [1, 1], f: [Number.NaN, 1] }, "its rate is NaN"],
  ])("because of %s fails its own trial", (_, values, expected) => {
    const { result } = runChecked(model, values as Values);
    expect(result.status).toEqual(Uint8Array.of(TrialStatus.failed, TrialStatus.ok));
    expect(result.errorCode).toEqual(["TRIAL_INPUT", ""]);
    expect(result.errorMessage[0]).toContain(expected);
  });

  it("does not count where there is no source, or one that fires in every step or none", () => {
    const ran = runChecked(model, { c: [0, 1, 1], f: [20_000, 20_000, -5] });
    expect([0, 1, 2].map((lane) => ran.number("v", lane))).toEqual([0, 100, 0]);
  });
});

describe("a batch that cannot run says why", () => {
  it.each([
    ["a size below 1", { n: 0 }, "SIMULATION_SHAPE"],
    ["a size beyond a kernel's memory", { n: 2e8 }, "SIMULATION_TOO_LARGE"],
    ["a negative duration", { length: -1 }, "SIMULATION_SHAPE"],
  ])("%s", (_, values, expected) => {
    const source = {
      parameters: { n: 2, length: "1*ms" },
      groups: { G: { size: "n", equations: "v : 1", initial: { v: "i" } } },
      duration: "length",
      outputs: { v: "final(G.v)" },
    };
    expect(codeOf(() => runModel(source, values as Values))).toBe(expected);
  });
});

describe("recordings", () => {
  const everyStep = (size: number, duration: string) => ({
    parameters: { limit: 1 },
    groups: { G: { size, equations: "v : 1", threshold: "v < limit" } },
    duration,
    outputs: { times: "spikes(G)", n: "count(G)" },
  });

  it("hold every spike, however many slices that takes, in order of time", () => {
    const ran = runModel(everyStep(3000, "30*ms"));
    expect(ran.number("n")).toBe(900_000);
    const steps = ran.numbers("times").map((time) => Math.round(time / 1e-4));
    expect(steps.every((step, place) => step === Math.floor(place / 3000))).toBe(true);
  });

  it("that pass an output's limit fail their own trial", () => {
    const ran = runModel(everyStep(3000, "40*ms"), { limit: [1, 0] });
    expect(ran.result.errorCode).toEqual(["OUTPUT_TOO_LARGE", ""]);
    expect(ran.number("n", 1)).toBe(0);
  });

  it("that no memory holds are refused before the run", () => {
    const codeWith = (output: string, duration: string) =>
      codeOf(() => runModel({ ...everyStep(3000, duration), outputs: { it: output } }));
    expect(codeWith("trace(G.v)", "1*second")).toBe("OUTPUT_TOO_LARGE");
    expect(codeWith("max(rate(G, bin=0.1*ms))", "2000*second")).toBe("SIMULATION_TOO_LARGE");
  });
});
