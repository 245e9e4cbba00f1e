// The C compiler of this machine, and how it is asked for kernels.
//
// The flags are part of what a result is: no fused multiply-add, no reordering, IEEE division and square root. What makes code fast without
// changing a bit is on (-O2 with the processor's own instructions); errno and traps, which nobody reads, are off.

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { arch, cpus, platform } from "node:os";
import { delimiter, isAbsolute, join } from "node:path";

/** Plain data, so that it may travel to a thread. */
export interface CCompiler {
  readonly path: string;
  readonly flags: readonly string[];
  /** Where it finds the assembler and the linker: folders as in PATH. */
  readonly searchPath: string;
  /** Different for another compiler, version, set of flags or kind of processor. */
  readonly fingerprint: string;
}

export interface CompilerSearch {
  /** A path or a command; without it the usual ones are tried. */
  readonly named?: string | undefined;
  /** Folders as in PATH. */
  readonly searchPath: string;
}

const NAMES = ["gcc", "clang", "cc"];
const FLAGS = [
  "-std=gnu11",
  "-O2",
  "-march=native",
  "-ffp-contract=off",
  "-fno-math-errno",
  "-fno-trapping-math",
  "-fwrapv",
  "-fno-strict-aliasing",
  "-shared",
  "-fPIC",
  "-w",
];
const VERSION_LIMIT_MS = 5_000;

/** The compiler that is asked for, or the first of the usual ones; undefined where none answers. */
export async function findCompiler({ named, searchPath }: CompilerSearch): Promise<CCompiler | undefined> {
  for (const path of (named === undefined ? NAMES : [named]).flatMap((command) => placesOf(command, searchPath))) {
    const version = await versionOf(path);
    if (version !== undefined) return { path, flags: FLAGS, searchPath, fingerprint: fingerprintOf(path, version) };
  }
  return undefined;
}

function placesOf(command: string, searchPath: string): readonly string[] {
  if (isAbsolute(command)) return [command];
  const folders = searchPath.split(delimiter).filter((folder) => folder !== "");
  return folders
    .map((folder) => join(folder, command))
    .filter((path) => existsSync(path))
    .slice(0, 1);
}

const versionOf = (path: string): Promise<string | undefined> =>
  new Promise((resolve) => {
    execFile(path, ["--version"], { timeout: VERSION_LIMIT_MS }, (error, stdout) => resolve(error === null ? stdout : undefined));
  });

function fingerprintOf(path: string, version: string): string {
  return createHash("sha256")
    .update(JSON.stringify([path, version, FLAGS, platform(), arch(), processorFeatures()]))
    .digest("hex");
}

/** What `-march=native` looks at: the features Linux lists, else the model's name. */
function processorFeatures(): string {
  try {
    const [, features] = /^(?:flags|Features)\s*:\s*(.*)$/m.exec(readFileSync("/proc/cpuinfo", "utf8")) ?? [];
    if (features !== undefined) return features.split(" ").sort().join(" ");
  } catch {
    // not Linux
  }
  return cpus()[0]?.model ?? "";
}
