// Samples of one variable at the start of a window's first step and of every `everySteps`-th after it, lane by lane.
//
// A kernel delivers them for whole blocks of slots, and only for blocks that hold a traced element: block by block, within a block by step. What
// belongs to other elements or to padding is dropped.

import { type MeasuredSteps, samplesIn } from "@spikefarm/equations";
import type { TraceRequest } from "../outputs/required-recordings.js";
import { type Chunk, slotsOf } from "./lane-values.js";
import type { RunShape } from "./plan-run.js";
import type { BlocksRun } from "./recording-buffers.js";

export class TraceCollector {
  readonly request: TraceRequest;
  readonly window: MeasuredSteps;
  readonly #chunk: Chunk;
  /** By element: where it stands among those that are kept; −1 for the others. */
  readonly #places: Int32Array;
  readonly #kept: number;
  readonly #samples: number;
  readonly #values: Float64Array;

  constructor(request: TraceRequest, chunk: Chunk, { windowOf }: RunShape) {
    this.request = request;
    this.window = windowOf(request.window);
    this.#chunk = chunk;
    this.#samples = samplesIn(this.window, request.everySteps);
    const elements = [...new Set(elementsOf(request, chunk))];
    this.#places = new Int32Array(chunk.size).fill(-1);
    elements.forEach((element, place) => {
      this.#places[element] = place;
    });
    this.#kept = elements.length;
    this.#values = new Float64Array(chunk.lanes * this.#kept * this.#samples);
  }

  /** The first step that is sampled in a call (Infinity: none), which sample it is, and how many there are. */
  samplesIn({ firstStep, steps }: BlocksRun): { readonly first: number; readonly number: number; readonly count: number } {
    const { everySteps } = this.request;
    const { first, end } = this.window;
    const number = Math.max(0, Math.ceil((firstStep - first) / everySteps));
    const step = first + number * everySteps;
    const count = Math.max(0, Math.ceil((Math.min(end, firstStep + steps) - step) / everySteps));
    return { first: count === 0 ? Number.POSITIVE_INFINITY : step, number, count };
  }

  /** Notes which blocks hold a traced element. */
  flagBlocks(flags: Int32Array, slotsInBlock: number): void {
    flags.fill(0);
    const slots = slotsOf(this.#chunk);
    for (let slot = 0; slot < slots; slot++) {
      if (this.#places[slot % this.#chunk.size]! >= 0) flags[Math.floor(slot / slotsInBlock)] = 1;
    }
  }

  /** `values`: of the traced blocks among those of the run. */
  take(values: Float64Array, run: BlocksRun): void {
    const { number, count } = this.samplesIn(run);
    let at = 0;
    for (let block = run.from; block < run.to && at < values.length; block++) {
      if (this.#takeBlock(values.subarray(at, at + count * run.slotsInBlock), block, run.slotsInBlock, number))
        at += count * run.slotsInBlock;
    }
  }

  /** Whether the block is traced. */
  #takeBlock(values: Float64Array, block: number, slotsInBlock: number, firstSample: number): boolean {
    const { size } = this.#chunk;
    const count = values.length / slotsInBlock;
    let isTraced = false;
    for (let place = 0; place < slotsInBlock; place++) {
      const slot = block * slotsInBlock + place;
      const kept = this.#places[slot % size]!;
      if (kept < 0 || slot >= slotsOf(this.#chunk)) continue;
      isTraced = true;
      const row = (Math.floor(slot / size) * this.#kept + kept) * this.#samples + firstSample;
      for (let sample = 0; sample < count; sample++) this.#values[row + sample] = values[sample * slotsInBlock + place]!;
    }
    return isTraced;
  }

  /** One row an element that was asked for, row-major. */
  of(lane: number): Float64Array {
    const elements = elementsOf(this.request, this.#chunk);
    const rows = new Float64Array(elements.length * this.#samples);
    elements.forEach((element, row) => {
      const at = (lane * this.#kept + this.#places[element]!) * this.#samples;
      rows.set(this.#values.subarray(at, at + this.#samples), row * this.#samples);
    });
    return rows;
  }
}

const elementsOf = ({ elements }: TraceRequest, { size }: Chunk): readonly number[] =>
  elements === "all" ? [...Array(size).keys()] : elements;
