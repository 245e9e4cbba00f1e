// Models written as in a document, run, and their outputs read by name and lane.

import { type CheckedData, type CheckedModel, checkModel, resolveParameters } from "@spikefarm/equations";
import { canonicalizeNaN } from "@spikefarm/numerics";
import { DiagnosticList, formatDiagnostic } from "@spikefarm/protocol";
import { type Batch, type BatchResult, type SimulateOptions, simulateBatch } from "@spikefarm/simulator";

export function modelOf(source: unknown, data: readonly CheckedData[] = []): CheckedModel {
  const diagnostics = new DiagnosticList();
  const model = checkModel(source, "model", diagnostics, new Map(data.map((array) => [array.name, array])));
  if (model === undefined || diagnostics.hasErrors) throw new Error(diagnostics.items.map(formatDiagnostic).join("\n"));
  return model;
}

/** The same model with other starting values: an array may hold what no document can say. */
export function withInitial(model: CheckedModel, variable: string, values: readonly number[]): CheckedModel {
  const groups = model.groups.map((group) => {
    if (!group.variables.some(({ name }) => name === variable)) return group;
    return { ...group, initial: [...group.initial.filter((initial) => initial.variable !== variable), { variable, value: values }] };
  });
  return { ...model, groups };
}

/** A number for all lanes, or one a lane, in SI; the rest are the model's defaults. */
export type Values = Readonly<Record<string, number | readonly number[]>>;

export function batchOf(model: CheckedModel, values: Values = {}): Batch {
  const lanes = Math.max(1, ...Object.values(values).map((value) => (typeof value === "number" ? 1 : value.length)));
  const resolved = Array.from({ length: lanes }, (_, lane) => {
    const swept = Object.entries(values).map(([name, value]) => [name, typeof value === "number" ? value : value[lane]!] as const);
    return resolveParameters(model.parameters, new Map(swept));
  });
  const isVarying = (name: string) => resolved.some((parameters) => !Object.is(parameters.get(name), resolved[0]!.get(name)));
  const parameters = [...resolved[0]!.keys()].map((name) => {
    const all = resolved.map((lane) => lane.get(name) as number);
    return [name, isVarying(name) ? Float64Array.from(all) : all[0]!] as const;
  });
  return { lanes, parameters: new Map(parameters) };
}

export interface Ran {
  readonly result: BatchResult;
  /** The only number of a scalar output, or all of a list's. */
  numbers(output: string, lane?: number): number[];
  number(output: string, lane?: number): number;
}

export function runModel(source: unknown, values: Values = {}, options: SimulateOptions = {}): Ran {
  return runChecked(modelOf(source), values, options);
}

export function runChecked(model: CheckedModel, values: Values = {}, options: SimulateOptions = {}): Ran {
  return runBatch(model, batchOf(model, values), options);
}

export function runBatch(model: CheckedModel, batch: Batch, options: SimulateOptions = {}): Ran {
  const result = simulateBatch(model, batch, options);
  if (result === undefined) throw new Error("the run was stopped");
  const numbers = (output: string, lane = 0): number[] => {
    const found = result.outputs.find(({ column }) => column.name === output);
    if (found === undefined) throw new Error(`no output ${output}`);
    const { data } = found;
    if (data.kind === "list")
      return [...(data.items.values as ArrayLike<number> & Iterable<number>)].slice(data.offsets[lane]!, data.offsets[lane + 1]!);
    return [data.values[lane] as number];
  };
  return { result, numbers, number: (output, lane) => numbers(output, lane)[0]! };
}

/** The bits of doubles, as text: −0 and 0 differ, NaN is one. */
export function bitsOf(values: readonly number[]): string {
  const doubles = Float64Array.from(values);
  canonicalizeNaN(doubles);
  return Array.from(new BigUint64Array(doubles.buffer), (bits) => bits.toString(16)).join(" ");
}

/** Where two lists of doubles first differ in a bit. */
export function firstDifference(actual: readonly number[], expected: readonly number[]): string {
  if (actual.length !== expected.length) return `${actual.length} numbers for ${expected.length}`;
  const place = actual.findIndex((value, index) => !Object.is(value, expected[index]));
  return place < 0
    ? "none"
    : `[${place}] is ${actual[place]} (${bitsOf([actual[place]!])}), not ${expected[place]} (${bitsOf([expected[place]!])})`;
}

/** Doubles of every exponent and sign, from a seed (xorshift32). */
export function anyDoubles(count: number, seed: number): number[] {
  let state = seed;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  return Array.from(new Float64Array(Uint32Array.from({ length: 2 * count }, next).buffer));
}

export const SPECIAL_DOUBLES: readonly number[] = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  Number.MIN_VALUE,
  -Number.MIN_VALUE,
  2.2250738585072014e-308,
  2.225073858507201e-308,
  Number.EPSILON,
  2147483647,
  2147483648,
  -2147483648,
  -2147483649,
  4503599627370496,
  9007199254740991,
  709.782712893384,
  709.7827128933841,
  -745.1332191019412,
  -745.1332191019411,
  Math.PI / 2,
  Math.PI,
];
