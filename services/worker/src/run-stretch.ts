// One run of a stretch of trials, from the main side: has it started, delivers the blocks, and has it watched (watch.ts).

import type { Block, Provenance, TrialRange } from "@spikefarm/protocol";
import { Deliveries } from "./deliveries.js";
import type { BlockMessage, StretchRequest, StretchResult, ThreadMessage } from "./messages.js";
import type { StretchRunner } from "./stretch-runner.js";
import { Watch } from "./watch.js";

/** A module may take this long to load and set up, however short the timeout of a trial is. */
const LEAST_SETUP_SECONDS = 60;
const DEFAULT_ATTEMPTS = 3;

export interface StretchRun {
  readonly runner: StretchRunner;
  readonly request: StretchRequest;
  readonly signal: AbortSignal;
  readonly commit: (block: Block, provenance: Provenance) => Promise<unknown>;
  readonly provenanceOf: (message: BlockMessage) => Provenance;
  /** Trials of this run that are done, with fractions. */
  readonly report: (trialsDone: number) => void;
  readonly warn: (message: string, reason: string) => void;
}

export type StretchEnd = {
  readonly ok: number;
  readonly failed: number;
  /** Rows of trials before this one are committed. */
  readonly deliveredTo: number;
  readonly attempts: number;
} & (
  | { readonly kind: "finished" }
  /** The task's signal aborted. */
  | { readonly kind: "stopped" }
  | { readonly kind: "refused"; readonly code: string; readonly message: string }
  /** `running` is absent when no trial was reached. */
  | { readonly kind: "timedOut"; readonly running: TrialRange | undefined; readonly timeoutSeconds: number }
  /** `running`: the trials among which is the guilty one. */
  | {
      readonly kind: "died";
      readonly running: TrialRange | undefined;
      readonly reason: string;
      readonly place: StretchRunner["place"];
    }
);

/** Rejects with the store's error when a block cannot be committed. */
export async function runStretch(run: StretchRun): Promise<StretchEnd> {
  const deliveries = new Deliveries(run.request.from, run.commit, () => started.notes.noteCommitted());
  let limits = { timeoutSeconds: Infinity, attempts: DEFAULT_ATTEMPTS };
  const receive = (message: ThreadMessage) => {
    if (message.kind === "prepared") limits = message;
    else if (message.kind === "warning") run.warn(message.message, message.reason);
    else deliveries.add(message.block, run.provenanceOf(message));
  };
  const started = run.runner.start(run.request, receive);
  const { notes } = started;
  const timeoutSeconds = () => (notes.running ? limits.timeoutSeconds : Math.max(limits.timeoutSeconds, LEAST_SETUP_SECONDS));
  const watch = new Watch({ signal: run.signal, report: run.report, started, deliveries, timeoutSeconds });

  let result: StretchResult | { readonly kind: "died"; readonly reason: string };
  try {
    result = await started.result;
  } catch (error) {
    result = { kind: "died", reason: error instanceof Error ? error.message : String(error) };
  }
  watch.end();
  await deliveries.settle();
  if (watch.hasReported) run.report(notes.trialsDone); // a run that was over sooner tells of its end by its outcome

  const { ok, failed, deliveredTo } = deliveries;
  const account = { ok, failed, deliveredTo, attempts: limits.attempts };
  const shifted = (range: TrialRange | undefined) => range && { from: range.from + run.request.from, to: range.to + run.request.from };
  if (result.kind === "finished" || result.kind === "refused") return { ...account, ...result };
  if (watch.cause === "timeout") {
    return { ...account, kind: "timedOut", running: shifted(notes.running), timeoutSeconds: timeoutSeconds() };
  }
  if (result.kind === "stopped" || watch.cause !== undefined) return { ...account, kind: "stopped" };
  return { ...account, kind: "died", running: shifted(notes.suspects), reason: result.reason, place: run.runner.place };
}
