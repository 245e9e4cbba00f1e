// A program as a kernel: `run` of abi.ts.
//
//   load pointers; compute what is uniform
//   for each block:
//     load its arrays; compute what is fixed for a slot; stop here if an assumption does not hold or a buffer has no room
//     load its states and counts
//     for each step:
//       at the first, and where the step is even: compute what depends on the pair of steps
//       compute what depends on the step
//       count the spikes; record events where they happen, and samples where they are due
//       replace all states at once
//     store its states and counts

import {
  STOPPED_BY,
  TABLE_COUNTS,
  TABLE_ENTRY_SIZE_BYTES,
  TABLE_FIRST_SPIKES,
  TABLE_STOP,
  TABLE_UNIFORMS,
  tablePlaces,
  VECTOR_SIZE_BYTES,
} from "../abi.js";
import type { KernelLayout } from "../compiled-model.js";
import { type LiveNodes, liveNodes } from "../ir/live-nodes.js";
import type { Program } from "../ir/program.js";
import { type CountOperation, countFunction } from "./emit-count.js";
import { NodeEmitter } from "./emit-nodes.js";
import { RecordingEmitter } from "./emit-recordings.js";
import { FunctionWriter } from "./function-writer.js";
import { encodeModule, RUN_PARAMETERS } from "./module.js";

/** Locals of `run`'s parameters. */
const [TABLE, BLOCK, BLOCKS, FIRST_STEP, STEPS] = [0, 1, 2, 3, 4] as const;

export function emitKernel(program: Program, layout: KernelLayout, interleave: number): Uint8Array<ArrayBuffer> {
  const code = new FunctionWriter(RUN_PARAMETERS, "i32");
  const live = liveNodes(program);
  const helpers = helpersOf(program, live);
  new KernelEmitter(code, program, layout, live, interleave, helpers).emit();
  return encodeModule([code, ...helpers.map(countFunction)]);
}

function helpersOf(program: Program, { always, sampled }: LiveNodes): readonly CountOperation[] {
  const operations = new Set([...always, ...sampled].map((id) => program.nodes[id]!.operation));
  return (["poisson", "binomial"] as const).filter((operation) => operations.has(operation));
}

class KernelEmitter {
  readonly #code: FunctionWriter;
  readonly #program: Program;
  readonly #layout: KernelLayout;
  readonly #interleave: number;
  readonly #nodes: NodeEmitter;
  readonly #recordings: RecordingEmitter;
  readonly #countsSpikes: boolean;

  readonly #offset: number;
  readonly #uniforms: number;
  readonly #step: number;
  readonly #stepsLeft: number;
  /** Of the arrays and states. */
  readonly #pointers: readonly number[];
  readonly #countsPointer: number;
  readonly #firstSpikesPointer: number;
  readonly #states: readonly (readonly number[])[];
  readonly #counts: readonly number[];
  readonly #firstSpikes: readonly number[];

