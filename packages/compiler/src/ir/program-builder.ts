// Builds a program, one operation at a time: the compiler's reading of Arithmetic.
//
// Every operation goes through the local passes (passes/passes.ts) before it becomes a node, so lowering may be as plain as it likes.

import type { Arithmetic, BinomialPlan, PoissonPlan } from "@spikefarm/numerics";
import { CodedError } from "@spikefarm/protocol";
import type { CompilerCode } from "../errors.js";
import { placeOf } from "./passes/hoist-invariants.js";
import type { LocalPass } from "./passes/local-pass.js";
import { LOCAL_PASSES } from "./passes/passes.js";
import { draftOf, KnownNodes, Section } from "./passes/share-common.js";
import type { Block, Input, Mask, Node, Rate, Value, Words } from "./program.js";

const MAX_NODES = 50_000;

/** What counts for a draw: the steps, or the executions of code that does not run in every step. */
export interface Clock {
  /** ⌊execution/2⌋, the lower word first; absent for the steps themselves. The same in all slots. */
  readonly pair?: Words;
  readonly isOdd: Mask;
}

export interface BlockSource {
  readonly key: Words;
  readonly counter: Words;
  readonly clock: Clock;
}

const pairOf = ({ pair }: Clock): readonly number[] => (pair === undefined ? [] : [pair]);

export class ProgramBuilder implements Arithmetic<Value, Mask> {
  readonly nodes: Node[] = [];
  readonly known = new KnownNodes();
  readonly #passes: readonly LocalPass[];

  constructor(passes = LOCAL_PASSES) {
    this.#passes = passes;
  }

  input(input: Input): Value {
    const key = input.kind === "step" ? "step" : `${input.kind} ${input.index}`;
    const dependsOnSlot = input.kind === "array" || input.kind === "state";
    const rate = input.kind === "step" || input.kind === "state" ? "step" : "call";
    return this.#leaf(key, { operation: "input", arguments: [], input, dependsOnSlot, rate }) as Value;
  }

  constant(value: number): Value {
    const key = Object.is(value, -0) ? "constant -0" : `constant ${value}`;
    return this.#leaf(key, { operation: "constant", arguments: [], value, dependsOnSlot: false, rate: "call" }) as Value;
  }

  truth(value: boolean): Mask {
    const operation = value ? "true" : "false";
    return this.#leaf(operation, { operation, arguments: [], dependsOnSlot: false, rate: "call" }) as Mask;
  }

  /** Where the step's number is odd. */
  oddStep(): Mask {
    return this.#leaf("oddStep", { operation: "oddStep", arguments: [], dependsOnSlot: false, rate: "step" }) as Mask;
  }

  words(first: Value, second: Value): Words {
    return this.#operation("words", [first, second]) as Words;
  }

  philox({ key, counter, clock }: BlockSource): Block {
    return this.#operation("philox", [key, counter, ...pairOf(clock)], { rate: "pair" }) as Block;
  }

