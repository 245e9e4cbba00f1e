// Native kernels for one thread: asked for by source, there as soon as they have been compiled.
//
//   unknown ──asked for──▶ compiling ──the file is there──▶ ready
//      │                      └──the compiler failed──▶ refused   (said once; the caller goes on without)
//      └──the file is there already──▶ ready
//
// Nothing waits, unless it is told to: a caller asks again when it likes, between slices say. Whatever goes wrong (no directory, a full disk, a
// kernel that cannot be loaded) ends in `refused` with one line in the log.

import koffi from "koffi";
import type { CCompiler } from "./c-compiler.js";
import { KernelFiles } from "./kernel-files.js";

/** `run` of the compiler's abi.ts, with its memory. */
export interface NativeKernel {
  readonly slotsInBlock: number;
  /** The first block that breaks an assumption of the kernel, or `blocks`. Only where there is none may it run. */
  firstBroken(memory: Uint8Array, table: number, blocks: number): number;
  run(memory: Uint8Array, table: number, firstBlock: number, blocks: number, firstStep: number, steps: number): number;
}

export interface NativeKernelsOptions {
  readonly directory: string;
  readonly compiler: CCompiler;
  /** Work, in milliseconds of WebAssembly, that makes a kernel worth compiling. */
  readonly worthMs?: number;
  /** Makes `kernelOf` wait until a kernel has been compiled. */
  readonly waits?: boolean;
  readonly log: (event: { readonly message: string; readonly reason: string }) => void;
}

type State =
  | { readonly kind: "compiling"; readonly key: string }
  | { readonly kind: "ready"; readonly kernel: NativeKernel }
  | { readonly kind: "refused" };

const WORTH_MS = 500;
const LOOK_AGAIN_MS = 2;

/** Sources remembered; the oldest go first, and are found on disk again. */
const MAX_REMEMBERED = 256;

/** Owns what is known of each source; its invariant: a source that was refused is never tried again here. */
export class NativeKernels {
  readonly #files: KernelFiles | undefined;
  readonly #log: NativeKernelsOptions["log"];
  readonly #waits: boolean;
  readonly #states = new Map<string, State>();
  readonly worthMs: number;

  constructor({ directory, compiler, log, worthMs = WORTH_MS, waits = false }: NativeKernelsOptions) {
    this.#log = log;
    this.#waits = waits;
    this.worthMs = worthMs;
    this.#files = this.#attempt("native kernels have no place", () => new KernelFiles(directory, compiler));
  }

  /** The kernel of a source, once it is there; the first question sets the compiler to work. */
  kernelOf(source: string): NativeKernel | undefined {
    for (;;) {
      const state = this.#look(source);
      if (state.kind === "ready") return state.kernel;
      if (state.kind === "refused" || !this.#waits) return undefined;
      Atomics.wait(NEVER, 0, 0, LOOK_AGAIN_MS);
    }
  }

  #look(source: string): State {
    if (this.#files === undefined) return { kind: "refused" };
    const known = this.#states.get(source);
    if (known !== undefined && known.kind !== "compiling") return known;
    const next = this.#next(source, known?.key ?? this.#files.keyOf(source), this.#files);
    if (known === undefined && this.#states.size >= MAX_REMEMBERED) this.#states.delete(this.#states.keys().next().value!);
    this.#states.set(source, next);
    return next;
  }

  #next(source: string, key: string, files: KernelFiles): State {
    const file = files.look(key);
    switch (file?.kind) {
      case "compiling":
        return { kind: "compiling", key };
      case "failed":
        this.#log({ message: "a kernel could not be compiled; WebAssembly carries on", reason: file.reason });
        return { kind: "refused" };
      case "ready": {
        const kernel = this.#attempt("a native kernel could not be loaded", () => loadKernel(file.path));
        if (kernel !== undefined) return { kind: "ready", kernel };
        this.#attempt("a broken kernel could not be removed", () => files.discard(key));
        return { kind: "refused" };
      }
      case undefined: {
        const begun = this.#attempt("native kernels cannot be written", () => {
          files.compile(key, source);
          return true;
        });
        return begun === true ? { kind: "compiling", key } : { kind: "refused" };
      }
    }
  }

  #attempt<Result>(message: string, work: () => Result): Result | undefined {
    try {
      return work();
    } catch (error) {
      this.#log({ message: `${message}; WebAssembly carries on`, reason: error instanceof Error ? error.message : String(error) });
      return undefined;
    }
  }
}

/** Waiting on it is a pause. */
const NEVER = new Int32Array(new SharedArrayBuffer(4));

function loadKernel(path: string): NativeKernel {
  const library = koffi.load(path);
  const run = library.func("int run(void *memory, uint32_t table, int block, int blocks, double first_step, int steps)");
  const slotsInBlock = (library.func("int slots_in_block(void)") as () => number)();
  const firstBroken = library.func("int first_broken(void *memory, uint32_t table, int blocks)") as NativeKernel["firstBroken"];
  return { slotsInBlock, firstBroken, run: run as NativeKernel["run"] };
}
