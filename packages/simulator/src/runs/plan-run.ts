// The shape of a batch: how many steps of what length, how many elements in each group. All lanes share it.

import {
  type CheckedData,
  type CheckedGroup,
  type CheckedModel,
  type Expression,
  evaluate,
  type MeasuredSteps,
  type MeasuredWindow,
  measuredSteps,
  type SpikeInput,
  stepsIn,
} from "@spikefarm/equations";
import { CodedError } from "@spikefarm/protocol";
import type { SimulatorCode } from "../errors.js";
import type { Batch } from "../simulation-api.js";
import { checkMeasuredTimes } from "./check-measured-times.js";
import { planSampling, planSpikes, type Sampling, type SpikeTable } from "./plan-inputs.js";

export interface RunShape {
  readonly dtSeconds: number;
  /** Warmup included. */
  readonly steps: number;
  readonly warmupSteps: number;
  /** The steps of a measurement's window. */
  readonly windowOf: (window: MeasuredWindow | undefined) => MeasuredSteps;
  /** What an expression over parameters comes to. */
  readonly resolve: (expression: Expression) => number;
  readonly sizes: ReadonlyMap<string, number>;
  /** By group: steps between two executions of each piece of code at regular times. */
  readonly everySteps: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** By input: where its spikes are, and after how many steps they begin anew. */
  readonly spikes: ReadonlyMap<string, { readonly table: SpikeTable; readonly periodSteps: number | undefined }>;
  /** By timed array. */
  readonly samplings: ReadonlyMap<string, { readonly array: CheckedData; readonly sampling: Sampling }>;
}

/** A duration this close to a whole number of steps, in steps, is that number of steps (Brian 2's rule). */
const STEP_TOLERANCE = 1e-4;

/** Elements of one group: a hundred bytes each stay well below what a memory holds. */
const MAX_ELEMENTS = 10_000_000;

export function planRun(model: CheckedModel, batch: Batch): RunShape {
  const value = (expression: Expression) => evaluate(expression, (name) => sharedValue(batch, name));
  const [dtSeconds, duration, warmup] = [value(model.dt), value(model.duration), value(model.warmup)];
  if (!(dtSeconds > 0 && dtSeconds < Number.POSITIVE_INFINITY)) throw impossible(`dt is ${dtSeconds} s; it must be positive`);
  if (!(duration >= 0 && duration < Number.POSITIVE_INFINITY)) throw impossible(`The duration is ${duration} s; it must not be negative`);
  if (!(warmup >= 0 && warmup <= duration)) throw impossible(`The warmup is ${warmup} s; it must lie within the duration, ${duration} s`);
  const sizes = new Map(model.groups.map((group) => [group.name, value(group.size)]));
  for (const [name, size] of sizes) {
    if (!(Number.isInteger(size) && size >= 1)) throw impossible(`Group "${name}" has size ${size}; it must be whole and at least 1`);
  }
  for (const [name, size] of sizes) {
    if (size > MAX_ELEMENTS) throw tooLarge(`Group "${name}" has ${size} elements, the limit is ${MAX_ELEMENTS}`);
  }
  const steps = stepsIn(duration, dtSeconds);
  const times = { dt: dtSeconds, duration, warmup };
  checkMeasuredTimes(model, times, value);
  return {
    dtSeconds,
    steps,
    warmupSteps: Math.min(stepsIn(warmup, dtSeconds), steps),
    windowOf: (window) => measuredSteps(window, times, value),
    resolve: value,
    sizes,
    everySteps: new Map(model.groups.map((group) => [group.name, everySteps(group, value, dtSeconds)])),
    spikes: new Map(
      model.inputs.flatMap((input) => (input.kind === "spikes" ? [[input.name, spikesOf(input, value, sizes, dtSeconds)]] : [])),
    ),
    samplings: new Map(
      model.data.flatMap((array) => {
        const sampling = planSampling(array, dtSeconds);
        return sampling === undefined ? [] : [[array.name, { array, sampling }]];
      }),
    ),
  };
}

type Value = (expression: Expression) => number;

function everySteps({ every }: CheckedGroup, value: Value, dtSeconds: number): ReadonlyMap<string, number> {
  const timed = every.flatMap(({ name, dt }) => (dt === undefined ? [] : [{ name, seconds: value(dt) }]));
  return new Map(timed.map(({ name, seconds }) => [name, wholeSteps(`The dt of "${name}"`, seconds, dtSeconds)]));
}

function spikesOf(input: SpikeInput, value: Value, sizes: ReadonlyMap<string, number>, dtSeconds: number) {
  const periodSteps = input.period && wholeSteps(`The period of "${input.name}"`, value(input.period), dtSeconds);
  return { table: planSpikes(input, sizes.get(input.group)!, dtSeconds, periodSteps), periodSteps };
}

/** What recurs does so after a whole number of steps, to within what a clock forgives. */
function wholeSteps(what: string, seconds: number, dtSeconds: number): number {
  const steps = Math.round(seconds / dtSeconds);
  if (steps >= 1 && Math.abs(seconds / dtSeconds - steps) < STEP_TOLERANCE) return steps;
  throw impossible(`${what} is ${seconds} s; it must be a multiple of the model's dt, ${dtSeconds} s`);
}

function sharedValue(batch: Batch, name: string): number {
  const value = batch.parameters.get(name);
  if (value === undefined) throw new Error(`the batch has no parameter "${name}"`);
  return typeof value === "number" ? value : value[0]!;
}

const impossible = (message: string) => new CodedError("SIMULATION_SHAPE" satisfies SimulatorCode, `${message}.`);

const tooLarge = (message: string) => new CodedError("SIMULATION_TOO_LARGE" satisfies SimulatorCode, `${message}; make it smaller.`);
