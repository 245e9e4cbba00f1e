// What the compiler hands to the simulator: one WebAssembly module a group, and what its arrays hold (abi.ts says where they lie).
//
// A *slot* is one element of one trial: slot = lane · size + element. Every array of a kernel has one entry a slot, so that 20 trials of
// one neuron and one trial of 1000 neurons fill the SIMD lanes alike. Slots are padded at the end only, with copies whose outputs are
// dropped.

import type { CheckedModel, Dynamics, Method, RandomStream } from "@spikefarm/equations";
import type { Program } from "./ir/program.js";
import type { Propagator, PropagatorCoefficients } from "./schemes/propagator.js";

export interface CompileOptions {
  /** Parameters that differ between the lanes of a batch; the others are one value for all of them. Never changes a result. */
  readonly varying: ReadonlySet<string>;
  /** What to record of a group besides counts; nothing for a group that is absent. */
  readonly recordings?: ReadonlyMap<string, KernelRecordings>;
  /** The step's length; the model's own with its default parameters where absent. It decides whether a timed array changes within a step. */
  readonly dtSeconds?: number;
  /**
   * Gives what `make` would: plain data without functions, made here or by another thread for the same model and options. Where it is absent
   * everything is made here.
   */
  readonly share?: <Made>(group: string, make: () => Made) => Made;
}

export interface KernelRecordings {
  /** The step of each slot's first spike. */
  readonly firstSpike: boolean;
  /** Events of which every occurrence is recorded: "spike", or custom ones. */
  readonly events: readonly string[];
  /** The variable that each trace samples at the start of steps. */
  readonly traces: readonly string[];
  /** Variables that are read after the last step: what they rest on is kept as states. */
  readonly finals: ReadonlySet<string>;
  /** What is summed up slot by slot while the group runs. */
  readonly accumulators: readonly Accumulator[];
}

/** A measurement taken while the group runs; `window` is a number that the simulator gives the steps for. Its parts are states of the kernel. */
export type Accumulator =
  | { readonly kind: "events"; readonly event: string; readonly window: number; readonly parts: readonly EventPart[] }
  | { readonly kind: "time"; readonly variable: string; readonly window: number; readonly parts: readonly TimePart[] };

/**
 * Of the steps in which an event happened: how many (0 at first), the first (Infinity), the last (−Infinity), and the sum of the squared steps
 * from each to the next (0).
 */
export type EventPart = "count" | "first" | "last" | "squares";
/** Of a variable's values at the start of steps: their mean (0), the sum of squares about it (0), and the least and greatest (NaN). */
export type TimePart = "mean" | "squares" | "min" | "max";

export interface CompiledModel {
  readonly model: CheckedModel;
  readonly groups: readonly CompiledGroup[];
}

export interface CompiledGroup {
  readonly name: string;
  /** The integrator of each state variable, after `auto` has chosen. */
  readonly methods: ReadonlyMap<string, Method>;
  /** The kernel. It takes the usual case for granted (see KernelProgram) and stops before a block of slots where that does not hold. */
  readonly wasm: Uint8Array<ArrayBuffer>;
  /** The kernel that takes nothing for granted, for those blocks; made when first asked for. Same layout, same results. */
  readonly generalWasm: () => Uint8Array<ArrayBuffer>;
  /** The kernel as C (emit-c.ts), printed when first asked for. */
  readonly nativeSource: () => string;
  /** The same of the kernel that takes nothing for granted. */
  readonly generalNativeSource: () => string;
  readonly layout: KernelLayout;
  /** The kernel's program, after the passes. */
  readonly program: Program;
  /** Vectors of two slots that advance together. */
  readonly interleave: number;
  /** The same of the native kernel, whose vectors are as wide as the processor's. */
  readonly nativeVectors: number;
  /** Operations in one step of one slot; what plans estimate time from. */
  readonly operationsPerStep: number;
  readonly dynamics: Dynamics;
}

/** What the entries of a kernel's table point to, in order. */
export interface KernelLayout {
  /** One number each for all slots. */
  readonly uniforms: readonly KernelInput[];
  /** One number a slot each, that the kernel reads. */
  readonly arrays: readonly KernelInput[];
  /** One number a slot each, that the kernel advances. */
  readonly states: readonly KernelState[];
  /** What the kernel looks up, by number. */
  readonly tables: readonly KernelTable[];
  readonly propagators: readonly Propagator[];
  readonly recordings: KernelRecordings;
}

export type KernelInput =
  | { readonly kind: "parameter"; readonly name: string }
  /** `dt`, `N` or `i`. */
  | { readonly kind: "builtin"; readonly name: string }
  /** An element parameter that nothing changes during the run. */
  | { readonly kind: "variable"; readonly name: string }
  /** The first step of a window, or the one after its last. */
  | { readonly kind: "window"; readonly window: number; readonly edge: "first" | "end" }
  /** Steps from one execution of the code of an `every` to the next. */
  | { readonly kind: "everySteps"; readonly name: string }
  /** Steps after which the spikes of an input begin anew. */
  | { readonly kind: "periodSteps"; readonly input: string }
  /** Where the spikes of the slot's element begin in the input's table. */
  | { readonly kind: "firstEntry"; readonly input: string }
  /** How a timed array is looked up: see sample-data.ts. */
  | { readonly kind: "sampling"; readonly data: string; readonly part: "fineSeconds" | "factor" }
  /** A word of a stream's key, as a number. */
  | { readonly kind: "key"; readonly stream: RandomStream; readonly word: 0 | 1 }
  | { readonly kind: "coefficient"; readonly propagator: number; readonly part: keyof PropagatorCoefficients; readonly index: number };

/** Doubles that do not depend on the slot; at least one. */
export type KernelTable =
  /** The values of one of the model's arrays, row by row. */
  | { readonly kind: "data"; readonly name: string }
  /** The steps of a spike input's spikes: each element's, ascending, closed by Infinity. */
  | { readonly kind: "spikes"; readonly input: string };

export type KernelState =
  /** A state variable, or an element parameter that statements or inputs change. */
  | { readonly kind: "variable"; readonly name: string }
  /** The step of the slot's last spike; −Infinity before the first. */
  | { readonly kind: "lastSpike" }
  /** 1 where the slot is not refractory, as at first; else 0. Kept where something looks before the state update. */
  | { readonly kind: "notRefractory" }
  /** 1 where the event ("spike", or a custom one) has happened in the last step; else 0. Kept where something looks before it is judged again. */
  | { readonly kind: "event"; readonly name: string }
  /** Where the next spike of a spike input stands in its table. */
  | { readonly kind: "nextEntry"; readonly input: string }
  /** 1 once the variable has been NaN or infinite after an update; 0 before. */
  | { readonly kind: "nonfinite"; readonly variable: string }
  /** A part of one of the recordings' accumulators. */
  | { readonly kind: "accumulator"; readonly accumulator: number; readonly part: EventPart | TimePart };
