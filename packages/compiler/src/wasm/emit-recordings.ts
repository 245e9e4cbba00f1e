// What a kernel records besides its states: events as they happen, first spikes, and samples of traced values.
//
// Events are rare, so all of it stands behind one branch a block, step and event: taken where the event happens in any slot of the block. Behind
// it there is no further branch: an entry is written for every slot, and the next one goes over it unless the event has happened there.
//
// A trace's next sampling step is a local of the block, Infinity where no element of the block is traced; a sample is one comparison a step and, where
// it is due, the value of every slot. What nothing but traces needs is computed behind the same branch.

import {
  EVENT_ENTRIES,
  OCCURRENCE_SIZE_BYTES,
  SLOTS_PER_VECTOR,
  TABLE_ENTRY_SIZE_BYTES,
  type TablePlaces,
  TRACE_ENTRIES,
  tablePlaces,
  VECTOR_SIZE_BYTES,
} from "../abi.js";
import type { KernelLayout } from "../compiled-model.js";
import type { Program } from "../ir/program.js";
import type { FunctionWriter } from "./function-writer.js";

/** Locals of `run` that recording looks at. */
export interface RunLocals {
  readonly table: number;
  readonly block: number;
  readonly steps: number;
  readonly stepsLeft: number;
  /** f64. */
  readonly step: number;
  /** One a vector. */
  readonly firstSpikes: readonly number[];
}

interface Buffer {
  readonly next: number;
  readonly end: number;
}

interface TraceLocals extends Buffer {
  readonly blockSize: number;
  readonly schedule: number;
  readonly flags: number;
  /** f64: the step that is sampled next. */
  readonly due: number;
}

export class RecordingEmitter {
  readonly #code: FunctionWriter;
  readonly #program: Program;
  readonly #places: TablePlaces;
  readonly #run: RunLocals;
  readonly #slots: number;
  readonly #notesFirst: boolean;
  readonly #events: readonly Buffer[];
  readonly #traces: readonly TraceLocals[];
  readonly #bits: number;

