// Kernels that a thread has compiled, by what went into them. A model is compiled once for each set of varying parameters, and for each dt where it
// has timed arrays; kernels with the same bytes, of whatever model, are instantiated once. The oldest go first.

import { type CompiledModel, compileModel, EXPORT_RUN, IMPORT_MEMORY, IMPORT_MODULE, type KernelRecordings } from "@spikefarm/compiler";
import type { CheckedModel } from "@spikefarm/equations";
import { sha256Hex } from "@spikefarm/numerics";
import { requiredRecordings } from "../outputs/required-recordings.js";
import type { ShareCompiled } from "../simulation-api.js";
import { kernelMemory } from "./kernel-memory.js";
import { webAssembly } from "./web-assembly.js";

const MAX_KERNELS = 64;
/** Sets of varying parameters a model is kept compiled for. */
const MAX_VARIANTS = 16;

/** `run` of the compiler's abi.ts. */
export type Kernel = (table: number, firstBlock: number, blocks: number, firstStep: number, steps: number) => number;

const compiledByModel = new WeakMap<CheckedModel, Map<string, CompiledModel>>();
const kernelsByHash = new Map<string, Kernel>();
const kernelsByBytes = new WeakMap<Uint8Array, Kernel>();

/** `dtSeconds`: whether a timed array changes within a step decides on integrators. */
export function compiledFor(
  model: CheckedModel,
  {
    varying,
    dtSeconds,
    share,
  }: { readonly varying: ReadonlySet<string>; readonly dtSeconds: number; readonly share?: ShareCompiled | undefined },
): CompiledModel {
  const variants = compiledByModel.get(model) ?? new Map<string, CompiledModel>();
  compiledByModel.set(model, variants);
  const isTimed = model.data.some((array) => array.dtSeconds !== undefined);
  const key = JSON.stringify([[...varying].sort(), isTimed ? dtSeconds : null]);
  const known = variants.get(key);
  if (known !== undefined) return known;
  const compiled = compileModel(model, {
    varying,
    recordings: kernelRecordings(model),
    dtSeconds,
    ...(share !== undefined && { share: (group, make) => share(`${key} ${group}`, make) }),
  });
  if (variants.size >= MAX_VARIANTS) variants.delete(variants.keys().next().value!);
  variants.set(key, compiled);
  return compiled;
}

function kernelRecordings(model: CheckedModel): ReadonlyMap<string, KernelRecordings> {
  return new Map(
    [...requiredRecordings(model)].map(([group, { firstSpike, events, traces, finals, accumulators }]) => [
      group,
      { firstSpike, events, traces: traces.map(({ variable }) => variable), finals, accumulators },
    ]),
  );
}

export function kernelOf(wasm: Uint8Array<ArrayBuffer>): Kernel {
  const kernel = kernelsByBytes.get(wasm) ?? kernelByHash(wasm);
  kernelsByBytes.set(wasm, kernel);
  return kernel;
}

function kernelByHash(wasm: Uint8Array<ArrayBuffer>): Kernel {
  const hash = sha256Hex(wasm);
  const known = kernelsByHash.get(hash);
  if (known !== undefined) return known;
  const instance = new webAssembly.Instance(new webAssembly.Module(wasm), { [IMPORT_MODULE]: { [IMPORT_MEMORY]: kernelMemory() } });
  const kernel = instance.exports[EXPORT_RUN] as Kernel;
  if (kernelsByHash.size >= MAX_KERNELS) kernelsByHash.delete(kernelsByHash.keys().next().value!);
  kernelsByHash.set(hash, kernel);
  return kernel;
}
