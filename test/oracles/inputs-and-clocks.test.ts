// Inputs, recordings and clocks: rows 61 – 71, 74, 75 and 78 – 82, as far as they concern one group.
//
// Not here: 70 (smoothed rates: the language has rates in bins), 72 and 77 (a run that is continued or restored: there are none), 73 (another
// schedule: the schedule is fixed, and code says where in it it runs), 76 (2³¹ steps take minutes: test/simulator shows that steps are counted in
// doubles), and of 82 what concerns linked variables and subgroups.

import type { CheckedData } from "@spikefarm/equations";
import { describe, expect, it } from "vitest";
import { MILLISECOND, problemsOf, runOracle, stepsOf, upTo } from "./run-oracle.js";

const timedArray = (values: readonly number[], dtSeconds: number, shape = [values.length]): CheckedData => {
  return { name: "stim", unit: "", shape, values: Float64Array.from(values), dtSeconds };
};

const reading = (equation: string, size: number, milliseconds: number, every = 1) => ({
  groups: { G: { size, equations: equation, method: "euler" } },
  duration: `${milliseconds}*ms`,
  outputs: { x: `trace(G.x, every=${every})` },
});

describe("#61: a timed array", () => {
  it("of 0 and 1, each for .4 ms, is 0 0 0 0 1 1 1 1, and 1 ever after", () => {
    const x = runOracle(reading("x = stim(t) : 1", 1, 2), { data: [timedArray([0, 1], 0.4 * MILLISECOND)] })("x");
    expect(x).toEqual([...Array(4).fill(0), ...Array(16).fill(1)]);
  });

  it.each([0.1, 0.2, 0.3, 0.7])("of samples %f ms apart has the k-th from k of them on, however their quotient rounds", (apart) => {
    const data = [timedArray(upTo(5000), apart * MILLISECOND)];
    const x = runOracle(reading("x = stim(t) : 1", 1, 100), { data })("x");
    expect(x).toEqual(upTo(1000).map((step) => Math.floor((step * 10) / Math.round(apart * 100))));
  });

  it("has a column for each element", () => {
    const data = [timedArray([0, 1, 2, 3, 4, 5], 0.2 * MILLISECOND, [2, 3])];
    const x = runOracle(reading("x = stim(t, i) : 1", 3, 0.4), { data })("x");
    expect(x).toEqual([0, 0, 3, 3, 1, 1, 4, 4, 2, 2, 5, 5]);
  });

  it("is the last before its end where it is asked for a time after it, the first where for one before 0", () => {
    const data = [timedArray([3, 4], 0.2 * MILLISECOND)];
    expect(runOracle(reading("x = stim(t + 1*ms) - stim(t - 1*ms) : 1", 1, 0.3), { data })("x")).toEqual([1, 1, 1]);
  });
});

