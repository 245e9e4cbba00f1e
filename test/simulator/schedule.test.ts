// When things happen within a step: the eighteen slots, code at regular times, custom events. Numbers are Brian 2.5.1's, or follow from its schedule.

import { CodedError } from "@spikefarm/protocol";
import { describe, expect, it } from "vitest";
import { modelOf, runChecked, runModel } from "./run-model.js";

const MAIN_SLOTS = ["start", "groups", "thresholds", "synapses", "resets", "end"];
const SLOTS = MAIN_SLOTS.flatMap((slot) => [`before_${slot}`, slot, `after_${slot}`]);

/** A group whose variables only code changes. */
const still = (variables: string, more: object = {}) => ({ equations: variables, ...more });

describe("the slots of a step", () => {
  it("run in Brian 2's order, all eighteen", () => {
    const every = SLOTS.toReversed().map((when) => ({ when, code: `at_${when} = n; n += 1` }));
    const ran = runModel({
      groups: { G: still(`n : integer\n${SLOTS.map((slot) => `at_${slot} : integer`).join("\n")}`, { every }) },
      duration: "0.1*ms",
      outputs: Object.fromEntries(SLOTS.map((slot) => [slot, `final(G.at_${slot})`])),
    });
    expect(SLOTS.map((slot) => ran.number(slot))).toEqual(SLOTS.map((_, place) => place));
  });

  it("sort code by order, then by name", () => {
    const every = {
      late: { code: "x = 10*x + 4", order: 2 },
      b: { code: "x = 10*x + 3" },
      a: { code: "x = 10*x + 2" },
      z: { code: "x = 1", order: -1 },
    };
    const ran = runModel({ groups: { G: still("x : 1", { every }) }, duration: "0.1*ms", outputs: { x: "final(G.x)" } });
    expect(ran.number("x")).toBe(1234);
  });

  it("put code of order 0 or less before what the slot is for, code of a higher order after it", () => {
    const ran = runModel({
      groups: {
        G: {
          equations: "dv/dt = 1*kHz : 1\nbefore : 1\nafter : 1\nreset_saw : 1",
          method: "euler",
          threshold: "v > 0.15",
          reset: "reset_saw = v; v = 5",
          every: [
            { when: "groups", order: 0, code: "before = v" },
            { when: "groups", order: 1, code: "after = v" },
            { when: "resets", order: 0, code: "v = v*2" },
            { when: "resets", order: 1, code: "v = v + 1" },
          ],
        },
      },
      duration: "0.2*ms",
      outputs: {
        before: "trace(G.before)",
        b: "final(G.before)",
        a: "final(G.after)",
        v: "final(G.v)",
        saw: "final(G.reset_saw)",
        n: "count(G)",
      },
    });
    // Step 0: v = 0.1, no spike, then 0.2 and 1.2. Step 1: v = 1.3 spikes; 2.6 is reset to 5, then 6.
    expect([ran.number("b"), ran.number("a")].map((x) => x.toFixed(9))).toEqual(["1.200000000", "1.300000000"]);
    expect(ran.number("saw")).toBeCloseTo(2.6, 12);
    expect([ran.number("v"), ran.number("n")]).toEqual([6, 1]);
  });

  it("let a trace see what ran at the start of its step, but for code of a higher order", () => {
    const model = (order: number) => ({
      groups: { G: still("x : 1", { every: { code: "x = t_in_timesteps + 1", order } }) },
      duration: "0.4*ms",
      outputs: { x: "trace(G.x)" },
    });
    expect(runModel(model(0)).numbers("x")).toEqual([1, 2, 3, 4]);
    expect(runModel(model(1)).numbers("x")).toEqual([0, 1, 2, 3]);
  });
});

