// What a group records while it runs: takes it out of the kernel's buffers, slice by slice, and hands it to those that gather it.
//
//   begin ──▶ (the kernel runs; where a buffer is full: drain, and it goes on)* ──▶ end

import type { RequiredRecordings } from "../outputs/required-recordings.js";
import { BinCollector } from "./bin-collector.js";
import type { Chunk } from "./lane-values.js";
import type { RunShape } from "./plan-run.js";
import type { RecordingBuffers } from "./recording-buffers.js";
import { SpikeCollector } from "./spike-collector.js";
import { TraceCollector } from "./trace-collector.js";

/** A call of the kernel, or several that make up for one. */
export interface Slice {
  readonly firstStep: number;
  readonly steps: number;
  /** Of the kernel that runs it. */
  readonly slotsInBlock: number;
}

export class GroupRecordings {
  readonly lists: readonly SpikeCollector[];
  readonly bins: readonly BinCollector[];
  readonly traces: readonly TraceCollector[];
  readonly maxSliceSteps: number;
  readonly #events: readonly string[];
  readonly #buffers: RecordingBuffers;
  #firstStep = 0;

  constructor({ lists, bins, traces, events }: RequiredRecordings, chunk: Chunk, shape: RunShape, buffers: RecordingBuffers) {
    this.lists = lists.map((request) => new SpikeCollector(request, chunk, shape));
    this.bins = bins.map((request) => new BinCollector(request, chunk, shape));
    this.traces = traces.map((request) => new TraceCollector(request, chunk, shape));
    this.maxSliceSteps = buffers.maxSliceSteps(traces.map(({ everySteps }) => everySteps));
    this.#events = events;
    this.#buffers = buffers;
  }

  begin(slice: Slice): void {
    this.#firstStep = slice.firstStep;
    this.traces.forEach((trace, index) => {
      this.#buffers.schedule(index, trace.begin(slice));
    });
  }

  /** Empties the buffers. */
  drain(): void {
    this.#events.forEach((event, index) => {
      const entries = this.#buffers.occurrences(index);
      for (const collector of [...this.lists, ...this.bins]) if (collector.event === event) collector.take(entries, this.#firstStep);
    });
    this.traces.forEach((trace, index) => {
      trace.take(this.#buffers.samples(index));
    });
    this.#buffers.empty();
  }

  end(): void {
    this.drain();
    for (const list of this.lists) list.endSlice();
  }
}
