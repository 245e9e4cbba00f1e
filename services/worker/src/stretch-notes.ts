// What both ends of a run read and write without a message: a few numbers in shared memory. They survive the death of the thread, so
// that the trial that killed it is known, and they can be read while the thread is deep in a loop.
//
//   cell  written by   meaning
//   0     main         1: stop as soon as you can
//   1, 2  thread       trials being run now, [from, to), counted from the first trial of the run; to = 0 before the first
//   3     thread       how far these trials are, in millionths
//   4     thread       grows with every sign of life: a trial begins, a report, a slice of a kernel
//   5     main         blocks that are committed
//   6     thread       an error that comes late can be of a trial from this one on; all before are beyond doubt

import type { TrialRange } from "@spikefarm/protocol";

const STOP = 0;
const FROM = 1;
const TO = 2;
const MILLIONTHS = 3;
const LIFE = 4;
const COMMITTED = 5;
const SUSPECTS_FROM = 6;
const CELL_COUNT = 7;
const MILLION = 1_000_000;
/** A thread that waits for a commit looks this often whether it should stop. */
const STOP_POLL_MS = 50;

/** The main side's view, whatever carries the notes. */
export interface WatchedNotes {
  /** A block is committed: the thread may send one more. */
  noteCommitted(): void;
  readonly signsOfLife: number;
  /** The trials that are running, or ran last; undefined before the first. */
  readonly running: TrialRange | undefined;
  /** Those among which is the one that ends the thread, if it ends now. */
  readonly suspects: TrialRange | undefined;
  /** Trials done since the run began, with fractions. */
  readonly trialsDone: number;
}

/** The thread's view. */
export interface KeptNotes {
  /** Trials begin; `suspectsFrom`: the first trial whose late errors may still come. */
  begin(range: TrialRange, suspectsFrom?: number): void;
  report(fraction: number): void;
  readonly isStopRequested: boolean;
  /** Sleeps until this many blocks are committed, or a stop is requested. */
  waitUntilCommitted(count: number): void;
}

export class StretchNotes implements WatchedNotes, KeptNotes {
  readonly #cells: Int32Array;

  constructor(readonly memory: SharedArrayBuffer = new SharedArrayBuffer(CELL_COUNT * Int32Array.BYTES_PER_ELEMENT)) {
    this.#cells = new Int32Array(memory);
  }

  // Main side.

  requestStop(): void {
    Atomics.store(this.#cells, STOP, 1);
  }
  noteCommitted(): void {
    Atomics.add(this.#cells, COMMITTED, 1);
    Atomics.notify(this.#cells, COMMITTED);
  }
  get signsOfLife(): number {
    return Atomics.load(this.#cells, LIFE);
  }
  get running(): TrialRange | undefined {
    const to = Atomics.load(this.#cells, TO);
    return to === 0 ? undefined : { from: Atomics.load(this.#cells, FROM), to };
  }
  get suspects(): TrialRange | undefined {
    return this.running && { from: Atomics.load(this.#cells, SUSPECTS_FROM), to: this.running.to };
  }
  get trialsDone(): number {
    const { from, to } = this.running ?? { from: 0, to: 0 };
    return from + ((to - from) * Atomics.load(this.#cells, MILLIONTHS)) / MILLION;
  }

  // Thread side.

  begin({ from, to }: TrialRange, suspectsFrom = from): void {
    Atomics.store(this.#cells, MILLIONTHS, 0);
    Atomics.store(this.#cells, SUSPECTS_FROM, suspectsFrom);
    Atomics.store(this.#cells, FROM, from);
    Atomics.store(this.#cells, TO, to);
    Atomics.add(this.#cells, LIFE, 1);
  }
  report(fraction: number): void {
    Atomics.store(this.#cells, MILLIONTHS, Math.round(Math.min(Math.max(fraction, 0), 1) * MILLION));
    Atomics.add(this.#cells, LIFE, 1);
  }
  get isStopRequested(): boolean {
    return Atomics.load(this.#cells, STOP) === 1;
  }
  waitUntilCommitted(count: number): void {
    for (;;) {
      const committed = Atomics.load(this.#cells, COMMITTED);
      if (committed >= count || this.isStopRequested) return;
      Atomics.wait(this.#cells, COMMITTED, committed, STOP_POLL_MS);
    }
  }
}
