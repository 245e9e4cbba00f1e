// Gathers recorded spikes by lane, in the order outputs want them: by step, then by element.
//
// A slice delivers them block by block. Within a slice they are sorted by (step, element) as one number; slices follow each other in time.
// A lane that has more spikes than an output may hold is not gathered further: its trial fails (IDENTITY 12), the others go on.

import { MAX_OUTPUT_ITEMS } from "../outputs/evaluate-outputs.js";
import { type Chunk, slotsOf } from "./lane-values.js";

interface LaneSpikes {
  readonly steps: number[];
  readonly elements: number[];
}

export class SpikeCollector {
  readonly #chunk: Chunk;
  #lanes: readonly LaneSpikes[] = [];

  constructor(chunk: Chunk) {
    this.#chunk = chunk;
  }

  clear(): void {
    this.#lanes = [];
  }

  /** `entries`: (step within the slice, slot) pairs; those of padding slots are dropped. */
  take(entries: Uint32Array, firstStep: number): void {
    if (this.#lanes.length === 0) this.#lanes = Array.from({ length: this.#chunk.lanes }, () => ({ steps: [], elements: [] }));
    const slots = slotsOf(this.#chunk);
    const { size } = this.#chunk;
    const keys: number[][] = this.#lanes.map(() => []);
    for (let place = 0; place < entries.length; place += 2) {
      const slot = entries[place + 1]!;
      if (slot < slots) keys[Math.floor(slot / size)]!.push(entries[place]! * size + (slot % size));
    }
    keys.forEach((laneKeys, lane) => {
      const { steps, elements } = this.#lanes[lane]!;
      if (steps.length > MAX_OUTPUT_ITEMS) return;
      for (const key of Float64Array.from(laneKeys).sort()) {
        steps.push(firstStep + Math.floor(key / size));
        elements.push(key % size);
      }
    });
  }

  isOverflown(lane: number): boolean {
    return this.of(lane).steps.length > MAX_OUTPUT_ITEMS;
  }

  of(lane: number): { readonly steps: readonly number[]; readonly elements: readonly number[] } {
    return this.#lanes[lane] ?? { steps: [], elements: [] };
  }
}
