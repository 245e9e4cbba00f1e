// Gathers the occurrences of an event by lane, in the order outputs want them: by step, then by element.
//
// A slice delivers them block by block, in one or several portions. Within a slice they are sorted by (step, element) as one number; slices follow
// each other in time.
// A lane that has more of them than any output may hold is not gathered further: its trial fails (IDENTITY 12), the others go on.

import type { MeasuredSteps } from "@spikefarm/equations";
import type { ListRequest } from "../outputs/required-recordings.js";
import { type Chunk, slotsOf } from "./lane-values.js";
import type { RunShape } from "./plan-run.js";

interface LaneSpikes {
  readonly steps: number[];
  readonly elements: number[];
}

export class SpikeCollector {
  readonly event: string;
  readonly window: MeasuredSteps;
  readonly #max: number;
  readonly #chunk: Chunk;
  readonly #lanes: readonly LaneSpikes[];
  /** Of the slice so far, by lane: (step within the slice, element) as one number. */
  readonly #keys: readonly number[][];

  constructor({ event, window, max }: ListRequest, chunk: Chunk, shape: RunShape) {
    this.event = event;
    this.window = shape.windowOf(window);
    this.#max = max;
    this.#chunk = chunk;
    this.#lanes = Array.from({ length: chunk.lanes }, () => ({ steps: [], elements: [] }));
    this.#keys = this.#lanes.map(() => []);
  }

  /** `entries`: (step within the slice, slot) pairs; those of padding slots are dropped. */
  take(entries: Uint32Array, firstStep: number): void {
    const slots = slotsOf(this.#chunk);
    const { size } = this.#chunk;
    const { first, end } = this.window;
    for (let place = 0; place < entries.length; place += 2) {
      const step = firstStep + entries[place]!;
      const slot = entries[place + 1]!;
      if (slot < slots && step >= first && step < end) this.#keys[Math.floor(slot / size)]!.push(entries[place]! * size + (slot % size));
    }
  }

  endSlice(firstStep: number): void {
    const { size } = this.#chunk;
    this.#keys.forEach((keys, lane) => {
      const { steps, elements } = this.#lanes[lane]!;
      if (keys.length === 0) return;
      if (steps.length <= this.#max) {
        for (const key of Float64Array.from(keys).sort()) {
          steps.push(firstStep + Math.floor(key / size));
          elements.push(key % size);
        }
      }
      keys.length = 0;
    });
  }

  /** More than the output may hold: at least one too many, but perhaps not all. */
  of(lane: number): { readonly steps: readonly number[]; readonly elements: readonly number[] } {
    return this.#lanes[lane]!;
  }
}
