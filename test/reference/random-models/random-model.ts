// Random models as documents: what a user might write, in every corner of the language of a group.
//
// A model has one or two groups of a few elements, with equations that their integrator can take; thresholds, resets, refractoriness, custom
// events, scheduled code, timed arrays, inputs and outputs are thrown in at random. Lanes differ in the parameters. The numbers are
// chosen so that most elements fire some times in a few hundred steps.

import type { CheckedData } from "@spikefarm/equations";
import type { Random } from "../random.js";
import { randomEvents, randomEvery, randomRefractory, randomReset, randomThreshold } from "./code.js";
import { DRAWN, type Draft, type Method } from "./draft.js";
import { randomEquations } from "./equations.js";
import { randomData, randomInputs, randomOutputs } from "./surroundings.js";

export interface RandomModel {
  /** The document's `model` value. */
  readonly model: Readonly<Record<string, unknown>> & { readonly groups: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
  readonly data: readonly CheckedData[];
  /** Parameters to vary over lanes, in SI. */
  readonly lanes: readonly Readonly<Record<string, number>>[];
  readonly seed: number;
  readonly repeat: number;
  /** A few words on what it is. */
  readonly title: string;
  /** Why Brian 2 cannot run the same model; empty where it can. */
  readonly notInBrian: readonly string[];
}

const METHODS: readonly Method[] = ["auto", "exact", "euler", "rk2", "rk4", "exponential_euler", "heun", "milstein"];
const MAX_LANES = 3;

export function randomModel(random: Random): RandomModel {
  const dtMilliseconds = random.pick([0.1, 0.1, 0.05, 0.2]);
  const steps = random.integer(60, 130);
  const draws = random.chance(0.45);
  const groups = random.chance(0.2) ? ["G", "H"] : ["G"];
  const parts = groups.map((name) => randomGroup(random, name, draws, dtMilliseconds, steps));
  const milliseconds = Number((steps * dtMilliseconds).toFixed(3));
  const inputs = Object.assign({}, ...parts.map((part) => part.inputs));
  const model = {
    parameters: { drive: 2, tau: "8*ms", gain: 1, twice: "2*gain", pause: "1.5*ms", pulse: "3*ms", crowd: 5 },
    groups: Object.fromEntries(parts.map(({ draft, group }) => [draft.name, group])),
    ...(Object.keys(inputs).length > 0 && { inputs }),
    dt: `${dtMilliseconds}*ms`,
    duration: `${milliseconds}*ms`,
    ...(random.chance(0.2) && { warmup: "1*ms" }),
    ...(draws && random.chance(0.3) && { random: randomPolicies(random) }),
    outputs: Object.assign({}, ...parts.map((part) => part.outputs(milliseconds))),
  };
  const lane = () => ({
    drive: random.between(1.2, 4),
    tau: random.between(0.003, 0.012, 5),
    gain: random.between(0.5, 2),
    pause: random.between(0.0005, 0.004, 6),
  });
  return {
    model,
    data: parts.flatMap(({ data }) => data),
    lanes: Array.from({ length: random.integer(1, MAX_LANES) }, lane),
    seed: random.integer(0, 1e6),
    repeat: random.integer(0, 3),
    title: parts.map(({ title }) => title).join("; "),
    notInBrian: [...new Set(parts.flatMap(({ draft }) => [...draft.notInBrian]))],
  };
}

function randomGroup(random: Random, name: string, draws: boolean, dtMilliseconds: number, steps: number) {
  const method = random.pick(METHODS);
  const draft: Draft = {
    random,
    name,
    size: random.integer(1, 3),
    method,
    unit: random.pick(["1", "volt"]),
    states: ["v", "w", "x", "y", "z", "u"].slice(0, random.pick([1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4, 5, 6])),
    hasRefractory: random.chance(0.55),
    draws,
    floats: [],
    integers: [],
    booleans: [],
    shared: [],
    lookups: [],
    notInBrian: new Set(),
  };
  const data = randomData(draft, dtMilliseconds);
  const equations = randomEquations(draft);
  const refractory = draft.hasRefractory ? randomRefractory(draft) : undefined;
  const hasThreshold = draft.hasRefractory || random.chance(0.9);
  const lines = [...equations.lines, ...(refractory?.line === undefined ? [] : [refractory.line])];
  const initial = { ...equations.initial, ...(refractory?.initial !== undefined && { own_pause: refractory.initial }) };
  const events = random.chance(0.35) ? randomEvents(draft) : {};
  const every = random.chance(0.35) ? randomEvery(draft) : {};
  const group = {
    size: draft.size,
    equations: lines.join("\n"),
    method,
    ...(hasThreshold && { threshold: randomThreshold(draft), reset: randomReset(draft) }),
    ...(refractory !== undefined && { refractory: refractory.text }),
    ...(Object.keys(events).length > 0 && { events }),
    ...(Object.keys(every).length > 0 && { every }),
    ...(Object.keys(initial).length > 0 && { initial }),
  };
  const variables = lines.map((line) => /^d?(\w+?)(?:\/dt| )/.exec(line)![1]!);
  return {
    draft,
    group,
    data,
    inputs: randomInputs(draft, dtMilliseconds, steps),
    outputs: (milliseconds: number) =>
      hasThreshold ? randomOutputs(draft, variables, Object.keys(events), milliseconds) : tracesOf(name, variables),
    title: [method, `${draft.states.length}×${draft.size}`, draft.notInBrian.has(DRAWN) ? "noisy" : "", refractory ? "refractory" : ""]
      .filter((word) => word !== "")
      .join(" "),
  };
}

const tracesOf = (name: string, variables: readonly string[]) =>
  Object.fromEntries(variables.map((variable) => [`${name}_trace_${variable}`, `trace(${name}.${variable})`]));

const randomPolicies = (random: Random) =>
  Object.fromEntries(
    ["noise", "initial", "input"].filter(() => random.chance(0.5)).map((each) => [each, random.pick(["trial", "repeat", "sweep"])]),
  );
