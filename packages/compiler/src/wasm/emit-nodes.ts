// The nodes of a program as instructions: each at its rate, operation by operation, and each for all vectors of the block before the next (that
// is the interleaving).
//
// Every node has one local a vector, or one for all where it does not depend on the slot (node-locals.ts). Constants are nodes, too: set
// once, before the loops. Counts of events are drawn by helper functions of the module.

import { ENTRIES_PER_TABLE, tablePlaces, VECTOR_SIZE_BYTES } from "../abi.js";
import type { KernelLayout } from "../compiled-model.js";
import type { LiveNodes } from "../ir/live-nodes.js";
import type { Mask, Node, Program } from "../ir/program.js";
import { COUNT_ARGUMENTS, type CountOperation } from "./emit-count.js";
import { type LookupTable, pushLookup } from "./emit-lookup.js";
import { emitOperation } from "./emit-operation.js";
import { PhiloxEmitter, pushWords, setPair } from "./emit-philox.js";
import type { FunctionWriter } from "./function-writer.js";
import { NodeLocals } from "./node-locals.js";

/** Locals that nodes read. */
export interface NodeSources {
  /** Address of the uniforms. */
  readonly uniforms: number;
  /** Addresses of the arrays, and how far the block is into each. */
  readonly arrays: readonly number[];
  readonly offset: number;
  /** One a vector each. */
  readonly states: readonly (readonly number[])[];
  /** f64. */
  readonly step: number;
}

/** Locals of two words, i32 each. */
interface Pair {
  readonly low: number;
  readonly high: number;
}

/** Which argument of a block is another clock's pair. */
const CLOCK = 2;

/** No local: what a kernel does not need has none. */
const NONE = -1;

export class NodeEmitter {
  readonly #code: FunctionWriter;
  readonly #program: Program;
  readonly #live: LiveNodes;
  readonly #sources: NodeSources;
  readonly #helpers: readonly CountOperation[];
  readonly #locals: NodeLocals;
  readonly #tablesAt: number;
  readonly #tables: readonly LookupTable[];
  readonly #philox: PhiloxEmitter | undefined;
  /** A mask: all ones where the step is odd. */
  readonly #oddStep: number;
  /** Words of ⌊step/2⌋. */
  readonly #pair: Pair;
  /** The same of another clock, while it is used. */
  readonly #otherPair: Pair;

  /** `helpers`: number k is function k + 1 of the module. */
  constructor(
    code: FunctionWriter,
    program: Program,
    layout: KernelLayout,
    live: LiveNodes,
    interleave: number,
    sources: NodeSources,
    helpers: readonly CountOperation[],
  ) {
    this.#code = code;
    this.#program = program;
    this.#live = live;
    this.#sources = sources;
    this.#helpers = helpers;
    this.#tablesAt = tablePlaces(layout).tables;
    const offsets = layout.tables.length > 0 ? code.local("v128") : NONE;
    this.#tables = layout.tables.map(() => ({ address: code.local("i32"), lastIndex: code.local("i32"), offsets }));
    this.#philox = this.#has("philox") ? new PhiloxEmitter(code) : undefined;
    this.#oddStep = this.#philox !== undefined || this.#has("oddStep") ? code.local("v128") : NONE;
    const pair = (isNeeded: boolean) => (isNeeded ? { low: code.local("i32"), high: code.local("i32") } : { low: NONE, high: NONE });
    this.#pair = pair(this.#philox !== undefined);
    this.#otherPair = pair(this.#some(({ operation, arguments: uses }) => operation === "philox" && uses.length > CLOCK));
    this.#locals = new NodeLocals(program, live, interleave, () => code.local("v128"), this.#fixedLocals());
  }

  of(id: number): readonly number[] {
    return this.#locals.of(id);
  }

