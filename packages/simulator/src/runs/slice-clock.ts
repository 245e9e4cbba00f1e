// How many steps the next slice takes: about 20 ms of them, judged by the slices before. The length of a slice never changes a bit of a result.
//
// The first slice is short: nothing is known yet, and a new kernel runs in the engine's quick translation until it returns.

const SLICE_MS = 20;
const FIRST_SLICE_SLOT_STEPS = 100_000;
/** The most that one slice may be longer or shorter than the one before. */
const MAX_CHANGE = 4;

export class SliceClock {
  #steps: number;
  readonly #maxSteps: number;
  readonly #nowMs: () => number;

  constructor(slots: number, maxSteps: number, nowMs: () => number) {
    this.#steps = Math.max(1, Math.floor(FIRST_SLICE_SLOT_STEPS / slots));
    this.#maxSteps = maxSteps;
    this.#nowMs = nowMs;
  }

  get steps(): number {
    return Math.min(this.#steps, this.#maxSteps);
  }

  /** Runs a slice of `steps` and learns from the time it took. */
  time(steps: number, run: () => void): void {
    const start = this.#nowMs();
    run();
    const elapsedMs = this.#nowMs() - start;
    const change = Math.min(Math.max(SLICE_MS / elapsedMs, 1 / MAX_CHANGE), MAX_CHANGE);
    // A slice that was cut short by the end of the warmup says little about a longer one.
    if (steps >= this.steps || change < 1) this.#steps = Math.max(1, Math.floor(steps * change));
  }
}
