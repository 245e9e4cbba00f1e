// IDENTITY 7 for models made of any of the language's features: lanes, slices and neighbours never change a bit.

import type { CheckedData } from "@spikefarm/equations";
import type { BatchRandom } from "@spikefarm/simulator";
import { describe, expect, it } from "vitest";
import { createRandom, type Random, testSeed } from "../reference/random.js";
import { batchOf, bitsOf, modelOf, runBatch } from "./run-model.js";

const seed = testSeed();
const MODELS = 6;
const LANES = 37;
const STEPS = 120;

const stim: CheckedData = {
  name: "stim",
  unit: "",
  shape: [20, 2],
  dtSeconds: 0.0003,
  values: Float64Array.from({ length: 40 }, (_, k) => (k * 37) % 11),
};

/** Parts of a group, each with outputs that show it; all go together. */
interface Feature {
  readonly equations?: readonly string[];
  readonly code?: readonly object[];
  readonly events?: Readonly<Record<string, unknown>>;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly initial?: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, string>>;
}

const FEATURES: readonly Feature[] = [
  { equations: ["dn/dt = -n/tau + s*xi_n*tau**-0.5 : 1"], outputs: { n: "final(G.n)", noise: "trace(G.n, every=7)" } },
  { equations: ["dm/dt = -m/tau + s*m*xi_m*tau**-0.5 : 1"], initial: { m: "1 + rand()" }, outputs: { m: "final(G.m)" } },
  { equations: ["a : 1"], code: [{ code: "a = a + rand() - randn()", dt: "0.3*ms" }], outputs: { a: "final(G.a)" } },
  { equations: ["p : 1"], code: [{ code: "p += poisson(4*s + i)", when: "end" }], outputs: { p: "final(G.p)" } },
  {
    equations: ["q : 1", "r = rand() : 1 (constant over dt)"],
    code: [{ code: "q += r*(i + 1)" }],
    outputs: { q: "final(G.q)", r: "final(G.r)" },
  },
  { equations: ["u : 1 (shared)"], code: [{ code: "u += randn()", dt: "0.2*ms" }], outputs: { u: "final(G.u)" } },
  { equations: ["dk/dt = (stim(t, i % 2) - k)/tau : 1"], outputs: { k: "final(G.k)", seen: "time_mean(G.k)" } },
  {
    equations: ["g : 1"],
    inputs: { P: { poisson: { to: "G.g", count: 40, rate: "300*Hz*s", weight: "0.5" } } },
    outputs: { g: "final(G.g)" },
  },
  {
    equations: ["h : 1"],
    inputs: { S: { spikes: { to: "G.h", times: ["0.1*ms", "0.7*ms", "1.1*ms"], weight: "s", period: "1.3*ms" } } },
    outputs: { h: "trace(G.h, of=[0])" },
  },
  {
    equations: ["c : integer"],
    events: { high: { condition: "v > 0.5 and t_in_timesteps % 4 == i", code: "c += 3" } },
    outputs: { c: "final(G.c)", high: "spikes(G.high)" },
  },
  { equations: ["z = v*int(not_refractory) + (t - lastspike)/second : 1"], outputs: { z: "final(G.z)", cv: "isi_cvs(G)" } },
  { equations: ["dx/dt = (y - x)/tau : 1", "dy/dt = (v - y)/(2*tau) : 1"], outputs: { x: "final(G.x)" } },
];

const REFRACTORY = ["0.4*ms", "v > 0.3", "(0.2 + 0.5*rand())*ms"];

function randomModel(random: Random) {
  const features = FEATURES.filter(() => random.integer(0, 2) > 0);
  const chosen = features.length > 0 ? features : FEATURES.slice(0, 1);
  const flag = random.pick(["", " (unless refractory)"]);
  const source = {
    parameters: { tau: "10*ms", s: 1 },
    random: { noise: random.pick(["trial", "repeat", "sweep"]), input: random.pick(["trial", "repeat"]) },
    groups: {
      G: {
        size: random.pick([1, 2, 5]),
        equations: [`dv/dt = (2*s - v)/tau : 1${flag}`, ...chosen.flatMap(({ equations = [] }) => equations)],
        threshold: "v > 1",
        reset: "v = 0",
        refractory: random.pick(REFRACTORY),
        events: Object.assign({}, ...chosen.map(({ events = {} }) => events)),
        every: chosen.flatMap(({ code = [] }) => code),
        initial: { v: "0.1*i + 0.5*rand()", ...Object.assign({}, ...chosen.map(({ initial = {} }) => initial)) },
      },
    },
    inputs: Object.assign({}, ...chosen.map(({ inputs = {} }) => inputs)),
    duration: `${STEPS}*0.1*ms`,
    outputs: Object.assign({ v: "final(G.v)", spikes: "spikes(G)", counts: "counts(G)" }, ...chosen.map(({ outputs }) => outputs)),
  };
  return { source, names: Object.keys(source.outputs) };
}

describe(`IDENTITY 7: random models of every feature (seed ${seed})`, () => {
  it.each([...Array(MODELS).keys()])("model %i", (number) => {
    const random = createRandom(seed + number);
    const { source, names } = randomModel(random);
    const model = modelOf(source, [stim]);
    const lane = [...Array(LANES).keys()];
    const values = {
      tau: lane.map((each) => (each % 13 === 0 ? 0.15 : 0.005 + 0.0002 * each)),
      s: lane.map((each) => 0.5 + 0.02 * each),
    };
    const repeat = Int32Array.from(lane, (each) => each % 5);
    const rows = (lanes: readonly number[], options = {}) => {
      const pick = (all: readonly number[]) => lanes.map((each) => all[each]!);
      const batch = batchOf(model, { tau: pick(values.tau), s: pick(values.s) });
      const draws: BatchRandom = { seed, repeat: lanes.length === 1 ? repeat[lanes[0]!]! : Int32Array.from(pick([...repeat])) };
      const ran = runBatch(model, { ...batch, random: draws }, options);
      return lanes.map((_, at) => names.map((name) => `${name} ${bitsOf(ran.numbers(name, at))}`).join("; "));
    };
    const together = rows(lane);
    expect(new Set(together).size).toBe(LANES);
    for (const maxLanes of [1, 2, 3, 7, 64, 1000]) expect(rows(lane, { maxLanes }), `${maxLanes} lanes at a time`).toEqual(together);
    for (const maxSliceSteps of [1, 3, 16]) expect(rows(lane, { maxSliceSteps }), `slices of ${maxSliceSteps} steps`).toEqual(together);
    expect(rows(lane.toReversed()), "lanes in another order").toEqual(together.toReversed());
    for (const each of [0, 13, 36]) expect(rows([each]), `lane ${each} alone`).toEqual([together[each]]);
  });
});
