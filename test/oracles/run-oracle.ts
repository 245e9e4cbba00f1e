// Runs a model as a document has it, for the tables of expected numbers.
//
// The numbers in the tests' names are those of the rows they come from: Brian 2's own tests, runs of Brian 2, and closed forms, with a time
// step of 0.1 ms unless a row says otherwise. "A step" is counted from 0; a spike of step k has the time k·dt.

import { type CheckedData, type CheckedModel, checkModel, resolveParameters } from "@spikefarm/equations";
import { type BlockColumn, DiagnosticList, formatDiagnostic } from "@spikefarm/protocol";
import { simulateBatch } from "@spikefarm/simulator";

export const MILLISECOND = 1e-3;
export const MILLIVOLT = 1e-3;
const DT = 0.1 * MILLISECOND;

export interface OracleOptions {
  /** A value of each lane, in SI. */
  readonly lanes?: Readonly<Record<string, readonly number[]>>;
  readonly data?: readonly CheckedData[];
  readonly seed?: number;
}

/** All numbers of an output in one trial. */
export type Outputs = (output: string, lane?: number) => number[];

export function runOracle(source: unknown, { lanes = {}, data = [], seed = 0 }: OracleOptions = {}): Outputs {
  const model = modelOf(source, data);
  const count = Math.max(1, ...Object.values(lanes).map((values) => values.length));
  const trials = Array.from({ length: count }, (_, lane) => {
    return resolveParameters(model.parameters, new Map(Object.entries(lanes).map(([name, values]) => [name, values[lane]!])));
  });
  const columns = [...trials[0]!.keys()].map((name): [string, number | Float64Array] => {
    const values = Float64Array.from(trials, (trial) => trial.get(name) as number);
    return [name, name in lanes ? values : values[0]!];
  });
  const result = simulateBatch(model, { lanes: count, parameters: new Map(columns), random: { seed, repeat: 0 } })!;
  if (result.errorMessage.some((message) => message !== "")) throw new Error(result.errorMessage.join("\n"));
  return (output, lane = 0) => numbersOf(result.outputs.find(({ column }) => column.name === output)!, lane);
}

function numbersOf({ data }: BlockColumn, lane: number): number[] {
  if (data.kind !== "list") return [data.values[lane] as number];
  return [...(data.items.values as ArrayLike<number> & Iterable<number>)].slice(data.offsets[lane], data.offsets[lane + 1]);
}

export function modelOf(source: unknown, data: readonly CheckedData[] = []): CheckedModel {
  const { model, problems } = checked(source, data);
  if (model === undefined || problems.length > 0) throw new Error(problems.join("\n"));
  return model;
}

/** What is wrong with a model, code and message. */
export const problemsOf = (source: unknown, data: readonly CheckedData[] = []): readonly string[] => checked(source, data).problems;

function checked(source: unknown, data: readonly CheckedData[]) {
  const diagnostics = new DiagnosticList();
  const model = checkModel(source, "model", diagnostics, new Map(data.map((array) => [array.name, array])));
  return { model, problems: diagnostics.items.filter(({ severity }) => severity === "error").map(formatDiagnostic) };
}

/** The steps of spike times. */
export const stepsOf = (times: readonly number[]): number[] => times.map((time) => Math.round(time / DT));

/** Numbers that count up to `count`. */
export const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
