// Counts the occurrences of an event in bins of time, lane by lane: how many the whole group had. What is counted is not kept.

import { binSteps, binsIn, type MeasuredSteps } from "@spikefarm/equations";
import type { BinRequest } from "../outputs/required-recordings.js";
import { type Chunk, slotsOf } from "./lane-values.js";
import type { RunShape } from "./plan-run.js";

export class BinCollector {
  readonly event: string;
  readonly window: MeasuredSteps;
  readonly binSteps: number;
  readonly #chunk: Chunk;
  readonly #bins: number;
  readonly #counts: Float64Array;

  constructor({ event, window, bin }: BinRequest, chunk: Chunk, { windowOf, resolve, dtSeconds }: RunShape) {
    this.event = event;
    this.window = windowOf(window);
    this.binSteps = binSteps(resolve(bin), dtSeconds);
    this.#chunk = chunk;
    this.#bins = binsIn(this.window, this.binSteps);
    this.#counts = new Float64Array(chunk.lanes * this.#bins);
  }

  /** `entries`: (step within the slice, slot) pairs; those of padding slots do not count. */
  take(entries: Uint32Array, firstStep: number): void {
    const slots = slotsOf(this.#chunk);
    const { first, end } = this.window;
    for (let place = 0; place < entries.length; place += 2) {
      const step = firstStep + entries[place]!;
      const slot = entries[place + 1]!;
      if (slot >= slots || step < first || step >= end) continue;
      const lane = Math.floor(slot / this.#chunk.size);
      this.#counts[lane * this.#bins + Math.floor((step - first) / this.binSteps)]! += 1;
    }
  }

  of(lane: number): Float64Array {
    return this.#counts.subarray(lane * this.#bins, (lane + 1) * this.#bins);
  }
}
