// A program as a kernel: `run` of abi.ts.
//
//   load pointers; compute what is uniform
//   for each block:
//     load its arrays; compute what is fixed for a slot; return the block's number if an assumption does not hold
//     load its states and counts
//     for each step:
//       at the first, and where the step is even: compute what depends on the pair of steps
//       compute what depends on the step, operation by operation, each for all vectors of the block (that is the interleaving)
//       count the spikes; where any slot of the block spikes, note first spikes and append to the spike buffer
//       replace all states at once
//     store its states and counts
//
// Every node has one local a vector, or one for all where it does not depend on the slot; a local is handed on after its node's last use, so
// that the function stays small. Constants are nodes, too: set once, before the loops. Counts of events are drawn by helper functions.

import {
  ENTRIES_PER_TABLE,
  SLOTS_PER_VECTOR,
  TABLE_COUNTS,
  TABLE_ENTRY_SIZE_BYTES,
  TABLE_FIRST_SPIKES,
  TABLE_NEXT_SPIKE,
  TABLE_UNIFORMS,
  type TablePlaces,
  tablePlaces,
  VECTOR_SIZE_BYTES,
} from "../abi.js";
import type { KernelLayout } from "../compiled-model.js";
import { liveNodes } from "../ir/live-nodes.js";
import type { Node, Program } from "../ir/program.js";
import { COUNT_ARGUMENTS, type CountOperation, countFunction } from "./emit-count.js";
import { type LookupTable, pushLookup } from "./emit-lookup.js";
import { emitOperation } from "./emit-operation.js";
import { PhiloxEmitter, pushWords, setPair } from "./emit-philox.js";
import { emitSpikeRecording } from "./emit-spike-recording.js";
import { FunctionWriter } from "./function-writer.js";
import { encodeModule, RUN_PARAMETERS } from "./module.js";
import { NodeLocals } from "./node-locals.js";

/** No local: what a kernel does not need has none. */
const NONE = -1;
/** Locals of `run`'s parameters. */
const [TABLE, BLOCK, BLOCKS, FIRST_STEP, STEPS] = [0, 1, 2, 3, 4] as const;

export function emitKernel(program: Program, layout: KernelLayout, interleave: number): Uint8Array<ArrayBuffer> {
  const code = new FunctionWriter(RUN_PARAMETERS, "i32");
  const helpers = helpersOf(program);
  new KernelEmitter(code, program, layout, interleave, helpers).emit();
  return encodeModule([code, ...helpers.map(countFunction)]);
}

