// Random models as documents: what a user might write, in every corner of the language that the slice has.
//
// A family gives the equations, threshold and resets; then options are thrown in at random: refractoriness with and without
// `(unless refractory)`, subexpressions, element parameters that start from `i` and `N`, counters of type integer, dt, warmup, several
// elements. The numbers are chosen so that most elements fire some tens of times.

import type { Random } from "./random.js";

export interface RandomModel {
  /** The document's `model` value. */
  readonly model: Record<string, unknown>;
  /** Parameters to vary over lanes, in SI. */
  readonly lanes: readonly Readonly<Record<string, number>>[];
  readonly family: string;
  /** Brian 2 knows every function and operator used. */
  readonly isBrian: boolean;
}

interface Family {
  readonly name: string;
  readonly isBrian: boolean;
  /** Parameters with what they range over in the lanes, in SI units of `unit`. */
  readonly swept: Readonly<Record<string, { readonly unit: string; readonly low: number; readonly high: number }>>;
  readonly group: (random: Random, flag: string) => Record<string, unknown>;
  /** State variables, all traced. */
  readonly states: readonly string[];
}

const MAX_LANES = 3;

export function randomModel(random: Random, brianOnly = false): RandomModel {
  const family = random.pick(FAMILIES.filter((candidate) => candidate.isBrian || !brianOnly));
  const hasRefractory = random.chance(0.5);
  const flag = hasRefractory && random.chance(0.6) ? " (unless refractory)" : "";
  const names = Object.keys(family.swept);
  const lanes = Array.from({ length: random.integer(1, MAX_LANES) }, () =>
    Object.fromEntries(names.map((name) => [name, random.between(family.swept[name]!.low, family.swept[name]!.high, 6)])),
  );
  const group = {
    size: random.integer(1, 4),
    ...family.group(random, flag),
    ...(hasRefractory && { refractory: random.pick(["2*ms", "0.1*ms", "5*dt", "pause", "1.95*ms"]) }),
  };
  const model = {
    parameters: {
      pause: "1.5*ms",
      ...Object.fromEntries(names.map((name) => [name, quantity(lanes[0]![name]!, family.swept[name]!.unit)])),
    },
    groups: { G: group },
    dt: random.pick(["0.1*ms", "0.1*ms", "0.05*ms", "0.2*ms"]),
    duration: `${random.integer(20, 50)}*ms`,
    ...(random.chance(0.3) && { warmup: "10*ms" }),
    outputs: {
      counts: "counts(G)",
      total: "count(G)",
      spikes: "spikes(G, from=0*second)",
      first: "first_spike(G)",
      ...Object.fromEntries(family.states.map((name) => [`trace_${name}`, `trace(G.${name}, from=0*second)`])),
      ...Object.fromEntries(family.states.map((name) => [`final_${name}`, `final(G.${name})`])),
    },
  };
  return { model, lanes, family: family.name, isBrian: family.isBrian };
}

const quantity = (value: number, unit: string): string | number => (unit === "1" ? value : `${value}*${unit}`);

const lines = (...texts: (string | false)[]): string => texts.filter((text) => text !== false).join("\n");

