// The body of one function: instructions, and locals that are handed out and taken back.

import { CodedError } from "@spikefarm/protocol";
import type { CompilerCode } from "../errors.js";
import { ByteWriter, doubleBytes } from "./byte-writer.js";
import { type LocalType, OPCODES, TYPES } from "./opcodes.js";

type Plain = Exclude<
  keyof typeof OPCODES,
  | "localGet"
  | "localSet"
  | "localTee"
  | "i32Const"
  | "i64Const"
  | "f64Const"
  | "v128Const"
  | "br"
  | "brIf"
  | "call"
  | "i8x16Shuffle"
  | "i32x4ExtractLane"
  | Access
>;
type Access = keyof typeof ALIGNMENT;

/** log₂ of the alignment each access promises. */
const ALIGNMENT = {
  i32Load: 2,
  f64Load: 3,
  i32Store: 2,
  v128Load: 4,
  v128Load64Splat: 3,
  v128Load64Zero: 3,
  v128Load64Lane: 3,
  v128Store: 4,
} as const;

const WORDS_IN_VECTOR = 4;
/** What V8 takes in a function. */
const MAX_LOCALS = 50_000;

export class FunctionWriter {
  readonly parameters: readonly LocalType[];
  readonly result: LocalType;
  readonly #code = new ByteWriter();
  readonly #types: LocalType[] = [];

  constructor(parameters: readonly LocalType[], result: LocalType) {
    this.parameters = parameters;
    this.result = result;
  }

  /** A new local; returns its index. */
  local(type: LocalType): number {
    if (this.parameters.length + this.#types.length >= MAX_LOCALS) {
      const code: CompilerCode = "COMPILER_KERNEL_TOO_LARGE";
      throw new CodedError(code, `The equations keep more than ${MAX_LOCALS} values at a time; split the group into smaller ones.`);
    }
    return this.parameters.length + this.#types.push(type) - 1;
  }

  emit(...names: readonly Plain[]): this {
    for (const name of names) this.#code.bytes(OPCODES[name]);
    return this;
  }

  get(...locals: readonly number[]): this {
    for (const local of locals) this.#code.bytes(OPCODES.localGet).unsigned(local);
    return this;
  }

  set(local: number): this {
    this.#code.bytes(OPCODES.localSet).unsigned(local);
    return this;
  }

  tee(local: number): this {
    this.#code.bytes(OPCODES.localTee).unsigned(local);
    return this;
  }

  i32(value: number): this {
    this.#code.bytes(OPCODES.i32Const).signed(value);
    return this;
  }

  i64(value: number): this {
    this.#code.bytes(OPCODES.i64Const).signed(value);
    return this;
  }

  f64(value: number): this {
    this.#code.bytes(OPCODES.f64Const).double(value);
    return this;
  }

  /** The same double in both lanes. */
  constant(value: number): this {
    const bytes = doubleBytes(value);
    this.#code.bytes(OPCODES.v128Const).bytes(bytes).bytes(bytes);
    return this;
  }

  /** The same 64 bits in both lanes. */
  pattern(high: number, low: number): this {
    const half = new Uint8Array(new Uint32Array([low, high]).buffer);
    this.#code.bytes(OPCODES.v128Const).bytes(half).bytes(half);
    return this;
  }

  /** The same four words in every vector. */
  words(...words: readonly [number, number, number, number]): this {
    this.#code.bytes(OPCODES.v128Const).bytes(new Uint8Array(Uint32Array.from(words).buffer));
    return this;
  }

  /** Four 32-bit lanes out of the eight of two vectors. */
  shuffle(...lanes: readonly [number, number, number, number]): this {
    this.#code.bytes(OPCODES.i8x16Shuffle);
    for (const lane of lanes) for (let byte = 0; byte < WORDS_IN_VECTOR; byte++) this.#code.byte(WORDS_IN_VECTOR * lane + byte);
    return this;
  }

  extractWord(lane: number): this {
    this.#code.bytes(OPCODES.i32x4ExtractLane).byte(lane);
    return this;
  }

  /** Of a helper function, by its number in the module. */
  call(index: number): this {
    this.#code.bytes(OPCODES.call).unsigned(index);
    return this;
  }

  /** A 64-bit lane from memory into the vector on top of the address. */
  loadLane(lane: number): this {
    this.access("v128Load64Lane", 0);
    this.#code.byte(lane);
    return this;
  }

  access(name: Access, offset: number): this {
    this.#code.bytes(OPCODES[name]).unsigned(ALIGNMENT[name]).unsigned(offset);
    return this;
  }

  /** To the label that many levels out. */
  branch(name: "br" | "brIf", depth: number): this {
    this.#code.bytes(OPCODES[name]).unsigned(depth);
    return this;
  }

  /** Locals run by run, then the instructions. */
  toBody(): ByteWriter {
    const runs: { type: LocalType; count: number }[] = [];
    for (const type of this.#types) {
      if (runs.at(-1)?.type === type) runs.at(-1)!.count++;
      else runs.push({ type, count: 1 });
    }
    const body = new ByteWriter().unsigned(runs.length);
    for (const { type, count } of runs) body.unsigned(count).byte(TYPES[type]);
    return body.bytes(this.#code.toBytes()).bytes(OPCODES.end);
  }
}
