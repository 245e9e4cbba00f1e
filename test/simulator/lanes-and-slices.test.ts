// IDENTITY 7: what a trial computes depends on its own parameters: not on its neighbours, the chunk, the slices, or which parameters vary.

import { describe, expect, it } from "vitest";
import { batchOf, bitsOf, modelOf, runBatch, runChecked } from "./run-model.js";

/** A bit of everything: a coupled linear part, a non-linear part, refractoriness, integers, several elements. */
const source = {
  parameters: { drive: "15*mV", tau: "10*ms", slow: "200*ms", gain: 1.5 },
  groups: {
    G: {
      size: 3,
      equations: [
        "dv/dt = (drive - v + w)/tau : volt (unless refractory)",
        "dw/dt = -w/slow : volt",
        "dz/dt = gain*(1 - z**2)*exp(-z)/tau : 1",
        "du/dt = (x - u)/slow : 1",
        "x : 1",
        "n : integer",
      ],
      threshold: "v > 10*mV + 0.1*mV*i",
      reset: "v = 0*mV; w = w + 1*mV; n = n*7 + 1; x = n % 5",
      refractory: "2*ms",
    },
    H: { equations: "dv/dt = (drive - v)/slow : volt", threshold: "v > 5*mV", reset: "v = 0*mV" },
  },
  duration: "60*ms",
};
const outputs = { n: "counts(G)", v: "final(G.v)", z: "final(G.z)", u: "final(G.u)", k: "final(G.n)", s: "spikes(G)", h: "final(H.v)" };
const names = Object.keys(outputs);

const LANES = 130;
const values = {
  drive: Array.from({ length: LANES }, (_, lane) => 0.005 + 0.0003 * lane),
  tau: Array.from({ length: LANES }, (_, lane) => (lane % 7 === 0 ? 0.15 : 0.005 + 0.0001 * lane)),
  slow: Array.from({ length: LANES }, (_, lane) => (lane % 11 === 0 ? 1e308 : 0.05 + 0.01 * (lane % 13))),
};

const model = modelOf({ ...source, outputs });
const rowsOf = (ran: ReturnType<typeof runChecked>, lanes: readonly number[]) =>
  lanes.map((lane) => names.map((name) => bitsOf(ran.numbers(name, lane))).join("; "));
const everyLane = [...Array(LANES).keys()];
const together = rowsOf(runChecked(model, values), everyLane);

describe("IDENTITY 7: a lane's bits do not depend on its neighbours", () => {
  it("the lanes of the test differ from each other and spike", () => {
    expect(new Set(together).size).toBe(LANES);
    expect(runChecked(model, values).numbers("n", LANES - 1)[0]).toBeGreaterThan(1);
  });

  it.each([1, 2, 3, 7, 64, 1000])("nor on being run %i at a time", (maxLanes) => {
    expect(rowsOf(runChecked(model, values, { maxLanes }), everyLane)).toEqual(together);
  });

  it("nor on which parameters vary in its batch", () => {
    for (const lane of [0, 1, 7, 11, 77, 129]) {
      const alone = batchOf(model, { drive: values.drive[lane]!, tau: values.tau[lane]!, slow: values.slow[lane]! });
      expect(rowsOf(runBatch(model, alone), [0])).toEqual([together[lane]]);
      const arrays = new Map([...alone.parameters].map(([name, value]) => [name, Float64Array.of(value as number)]));
      expect(rowsOf(runBatch(model, { lanes: 1, parameters: arrays }), [0])).toEqual([together[lane]]);
    }
  });

  it("nor on the order of the lanes", () => {
    const reversed = Object.fromEntries(Object.entries(values).map(([name, each]) => [name, each.toReversed()]));
    expect(rowsOf(runChecked(model, reversed), everyLane.toReversed())).toEqual(together);
  });

  it.each([1, 7, 100])("nor on slices of at most %i steps", (maxSliceSteps) => {
    expect(rowsOf(runChecked(model, values, { maxSliceSteps }), everyLane)).toEqual(together);
  });
});

describe("slices", () => {
  it("report a fraction that grows to 1", () => {
    const fractions: number[] = [];
    runChecked(model, values, { onSlice: (fraction) => void fractions.push(fraction) });
    expect(fractions.length).toBeGreaterThan(1);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
    expect(fractions.slice(0, -1).every((fraction) => fraction > 0 && fraction < 1)).toBe(true);
  });

  it("stop the run when they are told to", () => {
    expect(() => runChecked(model, values, { onSlice: () => false })).toThrow("the run was stopped");
  });
});