const FAMILIES: readonly Family[] = [
  {
    name: "leaky integrate-and-fire",
    isBrian: true,
    states: ["v"],
    swept: { v0: { unit: "volt", low: 0.012, high: 0.05 }, tau: { unit: "second", low: 0.004, high: 0.02 } },
    group: (random, flag) => ({
      equations: lines(`dv/dt = (v0 - v)/tau : volt${flag}`),
      threshold: `v > ${random.pick(["10*mV", "0.01*volt", "11*mV"])}`,
      reset: `v = ${random.pick(["0*mV", "-2*mV", "3*mV"])}`,
      ...(random.chance(0.5) && { initial: { v: "9*mV*i/N" } }),
    }),
  },
  {
    name: "adaptive: w rises at each spike",
    isBrian: true,
    states: ["v", "w"],
    swept: { drive: { unit: "1", low: 1.5, high: 4 }, a: { unit: "1", low: 0, high: 0.4 } },
    group: (random, flag) => ({
      equations: lines(`dv/dt = (drive - v - w)/(10*ms) : 1${flag}`, `dw/dt = (a*v - w)/(${random.integer(20, 90)}*ms) : 1`),
      threshold: "v > 1",
      reset: lines("v = 0", `w += ${random.between(0.05, 0.4)}`, random.chance(0.3) && "v -= 0.1*w"),
    }),
  },
  {
    name: "threshold that adapts, integer counter",
    isBrian: true,
    states: ["v", "vt"],
    swept: { drive: { unit: "1", low: 1.6, high: 5 } },
    group: (random, flag) => ({
      equations: lines(
        `dv/dt = (drive*gain - v)/(10*ms) : 1${flag}`,
        "dvt/dt = (1 - vt)/(15*ms) : 1",
        "gain : 1 (constant)",
        "n : integer",
      ),
      threshold: "v > vt",
      reset: lines("v = 0", `vt += ${random.between(0.1, 0.6)}`, "n += 1", random.chance(0.5) && "vt += 0.01*n"),
      initial: { vt: 1, gain: random.pick(["1 + 0.2*i/N", "1.5 - i/(2*N)"]) },
    }),
  },
  {
    name: "coupled linear: two-dimensional, maybe turning",
    isBrian: false,
    states: ["x", "y"],
    swept: { omega: { unit: "hertz", low: 30, high: 300 }, damping: { unit: "hertz", low: 1, high: 40 } },
    group: (random, flag) => ({
      equations: lines(`dx/dt = omega*y - damping*x : 1${flag}`, `dy/dt = ${random.between(0, 80)}*hertz - omega*x : 1`),
      threshold: `x > ${random.between(0.2, 0.8)}`,
      reset: lines("x = -0.5", random.chance(0.5) && "y = 0.5*y - x"),
      initial: { x: "0.5*i", y: 1 },
    }),
  },
  {
    name: "alpha synapse: a defective matrix of three",
    isBrian: false,
    states: ["v", "g", "h"],
    swept: { tau: { unit: "second", low: 0.002, high: 0.01 }, kick: { unit: "1", low: 0.5, high: 3 } },
    group: (random, flag) => ({
      equations: lines(`dv/dt = (g + bias - v)/(10*ms) : 1${flag}`, "dg/dt = (h - g)/tau : 1", "dh/dt = -h/tau : 1", "bias : 1"),
      threshold: "v > 1 and g > -1",
      reset: lines("v = 0", "h += kick", `bias = bias*${random.between(0.8, 1)}`),
      initial: { bias: "1.3 + 0.4*i", h: "1/(1 + i)" },
    }),
  },
  {
    name: "a ramp: singular",
    isBrian: false,
    states: ["v", "u"],
    swept: { rate: { unit: "hertz", low: 50, high: 400 } },
    group: (random, flag) => ({
      equations: lines(`dv/dt = rate : 1${flag}`, "du/dt = -3*hertz : 1"),
      threshold: `v >= ${random.between(0.5, 2, 2)}`,
      reset: random.pick(["v = 0", "v -= 1; u += 0.25", "v = v - 0.45"]),
    }),
  },
  {
    name: "quadratic",
    isBrian: true,
    states: ["v"],
    swept: { drive: { unit: "1", low: 0.5, high: 4 } },
    group: (random, flag) => ({
      equations: `dv/dt = (drive ${random.pick(["-", "+"])} v**2)/(10*ms) : 1${flag}`,
      method: "euler",
      threshold: "v > 0.7",
      reset: random.pick(["v = 0", "v = -0.3"]),
      initial: { v: "0.1*i" },
    }),
  },
  {
    name: "exponential integrate-and-fire",
    isBrian: true,
    states: ["v", "w"],
    swept: { input: { unit: "volt", low: 0.012, high: 0.03 } },
    group: (random, flag) => ({
      equations: lines(
        `dv/dt = (leak + spike + input - w)/(10*ms) : volt${flag}`,
        "leak = -v : volt",
        "spike = 2*mV*exp((v - 10*mV)/(2*mV)) : volt",
        `dw/dt = (${random.between(0, 0.3)}*v - w)/(50*ms) : volt`,
      ),
      method: "euler",
      threshold: "v > 20*mV",
      reset: lines("v = 0*mV", "w += 0.5*mV"),
    }),
  },
  {
    name: "driven by a sine of time",
    isBrian: true,
    states: ["v"],
    swept: { frequency: { unit: "hertz", low: 20, high: 120 }, depth: { unit: "1", low: 0.1, high: 2 } },
    group: (_random, flag) => ({
      equations: lines(`dv/dt = (drive - v)/(8*ms) : 1${flag}`, "drive = 1.4 + depth*sin(2*pi*frequency*t + i) : 1"),
      method: "euler",
      threshold: "v > 1",
      reset: "v = 0",
    }),
  },
  {
    name: "clip, abs and sqrt",
    isBrian: true,
    states: ["v", "u"],
    swept: { drive: { unit: "1", low: 1.5, high: 6 } },
    group: (random, flag) => ({
      equations: lines(`dv/dt = (clip(drive, 0, 5) - abs(v))/(10*ms) : 1${flag}`, "du/dt = (sqrt(abs(v)) - u*tanh(u))/(7*ms) : 1"),
      method: "euler",
      threshold: "v > 1 and not (u > 3)",
      reset: random.pick(["v = clip(v - 1.2, -0.5, 0.5)", "v = -u/4", "v *= 0.2; u /= 2"]),
    }),
  },
  {
    name: "min, max and %",
    isBrian: false,
    states: ["v", "phase"],
    swept: { drive: { unit: "1", low: 1.5, high: 6 } },
    group: (random, flag) => ({
      equations: lines(`dv/dt = (min(drive, 5) - max(v, -1))/(10*ms) : 1${flag}`, "dphase/dt = drive*20*hertz : 1", "n : integer"),
      method: "euler",
      threshold: random.pick(["v > 1", "v > 1 or phase > 3"]),
      reset: lines("v = 0", "phase = phase % 0.75", "n += 2", random.chance(0.5) && "v -= 0.1*(n % 3)"),
      initial: { phase: "0.2*i" },
    }),
  },
];
