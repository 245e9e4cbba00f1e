// Runs a kernel of a hand-made program on memory of its own: what the simulator does for a model, without one.

import {
  ENTRIES_PER_TABLE,
  EXPORT_RUN,
  emitKernel,
  IMPORT_MEMORY,
  IMPORT_MODULE,
  type KernelLayout,
  type Program,
  ProgramBuilder,
  SLOTS_PER_VECTOR,
  TABLE_COUNTS,
  TABLE_FIRST_SPIKES,
  TABLE_UNIFORMS,
  tablePlaces,
  type Value,
} from "@spikefarm/compiler";

const INTERLEAVE = 4;
const MEMORY_PAGES = 64;
const ALIGNMENT_BYTES = 16;

/** The values of a program in a step, from the values of its inputs. */
export type Step = (
  builder: ProgramBuilder,
  input: { uniform(index: number): Value; array(index: number): Value; step: Value },
) => readonly Value[];

export interface Inputs {
  readonly slots: number;
  readonly uniforms?: readonly number[];
  /** One number a slot each. */
  readonly arrays?: readonly (readonly number[])[];
  readonly tables?: readonly (readonly number[])[];
}

export interface Advanced {
  /** The values of the last step, slot by slot. */
  readonly last: readonly (readonly number[])[];
  /** Their sums over all steps. */
  readonly sums: readonly (readonly number[])[];
}

/** The part of the WebAssembly API that is used here; no library of the tests names it. */
interface Api {
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (
    module: object,
    imports: object,
  ) => { readonly exports: Readonly<Record<string, (...values: number[]) => number>> };
}

/** A kernel, ready to be run from zeroed states over slices [from, to) that follow each other. */
export function kernelOf(step: Step, inputs: Inputs): (slices: readonly (readonly [number, number])[]) => Advanced {
  const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: Api };
  const { uniforms = [], arrays = [], tables = [], slots } = inputs;
  const { program, states } = programOf(step);
  const layout: KernelLayout = {
    uniforms: uniforms.map((_, index) => ({ kind: "parameter", name: `u${index}` })),
    arrays: arrays.map((_, index) => ({ kind: "parameter", name: `a${index}` })),
    states: Array.from({ length: states }, (_, index) => ({ kind: "variable", name: `s${index}` })),
    tables: tables.map((_, index) => ({ kind: "data", name: `t${index}` })),
    propagators: [],
    recordings: { firstSpike: false, events: [], traces: [], finals: new Set(), accumulators: [] },
  };
  const blocks = Math.ceil(slots / (INTERLEAVE * SLOTS_PER_VECTOR));
  const padded = blocks * INTERLEAVE * SLOTS_PER_VECTOR;
  const memory = new WebAssembly.Memory({ initial: MEMORY_PAGES });
  let end = 0;
  const put = (values: readonly number[]) => {
    const address = end;
    new Float64Array(memory.buffer, address, values.length).set(values);
    end += Math.ceil((values.length * 8) / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
    return address;
  };
  const perSlot = (values: readonly number[]) => put(Array.from({ length: padded }, (_, slot) => values[slot] ?? values.at(-1)!));
  const places = tablePlaces(layout);
  const table = put(Array<number>(places.entries).fill(0));
  const words = new Int32Array(memory.buffer, table, places.entries);
  words[TABLE_UNIFORMS] = put(uniforms);
  words[TABLE_COUNTS] = perSlot([0]);
  words[TABLE_FIRST_SPIKES] = perSlot([0]);
  arrays.forEach((values, index) => {
    words[places.arrays + index] = perSlot(values);
  });
  for (let state = 0; state < states; state++) words[places.states + state] = perSlot([0]);
  tables.forEach((values, index) => {
    words[places.tables + ENTRIES_PER_TABLE * index] = put(values);
    words[places.tables + ENTRIES_PER_TABLE * index + 1] = values.length - 1;
  });
  const module = new WebAssembly.Module(emitKernel(program, layout, INTERLEAVE));
  const run = new WebAssembly.Instance(module, { [IMPORT_MODULE]: { [IMPORT_MEMORY]: memory } }).exports[EXPORT_RUN]!;
  const state = (index: number) => new Float64Array(memory.buffer, words[places.states + index]!, padded);
  return (slices) => {
    for (let index = 0; index < states; index++) state(index).fill(0);
    for (const [from, to] of slices) run(table, 0, blocks, from, to - from);
    const found = Array.from({ length: states }, (_, index) => [...state(index).subarray(0, slots)]);
    return { last: found.slice(0, states / 2), sums: found.slice(states / 2) };
  };
}

/** States: the values themselves, then their sums over the steps. */
function programOf(step: Step): { readonly program: Program; readonly states: number } {
  const builder = new ProgramBuilder();
  const values = step(builder, {
    uniform: (index) => builder.input({ kind: "uniform", index }),
    array: (index) => builder.input({ kind: "array", index }),
    step: builder.input({ kind: "step" }),
  });
  const sums = values.map((value, index) => builder.add(builder.input({ kind: "state", index: values.length + index }), value));
  const next = [...values, ...sums];
  return {
    program: { nodes: builder.nodes, next, spike: builder.truth(false), recorded: [], traced: [], assumptions: [] },
    states: next.length,
  };
}
