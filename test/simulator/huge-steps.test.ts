// Nothing drifts in long runs: a kernel that starts at step 10⁹, 2³¹ or 2⁴⁵ does what one does at step 0, to the step.
//
// A run of 10⁹ steps takes minutes, so the kernel is called from here with the step it is to begin at (the compiler's abi.ts).

import {
  compileModel,
  EXPORT_RUN,
  IMPORT_MEMORY,
  IMPORT_MODULE,
  type KernelInput,
  type KernelState,
  SLOTS_PER_VECTOR,
  TABLE_COUNTS,
  TABLE_FIRST_SPIKES,
  TABLE_UNIFORMS,
  tablePlaces,
} from "@spikefarm/compiler";
import { describe, expect, it } from "vitest";
import { modelOf } from "./run-model.js";

const DT = 1e-4;
const PAGES = 16;
const EVERY_STEPS = 7;

/** The part of the WebAssembly API that is used here; no library of the tests names it. */
interface Api {
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (
    module: object,
    imports: object,
  ) => { readonly exports: Readonly<Record<string, (...values: number[]) => number>> };
}

function uniformValue(input: KernelInput): number {
  if (input.kind === "everySteps") return EVERY_STEPS;
  if (input.kind === "builtin") return input.name === "N" ? 1 : DT;
  throw new Error(`no value for ${JSON.stringify(input)}`);
}

const firstValue = (state: KernelState): number =>
  state.kind === "lastSpike" ? Number.NEGATIVE_INFINITY : state.kind === "notRefractory" ? 1 : 0;

/** The steps, counted from the first, in which the group's only element spikes; and what it keeps after the last. */
function runFrom(group: object, firstStep: number, steps: number) {
  const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: Api };
  const model = modelOf({ groups: { G: group }, duration: "1*ms", outputs: { n: "count(G)" } });
  const { wasm, layout, interleave } = compileModel(model, { varying: new Set() }).groups[0]!;
  const memory = new WebAssembly.Memory({ initial: PAGES });
  let end = 0;
  const put = (values: readonly number[]): number => {
    const address = end;
    new Float64Array(memory.buffer, address, values.length).set(values);
    end += Math.ceil(values.length / SLOTS_PER_VECTOR) * SLOTS_PER_VECTOR * Float64Array.BYTES_PER_ELEMENT;
    return address;
  };
  const perSlot = (value: number) => put(Array<number>(interleave * SLOTS_PER_VECTOR).fill(value));
  const places = tablePlaces(layout);
  const table = put(Array<number>(places.entries).fill(0));
  const words = new Uint32Array(memory.buffer, table, places.entries);
  words[TABLE_UNIFORMS] = put(layout.uniforms.map(uniformValue));
  words[TABLE_COUNTS] = perSlot(0);
  words[TABLE_FIRST_SPIKES] = perSlot(Number.POSITIVE_INFINITY);
  layout.states.forEach((state, index) => {
    words[places.states + index] = perSlot(firstValue(state));
  });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(wasm), { [IMPORT_MODULE]: { [IMPORT_MEMORY]: memory } });
  const counts = new Int32Array(memory.buffer, words[TABLE_COUNTS], 1);
  const spikes: number[] = [];
  for (let step = 0; step < steps; step++) {
    const before = counts[0]!;
    instance.exports[EXPORT_RUN]!(table, 0, 1, firstStep + step, 1);
    if (counts[0]! > before) spikes.push(step);
  }
  const variable = (name: string) => {
    const index = layout.states.findIndex((state) => state.kind === "variable" && state.name === name);
    return new Float64Array(memory.buffer, words[places.states + index], 1)[0];
  };
  return { spikes, variable };
}

const multiples = (of: number, below: number) => Array.from({ length: Math.ceil(below / of) }, (_, k) => k * of);

describe.each([0, 1_000_000_000, 2 ** 31, 2 ** 45])("from step %i on", (firstStep) => {
  it("refractory periods are as long as ever", () => {
    for (const refractory of ["2*ms", "timestep(t - lastspike, dt) < 20"]) {
      // Beyond 2³¹ steps timestep() saturates (IDENTITY 6), and a double no longer tells t and t + dt apart by it.
      if (refractory !== "2*ms" && firstStep > 1_000_000_000) continue;
      const ran = runFrom({ equations: "v : 1", threshold: "v < 1", refractory }, firstStep, 1000);
      expect(ran.spikes).toEqual(multiples(20, 1000));
    }
  });

  it("code at regular times runs at the multiples of its dt", () => {
    const group = {
      equations: "n : integer\nlast : integer",
      threshold: "n < 0",
      every: { code: "n += 1; last = int(t_in_timesteps % 7)", dt: "0.7*ms" },
    };
    const ran = runFrom(group, firstStep, 700);
    expect(ran.variable("n")).toBe(100);
    expect(ran.variable("last")).toBe(0);
  });

  it("events see the number of the step", () => {
    const group = {
      equations: "n : integer",
      threshold: "n < 0",
      events: { third: { condition: "t_in_timesteps % 3 == 0", code: "n += 1" } },
    };
    const before = Math.ceil(firstStep / 3);
    expect(runFrom(group, firstStep, 300).variable("n")).toBe(Math.ceil((firstStep + 300) / 3) - before);
  });
});
