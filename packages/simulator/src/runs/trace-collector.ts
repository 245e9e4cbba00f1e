// Samples of one variable at the start of a window's first step and of every `everySteps`-th after it, lane by lane.

import { type MeasuredSteps, samplesIn } from "@spikefarm/equations";
import type { TraceRequest } from "../outputs/required-recordings.js";
import type { Chunk } from "./lane-values.js";
import type { RunShape } from "./plan-run.js";

export class TraceCollector {
  readonly request: TraceRequest;
  readonly window: MeasuredSteps;
  readonly #chunk: Chunk;
  readonly #elements: readonly number[];
  readonly #samples: number;
  readonly #values: Float64Array;

  constructor(request: TraceRequest, chunk: Chunk, { windowOf }: RunShape) {
    this.request = request;
    this.window = windowOf(request.window);
    this.#chunk = chunk;
    this.#elements = request.elements === "all" ? [...Array(chunk.size).keys()] : request.elements;
    this.#samples = samplesIn(this.window, request.everySteps);
    this.#values = new Float64Array(chunk.lanes * this.#elements.length * this.#samples);
  }

  /** The first sampling step after `step`. */
  nextAfter(step: number): number {
    const { first } = this.window;
    if (step < first) return first;
    return first + (Math.floor((step - first) / this.request.everySteps) + 1) * this.request.everySteps;
  }

  /** Takes a sample, if `step` is a sampling step, from the values of all slots. */
  sampleAt(step: number, read: (variable: string) => Float64Array): void {
    const { first, end } = this.window;
    if (step < first || step >= end || (step - first) % this.request.everySteps !== 0) return;
    const sample = (step - first) / this.request.everySteps;
    const values = read(this.request.variable);
    for (let lane = 0; lane < this.#chunk.lanes; lane++) {
      this.#elements.forEach((element, row) => {
        this.#values[(lane * this.#elements.length + row) * this.#samples + sample] = values[lane * this.#chunk.size + element]!;
      });
    }
  }

  /** One row an element, row-major. */
  of(lane: number): Float64Array {
    const length = this.#elements.length * this.#samples;
    return this.#values.slice(lane * length, (lane + 1) * length);
  }
}
