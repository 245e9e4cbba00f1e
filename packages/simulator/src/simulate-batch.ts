// A batch of trials to a row of outputs each.
//
// Lanes are taken in chunks that fit the processor's cache; a chunk runs group by group (groups do not reach each other), each group in slices
// of about 20 ms. How lanes are chunked, how the run is sliced and which parameters vary never changes a bit of any result (IDENTITY 7).
//
// A trial fails alone: where an input of it is impossible, where its outputs are too large, or where the model says `fail_on_nonfinite` and a
// variable became so.

import { type CheckedModel, outputColumns, poissonProblem } from "@spikefarm/equations";
import { CodedError, TrialStatus } from "@spikefarm/protocol";
import type { SimulatorCode } from "./errors.js";
import { compiledFor } from "./kernels/kernel-cache.js";
import { collectOutputs } from "./outputs/collect-outputs.js";
import { evaluateOutputs } from "./outputs/evaluate-outputs.js";
import type { OutputValue } from "./outputs/output-value.js";
import { requiredRecordings } from "./outputs/required-recordings.js";
import { checkOutputSizes } from "./runs/check-output-sizes.js";
import { laneMeasurements } from "./runs/lane-measurements.js";
import { keptSamples, type MemoryPlan, planMemory } from "./runs/plan-memory.js";
import { planRun, type RunShape } from "./runs/plan-run.js";
import { runChunk, varyingIn } from "./runs/run-chunk.js";
import type { GroupRecord } from "./runs/run-group.js";
import { StreamKeys } from "./runs/stream-keys.js";
import type { Batch, BatchResult, SimulateOptions } from "./simulation-api.js";

/** Slots of one group that run together: their arrays stay in a core's cache, where slices are short of steps. */
const MAX_SLOTS_IN_CHUNK = 8192;
/** Of the traces and bins of a chunk's lanes, and so of any one lane. */
const MAX_TRACES_SIZE_BYTES = 134_217_728;
const MEBIBYTE = 1_048_576;

/** Undefined when `onSlice` stopped the run. Throws a CodedError where the batch as a whole cannot run. */
export function simulateBatch(model: CheckedModel, batch: Batch, options: SimulateOptions = {}): BatchResult | undefined {
  const shape = planRun(model, batch);
  checkOutputSizes(model, shape);
  const results: TrialResult[] = [];
  const progress = progressOf(batch.lanes, shape, options);
  const lanesInChunk = chunkLanes(model, batch, shape, options);
  const parametersOf = laneParameters(batch);
  const keys = new StreamKeys(model, batch);
  for (let firstLane = 0; firstLane < batch.lanes; firstLane += lanesInChunk) {
    const lanes = Math.min(lanesInChunk, batch.lanes - firstLane);
    const chunk = { batch, keys, shape, firstLane, lanes };
    const records = runChunk(model, chunk, { options, onSlice: progress.onSlice });
    if (records === undefined) return undefined;
    for (let lane = 0; lane < lanes; lane++) results.push(trialResult(model, parametersOf(firstLane + lane), shape, records, lane));
  }
  if (options.onSlice?.(1) === false) return undefined;
  return {
    status: Uint8Array.from(results, ({ outputs }) => (outputs === undefined ? TrialStatus.failed : TrialStatus.ok)),
    errorCode: results.map(({ code }) => code),
    errorMessage: results.map(({ message }) => message),
    outputs: collectOutputs(
      outputColumns(model, varyingIn(batch)),
      results.map(({ outputs }) => outputs),
    ),
  };
}

interface TrialResult {
  readonly outputs: readonly OutputValue[] | undefined;
  readonly code: string;
  readonly message: string;
}

function chunkLanes(model: CheckedModel, batch: Batch, shape: RunShape, options: SimulateOptions): number {
  const { maxLanes = Number.POSITIVE_INFINITY } = options;
  const largest = Math.max(1, ...shape.sizes.values());
  const traces = traceSizeBytes(model, shape);
  if (traces > MAX_TRACES_SIZE_BYTES) {
    const code: SimulatorCode = "SIMULATION_TOO_LARGE";
    const sizes = `${Math.ceil(traces / MEBIBYTE)} MiB a trial, the limit is ${MAX_TRACES_SIZE_BYTES / MEBIBYTE}`;
    throw new CodedError(
      code,
      `The traces and bins take ${sizes}; trace fewer elements (of=) or less often (every=), or take longer bins.`,
    );
  }
  const compiled = compiledFor(model, { varying: varyingIn(batch), dtSeconds: shape.dtSeconds, share: options.share });
  const fitting = fittingLanes(planMemory(model, compiled, shape), options);
  return Math.max(1, Math.min(maxLanes, fitting, Math.floor(MAX_SLOTS_IN_CHUNK / largest), Math.floor(MAX_TRACES_SIZE_BYTES / traces)));
}