describe("#63: given spikes", () => {
  const counting = (size: number, spikes: object, milliseconds: number) => ({
    groups: { G: { size, equations: "v : 1" } },
    inputs: { P: { spikes: { to: "G.v", weight: 1, ...spikes } } },
    duration: `${milliseconds}*ms`,
    outputs: { v: "trace(G.v)", end: "final(G.v)" },
  });

  it("at 100 times in [0, .1) ms are all of step 0", () => {
    const spikes = { times: upTo(100).map((k) => `${k / 1000}*ms`), elements: upTo(100) };
    const ran = runOracle(counting(100, spikes, 0.2));
    expect(ran("v").filter((_, place) => place % 2 === 1)).toEqual(Array(100).fill(1));
  });

  it("at k·dt, as doubles have it, are one a step for 10,000 steps", () => {
    const spikes = { times: upTo(10_000).map((k) => `${k * 1e-4}*second`) };
    expect(runOracle(counting(1, spikes, 1000))("v")).toEqual(upTo(10_000));
  });

  it("begin anew after a period", () => {
    const ran = runOracle(counting(1, { times: ["0.1*ms", "0.3*ms"], period: "0.5*ms" }, 1.5));
    expect(ran("v")).toEqual([0, 0, 1, 1, 2, 2, 2, 3, 3, 4, 4, 4, 5, 5, 6]);
    expect(ran("end")).toEqual([6]);
  });

  it("#65: of which two of one element are in one step are refused", () => {
    expect(problemsOf(counting(1, { times: ["1*ms", "1.05*ms"] }, 2))).toHaveLength(1);
    expect(problemsOf(counting(1, { times: ["1*ms", "1.1*ms"] }, 2))).toEqual([]);
  });

  it("#65: of which two come into one step only at another dt fail the run at that dt", () => {
    const swept = { ...counting(1, { times: ["1*ms", "1.05*ms"] }, 2), parameters: { step: "0.05*ms" }, dt: "step" };
    expect(runOracle(swept)("end")).toEqual([2]);
    const run = () => runOracle(swept, { lanes: { step: [0.1 * MILLISECOND] } });
    expect(run).toThrow(expect.objectContaining({ code: "SIMULATION_SPIKE_TIMES" }));
    expect(run).toThrow(/two spikes of element 0 in one step of 0.0001 s, at 0.00105 s/);
  });
});

describe("#66 and #67: Poisson inputs at their ends", () => {
  const arriving = (input: object, unit = "1") => ({
    groups: { G: { size: 5, equations: `v : ${unit}` } },
    inputs: { P: { poisson: { to: "G.v", ...input } } },
    duration: "10*ms",
    outputs: { v: "trace(G.v)" },
  });

  it("#66: of rate 0 nothing arrives", () => {
    expect(runOracle(arriving({ count: 100, rate: "0*Hz", weight: 1 }))("v")).toEqual(Array(500).fill(0));
  });

  it("#66: of rate 1/dt one arrives in every step", () => {
    expect(runOracle(arriving({ count: 1, rate: "10*kHz", weight: 1 }))("v").slice(0, 100)).toEqual(upTo(100));
  });

  it("#66: of rate 2/dt one arrives in every step too, of a rate below 0 none, as of a PoissonGroup", () => {
    for (const rate of ["20*kHz", "2/dt", "1*GHz"]) {
      expect(runOracle(arriving({ count: 1, rate, weight: 1 }))("v").slice(0, 100), rate).toEqual(upTo(100));
    }
    expect(runOracle(arriving({ count: 1, rate: "-5*Hz", weight: 1 }))("v")).toEqual(Array(500).fill(0));
  });

  it("#66: a rate that varies is held between 0 and 1/dt, of each of its sources", () => {
    const v = runOracle(arriving({ count: 3, rate: "(i - 2)/dt", weight: 1 }))("v");
    expect(upTo(5).map((element) => v[100 * element + 99])).toEqual([0, 0, 0, 297, 297]);
  });

  it("#66: of more sources than one a rate beyond 1/dt is refused, as by a PoissonInput", () => {
    for (const rate of ["20*kHz", "-5*Hz"]) expect(problemsOf(arriving({ count: 50, rate, weight: 1 })), rate).toHaveLength(1);
    expect(problemsOf(arriving({ count: 50, rate: "10*kHz", weight: 1 }))).toEqual([]);
  });

  it("#67: of 50 sources of rate 1/dt and 2 volt, 100 volt arrive in every step", () => {
    const v = runOracle(arriving({ count: 50, rate: "1/dt", weight: "2*volt" }, "volt"))("v");
    expect(v.slice(400)).toEqual(upTo(100).map((step) => 100 * step));
  });
});

