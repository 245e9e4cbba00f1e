// A process of the test's own that commits blocks (fixtures/commit-blocks.mjs), with the lines it says.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { encodeBlock, granuleRange, type SizedPart, type SweepRecord } from "@spikefarm/protocol";
import { blockOf, PROVENANCE } from "../contract/writer-port/sweeps.js";

const SCRIPT = fileURLToPath(new URL("fixtures/commit-blocks.mjs", import.meta.url));

export interface Child {
  readonly process: ChildProcess;
  readonly lines: readonly string[];
  /** Resolves when it has said a line that begins so. */
  says(start: string): Promise<string>;
  /** Resolves when it has ended and all it said is in `lines`. */
  ended(): Promise<void>;
}

export function startChild(directory: string, blocks: string, mode = ""): Child {
  const child = spawn(process.execPath, [SCRIPT, directory, blocks, mode], { stdio: ["pipe", "pipe", "inherit"] });
  const lines: string[] = [];
  const waiting: { start: string; resolve(line: string): void }[] = [];
  const reader = createInterface(child.stdout).on("line", (line) => {
    lines.push(line);
    for (const { start, resolve } of waiting) if (line.startsWith(start)) resolve(line);
  });
  const ended = Promise.all([once(child, "exit"), once(reader, "close")]);
  return {
    process: child,
    lines,
    says: (start) =>
      Promise.race([
        new Promise<string>((resolve) => {
          const known = lines.find((line) => line.startsWith(start));
          if (known !== undefined) resolve(known);
          else waiting.push({ start, resolve });
        }),
        ended.then(() => Promise.reject(new Error(`the process ended without saying "${start}": ${lines.join(" | ")}`))),
      ]),
    ended: () => ended.then(() => undefined),
  };
}

/** Writes a block for each of the first granules of part 0, named by its first trial. */
export function writeBlocks(directory: string, record: SweepRecord, count: number): string {
  const folder = join(directory, "blocks");
  mkdirSync(folder, { recursive: true });
  const part = record.parts[0] as SizedPart;
  for (let granule = 0; granule < count; granule++) {
    const range = granuleRange(part, granule);
    writeFileSync(join(folder, String(range.from).padStart(8, "0")), encodeBlock(blockOf(record, range), PROVENANCE));
  }
  return folder;
}
