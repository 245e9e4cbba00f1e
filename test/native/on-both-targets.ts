// One model on WebAssembly and in machine code, and every byte of what they observed.

import { type CheckedData, type CheckedModel, checkModel, resolveParameters } from "@spikefarm/equations";
import { type ColumnData, DiagnosticList, formatDiagnostic } from "@spikefarm/protocol";
import {
  type Batch,
  type BatchResult,
  type NativeKernel,
  type NativeTarget,
  type SimulateOptions,
  simulateBatch,
} from "@spikefarm/simulator";
import { expect } from "vitest";

export function modelOf(source: unknown, data: readonly CheckedData[] = []): CheckedModel {
  const diagnostics = new DiagnosticList();
  const model = checkModel(source, "model", diagnostics, new Map(data.map((array) => [array.name, array])));
  const problems = diagnostics.items.filter(({ severity }) => severity === "error").map(formatDiagnostic);
  if (model === undefined || problems.length > 0) throw new Error(problems.join("\n"));
  return model;
}

/** A model's defaults, but for what differs from lane to lane. */
export function batchOf(model: CheckedModel, lanes: Readonly<Record<string, readonly number[]>>, seed = 0): Batch {
  const parameters = new Map<string, number | Float64Array>();
  for (const [name, value] of resolveParameters(model.parameters, new Map())) if (typeof value === "number") parameters.set(name, value);
  for (const [name, values] of Object.entries(lanes)) parameters.set(name, Float64Array.from(values));
  return { lanes: Object.values(lanes)[0]!.length, parameters, random: { seed, repeat: 0 } };
}

/** A source of kernels that counts what they do: a comparison in which none has run compares nothing. */
export class CountedKernels implements NativeTarget {
  readonly worthMs = 0;
  readonly #kernelOf: NativeTarget["kernelOf"];
  runs = 0;

  constructor(kernelOf: NativeTarget["kernelOf"]) {
    this.#kernelOf = kernelOf;
  }

  kernelOf(source: string): NativeKernel | undefined {
    const kernel = this.#kernelOf(source);
    if (kernel === undefined) return undefined;
    const run: NativeKernel["run"] = (...call) => {
      this.runs++;
      return kernel.run(...call);
    };
    return { ...kernel, run };
  }
}

/** What WebAssembly observes, and the C of every kernel that the run would ask for. */
export function runInWebAssembly(model: CheckedModel, batch: Batch, options: SimulateOptions = {}) {
  const sources = new Set<string>();
  const native: NativeTarget = { worthMs: 0, kernelOf: (source) => void sources.add(source) as undefined };
  return { expected: simulateBatch(model, batch, { ...options, native })!, sources: [...sources] };
}

/** Fails with the first output that has another byte. */
export function expectSameBytes(found: BatchResult, expected: BatchResult): void {
  expect(found.errorCode).toEqual(expected.errorCode);
  for (const [index, { column, data }] of expected.outputs.entries()) {
    const other = found.outputs[index]!;
    expect(other.column.name).toBe(column.name);
    if (Buffer.compare(bytesOf(other.data), bytesOf(data)) === 0) continue;
    expect([...numbersOf(other.data)], column.name).toEqual([...numbersOf(data)]);
    expect.fail(`${column.name} shows the same numbers in other bits`);
  }
}

export const numbersOf = (data: ColumnData): Float64Array | Int32Array => {
  const { kind, values } = data.kind === "list" ? data.items : data;
  if (kind !== "f64" && kind !== "i32") throw new Error(`a column of ${kind} among a model's outputs`);
  return values;
};

function bytesOf(data: ColumnData): Buffer {
  const bytes = ({ buffer, byteOffset, byteLength }: ArrayBufferView) => Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
  return Buffer.concat([...(data.kind === "list" ? [bytes(data.offsets)] : []), bytes(numbersOf(data))]);
}
