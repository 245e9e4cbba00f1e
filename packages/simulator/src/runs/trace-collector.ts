// Gathers a trace: samples of one variable at the start of a window's first step and of every `everySteps`-th after it, lane by lane.
//
// The kernel samples whole blocks of slots, those that hold a traced element, and delivers a slice block by block, sample by sample:
//
//   values    [traced block][sample of the slice][slot of the block]
//   kept      [lane][element of the trace][sample of the window]

import { type MeasuredSteps, samplesIn } from "@spikefarm/equations";
import type { TraceRequest } from "../outputs/required-recordings.js";
import type { Slice } from "./group-recordings.js";
import { type Chunk, slotsOf } from "./lane-values.js";
import type { RunShape } from "./plan-run.js";
import type { TraceSchedule } from "./recording-buffers.js";

/** The blocks of a kernel that hold traced elements. */
interface TracedBlocks {
  readonly slotsInBlock: number;
  /** A block each: 1 where it is traced. */
  readonly flags: Uint32Array;
  /** Of each traced block, ascending: its traced slots, and the row of the kept values that each goes to. */
  readonly slots: readonly { readonly places: readonly number[]; readonly rows: readonly number[] }[];
}

export class TraceCollector {
  readonly request: TraceRequest;
  readonly window: MeasuredSteps;
  readonly #chunk: Chunk;
  readonly #elements: readonly number[];
  readonly #samples: number;
  readonly #values: Float64Array;
  #blocks: TracedBlocks | undefined;
  /** Of the slice. */
  #firstSample = 0;
  #samplesInSlice = 0;
  #nextBlock = 0;

  constructor(request: TraceRequest, chunk: Chunk, { windowOf }: RunShape) {
    this.request = request;
    this.window = windowOf(request.window);
    this.#chunk = chunk;
    this.#elements = request.elements === "all" ? [...Array(chunk.size).keys()] : request.elements;
    this.#samples = samplesIn(this.window, request.everySteps);
    this.#values = new Float64Array(chunk.lanes * this.#elements.length * this.#samples);
  }

  /** What the kernel is to sample in a slice. */
  begin({ firstStep, steps, slotsInBlock }: Slice): TraceSchedule {
    if (this.#blocks?.slotsInBlock !== slotsInBlock) this.#blocks = this.#tracedBlocks(slotsInBlock);
    const { first, end } = this.window;
    const { everySteps } = this.request;
    const samplesBefore = (step: number) => Math.ceil((Math.min(Math.max(step, first), end) - first) / everySteps);
    this.#firstSample = samplesBefore(firstStep);
    this.#samplesInSlice = samplesBefore(firstStep + steps) - this.#firstSample;
    this.#nextBlock = 0;
    return {
      first: this.#samplesInSlice === 0 ? Number.POSITIVE_INFINITY : first + this.#firstSample * everySteps,
      everySteps,
      end,
      blockSizeBytes: this.#samplesInSlice * slotsInBlock * Float64Array.BYTES_PER_ELEMENT,
      flags: this.#blocks.flags,
    };
  }

  /** The next traced blocks of the slice, whole ones. */
  take(values: Float64Array): void {
    const { slotsInBlock, slots } = this.#blocks!;
    const samples = this.#samplesInSlice;
    for (let block = 0; block < values.length; block += samples * slotsInBlock) {
      const { places, rows } = slots[this.#nextBlock++]!;
      for (let index = 0; index < places.length; index++) {
        const from = block + places[index]!;
        const to = rows[index]! * this.#samples + this.#firstSample;
        for (let sample = 0; sample < samples; sample++) this.#values[to + sample] = values[from + sample * slotsInBlock]!;
      }
    }
  }

  /** One row an element, row-major. */
  of(lane: number): Float64Array {
    const length = this.#elements.length * this.#samples;
    return this.#values.slice(lane * length, (lane + 1) * length);
  }

  #tracedBlocks(slotsInBlock: number): TracedBlocks {
    const found = new Map<number, { places: number[]; rows: number[] }>();
    for (let lane = 0; lane < this.#chunk.lanes; lane++) {
      this.#elements.forEach((element, row) => {
        const slot = lane * this.#chunk.size + element;
        const block = Math.floor(slot / slotsInBlock);
        const traced = found.get(block) ?? { places: [], rows: [] };
        found.set(block, traced);
        traced.places.push(slot % slotsInBlock);
        traced.rows.push(lane * this.#elements.length + row);
      });
    }
    const ascending = [...found.keys()].sort((a, b) => a - b);
    const flags = new Uint32Array(Math.ceil(slotsOf(this.#chunk) / slotsInBlock));
    for (const block of ascending) flags[block] = 1;
    return { slotsInBlock, flags, slots: ascending.map((block) => found.get(block)!) };
  }
}