  /** The uniform of the pair's even and of its odd step. */
  uniforms(block: Block): { readonly first: Value; readonly second: Value } {
    return { first: this.#value("firstUniform", [block]), second: this.#value("secondUniform", [block]) };
  }

  poisson({ key, counter, clock }: BlockSource, uniform: Value, { none, chunks, mean }: PoissonPlan<Value, Mask>): Value {
    const plan = [none, chunks, mean];
    return this.#operation("poisson", [clock.isOdd, key, counter, uniform, ...plan, ...pairOf(clock)], { rate: "step" }) as Value;
  }

  binomial({ key, counter, clock }: BlockSource, uniform: Value, plan: BinomialPlan<Value, Mask>): Value {
    const numbers = [plan.none, plan.chunks, plan.trials, plan.extra, plan.miss, plan.odds];
    return this.#operation("binomial", [clock.isOdd, key, counter, uniform, ...numbers, ...pairOf(clock)], { rate: "step" }) as Value;
  }

  /** An entry of one of the kernel's tables (KernelLayout). */
  lookup(table: number, index: Value): Value {
    return this.#operation("lookup", [index], { table }) as Value;
  }

  isConstant(condition: Mask): boolean {
    const { operation } = this.nodes[condition]!;
    return operation === "true" || operation === "false";
  }

  isTrue(condition: Mask): boolean {
    return this.nodes[condition]!.operation === "true";
  }

  rateOf(id: Value | Mask): Rate {
    return this.nodes[id]!.rate;
  }

  add = (a: Value, b: Value) => this.#value("add", [a, b]);
  subtract = (a: Value, b: Value) => this.#value("subtract", [a, b]);
  multiply = (a: Value, b: Value) => this.#value("multiply", [a, b]);
  divide = (a: Value, b: Value) => this.#value("divide", [a, b]);
  squareRoot = (a: Value) => this.#value("squareRoot", [a]);
  negate = (a: Value) => this.#value("negate", [a]);
  absolute = (a: Value) => this.#value("absolute", [a]);
  floor = (a: Value) => this.#value("floor", [a]);
  powerOfTwo = (n: Value) => this.#value("powerOfTwo", [n]);
  exponentOf = (a: Value) => this.#value("exponentOf", [a]);
  significandOf = (a: Value) => this.#value("significandOf", [a]);
  select = (condition: Mask, whenTrue: Value, whenFalse: Value) => this.#value("select", [condition, whenTrue, whenFalse]);
  minimum = (a: Value, b: Value) => this.#value("minimum", [a, b]);
  maximum = (a: Value, b: Value) => this.#value("maximum", [a, b]);
  lessThan = (a: Value, b: Value) => this.#mask("lessThan", [a, b]);
  lessOrEqual = (a: Value, b: Value) => this.#mask("lessOrEqual", [a, b]);
  equal = (a: Value, b: Value) => this.#mask("equal", [a, b]);
  both = (a: Mask, b: Mask) => this.#mask("both", [a, b]);
  either = (a: Mask, b: Mask) => this.#mask("either", [a, b]);
  not = (a: Mask) => this.#mask("not", [a]);

  #value(operation: Node["operation"], args: readonly number[]): Value {
    return this.#operation(operation, args) as Value;
  }

  #mask(operation: Node["operation"], args: readonly number[]): Mask {
    return this.#operation(operation, args) as Mask;
  }

  /** `rate`: the least it has, whatever its arguments'. */
  #operation(operation: Node["operation"], args: readonly number[], own: { rate?: Rate; table?: number } = {}): number {
    const draft = draftOf(operation, args, own.table);
    for (const pass of this.#passes) {
      const known = pass.rewrite(draft, this);
      if (known !== undefined) return known;
    }
    const { dependsOnSlot, rate } = placeOf(draft.arguments, this.nodes, own.rate);
    const node = { operation, arguments: draft.arguments, dependsOnSlot, rate };
    return this.#append(draft.key, own.table === undefined ? node : { ...node, table: own.table });
  }

  /**
   * What `build` is the first to compute is wanted only in steps in which `condition` holds, which is the same in all slots; elsewhere it is anything.
   * Whatever leaves `build` must be chosen by the condition.
   */
  onlyWhere<Result>(condition: Mask, build: () => Result): Result {
    const { operation, dependsOnSlot } = this.nodes[condition]!;
    if (operation === "true" || dependsOnSlot || this.known.section !== undefined) return build();
    return this.#within(new Section(condition), build);
  }

  /** What `build` computes is wanted in every step, even where it is asked for within a condition. */
  everywhere<Result>(build: () => Result): Result {
    return this.#within(undefined, build);
  }

  #within<Result>(section: Section | undefined, build: () => Result): Result {
    const around = this.known.section;
    this.known.section = section;
    try {
      return build();
    } finally {
      this.known.section = around;
    }
  }

  /** What has no arguments is one node, wherever it is asked for. */
  #leaf(key: string, made: Node): number {
    return this.known.find(key) ?? this.#append(key, made);
  }

  #append(key: string, made: Node): number {
    const { rate, operation } = made;
    const section = rate === "step" && operation !== "input" && operation !== "oddStep" ? this.known.section : undefined;
    if (this.nodes.length >= MAX_NODES) {
      const code: CompilerCode = "COMPILER_KERNEL_TOO_LARGE";
      throw new CodedError(code, `The equations need more than ${MAX_NODES} operations a step; split the group into smaller ones.`);
    }
    const id = this.nodes.push(section === undefined ? made : { ...made, onlyWhere: section.condition }) - 1;
    this.known.note(key, id, section);
    return id;
  }
}
