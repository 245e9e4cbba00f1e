// The part of the WebAssembly API that kernels need. It is the same in Node and in a browser tab but belongs to no ECMAScript library, so it is
// named here.

export interface WebAssemblyMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

interface WebAssemblyApi {
  readonly Memory: new (descriptor: { readonly initial: number; readonly maximum?: number }) => WebAssemblyMemory;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, WebAssemblyMemory>>>>,
  ) => { readonly exports: Readonly<Record<string, (...values: number[]) => number>> };
}

export const webAssembly = (globalThis as unknown as { readonly WebAssembly: WebAssemblyApi }).WebAssembly;

/** Milliseconds of a clock that only moves forward. */
export const nowMs = (): number => (globalThis as unknown as { readonly performance: { now(): number } }).performance.now();
