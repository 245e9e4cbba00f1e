// The C compiler of this machine, and how it is asked for kernels.
//
// The flags are part of what a result is: no fused multiply-add, no reordering, IEEE division and square root. What makes code fast without
// changing a bit is on (-O2 with the processor's own instructions); errno and traps, which nobody reads, are off.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { arch, cpus, platform } from "node:os";
import { delimiter, isAbsolute, join } from "node:path";

export interface CCompiler {
  readonly path: string;
  readonly flags: readonly string[];
  /** Different for another compiler, version, set of flags or kind of processor. */
  readonly fingerprint: string;
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

/** The compiler that `named` says (a path or a command), or the first known one on the PATH; undefined where there is none that answers. */
export function findCompiler(named?: string): CCompiler | undefined {
  for (const path of (named === undefined ? NAMES : [named]).flatMap(placesOf)) {
    const { status, stdout } = spawnSync(path, ["--version"], { encoding: "utf8", timeout: VERSION_LIMIT_MS });
    if (status === 0) return { path, flags: FLAGS, fingerprint: fingerprintOf(path, stdout) };
  }
  return undefined;
}

function placesOf(command: string): readonly string[] {
  if (isAbsolute(command)) return [command].filter((path) => existsSync(path));
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders
    .map((folder) => join(folder, command))
    .filter((path) => existsSync(path))
    .slice(0, 1);
}

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
