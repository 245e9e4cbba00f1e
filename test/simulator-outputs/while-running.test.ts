// What kernels sum up while they run, against the slow and obvious computation from every spike and every value of the same run.

import { describe, expect, it } from "vitest";
import { createRandom, type Random, testSeed } from "../reference/random.js";
import { bitsOf, runModel } from "../simulator/run-model.js";

const seed = testSeed();

/** Spikes and values of one lane's group, element by element. */
interface Recorded {
  readonly dt: number;
  readonly steps: number;
  readonly warmup: number;
  readonly duration: number;
  /** Steps in which each element spiked. */
  readonly spikes: readonly (readonly number[])[];
  /** Steps in which the event `low` happened to each element. */
  readonly low: readonly (readonly number[])[];
  /** Values of v at the start of every step. */
  readonly v: readonly (readonly number[])[];
  readonly w: readonly (readonly number[])[];
}

interface Window {
  readonly from?: number;
  readonly to?: number;
}

/** A model with counters that give every spike and every event away. */
function randomModel(random: Random) {
  const dt = random.pick([0.1, 0.05, 0.2]);
  const duration = random.integer(20, 60);
  const warmup = random.pick([0, 0, 10, 7.5, duration - 0.3]);
  const size = random.integer(1, 5);
  const refractory = random.pick([undefined, "2*ms", "0.1*ms", "1.95*ms"]);
  const flag = refractory === undefined ? "" : " (unless refractory)";
  const threshold = random.pick(["v > 10*mV", "v > 10*mV", "v > (8 + i)*mV", "v > 1*volt"]);
  const noise = random.chance(0.3) ? " + 2*mV*xi*(5*ms)**-0.5" : "";
  const source = {
    parameters: { drive: "15*mV", f: "100*Hz" },
    groups: {
      G: {
        size,
        equations: [
          `dv/dt = (drive*(1 + 0.8*sin(2*pi*f*t + i)) - v)/(5*ms)${noise} : volt${flag}`,
          ...["w = 2*v - drive : volt", "n : integer", "m : integer"],
        ],
        events: { low: { condition: random.pick(["v < 2*mV", "v < -1*volt", "n % 2 == 0"]), code: "m += 1" } },
        threshold,
        reset: random.pick(["v = 0*mV; n += 1", "v = v - 8*mV; n += 1"]),
        ...(refractory !== undefined && { refractory }),
      },
    },
    dt: `${dt}*ms`,
    duration: `${duration}*ms`,
    warmup: `${warmup}*ms`,
  };
  const drives = Array.from({ length: random.integer(1, 9) }, () => random.between(0.005, 0.04));
  return { source, size, times: { dt: dt / 1000, duration: duration / 1000, warmup: warmup / 1000 }, values: { drive: drives } };
}

type Times = ReturnType<typeof randomModel>["times"];

/** Odd ends among them: between two steps, within rounding of one, both within one step. */
function randomWindow(random: Random, { dt, duration, warmup }: Times): Window {
  const time = () =>
    Math.min(duration, random.integer(0, Math.floor(duration / dt)) * dt + random.pick([0, 0, 0.5, 1e-5, -1e-5, 0.999]) * dt);
  const from = Math.max(0, random.chance(0.7) ? time() : 0);
  switch (random.integer(0, 3)) {
    case 0:
      return {};
    case 1:
      return from < duration ? { from } : {};
    case 2:
      return from > warmup ? { to: from } : { from: 0, to: duration };
    default: {
      const to = random.chance(0.2) ? from + 0.3 * dt : Math.max(from, time());
      return from < to && to <= duration ? { from, to } : { from: 0, to: dt };
    }
  }
}

const keywords = ({ from, to }: Window): string =>
  [...(from === undefined ? [] : [`from=${from}*second`]), ...(to === undefined ? [] : [`to=${to}*second`])]
    .map((text) => `, ${text}`)
    .join("");

