// Samples of one variable at the start of steps 0, every, 2·every, …, lane by lane.

import type { TraceRequest } from "../outputs/required-recordings.js";
import type { Chunk } from "./lane-values.js";

export class TraceCollector {
  readonly request: TraceRequest;
  readonly #chunk: Chunk;
  readonly #elements: readonly number[];
  readonly #samples: number;
  readonly #values: Float64Array;

  constructor(request: TraceRequest, chunk: Chunk, steps: number) {
    this.request = request;
    this.#chunk = chunk;
    this.#elements = request.elements === "all" ? [...Array(chunk.size).keys()] : request.elements;
    this.#samples = Math.ceil(steps / request.everySteps);
    this.#values = new Float64Array(chunk.lanes * this.#elements.length * this.#samples);
  }

  /** The first sampling step after `step`. */
  nextAfter(step: number): number {
    return (Math.floor(step / this.request.everySteps) + 1) * this.request.everySteps;
  }

  /** Takes a sample, if `step` is a sampling step, from the values of all slots. */
  sampleAt(step: number, read: (variable: string) => Float64Array): void {
    if (step % this.request.everySteps !== 0) return;
    const sample = step / this.request.everySteps;
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
