// Which code advances a chunk of slots: WebAssembly from the first step on, the processor's own as soon as it is there and worth it.
//
// Both work on the same memory to the same bits, so the switch may come between any two slices. WebAssembly has two kernels: the usual one takes
// some conditions on a slot's parameters for granted and stops before a block that breaks them; the general one takes those blocks. A native
// kernel is the usual one, and is used only for chunks without such blocks.

import { type CompiledGroup, SLOTS_PER_VECTOR, STOPPED_BY } from "@spikefarm/compiler";
import { kernelOf } from "../kernels/kernel-cache.js";
import { kernelMemory } from "../kernels/kernel-memory.js";
import { nowMs } from "../kernels/web-assembly.js";
import type { NativeKernel, NativeTarget } from "../simulation-api.js";
import type { GroupMemory } from "./group-memory.js";
import type { BlocksRun } from "./recording-buffers.js";
import type { TraceCollector } from "./trace-collector.js";

export interface ChunkRun {
  readonly compiled: CompiledGroup;
  readonly memory: GroupMemory;
  readonly slots: number;
  readonly native?: NativeTarget;
  readonly traces: readonly TraceCollector[];
  /** Takes what some blocks have recorded out of the buffers. */
  readonly collect: (run: BlocksRun) => void;
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
    const { compiled, memory, slots } = this.#run;
    const startMs = nowMs();
    if (native !== undefined) {
      const bytes = new Uint8Array(kernelMemory().buffer);
      const run = { from: 0, to: this.#blocksOf(native), slotsInBlock: native.slotsInBlock, firstStep, steps };
      this.#runBlocks(run, (from, to) => native.run(bytes, memory.table, from, to, firstStep, steps));
      return;
    }
    const slotsInBlock = compiled.interleave * SLOTS_PER_VECTOR;
    const usual = kernelOf(compiled.wasm);
    this.#runBlocks({ from: 0, to: Math.ceil(slots / slotsInBlock), slotsInBlock, firstStep, steps }, (from, to) =>
      usual(memory.table, from, to, firstStep, steps),
    );
    spentMs.set(compiled, (spentMs.get(compiled) ?? 0) + nowMs() - startMs);
  }

  /** Until all blocks have been run: past those that break an assumption by the general kernel, past full buffers by emptying them. */
  #runBlocks(run: BlocksRun, usual: (from: number, to: number) => number): void {
    const { compiled, memory, traces, collect } = this.#run;
    const { firstStep, steps } = run;
    memory.recordings.schedule(run, traces);
    let collected = run.from;
    let reached = run.from;
    const empty = () => {
      collect({ ...run, from: collected, to: reached });
      memory.recordings.empty();
      collected = reached;
    };
    for (;;) {
      reached = usual(reached, run.to);
      if (reached === run.to) break;
      if (memory.stopReason() === STOPPED_BY.assumption) {
        const next = kernelOf(compiled.generalWasm())(memory.table, reached, reached + 1, firstStep, steps);
        if (next > reached) {
          reached = next;
          if (reached === run.to) break;
          continue;
        }
      }
      empty();
    }
    empty();
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
}
