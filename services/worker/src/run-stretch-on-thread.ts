// One run of a stretch of trials on one thread, from the main side: sends the request, delivers the blocks, reports progress, and
// watches over the thread.
//
// The watch looks at the notes ten times a second. It stops the run when the task's signal aborts, when a commit failed, or when a
// trial gave no sign of life for the sweep's timeout: softly first (the notes, and "stop" to code that awaits), and after STOP_GRACE_MS
// by ending the thread.
//
// How the run ended is decided *after* its port has been read empty: a thread sends a block before it answers or dies, so every row it
// finished and sent is delivered.

import { MessageChannel, type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import type { Block, Provenance, TrialRange } from "@spikefarm/protocol";
import { Deliveries } from "./deliveries.js";
import type { BlockMessage, StretchRequest, StretchResult, ThreadMessage } from "./messages.js";
import { StretchNotes } from "./stretch-notes.js";
import type { ThreadPool } from "./thread-pool.js";

const WATCH_INTERVAL_MS = 100;
/** A thread that was asked to stop is ended after this long. */
const STOP_GRACE_MS = 2_000;
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
  const watch = new Watch({ run, notes, port: port1, deliveries, timeoutSeconds });

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

interface Watched {
  readonly run: StretchRun;
  readonly notes: StretchNotes;
  readonly port: MessagePort;
  readonly deliveries: Deliveries;
  readonly timeoutSeconds: () => number;
}

/** Owns the run's timer; asks the thread to stop at most once, and remembers why. */
class Watch {
  cause: "signal" | "timeout" | "commit" | undefined;
  readonly #watched: Watched;
  readonly #kill = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #onAbort = () => this.#stop("signal");
  #stopAtMs = Infinity;
  #lastLife = 0;
  #lastLifeAtMs = performance.now();

  constructor(watched: Watched) {
    this.#watched = watched;
    this.#timer = setInterval(() => this.#look(performance.now()), WATCH_INTERVAL_MS);
    const { signal } = watched.run;
    if (signal.aborted) this.#onAbort();
    else signal.addEventListener("abort", this.#onAbort, { once: true });
  }

  get kill(): AbortSignal {
    return this.#kill.signal;
  }

  end(): void {
    clearInterval(this.#timer);
    this.#watched.run.signal.removeEventListener("abort", this.#onAbort);
  }

  #look(nowMs: number): void {
    const { notes, run, deliveries, timeoutSeconds } = this.#watched;
    run.report(notes.trialsDone);
    const life = notes.signsOfLife;
    // A thread that waits for the store is not one that hangs in a trial.
    if (life !== this.#lastLife || deliveries.isFull) {
      this.#lastLife = life;
      this.#lastLifeAtMs = nowMs;
    }
    if (deliveries.hasFailed) this.#stop("commit");
    if (nowMs - this.#lastLifeAtMs >= timeoutSeconds() * 1000) this.#stop("timeout");
    if (nowMs >= this.#stopAtMs) this.#kill.abort();
  }

  #stop(cause: "signal" | "timeout" | "commit"): void {
    if (this.cause !== undefined) return;
    this.cause = cause;
    this.#stopAtMs = performance.now() + STOP_GRACE_MS;
    this.#watched.notes.requestStop();
    this.#watched.port.postMessage("stop");
  }
}
