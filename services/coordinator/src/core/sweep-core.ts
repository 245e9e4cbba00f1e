// The scheduler of one sweep as a pure function: step(state, event) → state and effects. Nothing here waits, logs or asks; the shell
// (track-sweep.ts) carries the effects out and brings their answers back as events.

import {
  type PartRecord,
  type SizedPart,
  splitByGranule,
  type Task,
  type TaskOutcome,
  type TrialRange,
  taskIdOf,
  trialCount,
} from "@spikefarm/protocol";
import type { Ended, Running, Step, SweepCoreState, SweepEffect, SweepEvent, SweepOutcome } from "./sweep-state.js";

/** Missing ranges asked for at a time. */
const SURVEY_LIMIT = 256;
/** Passes that deliver nothing although trials are missing, before the sweep is halted. */
const MAX_IDLE_PASSES = 3;

/** A sweep before its first event. */
export const UNSTARTED: Ended = {
  kind: "ended",
  outcome: { kind: "halted", code: "SWEEP_NOT_STARTED", message: "The sweep has not been started." },
};

export function step(state: SweepCoreState, event: SweepEvent): Step {
  if (event.kind === "started") return start(event);
  if (state.kind === "ended") return { state, effects: [] };
  switch (event.kind) {
    case "surveyed":
      return advance(withSurvey(state, event));
    case "task-settled":
      return settle(state, event.task, event.outcome);
    case "cancel-requested":
      return end({ kind: "cancelled" }, true);
    case "stopped":
      return end(event.outcome, true);
  }
}

/** Where nothing is committed the first part's survey need not be asked for: all of it is missing. */
function start({ record, counts, limits }: Extract<SweepEvent, { kind: "started" }>): Step {
  const known = counts.pending === counts.total ? record.parts.slice(0, 1).map((part) => ({ from: 0, to: trialCount(part) })) : [];
  return advance({
    kind: "running",
    record,
    limits,
    position: { part: 0, from: known[0]?.to ?? 0 },
    isAsking: false,
    ranges: known,
    out: new Map(),
    failures: new Map(),
    failedTrials: counts.failed,
    foundInPass: known[0]?.to ?? 0,
    idlePasses: 0,
    deliveredInPass: 0,
    releasedInPass: 0,
  });
}

function withSurvey(state: Running, { part, ranges, isLast }: Extract<SweepEvent, { kind: "surveyed" }>): Running {
  const { position } = state;
  if (position === undefined || position.part !== part) return state;
  const found = ranges.reduce((sum, range) => sum + range.to - range.from, 0);
  const last = ranges.at(-1);
  const resumeAt = isLast || last === undefined ? Number.POSITIVE_INFINITY : last.to;
  return { ...state, isAsking: false, ranges, position: { part, from: resumeAt }, foundInPass: state.foundInPass + found };
}

/** After a probe the part has a size, and its first trial a row: survey the part anew. With the first part that is a pass anew. */
function withGranuleSize(state: Running, { part }: Task, granuleSize: number): Running {
  const parts = state.record.parts.map((other, index) => (index === part ? { ...other, granuleSize } : other));
  const position = state.position && { part: state.position.part, from: 0 };
  const foundInPass = position?.part === 0 ? 0 : state.foundInPass;
  return { ...state, record: { ...state.record, parts }, ranges: [], position, foundInPass };
}

function settle(state: Running, id: Task["id"], outcome: TaskOutcome): Step {
  const task = state.out.get(id);
  if (task === undefined) return { state, effects: [] };
  const out = new Map(state.out);
  out.delete(id);
  const next = { ...state, out };
  switch (outcome.kind) {
    case "delivered":
      return checkFailures(delivered(next, task, outcome));
    case "released":
      return advance({ ...next, releasedInPass: next.releasedInPass + 1 }); // the next pass finds its trials again
    case "failed":
      return retryOrHalt(next, id, outcome);
  }
}

function delivered(state: Running, task: Task, { ok, failed, granuleSize }: Extract<TaskOutcome, { kind: "delivered" }>): Running {
  const wasProbe = state.record.parts[task.part]?.granuleSize === null;
  return {
    ...(wasProbe ? withGranuleSize(state, task, granuleSize) : state),
    failedTrials: state.failedTrials + failed,
    deliveredInPass: state.deliveredInPass + ok + failed,
  };
}

function checkFailures(state: Running): Step {
  const { failedTrials, limits } = state;
  if (failedTrials <= limits.maxFailures) return advance(state);
  const message = `${failedTrials} trials have failed, more than max_failures: ${limits.maxFailures} allows. Look at them with \`spikefarm results\`, mend the model, and run again.`;
  return end({ kind: "failed", code: "SWEEP_TOO_MANY_FAILURES", message }, true);
}

