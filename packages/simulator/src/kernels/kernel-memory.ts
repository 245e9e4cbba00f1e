// The memory kernels work on: one a thread, reused by every run (each WebAssembly.Memory reserves gigabytes of addresses, so thousands of them
// would exhaust the process). It only grows, up to a limit. Growing moves it: views are taken anew for every run, after it has been laid out.

import { CodedError } from "@spikefarm/protocol";
import type { SimulatorCode } from "../errors.js";
import { type WebAssemblyMemory, webAssembly } from "./web-assembly.js";

const PAGE_SIZE_BYTES = 65_536;
const MAX_PAGES = 16_384;
const ALIGNMENT_BYTES = 16;
const MEBIBYTE = 1_048_576;

let memory: WebAssemblyMemory | undefined;

export function kernelMemory(): WebAssemblyMemory {
  memory ??= new webAssembly.Memory({ initial: 16, maximum: MAX_PAGES });
  return memory;
}

/** Lays arrays out one after another from the start of the memory. */
export class MemoryLayout {
  #sizeBytes = 0;

  /** Returns the address. */
  reserve(sizeBytes: number): number {
    const address = this.#sizeBytes;
    this.#sizeBytes += Math.ceil(sizeBytes / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
    return address;
  }

  /** Grows the memory to hold all that is reserved, and returns it. Throws SIMULATION_TOO_LARGE. */
  commit(): ArrayBuffer {
    const pages = Math.ceil(this.#sizeBytes / PAGE_SIZE_BYTES);
    if (pages > MAX_PAGES) {
      const code: SimulatorCode = "SIMULATION_TOO_LARGE";
      const limit = `a kernel may use ${(MAX_PAGES * PAGE_SIZE_BYTES) / MEBIBYTE} MiB`;
      throw new CodedError(code, `One trial needs ${Math.ceil(this.#sizeBytes / MEBIBYTE)} MiB, ${limit}; make its groups smaller.`);
    }
    const owned = kernelMemory();
    const missing = pages - owned.buffer.byteLength / PAGE_SIZE_BYTES;
    if (missing > 0) owned.grow(missing);
    return owned.buffer;
  }
}
