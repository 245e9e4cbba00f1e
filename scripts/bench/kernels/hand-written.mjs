// Hand-written C: c/NAME.c in a process of its own, so that what fast-math does to a process stays there.
//
// It is built with several numbers of interleaved vectors, each is tried, and the fastest is the peer: what is best depends on the
// processor's registers.

import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const FLAGS = ["-O3", "-march=native", "-ffast-math"];
const STEPS_A_SECOND = 10_000;
/** A turn is as many runs as take about this long, so that a process that has just begun weighs little. */
const TURN_SECONDS = 0.2;

/** The contestant; `compiler` builds its binaries in `directory`. */
export async function handWritten(row, compiler, directory) {
  const tried = [];
  for (const interleave of row.interleaves) {
    const binary = await build(row, interleave, compiler, directory);
    const seconds = Math.min((await call(binary, row, 1)).seconds, (await call(binary, row, 1)).seconds);
    tried.push({ binary, interleave, seconds });
  }
  const [fastest] = tried.sort((one, other) => one.seconds - other.seconds);
  const runs = Math.max(1, Math.ceil(TURN_SECONDS / fastest.seconds));
  return {
    name: "c",
    note: fastest.interleave === 1 ? "one vector at a time" : `${fastest.interleave} vectors interleaved`,
    warmUp: async () => {},
    turn: () => call(fastest.binary, row, runs),
  };
}

async function build({ name }, interleave, compiler, directory) {
  const source = fileURLToPath(new URL(`../c/${name}.c`, import.meta.url));
  const binary = join(directory, `${name}-${interleave}`);
  await run(compiler.path, [...FLAGS, `-DINTERLEAVE=${interleave}`, "-o", binary, source, "-lm"]);
  return binary;
}

/** Resolves to { seconds, spikes } of one run. */
async function call(binary, { slots, seconds }, runs) {
  const { stdout } = await run(binary, [slots, Math.round(seconds * STEPS_A_SECOND), runs].map(String));
  return JSON.parse(stdout);
}
