// Compiled kernels on disk, by what they were made of: the source, the compiler, its flags and the processor.
//
//   KEY.so          a kernel, complete: it is made under another name and renamed
//   KEY.failed      what the compiler said when it could not; forgotten after a while, since a disk may have been full
//   KEY.lock/       somebody compiles it; taken over when it is older than a compiler may take
//
// Threads, processes and machines with one home may all do this at once. The compiler runs beside us, through a shell that renames what it
// made and removes the lock, so that a thread which is busy simulating needs no event to see the kernel arrive.

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CCompiler } from "./c-compiler.js";

const COMPILE_LIMIT_MS = 60_000;
const LOCK_HOLDS_MS = 2 * COMPILE_LIMIT_MS;
const FAILURE_HOLDS_MS = 600_000;
/** Of what the compiler said, in a log line. */
const MAX_COMPLAINT_LENGTH = 400;

export type KernelFile =
  | { readonly kind: "ready"; readonly path: string }
  | { readonly kind: "compiling" }
  | { readonly kind: "failed"; readonly reason: string };

export class KernelFiles {
  readonly #directory: string;
  readonly #compiler: CCompiler;

  /** @throws where the directory cannot be made, or belongs to somebody else. */
  constructor(directory: string, compiler: CCompiler) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const { uid, mode } = statSync(directory);
    const isOurs = uid === process.getuid?.() && (mode & 0o022) === 0;
    if (process.getuid !== undefined && !isOurs) throw new Error(`${directory} can be written by others, so what is in it is not run`);
    this.#directory = directory;
    this.#compiler = compiler;
  }

  keyOf(source: string): string {
    return createHash("sha256").update(this.#compiler.fingerprint).update(source).digest("hex").slice(0, 40);
  }

  look(key: string): KernelFile | undefined {
    const path = this.#path(key, ".so");
    if (existsSync(path)) return { kind: "ready", path };
    if (this.#isYoung(key, ".failed", FAILURE_HOLDS_MS)) return { kind: "failed", reason: this.#complaint(key) };
    return this.#isYoung(key, ".lock", LOCK_HOLDS_MS) ? { kind: "compiling" } : undefined;
  }

  /** Begins to compile; nothing happens where somebody does already. @throws where the directory cannot be written. */
  compile(key: string, source: string): void {
    if (!this.#lock(key)) return;
    const unique = `${key}.${process.pid}.${process.hrtime.bigint()}`;
    const input = join(this.#directory, `${unique}.c`);
    writeFileSync(input, source);
    const { path, flags, searchPath } = this.#compiler;
    // $0 the compiler, $1 the source, $2 what is made, $3 the kernel, $4 the complaint, $5 the lock, then the flags
    const script = `cc=$0; in=$1; out=$2; so=$3; log=$4; lock=$5; shift 5
if timeout ${COMPILE_LIMIT_MS / 1000} "$cc" "$@" -o "$out" "$in" 2>"$out.log"; then rm -f "$in" "$out.log"; mv "$out" "$so"; else rm -f "$in" "$out"; mv "$out.log" "$log"; fi
rmdir "$lock"`;
    const places = [
      input,
      join(this.#directory, `${unique}.out`),
      this.#path(key, ".so"),
      this.#path(key, ".failed"),
      this.#path(key, ".lock"),
    ];
    const shell = spawn("/bin/sh", ["-c", script, path, ...places, ...flags], {
      detached: true,
      stdio: "ignore",
      env: { PATH: searchPath, TMPDIR: this.#directory },
    });
    shell.on("error", () => rmSync(this.#path(key, ".lock"), { recursive: true, force: true }));
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

  #complaint(key: string): string {
    try {
      return readFileSync(this.#path(key, ".failed"), "utf8").trim().slice(0, MAX_COMPLAINT_LENGTH);
    } catch {
      return "";
    }
  }
}
