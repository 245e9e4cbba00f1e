// Trials of a module: one call of its `run` a trial, one after the other.
//
// Whatever a call throws is that trial's row and nobody else's. Before a trial counts as done the event loop turns once, so that a
// promise it left to reject ends the thread while the trial is still the noted one. Finished rows are sent at granule boundaries and
// at least every second, as far as the trials so far tell how long the next may take (IDENTITY 14).

import { type Column, splitByGranule, type TrialRange } from "@spikefarm/protocol";
import type { WorkerCode } from "../errors.js";
import type { StretchResult } from "../messages.js";
import { nowMs } from "./block-sender.js";
import { loadModule, type ModuleRun } from "./loaded-modules.js";
import { checkResult } from "./module-result.js";
import { type FinishedRow, RowBuffer } from "./row-buffer.js";
import type { StretchOnThread } from "./stretch-on-thread.js";
import { type TrialCall, TrialCalls } from "./trial-calls.js";

const SEND_INTERVAL_MS = 1_000;
const MAX_MESSAGE_LENGTH = 500;

/** Rejects when the module cannot be loaded or its `setup` throws. */
export async function runModuleTrials(stretch: StretchOnThread): Promise<StretchResult> {
  const { run } = await loadModule(stretch.request.module!);
  const calls = new TrialCalls(stretch);
  try {
    for (const piece of splitByGranule(stretch.part, stretch.request)) {
      if (!(await runPiece(stretch, piece, run, calls))) return { kind: "stopped" };
    }
    return { kind: "finished" };
  } finally {
    calls.close();
  }
}

/** Resolves with false when a stop was asked for before the end; finished rows are sent in any case. */
async function runPiece(
  { request, notes, sender }: StretchOnThread,
  piece: TrialRange & { readonly granule: number },
  run: ModuleRun,
  calls: TrialCalls,
): Promise<boolean> {
  const { outputs } = request.sweep;
  const rows = new RowBuffer(outputs, piece, sender);
  let longestMs = 0;
  for (let trial = piece.from; trial < piece.to; trial++) {
    const startedAtMs = nowMs();
    notes.begin({ from: trial - request.from, to: trial - request.from + 1 });
    const row = notes.isStopRequested ? undefined : await runTrial(run, calls.of(trial), outputs);
    if (row === undefined) {
      rows.send();
      return false;
    }
    rows.push(row);
    longestMs = Math.max(longestMs, nowMs() - startedAtMs);
    if (rows.ageMs + longestMs >= SEND_INTERVAL_MS) rows.send();
  }
  rows.send();
  return true;
}

/** The trial's row; undefined when it was stopped. */
async function runTrial(run: ModuleRun, call: TrialCall, outputs: readonly Column[]): Promise<FinishedRow | undefined> {
  let row: FinishedRow | undefined;
  try {
    row = checkResult(await run(call.parameters, call.context), outputs);
  } catch (error) {
    const code: WorkerCode = "TRIAL_THREW";
    row = call.isStopped() ? undefined : { kind: "failed", code, message: describe(error) };
  }
  await new Promise(setImmediate);
  return row;
}

/** The first line of what was thrown. */
function describe(error: unknown): string {
  const text = error instanceof Error ? `${error.name === "Error" ? "" : `${error.name}: `}${error.message}` : String(error);
  return text.split("\n", 1)[0]!.slice(0, MAX_MESSAGE_LENGTH);
}
