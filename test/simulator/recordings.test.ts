// What a kernel records while it runs, against runs that end where a sample is taken, and against closed forms of when events happen.

import { describe, expect, it } from "vitest";
import { modelOf, runChecked, runModel } from "./run-model.js";

const DT = 1e-4;
const SIZE = 19;
const STEPS = 60;

/** Elements and lanes differ; `w` is no state but an expression of several, `n` an integer that resets count. */
const group = {
  size: SIZE,
  method: "euler",
  equations: [
    "dv/dt = (drive*(1 + 0.1*i) - v**3)/tau : 1",
    "du/dt = (v - u)/tau : 1",
    "w = exp(-u) + v*i*t/second : 1",
    "big = v > 0.5 : boolean",
    "n : integer",
  ],
  threshold: "v > 0.9",
  reset: "v = 0; n += i + 1",
};
const sourceOf = (outputs: Readonly<Record<string, string>>, duration = `${STEPS}*0.1*ms`) => ({
  parameters: { drive: 2, tau: "1*ms" },
  groups: { G: group },
  duration,
  outputs,
});
const LANES = 7;
const values = { drive: Array.from({ length: LANES }, (_, lane) => 1.5 + 0.4 * lane) };

/** Before the first step. */
const AT_FIRST: Readonly<Record<string, number>> = { v: 0, u: 0, w: 1, big: 0, n: 0 };

/** The value of a variable after so many steps, [lane][element]: how a run of that length ends. */
function after(variable: string, steps: number): readonly number[][] {
  if (steps === 0) return Array.from({ length: LANES }, () => Array<number>(SIZE).fill(AT_FIRST[variable]!));
  const ran = runModel(sourceOf({ it: `final(G.${variable})` }, `${steps}*0.1*ms`), values);
  return Array.from({ length: LANES }, (_, lane) => ran.numbers("it", lane));
}

describe("a trace", () => {
  const VARIABLES = ["v", "u", "w", "big", "n"];
  const truth = new Map(VARIABLES.map((variable) => [variable, Array.from({ length: STEPS }, (_, step) => after(variable, step))]));

  const cases: readonly (readonly [string, readonly number[] | "all", number, number, number])[] = [
    ["trace(G.X)", "all", 1, 0, STEPS],
    ["trace(G.X, of=[3])", [3], 1, 0, STEPS],
    ["trace(G.X, of=[18, 0, 7], every=7)", [18, 0, 7], 7, 0, STEPS],
    ["trace(G.X, of=[5, 6], every=3, from=1.1*ms)", [5, 6], 3, 11, STEPS],
    ["trace(G.X, of=[17], every=4, from=0.5*ms, to=4.2*ms)", [17], 4, 5, 42],
    ["trace(G.X, every=100)", "all", 100, 0, STEPS],
    ["trace(G.X, of=[2], from=5.9*ms)", [2], 1, 59, STEPS],
  ];

  it.each(cases)(
    "%s holds what runs that end at its samples end with, whatever the lanes and slices",
    (text, elements, every, first, end) => {
      const model = modelOf(sourceOf(Object.fromEntries(VARIABLES.map((name) => [name, text.replace("X", name)]))));
      const rows = elements === "all" ? [...Array(SIZE).keys()] : elements;
      const steps = Array.from({ length: Math.ceil((end - first) / every) }, (_, sample) => first + sample * every);
      for (const options of [{}, { maxLanes: 1 }, { maxLanes: 3 }, { maxSliceSteps: 1 }, { maxSliceSteps: 8 }, { maxSliceSteps: 13 }]) {
        const ran = runChecked(model, values, options);
        for (const variable of VARIABLES) {
          for (let lane = 0; lane < LANES; lane++) {
            const wanted = rows.flatMap((element) => steps.map((step) => truth.get(variable)![step]![lane]![element]!));
            expect(ran.numbers(variable, lane), `${variable} of lane ${lane}`).toEqual(wanted);
          }
        }
      }
    },
  );

  it("does not change what else is computed", () => {
    const plain = { v: "final(G.v)", n: "final(G.n)", s: "spikes(G)" };
    const alone = runModel(sourceOf(plain), values);
    const traced = runModel(sourceOf({ ...plain, a: "trace(G.w, every=3)", b: "trace(G.u, of=[1])" }), values);
    for (const name of ["v", "n", "s"]) {
      for (let lane = 0; lane < LANES; lane++) expect(traced.numbers(name, lane)).toEqual(alone.numbers(name, lane));
    }
  });

  it("that is longer than its buffer is emptied on the way", () => {
    const source = { groups: { G: { size: 40, equations: "dx/dt = (i + 1)/second : 1", method: "euler" } }, duration: "1*second" };
    const samples = 10_000;
    const ran = runModel({ ...source, outputs: { x: "trace(G.x)" } }).numbers("x");
    expect(ran.length).toBe(40 * samples);
    for (const element of [0, 17, 39]) {
      const row = ran.slice(element * samples, (element + 1) * samples);
      const wanted = [0];
      while (wanted.length < samples) wanted.push(wanted.at(-1)! + DT * (element + 1));
      expect(row).toEqual(wanted);
    }
  });
});

describe("recorded events", () => {
  /** Element i of lane k spikes in every (i + k + 1)-th step; "even" happens in even steps where the element's number is odd. */
  const source = (size: number, steps: number) => ({
    parameters: { offset: 0 },
    groups: {
      G: {
        size,
        equations: "c : integer\nk : integer",
        every: { code: "c += 1; k += 1" },
        threshold: "c == i + offset + 1",
        reset: "c = 0",
        events: { even: "k % 2 == 1 and i % 2 == 1" },
      },
    },
    duration: `${steps}*0.1*ms`,
    outputs: { spikes: "spikes(G)", even: "spikes(G.even)", n: "counts(G)" },
  });
  const timesOf = (steps: number, size: number, happens: (step: number, element: number) => boolean) => {
    const times: number[] = [];
    for (let step = 0; step < steps; step++)
      for (let element = 0; element < size; element++) if (happens(step, element)) times.push(step * DT);
    return times;
  };

  it.each([{}, { maxSliceSteps: 5 }, { maxLanes: 2 }])("come by step, then by element (%o)", (options) => {
    const [size, steps, lanes] = [37, 100, 5];
    const ran = runChecked(modelOf(source(size, steps)), { offset: Array.from({ length: lanes }, (_, lane) => lane) }, options);
    for (let lane = 0; lane < lanes; lane++) {
      expect(ran.numbers("spikes", lane)).toEqual(timesOf(steps, size, (step, element) => (step + 1) % (element + lane + 1) === 0));
      expect(ran.numbers("even", lane)).toEqual(timesOf(steps, size, (step, element) => step % 2 === 0 && element % 2 === 1));
    }
  });

  it("come in order where a slice is more than the buffer holds", () => {
    const [size, steps] = [1000, 9000];
    const late = { ...source(size, steps), outputs: { even: "spikes(G.even, from=850*ms)" } };
    const happens = (step: number, element: number) => step >= 8500 && step % 2 === 0 && element % 2 === 1;
    expect(runModel(late).numbers("even")).toEqual(timesOf(steps, size, happens));
  });
});
