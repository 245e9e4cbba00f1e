// What a module's `run` is given: the parameters' values, and a context of its own for each trial.
//
// A stop reaches code that awaits through `signal`, and code that loops through `report`, which throws once the trial is to end.

import { pointAndRepeatOf } from "@spikefarm/protocol";
import { simulate as simulateModel } from "@spikefarm/simulator";
import { type ModuleRandom, moduleRandom } from "./module-random.js";
import type { StretchOnThread } from "./stretch-on-thread.js";
import { type ParameterValues, TrialValues } from "./trial-values.js";

export interface TrialContext {
  /** Says how far the trial is, 0 … 1. Throws when the trial is to stop. */
  readonly report: (fraction: number) => void;
  /** Aborts when the trial is to stop. */
  readonly signal: AbortSignal;
  readonly random: ModuleRandom;
  /** Simulates a model, with the sweep's seed and the trial's repeat; reports for the trial. Its own options come before these. */
  readonly simulate: typeof simulateModel;
}

export interface TrialCall {
  readonly parameters: ParameterValues;
  readonly context: TrialContext;
}

/** Owns the signal of a stretch's trials. */
export class TrialCalls {
  readonly #stretch: StretchOnThread;
  readonly #values: TrialValues;
  readonly #controller = new AbortController();
  readonly #report: TrialContext["report"];
  readonly #stopListening: () => void;

  constructor(stretch: StretchOnThread) {
    this.#stretch = stretch;
    this.#values = new TrialValues(stretch.document, stretch.part, stretch.request);
    const { notes, onStop } = stretch.line;
    const { signal } = this.#controller;
    this.#stopListening = onStop(() => this.#controller.abort());
    this.#report = (fraction) => {
      if (notes.isStopRequested) this.#controller.abort();
      signal.throwIfAborted();
      notes.report(fraction);
    };
  }

  of(trial: number): TrialCall {
    const { part, document } = this.#stretch;
    const parameters = this.#values.of(trial);
    const { seed } = document.sweep;
    const repeat = () => pointAndRepeatOf(part, trial).repeat;
    let random: ModuleRandom | undefined;
    const context: TrialContext = {
      report: this.#report,
      signal: this.#controller.signal,
      // Made when it is asked for: most trials draw nothing, and the values are what they were when the trial began.
      get random() {
        random ??= moduleRandom({ seed, repeat: repeat(), parameters });
        return random;
      },
      simulate: (model, values, options) => simulateModel(model, values, { report: this.#report, seed, repeat: repeat(), ...options }),
    };
    return { parameters, context };
  }

  get isStopped(): boolean {
    return this.#controller.signal.aborted || this.#stretch.line.notes.isStopRequested;
  }

  close(): void {
    this.#stopListening();
  }
}
