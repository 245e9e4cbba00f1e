// Compiled kernels on disk, by what they were made of: the source, the compiler, its flags and the processor.
//
//   KEY.so          a kernel, complete: it is made under another name and renamed
//   KEY.failed      what the compiler said when it could not; forgotten after a while, since a disk may have been full
//   KEY.lock/       somebody compiles it; taken over when it is older than a compiler may take
//   KEY.PID.…       a source, and what is being made of it
//
// The folder is kept within limits (prune-kernels.ts).
//
// Threads, processes and machines with one home may all do this at once. The compiler runs beside us, through a shell that renames what it
// made and removes the lock, so that a thread which is busy simulating needs no event to see the kernel arrive.

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CCompiler } from "./c-compiler.js";
import { type KernelLimits, noteUse, pruneKernels } from "./prune-kernels.js";

const COMPILE_LIMIT_MS = 60_000;
const LOCK_HOLDS_MS = 2 * COMPILE_LIMIT_MS;
/** The folder is looked through for what may go at the first kernel made here, and again after so many. */
const PRUNED_EVERY = 16;
const FAILURE_HOLDS_MS = 600_000;
/** Of what the compiler said, in a log line. */
const MAX_COMPLAINT_LENGTH = 400;

export type KernelFile =
  | { readonly kind: "ready"; readonly path: string }
  | { readonly kind: "compiling" }
  | { readonly kind: "failed"; readonly reason: string };

export interface KernelFilesOptions {
  readonly directory: string;
  readonly compiler: CCompiler;
  readonly limits: KernelLimits;
  readonly compileLimitMs?: number;
}

export class KernelFiles {
  readonly #directory: string;
  readonly #compiler: CCompiler;
  readonly #limits: KernelLimits;
  readonly #compileLimitMs: number;
  #made = 0;

  /** @throws where the directory cannot be made, or belongs to somebody else. */
  constructor({ directory, compiler, limits, compileLimitMs = COMPILE_LIMIT_MS }: KernelFilesOptions) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const { uid, mode } = statSync(directory);
    const isOurs = uid === process.getuid?.() && (mode & 0o022) === 0;
    if (process.getuid !== undefined && !isOurs) throw new Error(`${directory} can be written by others, so what is in it is not run`);
    this.#directory = directory;
    this.#compiler = compiler;
    this.#limits = limits;
    this.#compileLimitMs = compileLimitMs;
  }

  keyOf(source: string): string {
    return createHash("sha256").update(this.#compiler.fingerprint).update(source).digest("hex").slice(0, 40);
  }

  look(key: string): KernelFile | undefined {
    const isBeingMade = this.#isYoung(key, ".lock", LOCK_HOLDS_MS);
    // *After* the lock: who compiles puts the result in its place before the lock goes.
    return this.#result(key) ?? (isBeingMade ? { kind: "compiling" } : undefined);
  }

  #result(key: string): KernelFile | undefined {
    const path = this.#path(key, ".so");
    if (existsSync(path)) {
      noteUse(path);
      return { kind: "ready", path };
    }
    return this.#isYoung(key, ".failed", FAILURE_HOLDS_MS) ? { kind: "failed", reason: this.#complaint(key) } : undefined;
  }

  /** Begins to compile; false where somebody does already. @throws where the directory cannot be written. */
  compile(key: string, source: string): boolean {
    if (!this.#lock(key)) return false;
    const unique = join(this.#directory, `${key}.${process.pid}.${process.hrtime.bigint()}`);
    try {
      if (this.#made++ % PRUNED_EVERY === 0) pruneKernels(this.#directory, this.#limits);
      writeFileSync(`${unique}.c`, source);
    } catch (error) {
      rmSync(`${unique}.c`, { force: true });
      this.#unlock(key);
      throw error;
    }
    this.#runCompiler(key, unique);
    return true;
  }

  #runCompiler(key: string, unique: string): void {
    const { path, flags, searchPath } = this.#compiler;
    // $0 the compiler, $1 the source, $2 what is made, $3 the kernel, $4 the complaint, $5 the lock, then the flags
    const script = `cc=$0; in=$1; out=$2; so=$3; log=$4; lock=$5; shift 5
if timeout ${this.#compileLimitMs / 1000} "$cc" "$@" -o "$out" "$in" 2>"$out.log" && [ -s "$out" ]; then rm -f "$in" "$out.log"; mv "$out" "$so"
else [ $? -eq 124 ] && echo "stopped after ${this.#compileLimitMs / 1000} s" >>"$out.log"; rm -f "$in" "$out"; mv "$out.log" "$log"; fi
rmdir "$lock"`;
    const places = [`${unique}.c`, `${unique}.out`, this.#path(key, ".so"), this.#path(key, ".failed"), this.#path(key, ".lock")];
    const shell = spawn("/bin/sh", ["-c", script, path, ...places, ...flags], {
      detached: true,
      stdio: "ignore",
      env: { PATH: searchPath, TMPDIR: this.#directory },
    });
    shell.on("error", () => this.#unlock(key));
    shell.unref();
  }

  /** Removes a kernel that cannot be loaded, so that it is made again. */
  discard(key: string): void {
    rmSync(this.#path(key, ".so"), { force: true });
  }

  #path(key: string, suffix: string): string {
    return join(this.#directory, `${key}${suffix}`);
  }

  /** Whether a file is there and was made lately. */
  #isYoung(key: string, suffix: string, holdsMs: number): boolean {
    const madeMs = statSync(this.#path(key, suffix), { throwIfNoEntry: false })?.mtimeMs;
    return madeMs !== undefined && Date.now() - madeMs < holdsMs;
  }

  #lock(key: string): boolean {
    const lock = this.#path(key, ".lock");
    if (existsSync(lock) && !this.#isYoung(key, ".lock", LOCK_HOLDS_MS)) rmSync(lock, { recursive: true, force: true });
    try {
      mkdirSync(lock);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
      throw error;
    }
  }

  #unlock(key: string): void {
    rmSync(this.#path(key, ".lock"), { recursive: true, force: true });
  }

  #complaint(key: string): string {
    try {
      return readFileSync(this.#path(key, ".failed"), "utf8").trim().slice(0, MAX_COMPLAINT_LENGTH);
    } catch {
      return "";
    }
  }
}
