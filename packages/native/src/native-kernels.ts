// Native kernels for one thread: asked for by source, there as soon as they have been compiled.
//
//   unknown ──asked for──▶ compiling ──the file is there──▶ ready
//      │                      └──the compiler failed──▶ refused   (said once; the caller goes on without)
//      └──the file is there already──▶ ready
//
// Nothing waits, unless it is told to: a caller asks again when it likes, between slices say. Whatever goes wrong (no directory, a full disk, a
// kernel that cannot be loaded) ends in `refused` with one line in the log.

import type { CCompiler } from "./c-compiler.js";
import { KernelFiles } from "./kernel-files.js";
import { loadKernel, type NativeKernel } from "./load-kernel.js";
import { KERNEL_LIMITS, type KernelLimits } from "./prune-kernels.js";

export interface NativeKernelsOptions {
  readonly directory: string;
  readonly compiler: CCompiler;
  /** Work, in milliseconds of WebAssembly, that makes a kernel worth compiling. */
  readonly worthMs?: number;
  /** Makes `kernelOf` wait until a kernel has been compiled. */
  readonly waits?: boolean;
  /** What the directory may hold; for tests. */
  readonly limits?: KernelLimits;
  /** A compiler that takes longer is stopped; for tests. */
  readonly compileLimitMs?: number;
  readonly log: (event: { readonly message: string; readonly reason: string }) => void;
}

type State =
  | { readonly kind: "compiling"; readonly key: string; readonly isOurs: boolean }
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

  constructor({
    directory,
    compiler,
    log,
    worthMs = WORTH_MS,
    waits = false,
    limits = KERNEL_LIMITS,
    compileLimitMs,
  }: NativeKernelsOptions) {
    this.#log = log;
    this.#waits = waits;
    this.worthMs = worthMs;
    this.#files = this.#attempt(
      "native kernels have no place",
      () => new KernelFiles({ directory, compiler, limits, ...(compileLimitMs !== undefined && { compileLimitMs }) }),
    );
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
    const next = this.#next(source, known ?? { kind: "compiling", key: this.#files.keyOf(source), isOurs: false }, this.#files);
    if (known === undefined && this.#states.size >= MAX_REMEMBERED) this.#states.delete(this.#states.keys().next().value!);
    this.#states.set(source, next);
    return next;
  }

  #next(source: string, known: Extract<State, { kind: "compiling" }>, files: KernelFiles): State {
    const { key, isOurs } = known;
    const file = files.look(key);
    switch (file?.kind) {
      case "compiling":
        return known;
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
        // Nothing but a full disk leaves neither a kernel nor a complaint: trying again would go on for ever.
        if (isOurs) {
          this.#log({ message: "a kernel has vanished; WebAssembly carries on", reason: key });
          return { kind: "refused" };
        }
        const begun = this.#attempt("native kernels cannot be written", () => files.compile(key, source));
        return begun === undefined ? { kind: "refused" } : { kind: "compiling", key, isOurs: begun };
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