  constructor(
    code: FunctionWriter,
    program: Program,
    layout: KernelLayout,
    live: LiveNodes,
    interleave: number,
    helpers: readonly CountOperation[],
  ) {
    const vectors = () => Array.from({ length: interleave }, () => code.local("v128"));
    this.#code = code;
    this.#program = program;
    this.#layout = layout;
    this.#interleave = interleave;
    this.#countsSpikes = program.nodes[program.spike]!.operation !== "false";
    this.#offset = code.local("i32");
    this.#uniforms = code.local("i32");
    this.#stepsLeft = code.local("i32");
    this.#pointers = [...layout.arrays, ...layout.states].map(() => code.local("i32"));
    this.#countsPointer = code.local("i32");
    this.#firstSpikesPointer = code.local("i32");
    this.#step = code.local("f64");
    this.#states = layout.states.map(vectors);
    this.#counts = vectors();
    this.#firstSpikes = vectors();
    const run = { table: TABLE, block: BLOCK, steps: STEPS, stepsLeft: this.#stepsLeft, step: this.#step, firstSpikes: this.#firstSpikes };
    this.#recordings = new RecordingEmitter(code, program, layout, run);
    const sources = { uniforms: this.#uniforms, arrays: this.#pointers, offset: this.#offset, states: this.#states, step: this.#step };
    this.#nodes = new NodeEmitter(code, program, layout, live, interleave, sources, helpers);
  }

  emit(): void {
    const code = this.#code;
    this.#loadPointers();
    this.#nodes.computeUniforms();
    code.emit("block", "loop");
    code.get(BLOCK, BLOCKS).emit("i32GeU").branch("brIf", 1);
    code
      .get(BLOCK)
      .i32(this.#interleave * VECTOR_SIZE_BYTES)
      .emit("i32Mul")
      .set(this.#offset);
    this.#nodes.computeFixed();
    this.#checkAssumptions();
    if (this.#recordings.hasBuffers) {
      this.#recordings.pushIsFull();
      this.#stopIf(STOPPED_BY.buffer);
      this.#recordings.enterBlock();
    }
    this.#moveStates("load");
    this.#steps();
    this.#moveStates("store");
    code.get(BLOCK).i32(1).emit("i32Add").set(BLOCK).branch("br", 0).emit("end", "end");
    this.#leave();
  }

  #loadPointers(): void {
    const load = (entry: number, local: number) =>
      void this.#code
        .get(TABLE)
        .access("i32Load", entry * TABLE_ENTRY_SIZE_BYTES)
        .set(local);
    const { arrays } = tablePlaces(this.#layout);
    this.#pointers.forEach((pointer, index) => {
      load(arrays + index, pointer);
    });
    load(TABLE_COUNTS, this.#countsPointer);
    load(TABLE_FIRST_SPIKES, this.#firstSpikesPointer);
    load(TABLE_UNIFORMS, this.#uniforms);
    this.#nodes.loadPointers(load);
    this.#recordings.loadPointers(load);
  }

  /** Hands the buffers' ends back and pushes the block that was reached. */
  #leave(): void {
    this.#recordings.storePointers();
    this.#code.get(BLOCK);
  }

  #checkAssumptions(): void {
    const [first, ...rest] = this.#program.assumptions.flatMap((mask) => this.#nodes.of(mask));
    if (first === undefined) return;
    this.#code.get(first);
    for (const mask of rest) this.#code.get(mask).emit("v128And");
    this.#code.emit("i64x2AllTrue", "i32Eqz");
    this.#stopIf(STOPPED_BY.assumption);
  }

  /** Before this block, where the condition on the stack holds. */
  #stopIf(reason: number): void {
    const code = this.#code.emit("if").get(TABLE).i32(reason);
    code.access("i32Store", TABLE_STOP * TABLE_ENTRY_SIZE_BYTES);
    this.#leave();
    code.emit("return", "end");
  }

  #moveStates(direction: "load" | "store"): void {
    const move = (pointer: number, locals: readonly number[]) =>
      locals.forEach((local, vector) => {
        this.#code.get(pointer, this.#offset).emit("i32Add");
        if (direction === "load") this.#code.access("v128Load", vector * VECTOR_SIZE_BYTES).set(local);
        else this.#code.get(local).access("v128Store", vector * VECTOR_SIZE_BYTES);
      });
    this.#states.forEach((locals, index) => {
      move(this.#pointers[this.#layout.arrays.length + index]!, locals);
    });
    if (this.#countsSpikes) move(this.#countsPointer, this.#counts);
    if (this.#layout.recordings.firstSpike) move(this.#firstSpikesPointer, this.#firstSpikes);
  }

  #steps(): void {
    const code = this.#code;
    const of = (id: number) => this.#nodes.of(id);
    code.get(FIRST_STEP).set(this.#step).get(STEPS).set(this.#stepsLeft);
    this.#nodes.beforeSteps(FIRST_STEP);
    code.emit("loop");
    this.#nodes.computeStep(() => code.get(STEPS, this.#stepsLeft).emit("i32Eq"));
    if (this.#countsSpikes) this.#countSpikes();
    this.#recordings.occurrences(of);
    this.#recordings.samples(of, () => this.#nodes.computeSampled());
    this.#replaceStates();
    this.#nodes.afterStep();
    code.get(this.#step).f64(1).emit("f64Add").set(this.#step);
    code.get(this.#stepsLeft).i32(1).emit("i32Sub").tee(this.#stepsLeft).branch("brIf", 0);
    code.emit("end");
  }

  /** A lane that spikes is −1 as an i64, so subtracting the condition counts it. */
  #countSpikes(): void {
    const code = this.#code;
    const found = this.#nodes.of(this.#program.spike);
    this.#counts.forEach((count, vector) => {
      code
        .get(count, found[vector] ?? found[0]!)
        .emit("i64x2Sub")
        .set(count);
    });
  }

  /** All new values are read before any is written: one may be another's old value. */
  #replaceStates(): void {
    for (let vector = 0; vector < this.#interleave; vector++) {
      const changed = this.#states.flatMap((locals, index) => {
        const source = this.#nodes.of(this.#program.next[index]!);
        const from = source[vector] ?? source[0]!;
        return from === locals[vector] ? [] : [{ from, to: locals[vector]! }];
      });
      for (const { from } of changed) this.#code.get(from);
      for (const { to } of changed.toReversed()) this.#code.set(to);
    }
  }
}
