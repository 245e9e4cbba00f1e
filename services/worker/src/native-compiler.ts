// Whether this machine can make native kernels, found out while the first trials already run on WebAssembly.
//
//   SPIKEFARM_TARGET   auto (default): native where it is worth the compiler's time · native: wait for it · wasm: never
//   SPIKEFARM_CC       the compiler, where it is not gcc, clang or cc on the PATH
//   SPIKEFARM_KERNELS  the folder that compiled kernels are kept in; spikefarm/kernels in the user's cache by default

import { homedir } from "node:os";
import { join } from "node:path";
import { type CCompiler, findCompiler } from "@spikefarm/native";
import { CodedError } from "@spikefarm/protocol";
import type { WorkerLog } from "./app.js";
import type { WorkerCode } from "./errors.js";

const TARGETS = ["auto", "wasm", "native"] as const;

export interface NativeSettings {
  readonly target: (typeof TARGETS)[number];
  readonly directory: string;
  readonly named: string | undefined;
  readonly searchPath: string;
}

/** What a thread needs to make and load native kernels. */
export interface NativeRequest {
  readonly compiler: CCompiler;
  readonly directory: string;
  readonly waits: boolean;
}

/** @throws CodedError WORKER_SETTING_INVALID */
export function readNativeSettings(environment: Readonly<Record<string, string | undefined>>): NativeSettings {
  const given = environment.SPIKEFARM_TARGET || "auto";
  const target = TARGETS.find((known) => known === given);
  if (target === undefined) {
    const code: WorkerCode = "WORKER_SETTING_INVALID";
    throw new CodedError(code, `SPIKEFARM_TARGET=${given} is not understood; give one of ${TARGETS.join(", ")}.`);
  }
  const cache = environment.XDG_CACHE_HOME || join(homedir(), ".cache");
  return {
    target,
    directory: environment.SPIKEFARM_KERNELS || join(cache, "spikefarm", "kernels"),
    named: environment.SPIKEFARM_CC || undefined,
    searchPath: environment.PATH ?? "",
  };
}

/** Asks the compiler for its version at once; the result says what to tell threads by then. */
export function probeCompiler(
  { target, directory, named, searchPath }: NativeSettings,
  log: WorkerLog,
): () => Promise<NativeRequest | undefined> {
  if (target === "wasm") return () => Promise.resolve(undefined);
  let found: NativeRequest | undefined;
  const search = findCompiler({ named, searchPath }).then((compiler) => {
    if (compiler !== undefined) found = { compiler, directory, waits: target === "native" };
    else if (target === "native" || named !== undefined)
      log.warn({ compiler: named ?? "gcc, clang, cc" }, "no C compiler answers; WebAssembly does all the work");
    return found;
  });
  return target === "native" ? () => search : () => Promise.resolve(found);
}