it("#68: ramps of 101, 0 and 1001 Hz spike at 9.9 ms, never, and at .9, 1.9 … 9.9 ms", () => {
  const ran = runOracle({
    groups: {
      G: {
        size: 3,
        equations: "dv/dt = slope : 1\nslope : Hz",
        threshold: "v > 1",
        reset: "v = 0",
        initial: { slope: ["101*Hz", "0*Hz", "1001*Hz"] },
        method: "exact",
      },
    },
    duration: "10*ms",
    outputs: { times: "spikes(G)", counts: "counts(G)", first: "first_spikes(G)" },
  });
  expect(ran("counts")).toEqual([1, 0, 10]);
  expect(stepsOf(ran("times"))).toEqual([...upTo(10).map((k) => 9 + 10 * k), 99]);
  expect(stepsOf(ran("first").filter((time) => !Number.isNaN(time)))).toEqual([99, 9]);
});

it("#69: the rate of five elements that all spike in a step is 1/dt, of which half do, half of it", () => {
  const ran = runOracle({
    groups: {
      A: { size: 5, equations: "v : 1", threshold: "True" },
      B: { size: 10, equations: "v : 1", threshold: "i % 2 == 0" },
    },
    duration: "1*ms",
    outputs: { a: "rate(A, bin=0.1*ms)", b: "rate(B, bin=0.1*ms)", all: "rate(A)" },
  });
  const close = (found: readonly number[], expected: number) =>
    found.forEach((value) => {
      expect(Math.abs(value - expected)).toBeLessThan(1e-9 * expected);
    });
  expect(ran("a").length).toBe(10);
  close(ran("a"), 10_000);
  close(ran("b"), 5000);
  close(ran("all"), 10_000);
});

it("#71: of two clocks, .1 and 1 ms, over 100 s and a step, the fast one has run ten times in between, and once more", () => {
  const ran = runOracle({
    groups: {
      G: {
        equations: "x : integer\ny : integer\nout_of_step : integer",
        every: {
          a: { code: "x += 1" },
          b: { code: "y += 1; out_of_step += int(x != 10*(y - 1) + 1)", dt: "1*ms" },
        },
      },
    },
    duration: "100000.1*ms",
    outputs: { x: "final(G.x)", y: "final(G.y)", out: "final(G.out_of_step)" },
  });
  expect([...ran("x"), ...ran("y"), ...ran("out")]).toEqual([1_000_001, 100_001, 0]);
});

it("#74: code runs by slot, then by order, then by name", () => {
  const places = [
    ["d", "before_start", 0],
    ["c", "start", -1],
    ["a", "start", 0],
    ["b", "start", 0],
    ["f", "start", 3],
    ["z", "after_start", -5],
    ["y", "before_groups", 0],
    ["x", "groups", 0],
    ["w", "end", 0],
    ["v", "after_end", 0],
  ] as const;
  const digit = (name: string) => places.findIndex((place) => place[0] === name);
  const ran = runOracle({
    groups: {
      G: {
        equations: "log_of : 1",
        every: Object.fromEntries(
          places.toReversed().map(([name, when, order]) => [name, { code: `log_of = 10*log_of + ${digit(name)}`, when, order }]),
        ),
      },
    },
    duration: "0.1*ms",
    outputs: { seen: "final(G.log_of)" },
  });
  expect(ran("seen")).toEqual([123_456_789]);
});

it("#75: what runs at given times, an event of them in run_at's place, runs between what runs in every step", () => {
  const ran = runOracle({
    groups: {
      G: {
        equations: "log_of : 1",
        every: { x: { code: "log_of = 10*log_of + 1" } },
        events: { y: { condition: "t_in_timesteps == 1 or t_in_timesteps == 3 or t_in_timesteps == 4", code: "log_of = 10*log_of + 2" } },
      },
    },
    duration: "0.5*ms",
    outputs: { seen: "final(G.log_of)" },
  });
  expect(ran("seen")).toEqual([11_211_212]);
});

