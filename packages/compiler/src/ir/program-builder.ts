// Builds a program, one operation at a time: the compiler's reading of Arithmetic.
//
// What has been computed before is not computed again (value numbering: an operation with the same arguments is the same node; + and ×
// commute, to the bit), and what is constant is folded, so lowering may be as plain as it likes. NaN has one constant.

import type { Arithmetic, BinomialPlan, PoissonPlan } from "@spikefarm/numerics";
import { CodedError } from "@spikefarm/protocol";
import type { CompilerCode } from "../errors.js";
import { fold } from "./fold.js";
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

/** What is computed only where a condition holds is known there alone. */
interface Section {
  readonly condition: Mask;
  readonly known: Map<string, number>;
}

export class ProgramBuilder implements Arithmetic<Value, Mask> {
  readonly nodes: Node[] = [];
  readonly #known = new Map<string, number>();
  #section: Section | undefined;

  input(input: Input): Value {
    const key = input.kind === "step" ? "step" : `${input.kind} ${input.index}`;
    const dependsOnSlot = input.kind === "array" || input.kind === "state";
    const rate = input.kind === "step" || input.kind === "state" ? "step" : "call";
    return this.#number(key, { operation: "input", arguments: [], input, dependsOnSlot, rate }) as Value;
  }

  constant(value: number): Value {
    const key = Object.is(value, -0) ? "constant -0" : `constant ${value}`;
    return this.#number(key, { operation: "constant", arguments: [], value, dependsOnSlot: false, rate: "call" }) as Value;
  }

  truth(value: boolean): Mask {
    const operation = value ? "true" : "false";
    return this.#number(operation, { operation, arguments: [], dependsOnSlot: false, rate: "call" }) as Mask;
  }

  /** Where the step's number is odd. */
  oddStep(): Mask {
    return this.#number("oddStep", { operation: "oddStep", arguments: [], dependsOnSlot: false, rate: "step" }) as Mask;
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

  add = (a: Value, b: Value) => this.#value("add", ordered(a, b));
  subtract = (a: Value, b: Value) => this.#value("subtract", [a, b]);
  multiply = (a: Value, b: Value) => this.#value("multiply", ordered(a, b));
  divide = (a: Value, b: Value) => this.#value("divide", [a, b]);
  squareRoot = (a: Value) => this.#value("squareRoot", [a]);
  negate = (a: Value) => this.#value("negate", [a]);
  absolute = (a: Value) => this.#value("absolute", [a]);
  floor = (a: Value) => this.#value("floor", [a]);
  powerOfTwo = (n: Value) => this.#value("powerOfTwo", [n]);
  exponentOf = (a: Value) => this.#value("exponentOf", [a]);
  significandOf = (a: Value) => this.#value("significandOf", [a]);
  select = (condition: Mask, whenTrue: Value, whenFalse: Value) => this.#value("select", [condition, whenTrue, whenFalse]);
  lessThan = (a: Value, b: Value) => this.#mask("lessThan", [a, b]);
  lessOrEqual = (a: Value, b: Value) => this.#mask("lessOrEqual", [a, b]);
  equal = (a: Value, b: Value) => this.#mask("equal", ordered(a, b));
  both = (a: Mask, b: Mask) => this.#mask("both", ordered(a, b));
  either = (a: Mask, b: Mask) => this.#mask("either", ordered(a, b));
  not = (a: Mask) => this.#mask("not", [a]);

  #value(operation: Node["operation"], args: readonly number[]): Value {
    return this.#operation(operation, args) as Value;
  }

  #mask(operation: Node["operation"], args: readonly number[]): Mask {
    return this.#operation(operation, args) as Mask;
  }

  /** `rate`: the least it has, whatever its arguments'. */
  #operation(operation: Node["operation"], args: readonly number[], own: { rate?: Rate; table?: number } = {}): number {
    const folded = fold(operation, args, this.nodes);
    if (folded !== undefined) {
      if ("argument" in folded) return folded.argument;
      if ("opposite" in folded) return this.not(folded.opposite as Mask);
      return "truth" in folded ? this.truth(folded.truth) : this.constant(folded.constant);
    }
    const dependsOnSlot = args.some((id) => this.nodes[id]!.dependsOnSlot);
    const rate = fastest([own.rate ?? "call", ...args.map((id) => this.nodes[id]!.rate)]);
    const table = own.table === undefined ? {} : { table: own.table };
    return this.#number(`${operation} ${own.table ?? ""} ${args.join(" ")}`, { operation, arguments: args, dependsOnSlot, rate, ...table });
  }

  /**
   * What `build` is the first to compute is wanted only in steps in which `condition` holds, which is the same in all slots; elsewhere it is anything.
   * Whatever leaves `build` must be chosen by the condition.
   */
  onlyWhere<Result>(condition: Mask, build: () => Result): Result {
    const { operation, dependsOnSlot } = this.nodes[condition]!;
    if (operation === "true" || dependsOnSlot || this.#section !== undefined) return build();
    return this.#within({ condition, known: new Map() }, build);
  }

  /** What `build` computes is wanted in every step, even where it is asked for within a condition. */
  everywhere<Result>(build: () => Result): Result {
    return this.#within(undefined, build);
  }

  #within<Result>(section: Section | undefined, build: () => Result): Result {
    const around = this.#section;
    this.#section = section;
    try {
      return build();
    } finally {
      this.#section = around;
    }
  }

  #number(key: string, made: Node): number {
    const known = this.#known.get(key) ?? this.#section?.known.get(key);
    if (known !== undefined) return known;
    const isConditional = this.#section !== undefined && made.rate === "step" && made.operation !== "input" && made.operation !== "oddStep";
    const node = isConditional ? { ...made, onlyWhere: this.#section!.condition } : made;
    if (this.nodes.length >= MAX_NODES) {
      const code: CompilerCode = "COMPILER_KERNEL_TOO_LARGE";
      throw new CodedError(code, `The equations need more than ${MAX_NODES} operations a step; split the group into smaller ones.`);
    }
    this.nodes.push(node);
    (isConditional ? this.#section!.known : this.#known).set(key, this.nodes.length - 1);
    return this.nodes.length - 1;
  }
}

const ordered = (a: number, b: number): readonly number[] => (a <= b ? [a, b] : [b, a]);

const fastest = (rates: readonly Rate[]): Rate => (rates.includes("step") ? "step" : rates.includes("pair") ? "pair" : "call");
