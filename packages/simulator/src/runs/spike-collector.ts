// Gathers the occurrences of an event by lane, in the order outputs want them: by step, then by element.
//
// A slice delivers them block by block, within a block by step, within a step by slot, in one go or several. Where a lane has one element that is
// the order wanted, lane by lane. Else the slice is sorted by step, and what happened in one step keeps its order, which is by slot. Slices
// follow each other in time. A lane that has more than its output may hold is not gathered further: its trial fails (IDENTITY 12), the others go on.

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
  /** Of the slice, in the order of arrival. */
  readonly #steps: number[] = [];
  readonly #slots: number[] = [];

  constructor({ event, window, max }: ListRequest, chunk: Chunk, shape: RunShape) {
    this.event = event;
    this.window = shape.windowOf(window);
    this.#max = max;
    this.#chunk = chunk;
    this.#lanes = Array.from({ length: chunk.lanes }, () => ({ steps: [], elements: [] }));
  }

  /** `entries`: (step within the slice, slot) pairs; those of padding slots are dropped. */
  take(entries: Uint32Array, firstStep: number): void {
    const slots = slotsOf(this.#chunk);
    const { first, end } = this.window;
    for (let place = 0; place < entries.length; place += 2) {
      const step = firstStep + entries[place]!;
      const slot = entries[place + 1]!;
      if (slot >= slots || step < first || step >= end) continue;
      if (this.#chunk.size === 1) this.#keep(step, slot);
      else {
        this.#steps.push(step);
        this.#slots.push(slot);
      }
    }
  }

  /** All of the slice has been taken. */
  endSlice(): void {
    for (const place of placesByStep(this.#steps)) this.#keep(this.#steps[place]!, this.#slots[place]!);
    this.#steps.length = 0;
    this.#slots.length = 0;
  }

  /** More than the output may hold: at least one too many, but perhaps not all. */
  of(lane: number): { readonly steps: readonly number[]; readonly elements: readonly number[] } {
    return this.#lanes[lane]!;
  }

  #keep(step: number, slot: number): void {
    const { size } = this.#chunk;
    const lane = Math.floor(slot / size);
    const { steps, elements } = this.#lanes[lane]!;
    if (steps.length > this.#max) return;
    steps.push(step);
    elements.push(slot - lane * size);
  }
}

/** Counting sort: as fast as there are steps and entries, and stable. */
function placesByStep(steps: readonly number[]): Uint32Array {
  const sorted = new Uint32Array(steps.length);
  if (steps.length === 0) return sorted;
  const first = steps.reduce((least, step) => Math.min(least, step));
  const last = steps.reduce((greatest, step) => Math.max(greatest, step));
  const next = new Uint32Array(last - first + 2);
  for (const step of steps) next[step - first + 1]! += 1;
  for (let index = 1; index < next.length; index++) next[index]! += next[index - 1]!;
  steps.forEach((step, place) => {
    sorted[next[step - first]!++] = place;
  });
  return sorted;
}
