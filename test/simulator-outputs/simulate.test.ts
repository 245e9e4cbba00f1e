import { CodedError } from "@spikefarm/protocol";
import { simulate } from "@spikefarm/simulator";
import { describe, expect, it } from "vitest";

const CURVE = {
  parameters: { v0: "10*mV", tau: "10*ms", twice: "2*v0", n: { default: 3, type: "integer" } },
  groups: { G: { size: 2, equations: "dv/dt = (v0 - v)/tau : volt", threshold: "v > 10*mV", reset: "v = 0*mV" } },
  duration: "1*second",
  outputs: { n_spikes: "count(G)", counts: "counts(G)", some: "trace(G.v, every=5000)", half: "twice/(2*volt) + n*0" },
};

describe("simulate", () => {
  it("takes quantities as texts and numbers in SI alike", () => {
    expect(simulate(CURVE, { v0: "19*mV" })).toEqual(simulate(CURVE, { v0: 0.019 }));
    expect(simulate(CURVE, { v0: "19*mV" })).toMatchObject({ n_spikes: 266, counts: [133, 133], half: 0.019 });
  });

  it("uses the defaults of what is not given", () => {
    expect(simulate(CURVE)).toMatchObject({ n_spikes: 0, half: 0.01 });
  });

  it("gives samples as an array an element", () => {
    const { some } = simulate(CURVE) as { some: readonly (readonly number[])[] };
    expect(some).toHaveLength(2);
    expect(some.map((row) => row.length)).toEqual([2, 2]);
    expect(some[0]![0]).toBe(0);
  });

  it("reports rising fractions and ends with 1", () => {
    const fractions: number[] = [];
    simulate({ ...CURVE, duration: "20*second" }, {}, { report: (fraction) => void fractions.push(fraction) });
    expect(fractions.at(-1)).toBe(1);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
  });

  it("an error that report throws ends the simulation and reaches the caller", () => {
    const stop = () => {
      throw new Error("enough");
    };
    expect(() => simulate(CURVE, {}, { report: stop })).toThrow("enough");
  });

  it.each<[string, Record<string, number | boolean | string>, RegExp]>([
    ["an unknown parameter", { v1: 1 }, /no parameter "v1" that can be set(.|\n)*v0, tau, n/],
    ["a derived parameter", { twice: 1 }, /no parameter "twice" that can be set/],
    ["a quantity of another dimension", { v0: "3*amp" }, /"3\*amp" is in amp(.|\n)*volt/],
    ["a quantity that does not parse", { v0: "3*mV +" }, /3\*mV \+/],
    ["a fraction for an integer", { n: 1.5 }, /1\.5 is not an integer/],
    ["a boolean for a number", { v0: true }, /true is not a number/],
  ])("refuses %s, and says what to give", (_what, parameters, message) => {
    expect(codedErrorOf(() => simulate(CURVE, parameters))).toMatchObject({ code: "SIMULATE_PARAMETER_INVALID" });
    expect(() => simulate(CURVE, parameters)).toThrow(message);
  });

  it("tells all that is wrong with a model at once", () => {
    const wrong = { ...CURVE, groups: { G: { ...CURVE.groups.G, equations: "dv/dt = (v0 - v)/taw : volt", threshold: "v > 10" } } };
    const error = codedErrorOf(() => simulate(wrong));
    expect(error.code).toBe("SIMULATE_MODEL_INVALID");
    expect(error.diagnostics.length).toBeGreaterThanOrEqual(2);
    expect(error.message).toContain("taw");
  });

  it("IDENTITY 1: a number and the quantity that prints it are the same parameter", () => {
    expect(simulate(CURVE, { tau: 0.0001 })).toEqual(simulate(CURVE, { tau: "100*us" }));
  });
});

function codedErrorOf(run: () => unknown): CodedError {
  try {
    run();
  } catch (error) {
    if (error instanceof CodedError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