function retryOrHalt(state: Running, id: Task["id"], { code, message }: Extract<TaskOutcome, { kind: "failed" }>): Step {
  const count = (state.failures.get(id) ?? 0) + 1;
  const isHopeless = code.startsWith("DATA_") || code.endsWith("_VERSION");
  if (isHopeless || count >= state.limits.taskAttempts) return end({ kind: "halted", code, message }, true);
  return advance({ ...state, failures: new Map(state.failures).set(id, count) });
}

function end(outcome: SweepOutcome, hasTasksOut: boolean): Step {
  const effects: SweepEffect[] = hasTasksOut ? [{ kind: "cancel-tasks" }] : [];
  return { state: { kind: "ended", outcome }, effects: [...effects, { kind: "end", outcome }] };
}

/** Fills the window, asks for what it needs to fill it, and notices the end of a pass. */
function advance(state: Running): Step {
  if (state.isAsking || state.out.size >= state.limits.windowTasks) return { state, effects: [] };
  if (state.ranges.length > 0) return enqueue(state);
  if (state.position === undefined) return state.out.size === 0 ? endPass(state) : { state, effects: [] };
  return survey(state, state.position);
}

function survey(state: Running, position: { readonly part: number; readonly from: number }): Step {
  const part = state.record.parts[position.part];
  if (part === undefined) return advance({ ...state, position: undefined });
  if (position.from === Number.POSITIVE_INFINITY || position.from >= part.points * part.repeats) {
    return advance({ ...state, position: { part: position.part + 1, from: 0 } });
  }
  return { state: { ...state, isAsking: true }, effects: [{ kind: "survey", ...position, limit: SURVEY_LIMIT }] };
}

function enqueue(state: Running): Step {
  const partIndex = state.position?.part ?? 0;
  const part = state.record.parts[partIndex];
  if (part === undefined) throw new Error(`no part ${partIndex}`);
  if (!isSized(part)) return probe(state, partIndex);
  const tasks: Task[] = [];
  let ranges = state.ranges;
  while (state.out.size + tasks.length < state.limits.windowTasks && ranges[0] !== undefined) {
    const range = takeTask(part, ranges[0], state.limits.taskGranules);
    ranges = range.to < ranges[0].to ? [{ from: range.to, to: ranges[0].to }, ...ranges.slice(1)] : ranges.slice(1);
    const task = taskOf(state, partIndex, range);
    if (!state.out.has(task.id)) tasks.push(task);
  }
  return send({ ...state, ranges }, tasks);
}

/** A part without a granule size: one task is its probe, and nothing else of it goes out before the record says the size. */
function probe(state: Running, partIndex: number): Step {
  const task = taskOf(state, partIndex, { from: 0, to: 1 });
  if (state.out.has(task.id)) return { state, effects: [] };
  return { state: { ...state, out: new Map(state.out).set(task.id, task) }, effects: [{ kind: "enqueue", tasks: [task] }] };
}

function send(state: Running, tasks: readonly Task[]): Step {
  if (tasks.length === 0) return advance(state);
  const out = new Map(state.out);
  for (const task of tasks) out.set(task.id, task);
  const next = advance({ ...state, out });
  return { state: next.state, effects: [{ kind: "enqueue", tasks }, ...next.effects] };
}

/** The first stretch of `range` that makes one task: up to `granules` whole granules, or what is missing within one. */
function takeTask(part: SizedPart, range: TrialRange, granules: number): TrialRange {
  let to = range.from;
  let count = 0;
  for (const piece of splitByGranule(part, range)) {
    to = piece.to;
    if (++count >= granules) break;
  }
  return { from: range.from, to };
}

function endPass(state: Running): Step {
  if (state.foundInPass === 0) return end({ kind: "complete" }, false);
  const isIdle = state.deliveredInPass === 0 && state.releasedInPass === 0;
  const idlePasses = isIdle ? state.idlePasses + 1 : 0;
  if (idlePasses >= MAX_IDLE_PASSES) {
    const message = `Trials are missing, but ${MAX_IDLE_PASSES} passes over the sweep delivered none of them. Look at the workers' log, then run again.`;
    return end({ kind: "halted", code: "SWEEP_STALLED", message }, false);
  }
  return advance({ ...state, position: { part: 0, from: 0 }, foundInPass: 0, deliveredInPass: 0, releasedInPass: 0, idlePasses });
}

function taskOf(state: Running, part: number, range: TrialRange): Task {
  const address = { sweep: state.record.id, part, from: range.from, to: range.to };
  return { id: taskIdOf(address), ...address };
}

const isSized = (part: PartRecord): part is SizedPart => part.granuleSize !== null;
