// Trials of a model: the trials of one granule that share a structure ride in the lanes of one batch. A plain product never changes
// structure within a granule; where a structural parameter is zipped with others, a granule is several batches (IDENTITY 9).

import type { CheckedModel } from "@spikefarm/equations";
import { CodedError, type Column, concatColumns, emptyColumn, splitByGranule, type TrialRange, TrialStatus } from "@spikefarm/protocol";
import {
  type BatchResult,
  type NativeTarget,
  OUTPUT_CODES,
  SIMULATOR_CODES,
  type SimulateOptions,
  simulateBatch,
} from "@spikefarm/simulator";
import { batchParameters, structureRuns } from "@spikefarm/sweep";
import type { StretchResult } from "../messages.js";
import { nowMs } from "./block-sender.js";
import { type Complain, nativeKernelsOf, noticeRuns } from "./native-kernels.js";
import type { StretchOnThread } from "./stretch-on-thread.js";

export async function runModelTrials(stretch: StretchOnThread, model: CheckedModel): Promise<StretchResult> {
  const { request, part, document, sender, line } = stretch;
  const warn: Complain = (message, reason) => line.send({ kind: "warning", message, reason }, []);
  const kernels = request.native && (await nativeKernelsOf(request.native, warn));
  const { outputs } = request.sweep;
  for (const piece of splitByGranule(part, request)) {
    const startedAtMs = nowMs();
    const noticed = kernels && noticeRuns(kernels);
    const results: BatchResult[] = [];
    for (const run of structureRuns(document, part, piece)) {
      const result = runBatch(stretch, model, run, noticed?.native);
      if (result === undefined) return { kind: "stopped" };
      results.push(result);
    }
    const rows = {
      ...piece,
      status: statusOf(piece, results),
      errorCode: results.flatMap(({ errorCode }) => errorCode),
      errorMessage: results.flatMap(({ errorMessage }) => errorMessage),
      outputs: outputs.map((column, index) => ({ column, data: concatColumns(results.map((result) => result.outputs[index]!.data)) })),
    };
    sender.send(rows, { startedAtMs, isNative: noticed?.hasRun() === true });
  }
  return { kind: "finished" };
}

function statusOf({ from, to }: TrialRange, results: readonly BatchResult[]): Uint8Array {
  const joined = new Uint8Array(to - from);
  let at = 0;
  for (const { status } of results) {
    joined.set(status, at);
    at += status.length;
  }
  return joined;
}

/** Undefined when a stop was asked for. */
function runBatch(
  { request, part, document, line }: StretchOnThread,
  model: CheckedModel,
  run: TrialRange,
  native: NativeTarget | undefined,
): BatchResult | undefined {
  const { notes } = line;
  notes.begin({ from: run.from - request.from, to: run.to - request.from });
  const { lanes, parameters, random } = batchParameters(document, part, run);
  const { maxLanes, memoryLimitBytes } = request;
  const options: SimulateOptions = {
    onSlice: (fraction) => {
      notes.report(fraction);
      return !notes.isStopRequested;
    },
    ...(maxLanes !== undefined && { maxLanes }),
    memoryLimitBytes,
    ...(native !== undefined && { native }),
    share: (key, make) => (line.kernels === undefined ? make() : line.kernels.of(`${request.sweep.documentHash} ${key}`, make)),
  };
  try {
    return simulateBatch(model, { lanes, parameters, random }, options);
  } catch (error) {
    if (error instanceof CodedError && (error.code in SIMULATOR_CODES || error.code in OUTPUT_CODES))
      return failedBatch(error, lanes, request.sweep.outputs);
    throw error;
  }
}

/** What cannot run with these parameters (they all have one structure) is a failed row of each trial, and no other trial's. */
function failedBatch({ code, message }: CodedError, lanes: number, outputs: readonly Column[]): BatchResult {
  return {
    status: new Uint8Array(lanes).fill(TrialStatus.failed),
    errorCode: new Array<string>(lanes).fill(code),
    errorMessage: new Array<string>(lanes).fill(message),
    outputs: outputs.map((column) => ({ column, data: emptyColumn(column, lanes) })),
  };
}
