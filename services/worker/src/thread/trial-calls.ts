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

/** What the trials of a stretch share. */
interface Shared extends Pick<TrialContext, "report" | "signal"> {
  readonly randomOf: (trial: number) => ModuleRandom;
  readonly simulateIn: (trial: number) => TrialContext["simulate"];
}

/** A class, because one is made for every trial, and an object with a getter of its own costs as much as a short trial. */
class OneTrial implements TrialContext {
  readonly report: TrialContext["report"];
  readonly signal: AbortSignal;
  readonly simulate: TrialContext["simulate"];
  readonly #trial: number;
  readonly #randomOf: Shared["randomOf"];
  #random: ModuleRandom | undefined;

  constructor(trial: number, { report, signal, simulateIn, randomOf }: Shared) {
    this.report = report;
    this.signal = signal;
    this.simulate = simulateIn(trial);
    this.#trial = trial;
    this.#randomOf = randomOf;
  }

  /** Made when it is asked for: most trials draw nothing. */
  get random(): ModuleRandom {
    this.#random ??= this.#randomOf(this.#trial);
    return this.#random;
  }
}

/** Owns the signal of a stretch's trials. */
export class TrialCalls {
  readonly #stretch: StretchOnThread;
  readonly #values: TrialValues;
  readonly #controller = new AbortController();
  readonly #shared: Shared;
  readonly #stopListening: () => void;

  constructor(stretch: StretchOnThread) {
    this.#stretch = stretch;
    this.#values = new TrialValues(stretch.document, stretch.part, stretch.request);
    const { notes, onStop } = stretch.line;
    const { signal } = this.#controller;
    this.#stopListening = onStop(() => this.#controller.abort());
    const report = (fraction: number): void => {
      if (notes.isStopRequested) this.#controller.abort();
      signal.throwIfAborted();
      notes.report(fraction);
    };
    this.#shared = {
      report,
      signal,
      simulateIn: (trial) => (model, values, options) => simulateModel(model, values, { report, ...this.#repetition(trial), ...options }),
      randomOf: (trial) => this.#randomOf(trial),
    };
  }

  of(trial: number): TrialCall {
    return { parameters: this.#values.of(trial), context: new OneTrial(trial, this.#shared) };
  }

  get isStopped(): boolean {
    return this.#controller.signal.aborted || this.#stretch.line.notes.isStopRequested;
  }

  close(): void {
    this.#stopListening();
  }

  /** From values of its own: whatever the module made of those it was given, the numbers are the trial's. */
  #randomOf(trial: number): ModuleRandom {
    return moduleRandom({ ...this.#repetition(trial), parameters: this.#values.of(trial) });
  }

  #repetition(trial: number): { readonly seed: number; readonly repeat: number } {
    const { part, document } = this.#stretch;
    return { seed: document.sweep.seed, repeat: pointAndRepeatOf(part, trial).repeat };
  }
}
