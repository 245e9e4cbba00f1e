// The farm as a benchmark sees it: its command, and a data directory that is new for every run and gone afterwards.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { measure } from "./measure.mjs";

const COMMAND = fileURLToPath(new URL("../../services/cli/bin/spikefarm.js", import.meta.url));

/** Runs and measures `spikefarm …args`. */
export const farm = (args, options) => measure(process.execPath, [COMMAND, ...args], options);

/** Calls `use` with a new directory, and removes it whatever happens. */
export async function withDirectory(use) {
  const directory = await mkdtemp(join(tmpdir(), "spikefarm-bench-"));
  try {
    return await use(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
