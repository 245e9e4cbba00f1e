// A program as a kernel: `run` of abi.ts.
//
//   load pointers; compute what is uniform
//   for each block:
//     load its arrays; compute what is fixed for a slot; return the block's number if an assumption does not hold
//     load its states and counts
//     for each step:
//       compute what depends on the step, operation by operation, each for all vectors of the block (that is the interleaving)
//       count the spikes; where any slot of the block spikes, note first spikes and append to the spike buffer
//       replace all states at once
//     store its states and counts
//
// Every node has one local a vector, or one for all where it does not depend on the slot; a local is handed on after its node's last use, so
// that the function stays small. Constants are nodes, too: set once, before the loops.

import {
  SLOTS_PER_VECTOR,
  TABLE_ARRAYS,
  TABLE_COUNTS,
  TABLE_ENTRY_SIZE_BYTES,
  TABLE_FIRST_SPIKES,
  TABLE_NEXT_SPIKE,
  TABLE_UNIFORMS,
  VECTOR_SIZE_BYTES,
} from "../abi.js";
import type { KernelLayout } from "../compiled-model.js";
import { liveNodes } from "../ir/live-nodes.js";
import type { Node, Program } from "../ir/program.js";
import { emitOperation } from "./emit-operation.js";
import { emitSpikeRecording } from "./emit-spike-recording.js";
import { FunctionWriter } from "./function-writer.js";
import { encodeModule, RUN_PARAMETERS } from "./module.js";
import { NodeLocals } from "./node-locals.js";

/** Locals of `run`'s parameters. */
const [TABLE, BLOCK, BLOCKS, FIRST_STEP, STEPS] = [0, 1, 2, 3, 4] as const;

export function emitKernel(program: Program, layout: KernelLayout, interleave: number): Uint8Array<ArrayBuffer> {
  const code = new FunctionWriter(RUN_PARAMETERS.length);
  new KernelEmitter(code, program, layout, interleave).emit();
  return encodeModule(code);
}

class KernelEmitter {
  readonly #code: FunctionWriter;
  readonly #program: Program;
  readonly #layout: KernelLayout;
  readonly #interleave: number;
  readonly #vectors: readonly number[];
  readonly #live: readonly number[];
  readonly #locals: NodeLocals;
  readonly #countsSpikes: boolean;

  readonly #offset: number;
  readonly #address: number;
  readonly #step: number;
  readonly #stepsLeft: number;
  readonly #nextSpike: number;
  readonly #bits: number;
  readonly #pointers: readonly number[];
  readonly #countsPointer: number;
  readonly #firstSpikesPointer: number;
  readonly #states: readonly (readonly number[])[];
  readonly #counts: readonly number[];
  readonly #firstSpikes: readonly number[];

  constructor(code: FunctionWriter, program: Program, layout: KernelLayout, interleave: number) {
    this.#code = code;
    this.#program = program;
    this.#layout = layout;
    this.#interleave = interleave;
    this.#vectors = [...Array(interleave).keys()];
    this.#live = liveNodes(program);
    this.#countsSpikes = program.nodes[program.spike]!.operation !== "false";
    this.#offset = code.local("i32");
    this.#address = code.local("i32");
    this.#stepsLeft = code.local("i32");
    this.#nextSpike = code.local("i32");
    this.#bits = code.local("i32");
    this.#pointers = [...layout.arrays, ...layout.states].map(() => code.local("i32"));
    this.#countsPointer = code.local("i32");
    this.#firstSpikesPointer = code.local("i32");
    this.#step = code.local("f64");
    this.#states = layout.states.map(() => this.#vectors.map(() => code.local("v128")));
    this.#counts = this.#vectors.map(() => code.local("v128"));
    this.#firstSpikes = this.#vectors.map(() => code.local("v128"));
    this.#locals = new NodeLocals(program, this.#live, interleave, () => code.local("v128"), this.#states);
  }