/** Lanes that fit into the memory there is. */
function fittingLanes(plan: MemoryPlan, { memoryLimitBytes = Number.POSITIVE_INFINITY }: SimulateOptions): number {
  const lanes = Math.floor((memoryLimitBytes - plan.fixedBytes) / plan.laneBytes);
  if (lanes >= 1) return lanes;
  const code: SimulatorCode = "SIMULATION_TOO_LARGE";
  const needed = Math.ceil((plan.fixedBytes + plan.laneBytes) / MEBIBYTE);
  const there = `a thread has ${Math.floor(memoryLimitBytes / MEBIBYTE)} MiB`;
  throw new CodedError(code, `One trial needs ${needed} MiB, ${there}; make its groups smaller, or run fewer threads.`);
}

/** Of all traces and bins of one lane; at least 1. */
function traceSizeBytes(model: CheckedModel, shape: RunShape): number {
  let samples = 0;
  for (const [group, recordings] of requiredRecordings(model)) samples += keptSamples(recordings, shape.sizes.get(group)!, shape);
  return Math.max(1, samples * Float64Array.BYTES_PER_ELEMENT);
}

/** Fractions of the slot-steps that the whole batch takes; 1 is kept for the end. */
function progressOf(lanes: number, shape: RunShape, { onSlice }: SimulateOptions) {
  const elements = [...shape.sizes.values()].reduce((sum, size) => sum + size, 0);
  const total = lanes * elements * shape.steps;
  let done = 0;
  return {
    onSlice: (slotSteps: number): boolean => {
      done += slotSteps;
      return done >= total || onSlice?.(done / total) !== false;
    },
  };
}

/** The values of one lane, in a map that the next call changes. */
function laneParameters(batch: Batch): (lane: number) => ReadonlyMap<string, number> {
  const parameters = new Map<string, number>();
  for (const [name, value] of batch.parameters) if (typeof value === "number") parameters.set(name, value);
  const varying = [...batch.parameters].filter((entry): entry is [string, Float64Array] => typeof entry[1] !== "number");
  return (lane) => {
    for (const [name, values] of varying) parameters.set(name, values[lane]!);
    return parameters;
  };
}

function trialResult(
  model: CheckedModel,
  parameters: ReadonlyMap<string, number>,
  shape: RunShape,
  records: ReadonlyMap<string, GroupRecord>,
  lane: number,
): TrialResult {
  const failure = impossibleInput(model, parameters, shape) ?? nonfiniteVariable(shape, records, lane);
  if (failure !== undefined) return failure;
  try {
    return { outputs: evaluateOutputs(model, parameters, laneMeasurements(shape, records, lane)), code: "", message: "" };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return { outputs: undefined, code: error.code, message: error.message };
  }
}

function impossibleInput(model: CheckedModel, parameters: ReadonlyMap<string, number>, { dtSeconds }: RunShape): TrialResult | undefined {
  for (const input of model.inputs) {
    if (input.kind !== "poisson") continue;
    const problem = poissonProblem(input, (name) => parameters.get(name)!, dtSeconds);
    const code: SimulatorCode = "TRIAL_INPUT";
    if (problem !== undefined) return { outputs: undefined, code, message: `Input "${input.name}" cannot be drawn: ${problem}.` };
  }
  return undefined;
}

function nonfiniteVariable(shape: RunShape, records: ReadonlyMap<string, GroupRecord>, lane: number): TrialResult | undefined {
  for (const [group, { nonfinite }] of records) {
    if (nonfinite.size === 0) continue;
    const size = shape.sizes.get(group)!;
    for (let element = 0; element < size; element++) {
      const variable = nonfinite.get(lane * size + element);
      if (variable === undefined) continue;
      const code: SimulatorCode = "TRIAL_NONFINITE";
      const message = `Variable "${variable}" of group "${group}" became NaN or infinite (element ${element}); use a smaller dt or other parameters.`;
      return { outputs: undefined, code, message };
    }
  }
  return undefined;
}
