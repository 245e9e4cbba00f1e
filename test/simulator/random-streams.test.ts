// Which random numbers a trial draws: exactly those that IDENTITY 16 and 17 say, judged by numerics' own functions from the same key and counter.

import { binomialAt, classKey, normalAt, poissonAt, type RandomScope, type StreamName, streamKey, uniformAt } from "@spikefarm/numerics";
import { TrialStatus } from "@spikefarm/protocol";
import { type BatchRandom, simulate } from "@spikefarm/simulator";
import { describe, expect, it } from "vitest";
import { batchOf, modelOf, runBatch, runChecked, type Values } from "./run-model.js";

const SIZE = 3;
const STEPS = 7;
const range = (length: number) => [...Array(length).keys()];

/** What `numberAt` gives for every element and step, row by row. */
const table = (numberAt: (element: number, step: number) => number) =>
  range(SIZE).flatMap((element) => range(STEPS).map((step) => numberAt(element, step)));

const scope = (more: Partial<RandomScope> = {}): RandomScope => ({
  class: "noise",
  seed: 0,
  repeat: 0,
  policy: "trial",
  values: {},
  ...more,
});
const keyOf = (stream: Partial<StreamName>, of: RandomScope = scope()) =>
  streamKey(classKey(of), { object: "G", code: "every every", target: "x", ordinal: 0, ...stream });

const drawing = (code: string, more: object = {}) => ({
  groups: { G: { size: SIZE, equations: "x : 1\ny : 1", every: { code } } },
  duration: `${STEPS}*0.1*ms`,
  outputs: { x: "trace(G.x)", y: "trace(G.y)" },
  ...more,
});

const runWith = (source: unknown, values: Values, random: BatchRandom) => {
  const model = modelOf(source);
  return runBatch(model, { ...batchOf(model, values), random });
};

describe("IDENTITY 17: what a statement draws", () => {
  it("is a stream's number of the element and the step", () => {
    const ran = runChecked(modelOf(drawing("x = rand(); y = randn()")));
    expect(ran.numbers("x")).toEqual(table((element, step) => uniformAt(keyOf({}), element, step, 0)));
    expect(ran.numbers("y")).toEqual(table((element, step) => normalAt(keyOf({ target: "y" }), element, step)));
  });

  it("differs from call to call, in the order of the text", () => {
    const ran = runChecked(modelOf(drawing("x = rand() + 10*rand(); y = poisson(3.5)")));
    const [first, second] = [keyOf({}), keyOf({ ordinal: 1 })];
    expect(ran.numbers("x")).toEqual(
      table((element, step) => uniformAt(first, element, step, 0) + 10 * uniformAt(second, element, step, 0)),
    );
    expect(ran.numbers("y")).toEqual(table((element, step) => poissonAt(keyOf({ target: "y" }), element, step, 3.5)));
  });

  it("is counted by the executions of code that does not run in every step", () => {
    const source = drawing("", {
      groups: { G: { size: SIZE, equations: "x : 1\ny : 1", every: { code: "x = randn(); y = poisson(40)", dt: "0.3*ms" } } },
    });
    const ran = runChecked(modelOf(source));
    expect(ran.numbers("x")).toEqual(table((element, step) => normalAt(keyOf({}), element, Math.floor(step / 3))));
    expect(ran.numbers("y")).toEqual(table((element, step) => poissonAt(keyOf({ target: "y" }), element, Math.floor(step / 3), 40)));
  });

  it("is the first element's for what all elements share", () => {
    const source = drawing("", {
      groups: { G: { size: SIZE, equations: "x = rand() : 1 (shared, constant over dt)\ny : 1 (shared)", every: { code: "y = randn()" } } },
    });
    const ran = runChecked(modelOf(source));
    const [equations, every] = [keyOf({ code: "constant over dt" }), keyOf({ target: "y" })];
    expect(ran.numbers("x")).toEqual(table((_, step) => uniformAt(equations, 0, step, 0)));
    expect(ran.numbers("y")).toEqual(table((_, step) => normalAt(every, 0, step)));
  });

  it("is step 0 of its stream for an initial value", () => {
    const source = drawing("", {
      groups: { G: { size: SIZE, equations: "x : 1\ny : 1 (shared)", initial: { x: "rand() + randn()", y: "rand()" } } },
      outputs: { x: "final(G.x)", y: "final(G.y)" },
    });
    const ran = runChecked(modelOf(source));
    const initial = (stream: Partial<StreamName>) => keyOf({ code: "initial", ...stream }, scope({ class: "initial" }));
    expect(ran.numbers("x")).toEqual(
      range(SIZE).map((element) => uniformAt(initial({}), element, 0, 0) + normalAt(initial({ ordinal: 1 }), element, 0)),
    );
    expect(ran.numbers("y")).toEqual(range(SIZE).map(() => uniformAt(initial({ target: "y" }), 0, 0, 0)));
  });

  it("is a binomial count for a Poisson input", () => {
    const source = drawing("x = 0", {
      inputs: { P: { poisson: { to: "G.x", count: 30, rate: "2*kHz", weight: 1 } } },
      outputs: { x: "final(G.x)" },
      duration: "0.1*ms",
    });
    const key = keyOf({ object: "P", code: "input", target: "" }, scope({ class: "input" }));
    expect(runChecked(modelOf(source)).numbers("x")).toEqual(range(SIZE).map((element) => binomialAt(key, element, 0, 30, 2000 * 1e-4)));
  });

  it("is one normal an element and step for a noise, in whatever equations it stands", () => {
    const ran = runChecked(
      modelOf({
        groups: {
          G: {
            size: SIZE,
            equations: "dx/dt = xi_a*second**-0.5 : 1\ndy/dt = 2*xi_a*second**-0.5 + 3*xi_b*second**-0.5 : 1",
            method: "euler",
          },
        },
        dt: "1*second",
        duration: "1*second",
        outputs: { x: "final(G.x)", y: "final(G.y)" },
      }),
    );
    const [a, b] = [keyOf({ code: "xi_a", target: "" }), keyOf({ code: "xi_b", target: "" })];
    range(SIZE).forEach((element) => {
      expect(ran.numbers("x")[element]).toBeCloseTo(normalAt(a, element, 0), 14);
      expect(ran.numbers("y")[element]).toBeCloseTo(2 * normalAt(a, element, 0) + 3 * normalAt(b, element, 0), 14);
    });
  });
});

