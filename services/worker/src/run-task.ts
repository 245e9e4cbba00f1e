// A task from claim to outcome: its stretches are run one after the other on a thread, and whatever a run leaves undone becomes new
// stretches, until every trial has a committed row.
//
// A part without a granule size is a module's whose trials nobody has timed yet: its first trial runs alone, and its time settles the
// size that the part is stored in (IDENTITY 11).

import {
  type Block,
  CodedError,
  type Provenance,
  type SweepRecord,
  type Task,
  type TaskOutcome,
  TrialStatus,
  trialCount,
} from "@spikefarm/protocol";
import type { ClaimContext } from "@spikefarm/queue";
import { granuleSizeFor } from "@spikefarm/sweep";
import type { WorkerCode } from "./errors.js";
import type { LoadableModule, StretchRequest } from "./messages.js";
import type { NativeRequest } from "./native-compiler.js";
import { runStretch, type StretchEnd, type StretchRun } from "./run-stretch.js";
import { type Stretch, stretchesAfter } from "./stretch.js";
import type { StretchRunner } from "./stretch-runner.js";

/** Deaths of threads, before any trial began, after which a task is given up. */
const MAX_EARLY_DEATHS = 3;

export interface TaskRun {
  readonly task: Task;
  readonly context: ClaimContext;
  readonly sweep: SweepRecord;
  readonly module: LoadableModule | undefined;
  readonly pool: StretchRunner;
  /** Given: trials run there, because the task's last run may have ended the whole worker. */
  readonly isolated: StretchRunner | undefined;
  readonly provenanceOf: StretchRun["provenanceOf"];
  readonly maxLanes: number | undefined;
  readonly memoryLimitBytes: number;
  readonly native: NativeRequest | undefined;
  readonly warn: StretchRun["warn"];
  readonly commit: (block: Block, provenance: Provenance) => Promise<unknown>;
  /** Commits the first trial with the granule size it settles; resolves with the size that stands. */
  readonly settleGranuleSize: (granuleSize: number, block: Block, provenance: Provenance) => Promise<number>;
}

/** Rejects with the store's error when rows cannot be committed. */
export async function runTask(run: TaskRun): Promise<TaskOutcome> {
  const tally = { ok: 0, failed: 0 };
  let granuleSize = run.sweep.parts[run.task.part]!.granuleSize;
  let from = run.task.from;
  if (granuleSize === null) {
    const probe = await runProbe(run, tally);
    if (typeof probe !== "number") return probe;
    granuleSize = probe;
    from = Math.max(from, 1);
  }
  const commit: TaskRun["commit"] = (block, provenance) => run.commit(block, provenance);
  const given = await runStretches(run, { from, to: run.task.to, granuleSize, commit }, tally);
  return given ?? { kind: "delivered", ...tally, granuleSize };
}

/** Runs trial 0 alone. Resolves with the part's granule size, or with the task's outcome when the trial could not be run. */
async function runProbe(run: TaskRun, tally: Tally): Promise<number | TaskOutcome> {
  let settled = 1;
  const commit: TaskRun["commit"] = async (block, provenance) => {
    const size = probedSize(run.sweep, trialCount(run.sweep.parts[run.task.part]!), block, provenance.elapsedSeconds);
    settled = await run.settleGranuleSize(size, block, provenance);
  };
  const given = await runStretches(run, { from: 0, to: 1, granuleSize: 1, commit }, tally);
  return given ?? settled;
}

/** A module's first call compiles it: so much of its time says nothing of the calls that follow, */
const COLD_SECONDS = 0.005;
/** which are not taken to be quicker than this, for each time that it is. */
const MOST_SPEED_UP = 8;

/** A trial that had to be given up says nothing of how long the others take. */
function probedSize({ parameters, outputs }: SweepRecord, trials: number, { status }: Block, elapsedSeconds: number): number {
  const isTimed = status[0] === TrialStatus.ok || status[0] === TrialStatus.failed;
  const warmSeconds = Math.max(elapsedSeconds - COLD_SECONDS, elapsedSeconds / MOST_SPEED_UP);
  return isTimed ? granuleSizeFor({ trialSeconds: warmSeconds, columns: [...parameters, ...outputs], trials }) : 1;
}

interface Tally {
  ok: number;
  failed: number;
}

interface Span {
  readonly from: number;
  readonly to: number;
  readonly granuleSize: number;
  readonly commit: TaskRun["commit"];
}

/** Resolves with undefined when every trial of the span has a committed row, else with the outcome that ends the task. */
async function runStretches(run: TaskRun, span: Span, tally: Tally): Promise<TaskOutcome | undefined> {
  const part = { ...run.sweep.parts[run.task.part]!, granuleSize: span.granuleSize };
  const todo: Stretch[] = span.from < span.to ? [{ from: span.from, to: span.to, deaths: 0 }] : [];
  let earlyDeaths = 0;
  let isCareful = run.isolated !== undefined;
  for (let stretch = todo.shift(); stretch !== undefined; stretch = todo.shift()) {
    const done = stretch.from - run.task.from;
    const end: StretchEnd = await runStretch({
      runner: stretch.verdict === undefined ? (run.isolated ?? run.pool) : run.pool, // a verdict is only written down
      request: requestFor(run, part, stretch, isCareful),
      signal: run.context.signal,
      commit: span.commit,
      provenanceOf: run.provenanceOf,
      warn: run.warn,
      report: (trialsDone) => run.context.report(Math.max(0, done + trialsDone)),
    });
    tally.ok += end.ok;
    tally.failed += end.failed;
    if (end.kind === "finished") continue;
    if (end.kind === "stopped") return { kind: "released" };
    if (end.kind === "refused") return { kind: "failed", code: end.code, message: end.message };
    if (end.running === undefined) {
      if (end.kind === "timedOut") return failed("MODULE_SETUP_FAILED", `setup went on for ${end.timeoutSeconds} s; mend it`);
      if (++earlyDeaths >= MAX_EARLY_DEATHS)
        return failed("WORKER_THREAD_DIED", `a ${end.place} died before its first trial: ${end.reason}`);
    }
    isCareful = true;
    todo.unshift(...(end.running === undefined ? [stretch] : stretchesAfter(stretch, end)));
  }
  return undefined;
}

function requestFor(run: TaskRun, part: StretchRequest["part"], stretch: Stretch, isCareful: boolean): StretchRequest {
  return {
    isCareful,
    memoryLimitBytes: run.memoryLimitBytes,
    sweep: run.sweep,
    partIndex: run.task.part,
    part,
    from: stretch.from,
    to: stretch.to,
    ...(stretch.verdict && { verdict: stretch.verdict }),
    ...(run.module && { module: run.module }),
    ...(run.maxLanes !== undefined && { maxLanes: run.maxLanes }),
    ...(run.native !== undefined && { native: run.native }),
  };
}

const failed = (code: WorkerCode, message: string): TaskOutcome => ({ kind: "failed", code, message });

/** What is thrown while a task runs, as its outcome: the store's own code where it has one. */
export function outcomeOfError(error: unknown): TaskOutcome {
  if (error instanceof CodedError) return { kind: "failed", code: error.code, message: error.message };
  return failed("WORKER_TASK_THREW", error instanceof Error ? error.message : String(error));
}
