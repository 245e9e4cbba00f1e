// Runs a kernel of a hand-made program on memory of its own: what the simulator does for a model, without one.

import {
  ENTRIES_PER_TABLE,
  EVENT_ENTRIES,
  EXPORT_RUN,
  emitKernel,
  IMPORT_MEMORY,
  IMPORT_MODULE,
  type KernelLayout,
  type Mask,
  OCCURRENCE_SIZE_BYTES,
  type Program,
  ProgramBuilder,
  SCHEDULE_NUMBERS,
  SLOTS_PER_VECTOR,
  STOPPED_BY,
  TABLE_COUNTS,
  TABLE_FIRST_SPIKES,
  TABLE_STOP,
  TABLE_UNIFORMS,
  type TablePlaces,
  TRACE_ENTRIES,
  tablePlaces,
  type Value,
} from "@spikefarm/compiler";

const INTERLEAVE = 4;
const MEMORY_PAGES = 64;
const ALIGNMENT_BYTES = 16;

export interface StepInputs {
  uniform(index: number): Value;
  array(index: number): Value;
  readonly step: Value;
}

/** The values of a program in a step, from the values of its inputs. */
export type Step = (builder: ProgramBuilder, input: StepInputs) => readonly Value[];

/** One event and one trace, in buffers that hold so many blocks of the slices to come. */
export interface Recording {
  readonly event: (builder: ProgramBuilder, input: StepInputs) => Mask;
  readonly traced: (builder: ProgramBuilder, input: StepInputs) => Value;
  readonly schedule: { readonly first: number; readonly every: number; readonly end: number };
  /** Whether a block is traced. */
  readonly isTraced: (block: number) => boolean;
  readonly sliceSteps: number;
  readonly blocksInBuffer: number;
}

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
  /** [step, slot] of the event, as they came; padding slots left out. */
  readonly occurrences: readonly (readonly [number, number])[];
  readonly samples: readonly number[];
  /** How often the kernel stopped because a buffer was full. */
  readonly stops: number;
}

/** Slots of a block of these kernels. */
export const SLOTS_IN_BLOCK = INTERLEAVE * SLOTS_PER_VECTOR;

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
export function kernelOf(step: Step, inputs: Inputs, recording?: Recording): (slices: readonly (readonly [number, number])[]) => Advanced {
  const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: Api };
  const { uniforms = [], arrays = [], tables = [], slots } = inputs;
  const { program, states } = programOf(step, recording);
  const layout: KernelLayout = {
    uniforms: uniforms.map((_, index) => ({ kind: "parameter", name: `u${index}` })),
    arrays: arrays.map((_, index) => ({ kind: "parameter", name: `a${index}` })),
    states: Array.from({ length: states }, (_, index) => ({ kind: "variable", name: `s${index}` })),
    tables: tables.map((_, index) => ({ kind: "data", name: `t${index}` })),
    propagators: [],
    recordings: {
      firstSpike: false,
      events: recording ? ["it"] : [],
      traces: recording ? ["it"] : [],
      finals: new Set(),
      accumulators: [],
    },
  };
  const blocks = Math.ceil(slots / SLOTS_IN_BLOCK);
  const padded = blocks * SLOTS_IN_BLOCK;
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
  const buffers = recording && layOutBuffers(recording, blocks, { memory: memory.buffer, table: words, places, put });
  const module = new WebAssembly.Module(emitKernel(program, layout, INTERLEAVE));
  const run = new WebAssembly.Instance(module, { [IMPORT_MODULE]: { [IMPORT_MEMORY]: memory } }).exports[EXPORT_RUN]!;
  const state = (index: number) => new Float64Array(memory.buffer, words[places.states + index]!, padded);
  return (slices) => {
    const occurrences: [number, number][] = [];
    const samples: number[] = [];
    let stops = 0;
    const drain = (firstStep: number) => {
      const taken = buffers?.drain() ?? { entries: [], values: [] };
      for (const [step, slot] of taken.entries) if (slot < slots) occurrences.push([firstStep + step, slot]);
      samples.push(...taken.values);
    };
    for (let index = 0; index < states; index++) state(index).fill(0);
    for (const [from, to] of slices) {
      buffers?.begin(from, to);
      for (let reached = 0; reached < blocks; ) {
        reached = run(table, reached, blocks, from, to - from);
        if (reached < blocks && words[TABLE_STOP] !== STOPPED_BY.buffer) throw new Error("a kernel without assumptions stopped");
        if (reached < blocks && ++stops > 1000) throw new Error("a kernel never gets past a full buffer");
        drain(from);
      }
    }
    const found = Array.from({ length: states }, (_, index) => [...state(index).subarray(0, slots)]);
    return { last: found.slice(0, states / 2), sums: found.slice(states / 2), occurrences, samples, stops };
  };
}

