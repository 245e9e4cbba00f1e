// Watches over a thread while it runs a stretch.
//
// It looks at the notes ten times a second, passes the progress on, and stops the run when the task's signal aborts, when a commit has
// failed, or when a trial gave no sign of life for too long: softly first (the notes, and "stop" to code that awaits), and after
// STOP_GRACE_MS by ending the thread.

import type { Deliveries } from "./deliveries.js";
import type { StartedStretch } from "./stretch-runner.js";

const WATCH_INTERVAL_MS = 100;
/** A thread that was asked to stop is ended after this long. */
const STOP_GRACE_MS = 2_000;

export interface Watched {
  readonly signal: AbortSignal;
  readonly report: (trialsDone: number) => void;
  readonly started: StartedStretch;
  readonly deliveries: Deliveries;
  /** How long the thread may go on without a sign of life, as things are now. */
  readonly timeoutSeconds: () => number;
}

/** Owns the run's timer; asks the thread to stop at most once, and remembers why. */
export class Watch {
  /** Why the run was asked to stop. */
  cause: "signal" | "timeout" | "commit" | undefined;
  /** Progress has been passed on. */
  hasReported = false;
  readonly #watched: Watched;
  readonly #timer: NodeJS.Timeout;
  readonly #onAbort = () => this.#stop("signal");
  #stopAtMs = Infinity;
  #lastLife = 0;
  #lastLifeAtMs = performance.now();

  constructor(watched: Watched) {
    this.#watched = watched;
    this.#timer = setInterval(() => this.#look(performance.now()), WATCH_INTERVAL_MS);
    const { signal } = watched;
    if (signal.aborted) this.#onAbort();
    else signal.addEventListener("abort", this.#onAbort, { once: true });
  }

  end(): void {
    clearInterval(this.#timer);
    this.#watched.signal.removeEventListener("abort", this.#onAbort);
  }

  #look(nowMs: number): void {
    const { started, report, deliveries, timeoutSeconds } = this.#watched;
    const { notes } = started;
    report(notes.trialsDone);
    this.hasReported = true;
    const life = notes.signsOfLife;
    // A thread that waits for the store is not one that hangs in a trial.
    if (life !== this.#lastLife || deliveries.isFull) {
      this.#lastLife = life;
      this.#lastLifeAtMs = nowMs;
    }
    if (deliveries.hasFailed) this.#stop("commit");
    if (nowMs - this.#lastLifeAtMs >= timeoutSeconds() * 1000) this.#stop("timeout");
    if (nowMs >= this.#stopAtMs) started.kill();
  }

  #stop(cause: "signal" | "timeout" | "commit"): void {
    if (this.cause !== undefined) return;
    this.cause = cause;
    this.#stopAtMs = performance.now() + STOP_GRACE_MS;
    this.#watched.started.requestStop();
  }
}
