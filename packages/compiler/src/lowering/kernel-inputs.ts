// Hands out a kernel's inputs as lowering asks for them, and notes the layout: one number for all slots where it can be, else an array.

import type { CompileOptions, KernelInput, KernelState } from "../compiled-model.js";
import type { Value } from "../ir/program.js";
import type { ProgramBuilder } from "../ir/program-builder.js";

export class KernelInputs {
  readonly uniforms: KernelInput[] = [];
  readonly arrays: KernelInput[] = [];
  readonly states: KernelState[] = [];
  readonly #builder: ProgramBuilder;
  readonly #varying: ReadonlySet<string>;

  constructor(builder: ProgramBuilder, { varying }: CompileOptions) {
    this.#builder = builder;
    this.#varying = varying;
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
    return this.#builder.input({ kind: "state", index: this.states.push(state) - 1 });
  }

  #uniform(input: KernelInput): Value {
    return this.#builder.input({ kind: "uniform", index: placeOf(this.uniforms, input) });
  }

  #array(input: KernelInput): Value {
    return this.#builder.input({ kind: "array", index: placeOf(this.arrays, input) });
  }
}

function placeOf(inputs: KernelInput[], input: KernelInput): number {
  const key = JSON.stringify(input);
  const place = inputs.findIndex((known) => JSON.stringify(known) === key);
  return place >= 0 ? place : inputs.push(input) - 1;
}
