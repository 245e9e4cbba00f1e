// What a module's `run` is given: the parameters' values, and a context of its own for each trial.
//
// A stop reaches code that awaits through `signal`, and code that loops through `report`, which throws once the trial is to end.

import type { MessagePort } from "node:worker_threads";
import { pointAndRepeatOf } from "@spikefarm/protocol";
import { simulate as simulateModel } from "@spikefarm/simulator";
import { type PointValue, trialParameters } from "@spikefarm/sweep";
import { type ModuleRandom, moduleRandom } from "./module-random.js";
import type { StretchOnThread } from "./stretch-on-thread.js";

export interface TrialContext {
  /** Says how far the trial is, 0 … 1. Throws when the trial is to stop. */
  readonly report: (fraction: number) => void;
  /** Aborts when the trial is to stop. */
  readonly signal: AbortSignal;
  readonly random: ModuleRandom;
  /** Simulates a model; reports for the trial unless it is given a `report` of its own. */
  readonly simulate: typeof simulateModel;
}

export interface TrialCall {
  readonly parameters: Readonly<Record<string, PointValue>>;
  readonly context: TrialContext;
  isStopped(): boolean;
}

/** Owns the signal of a stretch's trials. */
export class TrialCalls {
  readonly #stretch: StretchOnThread;
  readonly #controller = new AbortController();
  readonly #port: MessagePort;
  readonly #onStop = () => this.#controller.abort();

  constructor(stretch: StretchOnThread) {
    this.#stretch = stretch;
    this.#port = stretch.request.port;
    this.#port.on("message", this.#onStop);
  }

  of(trial: number): TrialCall {
    const { part, document, notes } = this.#stretch;
    const parameters = Object.fromEntries(trialParameters(document, part, trial));
    const { signal } = this.#controller;
    const report = (fraction: number) => {
      if (notes.isStopRequested) this.#controller.abort();
      signal.throwIfAborted();
      notes.report(fraction);
    };
    const { repeat } = pointAndRepeatOf(part, trial);
    const random = moduleRandom({ seed: document.sweep.seed, repeat, parameters });
    const simulate: typeof simulateModel = (model, values, options) => simulateModel(model, values, { report, ...options });
    return { parameters, context: { report, signal, random, simulate }, isStopped: () => signal.aborted || notes.isStopRequested };
  }

  close(): void {
    this.#port.off("message", this.#onStop);
  }
}
