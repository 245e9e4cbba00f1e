// One run of a stretch of trials on one thread, from the main side: sends the request, delivers the blocks, and has the thread
// watched (watch.ts).
//
// How the run ended is decided *after* its port has been read empty: a thread sends a block before it answers or dies, so every row it
// finished and sent is delivered.

import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import type { Block, Provenance, TrialRange } from "@spikefarm/protocol";
import { Deliveries } from "./deliveries.js";
import type { BlockMessage, StretchRequest, StretchResult, ThreadMessage } from "./messages.js";
import { StretchNotes } from "./stretch-notes.js";
import type { ThreadPool } from "./thread-pool.js";
import { Watch } from "./watch.js";

/** A module may take this long to load and set up, however short the timeout of a trial is. */
const LEAST_SETUP_SECONDS = 60;
const DEFAULT_ATTEMPTS = 3;

export interface StretchRun {
  readonly pool: ThreadPool;
  readonly request: Omit<StretchRequest, "notes" | "port">;
  readonly signal: AbortSignal;
  readonly commit: (block: Block, provenance: Provenance) => Promise<unknown>;
  readonly provenanceOf: (message: BlockMessage) => Provenance;
  /** Trials of this run that are done, with fractions. */
  readonly report: (trialsDone: number) => void;
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
  /** `running` is absent when the thread never reached a trial. */
  | { readonly kind: "timedOut"; readonly running: TrialRange | undefined; readonly timeoutSeconds: number }
  | { readonly kind: "died"; readonly running: TrialRange | undefined; readonly reason: string }
);

/** Rejects with the store's error when a block cannot be committed. */
export async function runStretchOnThread(run: StretchRun): Promise<StretchEnd> {
  const notes = new StretchNotes();
  const { port1, port2 } = new MessageChannel();
  const deliveries = new Deliveries(run.request.from, run.commit, () => notes.noteCommitted());
  let limits = { timeoutSeconds: Infinity, attempts: DEFAULT_ATTEMPTS };
  const receive = (message: ThreadMessage) => {
    if (message.kind === "prepared") limits = message;
    else deliveries.add(message.block, run.provenanceOf(message));
  };
  port1.on("message", receive);
  const timeoutSeconds = () => (notes.running ? limits.timeoutSeconds : Math.max(limits.timeoutSeconds, LEAST_SETUP_SECONDS));
  const watch = new Watch({ signal: run.signal, report: run.report, notes, port: port1, deliveries, timeoutSeconds });

  let result: StretchResult | { readonly kind: "died"; readonly reason: string };
  try {
    result = await run.pool.run({ ...run.request, notes: notes.memory, port: port2 }, watch.kill);
  } catch (error) {
    result = { kind: "died", reason: error instanceof Error ? error.message : String(error) };
  }
  watch.end();
  for (let left = receiveMessageOnPort(port1); left !== undefined; left = receiveMessageOnPort(port1)) receive(left.message);
  port1.close();
  await deliveries.settle();
  run.report(notes.trialsDone);

  const { ok, failed, deliveredTo } = deliveries;
  const account = { ok, failed, deliveredTo, attempts: limits.attempts };
  const running = shift(notes.running, run.request.from);
  if (result.kind === "finished" || result.kind === "refused") return { ...account, ...result };
  if (watch.cause === "timeout") {
    return { ...account, kind: "timedOut", running, timeoutSeconds: timeoutSeconds() };
  }
  if (result.kind === "stopped" || watch.cause !== undefined) return { ...account, kind: "stopped" };
  return { ...account, kind: "died", running, reason: result.reason };
}

const shift = (range: TrialRange | undefined, by: number): TrialRange | undefined => range && { from: range.from + by, to: range.to + by };