interface Place {
  readonly memory: ArrayBuffer;
  readonly table: Int32Array;
  readonly places: TablePlaces;
  readonly put: (values: readonly number[]) => number;
}

function layOutBuffers(recording: Recording, blocks: number, { memory, table, places, put }: Place) {
  const { schedule, isTraced, sliceSteps, blocksInBuffer } = recording;
  const room = (bytes: number) => put(Array<number>(Math.ceil(bytes / 8)).fill(0));
  const eventBytes = (blocksInBuffer * sliceSteps * SLOTS_IN_BLOCK + 1) * OCCURRENCE_SIZE_BYTES;
  const traceBytes = blocksInBuffer * Math.ceil(sliceSteps / schedule.every) * SLOTS_IN_BLOCK * 8;
  const [event, trace, scheduleAt, flags] = [room(eventBytes), room(traceBytes), room(SCHEDULE_NUMBERS * 8), room(blocks * 4)];
  const set = (entry: number, value: number) => {
    table[entry] = value;
  };
  const empty = () => {
    set(places.events + EVENT_ENTRIES.next, event);
    set(places.traces + TRACE_ENTRIES.next, trace);
  };
  set(places.events + EVENT_ENTRIES.end, event + eventBytes);
  set(places.traces + TRACE_ENTRIES.end, trace + traceBytes);
  set(places.traces + TRACE_ENTRIES.schedule, scheduleAt);
  set(places.traces + TRACE_ENTRIES.flags, flags);
  new Int32Array(memory, flags, blocks).set(Array.from({ length: blocks }, (_, block) => Number(isTraced(block))));
  empty();
  return {
    begin(from: number, to: number): void {
      const steps = Array.from({ length: to - from }, (_, index) => from + index);
      const due = steps.filter((step) => isDue(schedule, step));
      new Float64Array(memory, scheduleAt, SCHEDULE_NUMBERS).set([due[0] ?? Number.POSITIVE_INFINITY, schedule.every, schedule.end]);
      set(places.traces + TRACE_ENTRIES.blockSizeBytes, due.length * SLOTS_IN_BLOCK * 8);
    },
    drain() {
      const entryBytes = table[places.events + EVENT_ENTRIES.next]! - event;
      const flat = [...new Int32Array(memory, event, entryBytes / 4)];
      const entries = Array.from({ length: flat.length / 2 }, (_, index) => [flat[2 * index]!, flat[2 * index + 1]!] as const);
      const values = [...new Float64Array(memory, trace, (table[places.traces + TRACE_ENTRIES.next]! - trace) / 8)];
      empty();
      return { entries, values };
    },
  };
}

/** Whether a step is sampled. */
export const isDue = ({ first, every, end }: Recording["schedule"], step: number): boolean =>
  step >= first && step < end && (step - first) % every === 0;

/** States: the values themselves, then their sums over the steps. */
function programOf(step: Step, recording?: Recording): { readonly program: Program; readonly states: number } {
  const builder = new ProgramBuilder();
  const input: StepInputs = {
    uniform: (index) => builder.input({ kind: "uniform", index }),
    array: (index) => builder.input({ kind: "array", index }),
    step: builder.input({ kind: "step" }),
  };
  const values = step(builder, input);
  const sums = values.map((value, index) => builder.add(builder.input({ kind: "state", index: values.length + index }), value));
  const next = [...values, ...sums];
  const recorded = recording ? [recording.event(builder, input)] : [];
  const traced = recording ? [recording.traced(builder, input)] : [];
  return {
    program: { nodes: builder.nodes, next, spike: builder.truth(false), recorded, traced, assumptions: [] },
    states: next.length,
  };
}
