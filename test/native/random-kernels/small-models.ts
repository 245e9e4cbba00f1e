// Small random models for comparing targets. They come in kinds: what a kernel is made of (equations, threshold, reset, events, inputs, what is
// recorded) is drawn once a kind, because compiling machine code takes a hundred times what running these models takes; sizes, steps, initial
// values, data, parameters of each lane and lengths of slices are drawn for each model.

import type { CheckedData } from "@spikefarm/equations";
import type { Random } from "../../reference/random.js";
import { anyCondition, anyNumber, anyStatement, anyValue, type Names } from "./expressions.js";

export interface SmallModel {
  /** The document's `model` value. */
  readonly model: Readonly<Record<string, unknown>>;
  readonly data: readonly CheckedData[];
  /** One value a lane of each varying parameter. */
  readonly lanes: Readonly<Record<"a" | "b" | "c", readonly number[]>>;
  readonly seed: number;
  readonly maxSliceSteps: number;
}

interface Kind {
  readonly group: Readonly<Record<string, unknown>>;
  readonly names: Names;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, string>>;
  /** The timed array that it reads, whose shape is the kernel's. */
  readonly array: { readonly rows: number; readonly hasColumns: boolean; readonly size: number } | undefined;
}

const MAX_LANES = 7;
const SIZES = [1, 1, 2, 3, 5];

export function smallModels(random: Random, count: number): readonly SmallModel[] {
  const kind = anyKind(random);
  return Array.from({ length: count }, () => modelOf(random, kind));
}

function modelOf(random: Random, { group, names, inputs, outputs, array }: Kind): SmallModel {
  const dt = random.pick([0.1, 0.1, 0.05, 0.3]);
  const steps = random.integer(2, 20);
  const size = array?.size ?? random.pick(SIZES);
  const lanes = random.integer(1, MAX_LANES);
  const values = () => Array.from({ length: lanes }, () => anyNumber(random));
  const initial = {
    ...(random.chance(0.7) && { v: random.pick(["a", "b*i", "c", "-0.0*a", "rand()", "1 - i/N"]) }),
    ...(names.integers.length > 0 && { n: random.pick(["i", "3*i - 1", "2147483647", "-5"]) }),
    ...(names.booleans.length > 0 && { flag: "i > 0" }),
  };
  const spikes = { S: { spikes: { to: "G.v", ...spikeTimes(random, dt, steps, size), weight: "b" } } };
  return {
    model: {
      parameters: { a: 1, b: 1, c: 1, rate: `${random.pick([0, 20, 3000, 9000])}*Hz`, crowd: random.pick([1, 7, 1000, 1_000_000]) },
      groups: { G: { size, ...group, initial } },
      inputs: { ...inputs, ...("S" in inputs && spikes) },
      dt: `${dt}*ms`,
      duration: `${Number((steps * dt).toFixed(6))}*ms`,
      ...(random.chance(0.1) && { warmup: `${dt}*ms` }),
      outputs,
    },
    data: array === undefined ? [] : [anyData(random, array, dt)],
    lanes: { a: values(), b: values(), c: values() },
    seed: random.integer(0, 1e6),
    maxSliceSteps: random.pick([1, 2, 3, 5, 8, 100]),
  };
}

function anyData(random: Random, { rows, hasColumns, size }: NonNullable<Kind["array"]>, dt: number): CheckedData {
  const values = Float64Array.from({ length: rows * (hasColumns ? size : 1) }, () => anyNumber(random));
  const dtSeconds = random.pick([1, 3, 0.7]) * dt * 1e-3;
  return { name: "stim", unit: "", shape: hasColumns ? [rows, size] : [rows], values, dtSeconds };
}

function spikeTimes(random: Random, dt: number, steps: number, size: number): Readonly<Record<string, unknown>> {
  const chosen = [...new Set([0, random.integer(0, steps - 1), steps - 1])];
  return { times: chosen.map((step) => `${Number((step * dt).toFixed(6))}*ms`), elements: chosen.map(() => random.integer(0, size - 1)) };
}

const METHODS = ["euler", "euler", "euler", "exact", "exponential_euler", "rk2", "heun"];

function anyKind(random: Random): Kind {
  const method = random.pick(METHODS);
  const isLinear = method === "exact" || method === "exponential_euler";
  const isNoisy = random.chance(0.2) && (method === "euler" || method === "heun");
  const anyArray = { rows: random.integer(1, 6), hasColumns: random.chance(0.5), size: random.pick(SIZES) };
  const array = random.chance(0.2) ? anyArray : undefined;
  const lookup = array === undefined ? [] : [array.hasColumns ? "stim(t, i)" : "stim(t)"];
  const states = random.chance(0.75) ? ["v"] : ["v", "w"];
  const names: Names = {
    floats: states,
    integers: random.chance(0.25) ? ["n"] : [],
    booleans: random.chance(0.15) ? ["flag"] : [],
    others: ["a", "b", "c", "i", "(t/ms)", ...lookup],
  };
  const value = (depth: number) => anyValue(random, names, depth);
  const derivative = (state: string) => {
    const linear = () =>
      `(${random.pick(["a", "b", "c*i", "2", ...(method === "exact" ? [] : lookup)])} - ${random.pick(["a*", "0.3*", ""])}${state})`;
    const noise = isNoisy ? ` + ${random.pick(["0.3", "a", "1e-3"])}*xi_${state}*sqrt(1/ms)` : "";
    return `d${state}/dt = ${isLinear ? linear() : value(2)}/${random.pick(["ms", "(0.1*ms)", "(2*ms)"])}${noise} : 1`;
  };
  const lines = [
    ...states.map(derivative),
    ...names.integers.map((n) => `${n} : integer`),
    ...names.booleans.map((flag) => `${flag} : boolean`),
    ...(random.chance(0.2) ? [`y = ${value(1)} : 1`] : []),
  ];
  const variables = lines.map((line) => /^d?(\w+?)(?:\/dt| )/.exec(line)![1]!);
  const hasEvent = random.chance(0.15);
  return {
    names,
    array,
    group: {
      method,
      equations: lines,
      threshold: random.chance(0.5) ? "v > 0.5" : anyCondition(random, names),
      reset: [`v = ${value(1)}`, ...(random.chance(0.4) ? [anyStatement(random, names)] : [])],
      ...(random.chance(0.2) && {
        refractory: random.pick(["0.3*ms", "(1 + i)*0.2*ms", "(t - lastspike) < 0.47*ms", anyCondition(random, names)]),
      }),
      ...(hasEvent && { events: { high: { condition: anyCondition(random, names), code: anyStatement(random, names) } } }),
      ...(random.chance(0.15) && { every: { code: anyStatement(random, names), dt: random.pick(["0.3*ms", "0.6*ms"]) } }),
    },
    inputs: {
      ...(random.chance(0.12) && { P: { poisson: { to: "G.v", count: "crowd", rate: "rate", weight: random.pick(["0.25", "a"]) } } }),
      ...(random.chance(0.1) && { S: {} }),
    },
    outputs: {
      ...{ counts: "counts(G)", first: "first_spikes(G)", spikes: "spikes(G)" },
      ...(hasEvent && { high: "spikes(G.high)" }),
      ...Object.fromEntries(variables.map((name) => [`final_${name}`, `final(G.${name})`])),
      trace: `trace(G.${random.pick(variables)}${random.chance(0.5) ? ", every=3" : ""})`,
    },
  };
}
