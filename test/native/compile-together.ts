// Many kernels in one library: what they begin with is parsed once, and the compiler starts once. The code of each is what its own library would
// hold, printed and compiled with the same flags; its names alone get a number.

import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { CCompiler } from "@spikefarm/native";
import type { NativeKernel } from "@spikefarm/simulator";
import koffi from "koffi";

const LIBRARIES = 2;
/** Where the prelude ends and what is a kernel's own begins. */
const KERNEL_BEGINS = "enum { BLOCK";
const NAMES = ["BLOCK", "slots_in_block", "first_broken", "run"];

/** The kernel of each source. */
export async function compileTogether(
  compiler: CCompiler,
  directory: string,
  sources: readonly string[],
): Promise<ReadonlyMap<string, NativeKernel>> {
  const shares = Array.from({ length: LIBRARIES }, (_, share) => sources.filter((_source, index) => index % LIBRARIES === share));
  const kernels = await Promise.all(shares.map((share, index) => compileShare(compiler, join(directory, `share-${index}`), share)));
  return new Map(kernels.flat());
}

async function compileShare(compiler: CCompiler, path: string, sources: readonly string[]): Promise<(readonly [string, NativeKernel])[]> {
  const parts = sources.map((source) => {
    const begin = source.indexOf(KERNEL_BEGINS);
    if (begin < 0) throw new Error("a kernel no longer begins where it did");
    return { prelude: source.slice(0, begin), own: source.slice(begin) };
  });
  // The longest is the one with everything in it.
  const prelude = parts.reduce((longest, part) => (part.prelude.length > longest.length ? part.prelude : longest), "");
  const bodies = parts.map(({ own }, index) => [
    ...NAMES.map((name) => `#define ${name} ${name}_${index}`),
    own,
    ...NAMES.map((name) => `#undef ${name}`),
  ]);
  writeFileSync(`${path}.c`, `${prelude}${bodies.flat().join("\n")}\n`);
  await promisify(execFile)(compiler.path, [...compiler.flags, "-o", `${path}.so`, `${path}.c`]);
  const library = koffi.load(`${path}.so`);
  return sources.map((source, index) => {
    const slotsInBlock = (library.func(`int slots_in_block_${index}(void)`) as () => number)();
    const firstBroken = library.func(`int first_broken_${index}(void *memory, uint32_t table, int blocks)`) as NativeKernel["firstBroken"];
    const run = library.func(
      `int run_${index}(void *memory, uint32_t table, int block, int blocks, double first_step, int steps)`,
    ) as NativeKernel["run"];
    return [source, { slotsInBlock, firstBroken, run }] as const;
  });
}
