// Which code advances a chunk of slots: WebAssembly from the first step on, the processor's own as soon as it is there and worth it.
//
// Both work on the same memory to the same bits, so the switch may come between any two slices. WebAssembly has two kernels: the usual one takes
// some conditions on a slot's parameters for granted and stops before a block that breaks them; the general one takes those blocks. A native
// kernel is the usual one, and is used only for chunks without such blocks.

import type { CompiledGroup } from "@spikefarm/compiler";
import { kernelOf } from "../kernels/kernel-cache.js";
import { kernelMemory } from "../kernels/kernel-memory.js";
import { nowMs } from "../kernels/web-assembly.js";
import type { NativeKernel, NativeTarget } from "../simulation-api.js";
import type { GroupMemory } from "./group-memory.js";

export interface ChunkRun {
  readonly compiled: CompiledGroup;
  readonly memory: GroupMemory;
  readonly slots: number;
  readonly native?: NativeTarget;
}

/** Time that each group's kernels have taken on this thread so far: what has been worth waiting for will be again. */
const spentMs = new WeakMap<CompiledGroup, number>();

export class ChunkKernels {
  readonly #run: ChunkRun;
  #native: NativeKernel | undefined;
  #mayBeNative: boolean;

  constructor(run: ChunkRun) {
    this.#run = run;
    this.#mayBeNative = run.native !== undefined;
  }

  /** All slots, from `firstStep` on. */
  advance(firstStep: number, steps: number): void {
    const native = this.#mayBeNative ? this.#findNative() : undefined;
    if (native === undefined) this.#advanceInWebAssembly(firstStep, steps);
    else native.run(new Uint8Array(kernelMemory().buffer), this.#run.memory.table, 0, this.#blocksOf(native), firstStep, steps);
  }

  #blocksOf({ slotsInBlock }: NativeKernel): number {
    return Math.ceil(this.#run.slots / slotsInBlock);
  }

  #findNative(): NativeKernel | undefined {
    const { compiled, memory, native } = this.#run;
    if (this.#native !== undefined || (spentMs.get(compiled) ?? 0) < native!.worthMs) return this.#native;
    const found = native!.kernelOf(compiled.nativeSource());
    if (found === undefined) return undefined;
    const blocks = this.#blocksOf(found);
    this.#mayBeNative = found.firstBroken(new Uint8Array(kernelMemory().buffer), memory.table, blocks) === blocks;
    if (this.#mayBeNative) this.#native = found;
    return this.#native;
  }

  #advanceInWebAssembly(firstStep: number, steps: number): void {
    const { compiled, memory } = this.#run;
    const { table, blocks } = memory;
    const startMs = nowMs();
    const usual = kernelOf(compiled.wasm);
    let reached = usual(table, 0, blocks, firstStep, steps);
    while (reached < blocks) {
      kernelOf(compiled.generalWasm())(table, reached, reached + 1, firstStep, steps);
      reached = usual(table, reached + 1, blocks, firstStep, steps);
    }
    spentMs.set(compiled, (spentMs.get(compiled) ?? 0) + nowMs() - startMs);
  }
}
