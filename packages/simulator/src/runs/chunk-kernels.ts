// Which code advances a chunk of slots: WebAssembly from the first step on, the processor's own as soon as it is there and worth it.
//
// Both work on the same memory to the same bits, so the switch may come between any two slices. Each has two kernels: the usual one takes some
// conditions on a slot's parameters for granted, the general one nothing. In WebAssembly the usual one stops before a block that breaks them, and
// the general one takes that block; of native kernels the usual one is used for chunks without such blocks, the general one for all others. Each
// stops before a block that the recordings' buffers have no room for; they are emptied, and it goes on.

import { type CompiledGroup, SLOTS_PER_VECTOR, STOPPED_BY } from "@spikefarm/compiler";
import { kernelOf } from "../kernels/kernel-cache.js";
import { kernelMemory } from "../kernels/kernel-memory.js";
import { nowMs } from "../kernels/web-assembly.js";
import type { NativeKernel, NativeTarget } from "../simulation-api.js";
import type { GroupMemory } from "./group-memory.js";
import type { GroupRecordings } from "./group-recordings.js";

export interface ChunkRun {
  readonly compiled: CompiledGroup;
  readonly memory: GroupMemory;
  readonly slots: number;
  readonly recordings: GroupRecordings;
  readonly native?: NativeTarget;
}

/** Time that each group's kernels have taken on this thread so far: what has been worth waiting for will be again. */
const spentMs = new WeakMap<CompiledGroup, number>();

export class ChunkKernels {
  readonly #run: ChunkRun;
  #native: NativeKernel | undefined;

  constructor(run: ChunkRun) {
    this.#run = run;
  }

  /** All slots, from `firstStep` on. */
  advance(firstStep: number, steps: number): void {
    const { recordings, compiled } = this.#run;
    const native = this.#run.native !== undefined ? this.#findNative() : undefined;
    recordings.begin({ firstStep, steps, slotsInBlock: native?.slotsInBlock ?? compiled.interleave * SLOTS_PER_VECTOR });
    if (native === undefined) this.#advanceInWebAssembly(firstStep, steps);
    else this.#advanceNative(native, firstStep, steps);
    recordings.end();
  }

  #advanceNative(native: NativeKernel, firstStep: number, steps: number): void {
    const { memory, recordings } = this.#run;
    const bytes = new Uint8Array(kernelMemory().buffer);
    const blocks = this.#blocksOf(native);
    for (let reached = 0; reached < blocks; ) {
      reached = native.run(bytes, memory.table, reached, blocks, firstStep, steps);
      if (reached < blocks) recordings.drain();
    }
  }

  #blocksOf({ slotsInBlock }: NativeKernel): number {
    return Math.ceil(this.#run.slots / slotsInBlock);
  }

  #findNative(): NativeKernel | undefined {
    const { compiled, native } = this.#run;
    if (this.#native !== undefined || (spentMs.get(compiled) ?? 0) < native!.worthMs) return this.#native;
    const usual = native!.kernelOf(compiled.nativeSource());
    if (usual === undefined) return undefined;
    this.#native = this.#mayRun(usual) ? usual : native!.kernelOf(compiled.generalNativeSource());
    return this.#native;
  }

  /** Whether no block of the chunk breaks what the kernel takes for granted. */
  #mayRun(kernel: NativeKernel): boolean {
    const blocks = this.#blocksOf(kernel);
    return kernel.firstBroken(new Uint8Array(kernelMemory().buffer), this.#run.memory.table, blocks) === blocks;
  }

  #advanceInWebAssembly(firstStep: number, steps: number): void {
    const { compiled, memory, recordings } = this.#run;
    const { table, blocks } = memory;
    const startMs = nowMs();
    const usual = kernelOf(compiled.wasm);
    for (let reached = 0; reached < blocks; ) {
      reached = usual(table, reached, blocks, firstStep, steps);
      if (reached === blocks) break;
      if (memory.stoppedBy() === STOPPED_BY.buffer) recordings.drain();
      else if (kernelOf(compiled.generalWasm())(table, reached, reached + 1, firstStep, steps) > reached) reached++;
      else recordings.drain();
    }
    spentMs.set(compiled, (spentMs.get(compiled) ?? 0) + nowMs() - startMs);
  }
}
