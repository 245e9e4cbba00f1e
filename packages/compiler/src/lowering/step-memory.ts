// What a step leaves to the next one.
//
// Every part of a step may read and update what it needs by the name of a kernel state; only what some part reads before it is written becomes
// a state of the kernel. An update is computed when it is first asked for, so that one which nobody reads costs nothing: a spike's time is
// kept only where the model looks at it.

import type { KernelState } from "../compiled-model.js";
import type { Value } from "../ir/program.js";
import type { ProgramBuilder } from "../ir/program-builder.js";
import type { KernelInputs } from "./kernel-inputs.js";

export class StepMemory {
  readonly #builder: ProgramBuilder;
  readonly #inputs: KernelInputs;
  /** How to come by the value at the point reached. */
  readonly #current = new Map<string, () => Value>();
  readonly #states = new Map<string, Value>();

  constructor(builder: ProgramBuilder, inputs: KernelInputs) {
    this.#builder = builder;
    this.#inputs = inputs;
  }

  /** The value at the point reached: what this step has made of it, else what the last step has left. */
  read(state: KernelState): Value {
    return this.#valueOf(state)();
  }

  update(state: KernelState, next: (before: () => Value) => Value): void {
    const before = this.#valueOf(state);
    this.#current.set(
      keyOf(state),
      // Whoever asks first: it is the step's, not the asker's.
      once(() => this.#builder.everywhere(() => next(before))),
    );
  }

  /** Makes it a state of the kernel, even where no step reads what an earlier one left. */
  keep(state: KernelState): void {
    this.#left(state);
  }

  /** The new values of the kernel's states, in their order, at the end of the step. */
  next(): readonly Value[] {
    const values: Value[] = [];
    // Reading one may make another a state, which then comes last.
    for (let index = 0; index < this.#inputs.states.length; index++) values.push(this.read(this.#inputs.states[index]!));
    return values;
  }

  #valueOf(state: KernelState): () => Value {
    const key = keyOf(state);
    const known = this.#current.get(key) ?? (() => this.#left(state));
    this.#current.set(key, known);
    return known;
  }

  /** What the last step has left: the kernel's state. */
  #left(state: KernelState): Value {
    const key = keyOf(state);
    const known = this.#states.get(key) ?? this.#inputs.state(state);
    this.#states.set(key, known);
    return known;
  }
}

const keyOf = (state: KernelState) => JSON.stringify(state);

function once(compute: () => Value): () => Value {
  let value: Value | undefined;
  return () => (value ??= compute());
}
