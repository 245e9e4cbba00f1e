// The kernels beside Brian 2 and hand-written C, row by row, each with its aims; and what ought to cost nothing.
//
// Loops and compilations on one thread are measured in processor time, so that a busy machine's other work is not counted (Brian 2's own clock
// is the processor's too); what uses several threads or processes is measured in wall time.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findCompiler, NativeKernels } from "@spikefarm/native";
import { withDirectory } from "./farm.mjs";
import { brianVersion } from "./kernels/brian.mjs";
import { ROWS } from "./kernels/rows.mjs";

export const ROW_NAMES = ROWS.map(({ name }) => name);
export const PEER_NAMES = ["brian", "c"];

/** `only` and `without` are lists of these names. */
export async function benchKernels({ runs = 7, only = [], without = [] }) {
  console.log(`vectors  ${vectorWidth()}`);
  console.log(`kernels  ${runs} ${runs === 1 ? "turn" : "turns"} each after a warm-up, median (fastest … slowest)`);
  await withDirectory(async (directory) => {
    const compiler = await compilerHere();
    const native = compiler && nativeKernels(compiler, join(directory, "kernels"));
    const peers = { brian: !without.includes("brian") && (await hasBrian()), c: !without.includes("c") && compiler !== undefined };
    for (const { name, measure } of ROWS) {
      if (only.length === 0 || only.includes(name)) await measure({ runs, compiler, native, peers, directory });
    }
  });
}

async function hasBrian() {
  const { version, reason } = await brianVersion();
  console.log(version === undefined ? `Brian 2 does not run here and is left out: ${reason}` : `brian 2  ${version}`);
  return version !== undefined;
}

async function compilerHere() {
  const compiler = await findCompiler({ named: process.env.SPIKEFARM_CC || undefined, searchPath: process.env.PATH ?? "" });
  if (compiler === undefined) console.log("no C compiler answers here: native kernels and hand-written C are left out");
  return compiler;
}

function nativeKernels(compiler, directory) {
  const log = ({ message, reason }) => console.log(`${message}: ${reason}`);
  return new NativeKernels({ compiler, directory, waits: true, worthMs: 0, log });
}

/** What `-march=native` finds: what native kernels and hand-written C are made of. */
function vectorWidth() {
  try {
    const flags = readFileSync("/proc/cpuinfo", "utf8");
    if (/\bavx512dq\b/.test(flags)) return "AVX-512, 8 doubles";
    return /\bavx2\b/.test(flags) ? "AVX2, 4 doubles" : "2 doubles";
  } catch {
    return "unknown";
  }
}