  /** `load` brings an entry of the table into a local. */
  loadPointers(load: (entry: number, local: number) => void): void {
    this.#tables.forEach(({ address, lastIndex }, index) => {
      const at = this.#tablesAt + ENTRIES_PER_TABLE * index;
      load(at, address);
      load(at + 1, lastIndex);
    });
  }

  /** What is the same for all slots and steps of the call. */
  computeUniforms(): void {
    this.#philox?.prepare();
    this.#compute((node) => !node.dependsOnSlot && node.rate === "call");
  }

  /** What is fixed for the slots of a block. */
  computeFixed(): void {
    this.#compute((node) => node.dependsOnSlot && node.rate === "call");
  }

  beforeSteps(firstStep: number): void {
    if (this.#oddStep === NONE) return;
    const code = this.#code;
    code.i32(0).get(firstStep).emit("i64TruncSatF64U", "i32WrapI64").i32(1).emit("i32And", "i32Sub", "i32x4Splat").set(this.#oddStep);
  }

  /** What a pair of steps shares, at even steps and where `pushIsFirst` says so; then what every step computes. */
  computeStep(pushIsFirst: () => FunctionWriter): void {
    if (this.#philox !== undefined) {
      pushIsFirst().get(this.#oddStep).emit("v128AnyTrue", "i32Eqz", "i32Or", "if");
      setPair(this.#code, this.#sources.step, this.#pair);
      this.#compute(({ rate }) => rate === "pair");
      this.#code.emit("end");
    }
    this.#computeInSections(this.#live.always.filter((id) => this.#program.nodes[id]!.rate === "step"));
  }

  /** Nodes of one condition stand together, behind one branch. */
  #computeInSections(ids: readonly number[]): void {
    let open: Mask | undefined;
    for (const id of ids) {
      const { onlyWhere } = this.#program.nodes[id]!;
      if (onlyWhere !== open) {
        if (open !== undefined) this.#code.emit("end");
        if (onlyWhere !== undefined) this.#code.get(this.#locals.of(onlyWhere)[0]!).emit("v128AnyTrue", "if");
        open = onlyWhere;
      }
      this.#node(id);
    }
    if (open !== undefined) this.#code.emit("end");
  }

  /** What nothing but traces needs of a step. */
  computeSampled(): void {
    for (const id of this.#live.sampled) this.#node(id);
  }

  afterStep(): void {
    if (this.#oddStep !== NONE) this.#code.get(this.#oddStep).emit("v128Not").set(this.#oddStep);
  }

  #has(operation: Node["operation"]): boolean {
    return this.#some((node) => node.operation === operation);
  }

  #some(isWanted: (node: Node) => boolean): boolean {
    return [...this.#live.always, ...this.#live.sampled].some((id) => isWanted(this.#program.nodes[id]!));
  }

  /** Locals that the nodes' values are in already. */
  #fixedLocals(): ReadonlyMap<number, readonly number[]> {
    const fixed = new Map<number, readonly number[]>();
    for (const id of this.#live.always) {
      const { operation, input } = this.#program.nodes[id]!;
      if (operation === "oddStep") fixed.set(id, [this.#oddStep]);
      if (input?.kind === "state") fixed.set(id, this.#sources.states[input.index]!);
    }
    return fixed;
  }

  #compute(isWanted: (node: Node) => boolean): void {
    for (const id of this.#live.always) if (isWanted(this.#program.nodes[id]!)) this.#node(id);
  }

  #node(id: number): void {
    const node = this.#program.nodes[id]!;
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

  #input(id: number, { input }: Node): void {
    const code = this.#code;
    const { uniforms, arrays, offset, step } = this.#sources;
    switch (input!.kind) {
      case "uniform":
        code.get(uniforms).access("v128Load64Splat", input!.index * Float64Array.BYTES_PER_ELEMENT);
        code.set(this.#locals.allocate(id)[0]!);
        break;
      case "array": {
        const { index } = input!;
        this.#locals.allocate(id).forEach((local, vector) => {
          code.get(arrays[index]!, offset).emit("i32Add");
          code.access("v128Load", vector * VECTOR_SIZE_BYTES).set(local);
        });
        break;
      }
      case "step":
        code.get(step).emit("f64x2Splat");
        code.set(this.#locals.allocate(id)[0]!);
        break;
      case "state":
        break;
    }
  }

  #operation(id: number, node: Node): void {
    const sources = node.arguments.map((argument) => halfFor(node, this.#locals.of(argument)));
    this.#locals.release(id);
    this.#locals.allocate(id).forEach((target, vector) => {
      this.#push(
        node,
        sources.map((source) => source[vector] ?? source[0]!),
      );
      this.#code.set(target);
    });
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
        this.#pushChoice(node, sources);
        return;
      default:
        code.get(...sources);
    }
    emitOperation(code, node.operation);
  }

  /** A choice with +0 is one instruction, any other three on a processor without blending of its own. */
  #pushChoice({ arguments: [, whenTrue, whenFalse] }: Node, [condition, ...arms]: readonly number[]): void {
    const isZero = (id: number | undefined) => Object.is(this.#program.nodes[id!]!.value, 0);
    if (isZero(whenTrue)) this.#code.get(arms[1]!, condition!).emit("v128Andnot");
    else if (isZero(whenFalse)) this.#code.get(arms[0]!, condition!).emit("v128And");
    else this.#code.get(...arms, condition!).emit("v128Bitselect");
  }

  #pushCount(operation: CountOperation, sources: readonly number[]): void {
    const length = COUNT_ARGUMENTS[operation];
    const pair = this.#pairOf(sources[length]);
    this.#code.get(pair.low, pair.high, ...sources.slice(0, length)).call(1 + this.#helpers.indexOf(operation));
  }

  /** The words of the pair that counts: of the steps, unless a local has another clock's. */
  #pairOf(other: number | undefined): Pair {
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
}

/** A uniform is made of the first or second half of a block's locals. */
function halfFor({ operation }: Node, locals: readonly number[]): readonly number[] {
  if (operation === "firstUniform") return locals.slice(0, locals.length / 2);
  return operation === "secondUniform" ? locals.slice(locals.length / 2) : locals;
}
