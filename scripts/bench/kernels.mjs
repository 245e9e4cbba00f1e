// The kernels beside Brian 2 and hand-written C: the rows of issue 5's table, each with its aims.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findCompiler, NativeKernels } from "@spikefarm/native";
import { withDirectory } from "./farm.mjs";
import { brianCython, brianStandalone, brianVersion } from "./kernels/brian.mjs";
import { handWritten } from "./kernels/hand-written.mjs";
import { runLoop } from "./kernels/loop.mjs";
import { LOOP_ROWS } from "./kernels/loop-rows.mjs";
import { ownKernel } from "./kernels/own-kernel.mjs";

/** `only` and `without` are lists: names of rows, and of peers ("brian", "c"). */
export async function benchKernels({ runs = 7, only = [], without = [] }) {
  const rows = LOOP_ROWS.filter(({ name }) => only.length === 0 || only.includes(name));
  if (rows.length < only.length) throw new Error(`rows are ${LOOP_ROWS.map(({ name }) => name).join(", ")}`);
  console.log(`vectors  ${vectorWidth()}`);
  console.log(`kernels  one thread, processor time, ${runs} turns each after a warm-up, median (fastest … slowest)`);
  const peers = await peersHere(without);
  await withDirectory(async (directory) => {
    const native = await nativeKernels(directory);
    for (const row of rows) {
      const contestants = await contestantsOf(row, { native, peers, directory });
      try {
        await runLoop(row, contestants, runs);
      } finally {
        for (const { close } of contestants) close?.();
      }
    }
  });
}

/** Which peers take part, and said of the others why not. */
async function peersHere(without) {
  const brian = without.includes("brian") ? undefined : await brianVersion();
  if (brian?.reason !== undefined) console.log(`Brian 2 does not run here and is left out: ${brian.reason}`);
  if (brian?.version !== undefined) console.log(`brian 2  ${brian.version}`);
  return { brian: brian?.version !== undefined, c: !without.includes("c") };
}

async function contestantsOf(row, { native, peers, directory }) {
  const contestants = [ownKernel({ name: "wasm", row })];
  if (native !== undefined) contestants.push(ownKernel({ name: "native", row, native }));
  if (peers.brian && row.peers.includes("standalone")) contestants.push(await brianStandalone(row, directory));
  if (peers.brian && row.peers.includes("cython")) contestants.push(brianCython(row));
  if (peers.c && native !== undefined) contestants.push(await handWritten(row, directory));
  return contestants;
}

async function nativeKernels(directory) {
  const compiler = await findCompiler({ named: process.env.SPIKEFARM_CC, searchPath: process.env.PATH ?? "" });
  if (compiler === undefined) return void console.log("no C compiler answers here: native kernels and hand-written C are left out");
  const log = ({ message, reason }) => console.log(`${message}: ${reason}`);
  return new NativeKernels({ compiler, directory: join(directory, "kernels"), waits: true, worthMs: 0, log });
}

/** What `-march=native` finds, and so what both native kernels and hand-written C are made of. */
function vectorWidth() {
  try {
    const flags = readFileSync("/proc/cpuinfo", "utf8");
    if (/\bavx512dq\b/.test(flags)) return "AVX-512, 8 doubles";
    return /\bavx2\b/.test(flags) ? "AVX2, 4 doubles" : "2 doubles";
  } catch {
    return "unknown";
  }
}
