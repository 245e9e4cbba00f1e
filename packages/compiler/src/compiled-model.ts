// What the compiler hands to the simulator: one WebAssembly module a group, and where everything lies in its memory (the ABI).
//
// A *slot* is one element of one trial: slot = lane · size + element. Every array of a kernel has one entry a slot, so that 20 trials of
// one neuron and one trial of 1000 neurons fill the SIMD lanes alike. Slots are padded at the end only, with copies whose outputs are
// dropped.

import type { CheckedModel } from "@spikefarm/equations";

export interface CompileOptions {
  /** Parameters that differ between the lanes of a batch; the others are one value for all of them. Never changes a result. */
  readonly varying: ReadonlySet<string>;
}

export interface CompiledModel {
  readonly model: CheckedModel;
  readonly groups: readonly CompiledGroup[];
}

export interface CompiledGroup {
  readonly name: string;
  /** The integrator of each state variable, after `auto` has chosen. */
  readonly methods: ReadonlyMap<string, "exact" | "euler">;
  /** The kernel. */
  readonly wasm: Uint8Array<ArrayBuffer>;
  /** Vectors of two slots that advance together. */
  readonly interleave: number;
  /** Operations in one step of one slot; what plans estimate time from. */
  readonly operationsPerStep: number;
}