/** The steps that begin in the window, one by one. */
function stepsIn({ from, to }: Window, { dt, steps, warmup, duration }: Recorded): number[] {
  const [first, end] = [from ?? warmup, to ?? duration];
  const isAtLeast = (step: number, time: number) => step >= time / dt - 1e-4;
  return [...Array(steps).keys()].filter((step) => isAtLeast(step, first) && !isAtLeast(step, end));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const mean = (numbers: readonly number[]): number => sum(numbers) / numbers.length;
const sd = (numbers: readonly number[]): number => {
  const centre = mean(numbers);
  return Math.sqrt(mean(numbers.map((number) => (number - centre) ** 2)));
};
const seconds = ({ from, to }: Window, { warmup, duration }: Recorded): number => (to ?? duration) - (from ?? warmup);

type Expected = (run: Recorded, window: Window) => readonly number[];

const spikesIn = (run: Recorded, window: Window): readonly (readonly number[])[] => {
  const steps = new Set(stepsIn(window, run));
  return run.spikes.map((element) => element.filter((step) => steps.has(step)));
};
const stepsBetween = (run: Recorded, window: Window): readonly (readonly number[])[] =>
  spikesIn(run, window).map((steps) => steps.slice(1).map((step, index) => step - steps[index]!));
const intervals = (run: Recorded, window: Window): readonly (readonly number[])[] =>
  stepsBetween(run, window).map((list) => list.map((steps) => steps * run.dt));
const valuesIn = (of: "v" | "w", run: Recorded, window: Window): readonly (readonly number[])[] =>
  run[of].map((values) => stepsIn(window, run).map((step) => values[step]!));
const variations = (run: Recorded, window: Window): readonly number[] =>
  // In steps, which are whole: a regular train has no variation at all.
  stepsBetween(run, window).map((list) => (list.length < 2 ? Number.NaN : sd(list) / mean(list)));
const firsts: Expected = (run, window) => spikesIn(run, window).map((steps) => (steps[0] ?? Number.NaN) * run.dt);
const known = (numbers: readonly number[]): readonly number[] => numbers.filter((number) => !Number.isNaN(number));

/** What the language says each measurement is. */
const OF_SPIKES: Readonly<Record<string, Expected>> = {
  "count(G": (run, window) => [sum(spikesIn(run, window).map(({ length }) => length))],
  "counts(G": (run, window) => spikesIn(run, window).map(({ length }) => length),
  "rate(G": (run, window) => [sum(spikesIn(run, window).map(({ length }) => length)) / run.spikes.length / seconds(window, run)],
  "rates(G": (run, window) => spikesIn(run, window).map(({ length }) => length / seconds(window, run)),
  "first_spike(G": (run, window) => [known(firsts(run, window)).length === 0 ? Number.NaN : Math.min(...known(firsts(run, window)))],
  "first_spikes(G": firsts,
  "isi_mean(G": (run, window) => [mean(intervals(run, window).flat())],
  "isi_means(G": (run, window) => intervals(run, window).map(mean),
  "isi_cv(G": (run, window) => [mean(known(variations(run, window)))],
  "isi_cvs(G": variations,
  "rate(G, bin=2*ms": (run, window) => {
    const [steps, spikes] = [stepsIn(window, run), spikesIn(run, window).flat()];
    const perBin = Math.round(0.002 / run.dt);
    return Array.from({ length: Math.ceil(steps.length / perBin) }, (_, bin) => {
      const inBin = steps.slice(bin * perBin, (bin + 1) * perBin);
      return spikes.filter((step) => inBin.includes(step)).length / (run.spikes.length * inBin.length * run.dt);
    });
  },
  "spikes(G": (run, window) =>
    spikesIn(run, window)
      .flat()
      .sort((a, b) => a - b)
      .map((step) => step * run.dt),
};
/** The same of the event: every measurement of spikes is one of events, too. */
const OF_EVENTS = Object.fromEntries(
  Object.entries(OF_SPIKES).map(([text, expected]): [string, Expected] => [
    text.replace("(G", "(G.low"),
    (run, window) => expected({ ...run, spikes: run.low }, window),
  ]),
);
const OF_VARIABLES: Readonly<Record<string, Expected>> = {
  "time_mean(G.v": (run, window) => valuesIn("v", run, window).map(mean),
  "time_mean(G.w": (run, window) => valuesIn("w", run, window).map(mean),
  "time_sd(G.w": (run, window) => valuesIn("w", run, window).map(sd),
  "time_min(G.w": (run, window) => valuesIn("w", run, window).map((values) => (values.length === 0 ? Number.NaN : Math.min(...values))),
  "time_max(G.v": (run, window) => valuesIn("v", run, window).map((values) => (values.length === 0 ? Number.NaN : Math.max(...values))),
  "trace(G.w": (run, window) => valuesIn("w", run, window).flat(),
  "trace(G.v, every=7": (run, window) => valuesIn("v", run, window).flatMap((values) => values.filter((_, index) => index % 7 === 0)),
};
const MEASUREMENTS: Readonly<Record<string, Expected>> = { ...OF_SPIKES, ...OF_EVENTS, ...OF_VARIABLES };

/** Counts and extremes to the bit; sums of many terms within the rounding of their order. */
function expectNear(found: readonly number[], expected: readonly number[], what: string): void {
  expect(found.length, what).toBe(expected.length);
  const largest = Math.max(0, ...known(expected).map(Math.abs));
  found.forEach((value, place) => {
    const near = expected[place]!;
    if (!Object.is(value, near) && !(Math.abs(value - near) <= 1e-12 * largest + ROUNDING))
      expect.fail(`${what}: [${place}] is ${value}, not ${near}`);
  });
}

/** Of values around 10 mV: a standard deviation of nothing may come out as this. */
const ROUNDING = 1e-16;

const MODELS = 24;
const WINDOWS = 3;

describe(`what is summed up while a model runs, for random models and windows (seed ${seed})`, () => {
  it("is what a slow look at every spike and every value finds", () => {
    const random = createRandom(seed);
    let [spiking, silent] = [0, 0];
    for (let round = 0; round < MODELS; round++) {
      const { source, size, times, values } = randomModel(random);
      const windows = Array.from({ length: WINDOWS }, () => randomWindow(random, times));
      const under = Object.fromEntries(
        windows.flatMap((window, index) =>
          Object.keys(MEASUREMENTS).map((text, place) => [`x${index}_${place}`, `${text}${keywords(window)})`] as const),
        ),
      );
      const traces = ["v", "w", "n", "m"].map((name) => [name, `trace(G.${name}, from=0*second)`]);
      const all = { ...Object.fromEntries(traces), last_n: "final(G.n)", last_m: "final(G.m)" };
      const options = { maxLanes: random.integer(1, 4), maxSliceSteps: random.pick([1, 7, 100, 1_000_000]) };
      const ran = runModel({ ...source, outputs: { ...under, ...all } }, values, options);
      values.drive.forEach((_, lane) => {
        const run = recorded(ran, lane, size, times);
        if (run.spikes.flat().length > 0) spiking++;
        else silent++;
        windows.forEach((window, index) => {
          Object.entries(MEASUREMENTS).forEach(([text, expected], place) => {
            expectNear(
              ran.numbers(`x${index}_${place}`, lane),
              expected(run, window),
              `model ${round}, lane ${lane}: ${text}${keywords(window)})`,
            );
          });
        });
      });
    }
    expect(spiking).toBeGreaterThan(MODELS);
    expect(silent).toBeGreaterThan(MODELS / 8);
  });
});

/** What happened, from the counters that the reset and the event move: they are one more at the start of the next step. */
function recorded(ran: ReturnType<typeof runModel>, lane: number, size: number, times: Times): Recorded {
  const rows = (name: string): number[][] => {
    const numbers = ran.numbers(name, lane);
    const length = numbers.length / size;
    return Array.from({ length: size }, (_, row) => numbers.slice(row * length, (row + 1) * length));
  };
  const counted = (name: string) => {
    const last = ran.numbers(`last_${name}`, lane);
    return rows(name).map((counter, element) =>
      [...counter.keys()].filter((step) => (counter[step + 1] ?? last[element]!) > counter[step]!),
    );
  };
  return { ...times, steps: rows("v")[0]!.length, spikes: counted("n"), low: counted("m"), v: rows("v"), w: rows("w") };
}

describe("measurements taken while a model runs", () => {
  const source = {
    parameters: { drive: "20*mV" },
    groups: {
      G: { size: 2, equations: "dv/dt = (drive*(1 + 0.1*i) - v)/(10*ms) : volt", threshold: "v > 10*mV", reset: "v = 0*mV" },
      H: { equations: "dx/dt = -x/(10*ms) : 1", initial: { x: 1 } },
    },
    duration: "100*ms",
  };
  const run = (outputs: Readonly<Record<string, unknown>>, keys: object = {}) => runModel({ ...source, ...keys, outputs });

  it("of a regular train: intervals of one length have no variation at all", () => {
    const ran = run({ cv: "isi_cvs(G)", m: "isi_means(G)", n: "counts(G)" });
    expect(ran.numbers("cv")).toEqual([0, 0]);
    // 70 steps a spike: the least n with 20·(1 − exp(−n/100)) > 10; and 61 for 22 mV.
    expect(ran.numbers("m")).toEqual([70 * 0.0001, 61 * 0.0001]);
    expect(ran.numbers("n")).toEqual([14, 16]);
  });

  it("see a spike in the last step before `to`, and none in the step at it", () => {
    const outputs = {
      before: "count(G, to=6.9*ms)",
      until: "count(G, to=7*ms)",
      since: "counts(G, from=6.9*ms)",
      after: "counts(G, from=7*ms)",
    };
    const ran = run(outputs, { groups: { G: { ...source.groups.G, size: 1 } } });
    expect(ran.number("before")).toBe(0);
    expect(ran.number("until")).toBe(1);
    expect(ran.number("since")).toBe(14);
    expect(ran.number("after")).toBe(13);
  });

  it("of a decaying variable: its mean is the sum of a geometric series", () => {
    const ran = run({ m: "time_mean(H.x)", low: "time_min(H.x)", high: "time_max(H.x)", sd: "time_sd(H.x)" });
    const r = 0.99004983374916811; // exp(−0.01)
    const [n, total, squares] = [1000, (1 - r ** 1000) / (1 - r), (1 - r ** 2000) / (1 - r * r)];
    expect(ran.number("m")).toBeCloseTo(total / n, 13);
    expect(ran.number("sd")).toBeCloseTo(Math.sqrt(squares / n - (total / n) ** 2), 12);
    expect(ran.number("high")).toBe(1);
    expect(ran.number("low")).toBeCloseTo(r ** 999, 15);
  });

  it("in a window without a step: nothing happened, and nothing was", () => {
    const outputs = {
      ...{ n: "count(G, from=1.01*ms, to=1.09*ms)", f: "rate(G, from=1.01*ms, to=1.09*ms)", s: "spikes(G, from=1.01*ms, to=1.09*ms)" },
      ...{ first: "first_spike(G, from=1.01*ms, to=1.09*ms)", x: "trace(H.x, from=1.01*ms, to=1.09*ms)" },
      ...{ mean: "time_mean(H.x, from=1.01*ms, to=1.09*ms)", low: "time_min(H.x, from=1.01*ms, to=1.09*ms)" },
      ...{ bins: "rate(G, bin=0.1*ms, from=1.01*ms, to=1.09*ms)", cv: "isi_cv(G, from=1.01*ms, to=1.09*ms)" },
    };
    const ran = run(outputs);
    expect(["n", "f"].map((name) => ran.number(name))).toEqual([0, 0]);
    expect(["s", "x", "bins"].flatMap((name) => ran.numbers(name))).toEqual([]);
    expect(["first", "mean", "low", "cv"].map((name) => ran.number(name))).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
  });

  it("begin before the warmup ends where `from` says so", () => {
    const ran = run({ all: "counts(G, from=0*second)", late: "counts(G)" }, { warmup: "50*ms" });
    expect(ran.numbers("all")).toEqual([14, 16]);
    expect(ran.numbers("late")).toEqual([7, 8]);
  });

  it("IDENTITY 7: have the same bits whatever lanes run together", () => {
    const outputs = {
      cv: "isi_cvs(G)",
      sd: "time_sd(G.v, from=20*ms)",
      m: "time_mean(G.v)",
      f: "rate(G, bin=7*ms)",
      n: "counts(G, to=33*ms)",
    };
    const noisy = { ...source.groups.G, equations: "dv/dt = (drive*(1 + 0.5*sin(300*Hz*t*(1 + i))) - v)/(10*ms) : volt" };
    const drive = Array.from({ length: 33 }, (_, lane) => 0.005 + 0.001 * lane);
    const rows = (maxLanes: number) => {
      const ran = runModel({ ...source, groups: { G: noisy }, outputs }, { drive }, { maxLanes });
      return drive.map((_, lane) =>
        Object.keys(outputs)
          .map((name) => bitsOf(ran.numbers(name, lane)))
          .join("; "),
      );
    };
    const together = rows(1000);
    for (const maxLanes of [1, 2, 3, 7]) expect(rows(maxLanes)).toEqual(together);
  });

  it("IDENTITY 12: a list fails its trial above its own `max`, and its neighbours stand", () => {
    const drive = [0.005, 0.02, 0.03];
    const ran = runModel({ ...source, outputs: { s: { value: "spikes(G)", max: 35 }, n: "count(G)" } }, { drive });
    expect([...ran.result.status]).toEqual([0, 0, 1]);
    expect(ran.result.errorCode).toEqual(["", "", "OUTPUT_TOO_LARGE"]);
    expect(ran.result.errorMessage[2]).toContain('Output "s" has more than 35 numbers, its limit');
    expect(ran.numbers("s", 1).length).toBe(30);
  });

  it("IDENTITY 12: what would not fit is told before a step is run", () => {
    expect(() => run({ x: { value: "trace(G.v)", max: 1999 } })).toThrow('Output "x" has more than 1999 numbers');
    expect(run({ x: { value: "trace(G.v)", max: 2000 } }).numbers("x").length).toBe(2000);
    expect(() => run({ x: "trace(G.v)" }, { duration: "60*second" })).toThrow('Output "x" has more than 1000000 numbers');
    const two = { x: { value: "trace(G.v)", max: 8_000_000 }, y: { value: "trace(G.v, every=2)", max: 8_000_000 } };
    expect(() => run(two, { duration: "300*second" })).toThrow("The outputs take 72000000 bytes");
  });

  it("count custom events, in every step in which their condition holds", () => {
    const H = { equations: "dx/dt = -x/(10*ms) : 1", initial: { x: 1 }, events: { low: "x < 0.5", never: "x > 2" } };
    const outputs = {
      ...{ n: "count(H.low)", some: "count(H.low, to=7*ms)", first: "first_spike(H.low)", isi: "isi_mean(H.low)" },
      ...{ none: "count(H.never)", no: "first_spike(H.never)" },
      ...{ times: "spikes(H.low, to=7.1*ms)", binned: "rate(H.low, bin=50*ms)", nothing: "spikes(H.never)" },
    };
    const ran = run(outputs, { groups: { H } });
    // x(t + dt) < ½ from the 70th step on: ln 2 · 10 ms = 6.93 ms.
    expect(["n", "some", "none"].map((name) => ran.number(name))).toEqual([1000 - 69, 1, 0]);
    expect(["first", "isi", "no"].map((name) => ran.number(name))).toEqual([69 * 0.0001, 0.0001, Number.NaN]);
    expect(ran.numbers("times")).toEqual([69 * 0.0001, 70 * 0.0001]);
    expect(ran.numbers("binned")).toEqual([(500 - 69) / (500 * 0.0001), 500 / (500 * 0.0001)]);
    expect(ran.numbers("nothing")).toEqual([]);
  });

  it("in windows made of parameters, a window outside the run fails as a whole", () => {
    const keys = { parameters: { drive: "20*mV", a: "10*ms", b: "20*ms" } };
    const outputs = { n: "count(G, from=a, to=b)" };
    expect(runModel({ ...source, ...keys, outputs }, { a: 0.06, b: 0.08 }).number("n")).toBe(7);
    expect(() => runModel({ ...source, ...keys, outputs }, { a: 0.03 })).toThrow('The window of output "n" cannot be measured');
    expect(() => runModel({ ...source, ...keys, outputs: { f: "rate(G, bin=a)" } }, { a: 0.00015 })).toThrow("not a whole number of steps");
  });
});