describe("IDENTITY 16: what a trial's numbers rest on", () => {
  const source = (policy?: string) =>
    drawing("x = rand() + 0*a", {
      parameters: { a: 1, b: { default: true, type: "boolean" }, twice: "2*a", label: { default: "one", type: "text" } },
      ...(policy !== undefined && { random: { noise: policy } }),
      outputs: { x: "trace(G.x)" },
      duration: "0.2*ms",
    });
  const firstWith = (of: RandomScope) => uniformAt(keyOf({}, of), 0, 0, 0);
  const values = { a: 1, b: 1, label: "one" };

  it("under the policy of trials: seed, repeat and the parameters that are not derived", () => {
    const random = { seed: 5, repeat: Int32Array.of(0, 0, 3), texts: new Map([["label", ["one", "two", "one"]]]) };
    const ran = runWith(source(), { a: [1, 2, 1] }, random);
    const drawn = [0, 1, 2].map((lane) => ran.numbers("x", lane)[0]);
    expect(drawn).toEqual([
      firstWith(scope({ seed: 5, values })),
      firstWith(scope({ seed: 5, values: { ...values, a: 2, label: "two" } })),
      firstWith(scope({ seed: 5, repeat: 3, values })),
    ]);
    expect(new Set(drawn).size).toBe(3);
  });

  it("under the policy of repeats: seed and repeat, common to all points", () => {
    const ran = runWith(source("repeat"), { a: [1, 2, 1] }, { seed: 5, repeat: Int32Array.of(0, 0, 3) });
    const [first, second] = [firstWith(scope({ seed: 5, policy: "repeat" })), firstWith(scope({ seed: 5, repeat: 3, policy: "repeat" }))];
    expect([0, 1, 2].map((lane) => ran.numbers("x", lane)[0])).toEqual([first, first, second]);
  });

  it("under the policy of the sweep: the seed alone", () => {
    const ran = runWith(source("sweep"), { a: [1, 2, 1] }, { seed: 5, repeat: Int32Array.of(0, 0, 3) });
    const drawn = firstWith(scope({ seed: 5, policy: "sweep" }));
    expect([0, 1, 2].map((lane) => ran.numbers("x", lane)[0])).toEqual([drawn, drawn, drawn]);
  });

  it("a value that is not finite counts by its name", () => {
    const ran = runWith(source(), { a: [Number.POSITIVE_INFINITY, Number.NaN] }, { seed: 0, repeat: 0 });
    expect(ran.result.status).toEqual(Uint8Array.of(TrialStatus.ok, TrialStatus.ok));
  });

  it("a simulation of its own has seed 0 and repeat 0 unless it is told", () => {
    const drawn = (options: object = {}) => Object.values(simulate(source(), {}, options))[0] as readonly (readonly number[])[];
    expect(drawn()[0]![0]).toBe(firstWith(scope({ values })));
    expect(drawn({ seed: 9, repeat: 2 })[0]![0]).toBe(firstWith(scope({ seed: 9, repeat: 2, values })));
  });
});