describe("code at regular times", () => {
  it("runs in every step whose number is a multiple of its dt", () => {
    const ran = runModel({
      groups: {
        G: still("x : integer\ny : integer\nz : integer", {
          every: [{ code: "x += 1" }, { code: "y += 1", dt: "1*ms" }, { code: "z += 1", dt: "0.7*ms" }],
        }),
      },
      duration: "100*ms + 0.1*ms",
      outputs: { x: "final(G.x)", y: "final(G.y)", z: "trace(G.z)" },
    });
    expect([ran.number("x"), ran.number("y")]).toEqual([1001, 101]);
    expect(ran.numbers("z")).toEqual(Array.from({ length: 1001 }, (_, step) => Math.floor(step / 7) + 1));
  });

  it("may have a dt that a parameter says", () => {
    const source = {
      parameters: { period: "0.2*ms" },
      groups: { G: still("n : integer", { every: { code: "n += 1", dt: "period" } }) },
      duration: "1*ms",
      outputs: { n: "final(G.n)" },
    };
    expect([0.0002, 0.0005, 0.001].map((period) => runModel(source, { period }).number("n"))).toEqual([5, 2, 1]);
  });

  it("whose dt is no multiple of the model's is an error", () => {
    const model = modelOf({
      parameters: { period: "1*ms" },
      groups: { G: still("n : integer", { every: { code: "n += 1", dt: "period" } }) },
      duration: "1*ms",
      outputs: { n: "final(G.n)" },
    });
    const run = () => runChecked(model, { period: 0.00015 });
    expect(run).toThrow(CodedError);
    expect(run).toThrow(/The dt of "every" is 0.00015 s; it must be a multiple of the model's dt, 0.0001 s/);
  });

  it("sees what its own statements assigned, and keeps names of its own to itself", () => {
    const ran = runModel({
      groups: { G: still("x : 1\ny : 1", { every: { code: "x = x + 1\ny = x*10\nx = x + y" } }) },
      duration: "0.2*ms",
      outputs: { x: "final(G.x)", y: "final(G.y)" },
    });
    expect([ran.number("x"), ran.number("y")]).toEqual([(11 + 1) * 11, 120]);
  });
});

describe("custom events", () => {
  it("happen where their condition holds after the thresholds, and their code runs after the resets", () => {
    const ran = runModel({
      groups: {
        G: {
          size: 2,
          equations: "first : second\nsecond_time : second",
          events: {
            one: { condition: "t >= i*ms and t < i*ms + dt", code: "first = t" },
            two: { condition: "t >= (i + 1)*ms and t < (i + 1)*ms + dt", code: "second_time = t" },
          },
        },
      },
      duration: "2.1*ms",
      outputs: { first: "final(G.first)", later: "final(G.second_time)", counts: "counts(G.one)" },
    });
    expect(ran.numbers("first")).toEqual([0, 0.001]);
    expect(ran.numbers("later")).toEqual([0.001, 0.002]);
    expect(ran.numbers("counts")).toEqual([1, 1]);
  });

  it("are judged before the reset, and see the values that made the spike", () => {
    const ran = runModel({
      groups: {
        G: {
          equations: "dv/dt = 1*kHz : 1\nseen : integer",
          method: "euler",
          threshold: "v > 0.95",
          reset: "v = 0",
          events: { high: { condition: "v > 0.95", code: "seen += 1" } },
        },
      },
      duration: "10*ms",
      outputs: { n: "count(G)", seen: "final(G.seen)", high: "count(G.high)", v: "final(G.v)" },
    });
    expect([ran.number("n"), ran.number("seen"), ran.number("high")]).toEqual([10, 10, 10]);
  });

  it("whose code stands before the events are judged runs in the next step", () => {
    const ran = runModel({
      groups: {
        G: still("x : 1", { events: { once: { condition: "t_in_timesteps == 1", code: "x = t_in_timesteps", when: "start" } } }),
      },
      duration: "0.5*ms",
      outputs: { x: "trace(G.x)" },
    });
    expect(ran.numbers("x")).toEqual([0, 0, 2, 2, 2]);
  });

  it("need no code, and are counted where they have none", () => {
    const ran = runModel({
      groups: { G: still("x : 1", { events: { third: "t_in_timesteps % 3 == 0" } }) },
      duration: "1*ms",
      outputs: { n: "count(G.third)", times: "spikes(G.third)" },
    });
    expect(ran.number("n")).toBe(4);
    expect(ran.numbers("times").map((t) => Math.round(t / 1e-4))).toEqual([0, 3, 6, 9]);
  });
});

describe("conditional writes", () => {
  // Brian 2.5.1 records v = 10 11 12 … 20 31 42 53 64 for this model: code at regular times is held off while the element is refractory, from
  // what the step before left; the code of events is not.
  it("hold code at regular times off what is frozen, and let the code of events through", () => {
    const ran = runModel({
      groups: {
        G: {
          equations: "dv/dt = 0*Hz : 1 (unless refractory)\nw : 1",
          threshold: "t == 0*ms",
          refractory: "1*ms",
          events: { each: { condition: "True", code: "v += 1; w += 1" } },
          every: { code: "v += 10" },
        },
      },
      duration: "1.5*ms",
      outputs: { v: "trace(G.v)", w: "trace(G.w)" },
    });
    expect(ran.numbers("v")).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 31, 42, 53, 64]);
    expect(ran.numbers("w")).toEqual(Array.from({ length: 15 }, (_, step) => step));
  });
});

describe("values that hold for a step", () => {
  it("are worked out before everything else in it, and stay what they are", () => {
    const ran = runModel({
      groups: {
        G: {
          equations: "x : 1\ny = x + 1 : 1 (constant over dt)\nz : 1",
          every: { code: "x = x + 10; z = y" },
        },
      },
      duration: "0.3*ms",
      outputs: { y: "trace(G.y)", z: "trace(G.z)", end: "final(G.y)" },
    });
    expect(ran.numbers("y")).toEqual([1, 11, 21]);
    expect(ran.numbers("z")).toEqual([1, 11, 21]);
    expect(ran.number("end")).toBe(21);
  });

  it("make a coupled system exact where they take the place of what changes from step to step", () => {
    const ran = runModel({
      groups: {
        G: {
          equations: "dv/dt = (g - v)/(10*ms) : 1\ndg/dt = (drive - g)/(20*ms) : 1\ndrive = int(t < 5*ms) : 1 (constant over dt)",
          method: "exact",
        },
      },
      duration: "10*ms",
      outputs: { g: "final(G.g)" },
    });
    expect(ran.number("g")).toBeCloseTo(-Math.expm1(-5 / 20) * Math.exp(-5 / 20), 12);
  });

  it("are one for the whole group where they are shared", () => {
    const ran = runModel({
      groups: {
        G: {
          size: 3,
          equations: "common : 1 (shared)\nown : 1\ndrawn = rand() : 1 (shared, constant over dt)\neach = rand() : 1 (constant over dt)",
          every: { code: "common = rand(); own = rand()" },
        },
      },
      duration: "1*ms",
      outputs: { common: "final(G.common)", own: "final(G.own)", drawn: "final(G.drawn)", each: "final(G.each)" },
    });
    const distinct = (name: string) => new Set(ran.numbers(name)).size;
    expect([distinct("common"), distinct("drawn"), distinct("own"), distinct("each")]).toEqual([1, 1, 3, 3]);
  });
});