  emit(): void {
    const code = this.#code;
    this.#loadPointers();
    this.#compute((node) => !node.dependsOnSlot && !node.dependsOnStep);
    code.emit("block", "loop");
    code.get(BLOCK, BLOCKS).emit("i32GeU").branch("brIf", 1);
    code
      .get(BLOCK)
      .i32(this.#interleave * VECTOR_SIZE_BYTES)
      .emit("i32Mul")
      .set(this.#offset);
    this.#compute((node) => node.dependsOnSlot && !node.dependsOnStep);
    this.#checkAssumptions();
    this.#moveStates("load");
    this.#steps();
    this.#moveStates("store");
    code.get(BLOCK).i32(1).emit("i32Add").set(BLOCK).branch("br", 0).emit("end", "end");
    this.#leave();
  }

  #loadPointers(): void {
    const load = (entry: number, local: number) =>
      this.#code
        .get(TABLE)
        .access("i32Load", entry * TABLE_ENTRY_SIZE_BYTES)
        .set(local);
    this.#pointers.forEach((pointer, index) => {
      load(TABLE_ARRAYS + index, pointer);
    });
    load(TABLE_COUNTS, this.#countsPointer);
    load(TABLE_FIRST_SPIKES, this.#firstSpikesPointer);
    load(TABLE_NEXT_SPIKE, this.#nextSpike);
    load(TABLE_UNIFORMS, this.#address);
  }

  /** Hands the spike buffer's end back and returns the block that was reached. */
  #leave(): void {
    this.#code
      .get(TABLE, this.#nextSpike)
      .access("i32Store", TABLE_NEXT_SPIKE * TABLE_ENTRY_SIZE_BYTES)
      .get(BLOCK);
  }

  #compute(isWanted: (node: Node) => boolean): void {
    for (const id of this.#live) {
      const node = this.#program.nodes[id]!;
      if (!isWanted(node)) continue;
      if (node.operation === "input") this.#input(id, node);
      else if (node.operation === "constant") this.#code.constant(node.value!).set(this.#locals.allocate(id)[0]!);
      else this.#operation(id, node);
    }
  }

  #operation(id: number, node: Node): void {
    const sources = node.arguments.map((argument) => this.#locals.of(argument));
    // `select` has its condition first; v128.bitselect wants it last.
    if (node.operation === "select") sources.push(sources.shift()!);
    this.#locals.release(id);
    const targets = this.#locals.allocate(id);
    targets.forEach((target, vector) => {
      for (const source of sources) this.#code.get(source[vector] ?? source[0]!);
      emitOperation(this.#code, node.operation);
      this.#code.set(target);
    });
  }

  #input(id: number, { input }: Node): void {
    const code = this.#code;
    switch (input!.kind) {
      case "uniform":
        code.get(this.#address).access("v128Load64Splat", input!.index * 8);
        code.set(this.#locals.allocate(id)[0]!);
        break;
      case "array":
        this.#locals.allocate(id).forEach((local, vector) => {
          this.#pushAddress(this.#pointers[(input as { index: number }).index]!)
            .access("v128Load", vector * VECTOR_SIZE_BYTES)
            .set(local);
        });
        break;
      case "step":
        code.get(this.#step).emit("f64x2Splat");
        code.set(this.#locals.allocate(id)[0]!);
        break;
      case "state":
        break;
    }
  }

  /** Pushes a pointer moved to the block. */
  #pushAddress(pointer: number): FunctionWriter {
    return this.#code.get(pointer, this.#offset).emit("i32Add");
  }

  #checkAssumptions(): void {
    const [first, ...rest] = this.#program.assumptions.flatMap((mask) => this.#locals.of(mask));
    if (first === undefined) return;
    this.#code.get(first);
    for (const mask of rest) this.#code.get(mask).emit("v128And");
    this.#code.emit("i64x2AllTrue", "i32Eqz", "if");
    this.#leave();
    this.#code.emit("return", "end");
  }

  #moveStates(direction: "load" | "store"): void {
    const move = (pointer: number, locals: readonly number[]) =>
      locals.forEach((local, vector) => {
        this.#pushAddress(pointer);
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
    code.get(FIRST_STEP).set(this.#step).get(STEPS).set(this.#stepsLeft);
    code.emit("loop");
    this.#compute((node) => node.dependsOnStep);
    if (this.#countsSpikes) this.#spikes();
    this.#replaceStates();
    code.get(this.#step).f64(1).emit("f64Add").set(this.#step);
    code.get(this.#stepsLeft).i32(1).emit("i32Sub").tee(this.#stepsLeft).branch("brIf", 0);
    code.emit("end");
  }

  /** A lane that spikes is −1 as an i64, so subtracting the condition counts it. */
  #spikes(): void {
    const code = this.#code;
    const found = this.#locals.of(this.#program.spike);
    const spikes = this.#vectors.map((vector) => found[vector] ?? found[0]!);
    spikes.forEach((spike, vector) => {
      code.get(this.#counts[vector]!, spike).emit("i64x2Sub").set(this.#counts[vector]!);
    });
    emitSpikeRecording(code, this.#layout.recordings, {
      spikes,
      firstSpikes: this.#firstSpikes,
      step: this.#step,
      nextSpike: this.#nextSpike,
      bits: this.#bits,
      stepInCall: () => code.get(STEPS, this.#stepsLeft).emit("i32Sub"),
      slot: (vector, lane) =>
        code
          .get(BLOCK)
          .i32(this.#interleave * SLOTS_PER_VECTOR)
          .emit("i32Mul")
          .i32(vector * SLOTS_PER_VECTOR + lane)
          .emit("i32Add"),
    });
  }

  /** All new values are read before any is written: one may be another's old value. */
  #replaceStates(): void {
    for (const vector of this.#vectors) {
      const changed = this.#states.flatMap((locals, index) => {
        const source = this.#locals.of(this.#program.next[index]!);
        const from = source[vector] ?? source[0]!;
        return from === locals[vector] ? [] : [{ from, to: locals[vector]! }];
      });
      for (const { from } of changed) this.#code.get(from);
      for (const { to } of changed.toReversed()) this.#code.set(to);
    }
  }
}