/** Helper number k is function k + 1 of the module. */
function helpersOf(program: Program): readonly CountOperation[] {
  const operations = new Set(liveNodes(program).map((id) => program.nodes[id]!.operation));
  return (["poisson", "binomial"] as const).filter((operation) => operations.has(operation));
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
  readonly #helpers: readonly CountOperation[];
  readonly #places: TablePlaces;

  readonly #offset: number;
  readonly #address: number;
  readonly #step: number;
  readonly #stepsLeft: number;
  readonly #nextSpike: number;
  readonly #bits: number;
  readonly #pointers: readonly number[];
  readonly #tables: readonly LookupTable[];
  /** A mask: all ones where the step is odd. */
  readonly #oddStep: number;
  /** Words of ⌊step/2⌋. */
  readonly #pair: { readonly low: number; readonly high: number };
  /** Words of the pair of another clock, while they are used. */
  readonly #otherPair: { readonly low: number; readonly high: number };
  readonly #philox: PhiloxEmitter | undefined;
  readonly #usesParity: boolean;
  readonly #countsPointer: number;
  readonly #firstSpikesPointer: number;
  readonly #states: readonly (readonly number[])[];
  readonly #counts: readonly number[];
  readonly #firstSpikes: readonly number[];

  constructor(code: FunctionWriter, program: Program, layout: KernelLayout, interleave: number, helpers: readonly CountOperation[]) {
    this.#code = code;
    this.#helpers = helpers;
    this.#places = tablePlaces(layout);
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
    const offsets = layout.tables.length > 0 ? code.local("v128") : NONE;
    this.#tables = layout.tables.map(() => ({ address: code.local("i32"), lastIndex: code.local("i32"), offsets }));
    this.#philox = this.#has((node) => node.operation === "philox") ? new PhiloxEmitter(code) : undefined;
    this.#usesParity = this.#philox !== undefined || this.#has((node) => node.operation === "oddStep");
    this.#oddStep = this.#usesParity ? code.local("v128") : NONE;
    this.#pair = this.#philox === undefined ? { low: NONE, high: NONE } : { low: code.local("i32"), high: code.local("i32") };
    const hasClocks = this.#has(({ operation, arguments: uses }) => operation === "philox" && uses.length > 2);
    this.#otherPair = hasClocks ? { low: code.local("i32"), high: code.local("i32") } : { low: NONE, high: NONE };
    this.#locals = new NodeLocals(program, this.#live, interleave, () => code.local("v128"), this.#fixedLocals());
  }

  emit(): void {
    const code = this.#code;
    this.#loadPointers();
    this.#philox?.prepare();
    this.#compute((node) => !node.dependsOnSlot && node.rate === "call");
    code.emit("block", "loop");
    code.get(BLOCK, BLOCKS).emit("i32GeU").branch("brIf", 1);
    code
      .get(BLOCK)
      .i32(this.#interleave * VECTOR_SIZE_BYTES)
      .emit("i32Mul")
      .set(this.#offset);
    this.#compute((node) => node.dependsOnSlot && node.rate === "call");
    this.#checkAssumptions();
    this.#moveStates("load");
    this.#steps();
    this.#moveStates("store");
    code.get(BLOCK).i32(1).emit("i32Add").set(BLOCK).branch("br", 0).emit("end", "end");
    this.#leave();
  }

  #has(isWanted: (node: Node) => boolean): boolean {
    return this.#live.some((id) => isWanted(this.#program.nodes[id]!));
  }

  /** Locals that the nodes' values are in already. */
  #fixedLocals(): ReadonlyMap<number, readonly number[]> {
    const fixed = new Map<number, readonly number[]>();
    for (const id of this.#live) {
      const { operation, input } = this.#program.nodes[id]!;
      if (operation === "oddStep") fixed.set(id, [this.#oddStep]);
      if (input?.kind === "state") fixed.set(id, this.#states[input.index]!);
    }
    return fixed;
  }

  #loadPointers(): void {
    const load = (entry: number, local: number) =>
      this.#code
        .get(TABLE)
        .access("i32Load", entry * TABLE_ENTRY_SIZE_BYTES)
        .set(local);
    this.#pointers.forEach((pointer, index) => {
      load(this.#places.arrays + index, pointer);
    });
    this.#tables.forEach(({ address, lastIndex }, index) => {
      load(this.#places.tables + ENTRIES_PER_TABLE * index, address);
      load(this.#places.tables + ENTRIES_PER_TABLE * index + 1, lastIndex);
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
      switch (node.operation) {
        case "input":
          this.#input(id, node);
          break;
        case "constant":
          this.#code.constant(node.value!).set(this.#locals.allocate(id)[0]!);
          break;
        case "oddStep":
          break;
        case "philox":
          this.#block(id, node);
          break;
        default:
          this.#operation(id, node);
      }
    }
  }

  #operation(id: number, node: Node): void {
    const sources = node.arguments.map((argument) => this.#halfOf(node, this.#locals.of(argument)));
    this.#locals.release(id);
    this.#locals.allocate(id).forEach((target, vector) => {
      this.#push(
        node,
        sources.map((source) => source[vector] ?? source[0]!),
      );
      this.#code.set(target);
    });
  }

  /** A uniform is of the first or second half of a block's locals. */
  #halfOf({ operation }: Node, locals: readonly number[]): readonly number[] {
    if (operation === "firstUniform") return locals.slice(0, locals.length / 2);
    return operation === "secondUniform" ? locals.slice(locals.length / 2) : locals;
  }

  /** Pushes what a node comes to in one vector. */
  #push(node: Node, sources: readonly number[]): void {
    const code = this.#code;
    switch (node.operation) {
      case "words":
        pushWords(code, sources[0]!, sources[1]!);
        return;
      case "firstUniform":
      case "secondUniform":
        this.#philox!.pushUniform(sources[0]!);
        return;
      case "lookup":
        pushLookup(code, sources[0]!, this.#tables[node.table!]!);
        return;
      case "poisson":
      case "binomial":
        this.#pushCount(node.operation, sources);
        return;
      case "select":
        // `select` has its condition first; v128.bitselect wants it last.
        code.get(sources[1]!, sources[2]!, sources[0]!);
        break;
      default:
        code.get(...sources);
    }
    emitOperation(code, node.operation);
  }

  #pushCount(operation: CountOperation, sources: readonly number[]): void {
    const length = COUNT_ARGUMENTS[operation];
    const pair = this.#pairOf(sources[length]);
    this.#code.get(pair.low, pair.high, ...sources.slice(0, length)).call(1 + this.#helpers.indexOf(operation));
  }

  /** The words of the pair that counts: of the steps, unless a local has another clock's. */
  #pairOf(other: number | undefined): { readonly low: number; readonly high: number } {
    if (other === undefined) return this.#pair;
    this.#code.get(other).extractWord(0).set(this.#otherPair.low);
    this.#code.get(other).extractWord(2).set(this.#otherPair.high);
    return this.#otherPair;
  }

  #block(id: number, node: Node): void {
    const [keys, counters, pairs] = node.arguments.map((argument) => this.#locals.of(argument));
    this.#locals.release(id);
    const targets = this.#locals.allocate(id);
    const count = targets.length / 2;
    const vectors = targets.slice(0, count).map((even, vector) => ({
      key: keys![vector] ?? keys![0]!,
      counter: counters![vector] ?? counters![0]!,
      even,
      odd: targets[count + vector]!,
    }));
    this.#philox!.blocks(vectors, this.#pairOf(pairs?.[0]));
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
    if (this.#usesParity) this.#setOddStep();
    code.emit("loop");
    if (this.#philox !== undefined) {
      code.get(STEPS, this.#stepsLeft).emit("i32Eq").get(this.#oddStep).emit("v128AnyTrue", "i32Eqz", "i32Or", "if");
      setPair(code, this.#step, this.#pair);
      this.#compute(({ rate }) => rate === "pair");
      code.emit("end");
    }
    this.#compute(({ rate }) => rate === "step");
    if (this.#countsSpikes) this.#spikes();
    this.#replaceStates();
    code.get(this.#step).f64(1).emit("f64Add").set(this.#step);
    if (this.#usesParity) code.get(this.#oddStep).emit("v128Not").set(this.#oddStep);
    code.get(this.#stepsLeft).i32(1).emit("i32Sub").tee(this.#stepsLeft).branch("brIf", 0);
    code.emit("end");
  }

  #setOddStep(): void {
    const code = this.#code;
    code.i32(0).get(FIRST_STEP).emit("i64TruncSatF64U", "i32WrapI64").i32(1).emit("i32And", "i32Sub", "i32x4Splat").set(this.#oddStep);
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
