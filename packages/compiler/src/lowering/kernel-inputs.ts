// Hands out a kernel's inputs as lowering asks for them, and notes the layout: one number for all slots where it can be, else an array.

import type { CheckedModel, RandomStream } from "@spikefarm/equations";
import type { CompileOptions, KernelInput, KernelState, KernelTable } from "../compiled-model.js";
import type { Value } from "../ir/program.js";
import type { ProgramBuilder } from "../ir/program-builder.js";

export class KernelInputs {
  readonly uniforms: KernelInput[] = [];
  readonly arrays: KernelInput[] = [];
  readonly states: KernelState[] = [];
  readonly tables: KernelTable[] = [];
  readonly #builder: ProgramBuilder;
  readonly #varying: ReadonlySet<string>;
  readonly #policies: CheckedModel["random"];

  constructor(builder: ProgramBuilder, { varying }: CompileOptions, { random }: CheckedModel) {
    this.#builder = builder;
    this.#varying = varying;
    this.#policies = random;
  }

  parameter(name: string): Value {
    return this.#varying.has(name) ? this.#array({ kind: "parameter", name }) : this.#uniform({ kind: "parameter", name });
  }

  /** `dt`, `N`, `i`, the number of the step, or the time at its start. */
  builtin(name: string): Value {
    if (name === "t_in_timesteps") return this.step();
    if (name === "t") return this.#builder.multiply(this.step(), this.builtin("dt"));
    return name === "i" ? this.#array({ kind: "builtin", name }) : this.#uniform({ kind: "builtin", name });
  }

  step(): Value {
    return this.#builder.input({ kind: "step" });
  }

  /** Between two executions of the code of an `every`. */
  everySteps(name: string): Value {
    return this.#uniform({ kind: "everySteps", name });
  }

  /** Of a spike input that has a period. */
  periodSteps(input: string): Value {
    return this.#uniform({ kind: "periodSteps", input });
  }

  firstEntry(input: string): Value {
    return this.#array({ kind: "firstEntry", input });
  }

  /** How a timed array is looked up. */
  sampling(data: string): { readonly fineSeconds: Value; readonly factor: Value } {
    const part = (name: "fineSeconds" | "factor") => this.#uniform({ kind: "sampling", data, part: name });
    return { fineSeconds: part("fineSeconds"), factor: part("factor") };
  }

  /** The number of a table. */
  table(table: KernelTable): number {
    return placeOf(this.tables, table);
  }

  /** The two words of a stream's key. */
  key(stream: RandomStream): readonly [Value, Value] {
    const word = (place: 0 | 1): Value => {
      const input: KernelInput = { kind: "key", stream, word: place };
      return this.#policies[stream.class] === "sweep" ? this.#uniform(input) : this.#array(input);
    };
    return [word(0), word(1)];
  }

  /** The first step of a measurement's window, or the one after its last. */
  window(window: number, edge: "first" | "end"): Value {
    return this.#uniform({ kind: "window", window, edge });
  }

  elementParameter(name: string): Value {
    return this.#array({ kind: "variable", name });
  }

  coefficient(input: Extract<KernelInput, { kind: "coefficient" }>, isUniform: boolean): Value {
    return isUniform ? this.#uniform(input) : this.#array(input);
  }

  state(state: KernelState): Value {
    return this.#builder.input({ kind: "state", index: placeOf(this.states, state) });
  }

  #uniform(input: KernelInput): Value {
    return this.#builder.input({ kind: "uniform", index: placeOf(this.uniforms, input) });
  }

  #array(input: KernelInput): Value {
    return this.#builder.input({ kind: "array", index: placeOf(this.arrays, input) });
  }
}

function placeOf<Item>(items: Item[], item: Item): number {
  const key = JSON.stringify(item);
  const place = items.findIndex((known) => JSON.stringify(known) === key);
  return place >= 0 ? place : items.push(item) - 1;
}
