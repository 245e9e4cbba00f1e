// Trials of a module: one call of its `run` a trial, one after the other.
//
// Whatever a call throws is that trial's row and nobody else's. A promise that a trial leaves to reject ends the thread when the event
// loop turns: it turns every TURN_INTERVAL_MS, and *before* rows are sent, and the notes say which trials have not seen it turn. They
// are the suspects of a death; a careful stretch lets it turn after every trial, so that there is only one. Finished rows are sent at
// granule boundaries and at least every second, as far as the trials so far tell how long the next may take (IDENTITY 14).

import { splitByGranule, type TrialRange } from "@spikefarm/protocol";
import type { WorkerCode } from "../errors.js";
import type { StretchResult } from "../messages.js";
import { nowMs } from "./block-sender.js";
import { loadModule, type ModuleRun } from "./loaded-modules.js";
import { checkResult } from "./module-result.js";
import { type FinishedRow, RowBuffer } from "./row-buffer.js";
import type { StretchOnThread } from "./stretch-on-thread.js";
import { TrialCalls } from "./trial-calls.js";

const SEND_INTERVAL_MS = 1_000;
/** A turn costs microseconds: as much as a trial that does little. */
const TURN_INTERVAL_MS = 5;
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
  { request, line, sender }: StretchOnThread,
  piece: TrialRange & { readonly granule: number },
  run: ModuleRun,
  calls: TrialCalls,
): Promise<boolean> {
  const { outputs } = request.sweep;
  const { notes } = line;
  calls.of(piece.from); // works out values ahead, which is no trial's time
  const rows = new RowBuffer(outputs, piece, sender);
  let suspectsFrom = piece.from;
  let startedAtMs = nowMs();
  let turnedAtMs = startedAtMs;
  let longestMs = 0;
  for (let trial = piece.from; trial < piece.to; trial++) {
    notes.begin({ from: trial - request.from, to: trial - request.from + 1 }, suspectsFrom - request.from);
    if (notes.isStopRequested) return await stop(rows);
    const call = calls.of(trial);
    let row: FinishedRow;
    try {
      let result = run(call.parameters, call.context);
      if (isThenable(result)) result = await result;
      row = checkResult(result, outputs);
    } catch (error) {
      if (calls.isStopped) return await stop(rows);
      const code: WorkerCode = "TRIAL_THREW";
      row = { kind: "failed", code, message: describe(error) };
    }
    const endedAtMs = nowMs();
    rows.push(row, endedAtMs);
    longestMs = Math.max(longestMs, endedAtMs - startedAtMs);
    const isDue = rows.ageMs(endedAtMs) + longestMs >= SEND_INTERVAL_MS;
    if (request.isCareful || isDue || endedAtMs - turnedAtMs >= TURN_INTERVAL_MS) {
      await turn();
      suspectsFrom = trial + 1;
      if (isDue) rows.send();
      startedAtMs = nowMs(); // sending may wait for the store: that is no trial's time
      turnedAtMs = startedAtMs;
    } else startedAtMs = endedAtMs;
  }
  await turn();
  rows.send();
  return true;
}

/** Rows that were finished before a stop are kept. */
async function stop(rows: RowBuffer): Promise<boolean> {
  await turn();
  rows.send();
  return false;
}

/** Lets the event loop turn: errors that nobody caught come out. */
const turn = (): Promise<void> => new Promise(setImmediate);

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && typeof (value as { readonly then?: unknown }).then === "function";
}

/** The first line of what was thrown. */
function describe(error: unknown): string {
  const text = error instanceof Error ? `${error.name === "Error" ? "" : `${error.name}: `}${error.message}` : String(error);
  return text.split("\n", 1)[0]!.slice(0, MAX_MESSAGE_LENGTH);
}