it("#75: spikes at given times into a variable are run_at's other form: they arrive after the step's regular code", () => {
  const ran = runOracle({
    groups: { G: { equations: "count : 1\nseen : 1", every: { x: { code: "seen = 10*seen + count" } } } },
    inputs: { S: { spikes: { to: "G.count", times: ["0.1*ms", "0.3*ms", "0.4*ms"], weight: 1 } } },
    duration: "0.6*ms",
    outputs: { seen: "final(G.seen)", count: "final(G.count)" },
  });
  expect(ran("seen")).toEqual([1_123]);
  expect(ran("count")).toEqual([3]);
});

it("#78: timestep(t, dt) is the number of the step, for 100,000 steps", () => {
  const n = runOracle({
    groups: { G: { equations: "n = timestep(t, dt) : integer" } },
    duration: "10*second",
    outputs: { n: "trace(G.n)" },
  })("n");
  expect(n.length).toBe(100_000);
  expect(n.every((value, step) => value === step)).toBe(true);
});

describe("#79: // and % floor, as Python's do", () => {
  const values = upTo(300).map((k) => k - 150);
  const quotients = values.map((k) => Math.floor(k / 98));
  const remainders = values.map((k) => ((k % 98) + 98) % 98);

  it.each([
    ["integers", "k : integer\nq = k//98 : integer\nr = k % 98 : integer", "i - 150"],
    ["floats", "k : 1\nq = k//98 : 1\nr = k % 98 : 1", "i - 150"],
    ["integers by floats", "k : integer\nq = k//98.0 : 1\nr = k % 98.0 : 1", "i - 150"],
  ])("of %s", (_kind, equations, k) => {
    const ran = runOracle({
      groups: { G: { size: 300, equations, initial: { k } } },
      duration: "0.1*ms",
      outputs: { q: "final(G.q)", r: "final(G.r)" },
    });
    expect(ran("q").map((value) => value + 0)).toEqual(quotients.map((value) => value + 0));
    expect(ran("r").map((value) => value + 0)).toEqual(remainders.map((value) => value + 0));
  });
});

it("#80: int(v > 1) is 0 or 1, 1/2 is a half, i/N a float", () => {
  const ran = runOracle({
    groups: {
      G: { size: 4, equations: "v : 1\nabove = int(v > 1) : integer\nhalf = 1/2 : 1\nplace = i/N : 1", initial: { v: "i" } },
    },
    duration: "0.1*ms",
    outputs: { above: "final(G.above)", half: "final(G.half)", place: "final(G.place)" },
  });
  expect(ran("above")).toEqual([0, 0, 1, 1]);
  expect(ran("half")).toEqual([0.5, 0.5, 0.5, 0.5]);
  expect(ran("place")).toEqual([0, 0.25, 0.5, 0.75]);
});

it("#81: initial values by a condition on i, and by rand(), which differs in every element", () => {
  const ran = runOracle({
    groups: { G: { size: 10, equations: "v : 1\nr : 1", initial: { v: "3*int(i > 5)", r: "rand()" } } },
    duration: "0.1*ms",
    outputs: { v: "final(G.v)", r: "final(G.r)" },
  });
  expect(ran("v")).toEqual([0, 0, 0, 0, 0, 0, 3, 3, 3, 3]);
  expect(new Set(ran("r")).size).toBe(10);
  expect(ran("r").every((value) => value > 0 && value < 1)).toBe(true);
});

it("#82: a shared variable is one for the group", () => {
  const ran = runOracle({
    groups: {
      G: {
        size: 3,
        equations: "v : 1\nlevel : 1 (shared)\ntwice = 2*level : 1 (shared)",
        initial: { level: 0.5 },
        every: { rise: { code: "level += 0.25\nv = twice + i" } },
      },
    },
    duration: "0.2*ms",
    outputs: { v: "final(G.v)", twice: "final(G.twice)" },
  });
  expect(ran("v")).toEqual([2, 3, 4]);
  expect(new Set(ran("twice"))).toEqual(new Set([2]));
});