  constructor(code: FunctionWriter, program: Program, layout: KernelLayout, run: RunLocals) {
    const address = () => code.local("i32");
    this.#code = code;
    this.#program = program;
    this.#places = tablePlaces(layout);
    this.#run = run;
    this.#slots = run.firstSpikes.length * SLOTS_PER_VECTOR;
    this.#notesFirst = layout.recordings.firstSpike && program.nodes[program.spike]!.operation !== "false";
    this.#events = program.recorded.map(() => ({ next: address(), end: address() }));
    this.#traces = program.traced.map(() => {
      const buffer = { next: address(), end: address() };
      return { ...buffer, blockSize: address(), schedule: address(), flags: address(), due: code.local("f64") };
    });
    this.#bits = address();
  }

  /** `load` brings an entry of the table into a local. */
  loadPointers(load: (entry: number, local: number) => void): void {
    this.#events.forEach(({ next, end }, index) => {
      load(this.#eventAt(index) + EVENT_ENTRIES.next, next);
      load(this.#eventAt(index) + EVENT_ENTRIES.end, end);
    });
    this.#traces.forEach(({ next, end, blockSize, schedule, flags }, index) => {
      const at = this.#traceAt(index);
      load(at + TRACE_ENTRIES.next, next);
      load(at + TRACE_ENTRIES.end, end);
      load(at + TRACE_ENTRIES.blockSizeBytes, blockSize);
      load(at + TRACE_ENTRIES.schedule, schedule);
      load(at + TRACE_ENTRIES.flags, flags);
    });
  }

  /** Hands the buffers' ends back. */
  storePointers(): void {
    const store = (entry: number, local: number) =>
      this.#code.get(this.#run.table, local).access("i32Store", entry * TABLE_ENTRY_SIZE_BYTES);
    this.#events.forEach(({ next }, index) => {
      store(this.#eventAt(index) + EVENT_ENTRIES.next, next);
    });
    this.#traces.forEach(({ next }, index) => {
      store(this.#traceAt(index) + TRACE_ENTRIES.next, next);
    });
  }

  get hasBuffers(): boolean {
    return this.#events.length + this.#traces.length > 0;
  }

  /** Pushes whether some buffer has no room for the block. */
  pushIsFull(): void {
    const code = this.#code;
    code.i32(0);
    for (const { next, end } of this.#events) {
      code.get(end, next).emit("i32Sub");
      code
        .get(this.#run.steps)
        .i32(this.#slots * OCCURRENCE_SIZE_BYTES)
        .emit("i32Mul")
        .i32(OCCURRENCE_SIZE_BYTES)
        .emit("i32Add", "i32LtU", "i32Or");
    }
    for (const trace of this.#traces) {
      code.get(trace.end, trace.next).emit("i32Sub").get(trace.blockSize).emit("i32LtU");
      this.#pushFlag(trace);
      code.i32(0).emit("i32Ne", "i32And", "i32Or");
    }
  }

  enterBlock(): void {
    const code = this.#code;
    for (const trace of this.#traces) {
      code.get(trace.schedule).access("f64Load", 0).f64(Number.POSITIVE_INFINITY);
      this.#pushFlag(trace);
      code.emit("select").set(trace.due);
    }
  }

  /** `spike` and `recorded`: a condition's locals, one a vector. */
  occurrences(of: (id: number) => readonly number[]): void {
    const code = this.#code;
    const { spike, recorded } = this.#program;
    const buffers = new Map<number, Buffer[]>(this.#notesFirst ? [[spike, []]] : []);
    recorded.forEach((event, index) => {
      buffers.set(event, [...(buffers.get(event) ?? []), this.#events[index]!]);
    });
    for (const [event, ofEvent] of buffers) {
      const [first, ...others] = of(event);
      code.get(first!);
      for (const vector of others) code.get(vector).emit("v128Or");
      code.emit("v128AnyTrue", "if");
      this.#run.firstSpikes.forEach((_, vector) => {
        const happens = of(event)[vector] ?? first!;
        if (event === spike && this.#notesFirst) this.#noteFirst(happens, vector);
        for (const { next } of ofEvent) this.#append(happens, vector, next);
      });
      code.emit("end");
    }
  }

  /** `compute` emits what nothing but traces needs. */
  samples(of: (id: number) => readonly number[], compute: () => void): void {
    const code = this.#code;
    if (this.#traces.length === 0) return;
    code.i32(0);
    for (const { due } of this.#traces) code.get(this.#run.step, due).emit("f64Eq", "i32Or");
    code.emit("if");
    compute();
    this.#traces.forEach((trace, index) => {
      code.get(this.#run.step, trace.due).emit("f64Eq", "if");
      this.#sample(trace, of(this.#program.traced[index]!));
      code.emit("end");
    });
    code.emit("end");
  }

  #sample({ next, schedule, due }: TraceLocals, values: readonly number[]): void {
    const code = this.#code;
    const vectors = this.#run.firstSpikes;
    vectors.forEach((_, vector) => {
      code.get(next, values[vector] ?? values[0]!).access("v128Store", vector * VECTOR_SIZE_BYTES);
    });
    code
      .get(next)
      .i32(vectors.length * VECTOR_SIZE_BYTES)
      .emit("i32Add")
      .set(next);
    code.get(due, schedule).access("f64Load", 8).emit("f64Add").set(due);
    code.get(due).f64(Number.POSITIVE_INFINITY).get(due, schedule).access("f64Load", 16).emit("f64Lt", "select").set(due);
  }

  /** first = happens and step < first ? step : first. */
  #noteFirst(happens: number, vector: number): void {
    const code = this.#code;
    const first = this.#run.firstSpikes[vector]!;
    const pushStep = () => code.get(this.#run.step).emit("f64x2Splat");
    pushStep().get(first);
    pushStep().get(first).emit("f64x2Lt").get(happens).emit("v128And", "v128Bitselect").set(first);
  }

  #append(happens: number, vector: number, next: number): void {
    const code = this.#code;
    const { steps, stepsLeft, block } = this.#run;
    code.get(happens).emit("i64x2Bitmask").set(this.#bits);
    for (let lane = 0; lane < SLOTS_PER_VECTOR; lane++) {
      code.get(next, steps, stepsLeft).emit("i32Sub").access("i32Store", 0);
      code.get(next, block).i32(this.#slots).emit("i32Mul");
      code
        .i32(vector * SLOTS_PER_VECTOR + lane)
        .emit("i32Add")
        .access("i32Store", 4);
      // The lane's bit, moved to where it is worth an entry's size.
      code
        .get(next, this.#bits)
        .i32(1 << lane)
        .emit("i32And");
      code
        .i32(OCCURRENCE_SIZE_BYTES >> lane)
        .emit("i32Mul", "i32Add")
        .set(next);
    }
  }

  #pushFlag({ flags }: TraceLocals): void {
    this.#code.get(flags, this.#run.block).i32(2).emit("i32Shl", "i32Add").access("i32Load", 0);
  }

  #eventAt(index: number): number {
    return this.#places.events + EVENT_ENTRIES.count * index;
  }

  #traceAt(index: number): number {
    return this.#places.traces + TRACE_ENTRIES.count * index;
  }
}
