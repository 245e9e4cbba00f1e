// The folder of compiled kernels and the compiler that fills it: whatever is wrong with them costs the machine code and a line in the log, and no
// folder grows without end.

import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findCompiler, NativeKernels } from "@spikefarm/native";
import { afterAll, beforeEach, describe, expect, test } from "vitest";

const searchPath = process.env.PATH ?? "";
const compiler = await findCompiler({ searchPath });
const root = mkdtempSync(join(tmpdir(), "spikefarm-kernel-folder-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const kernel = (number: number): string => `
int slots_in_block(void) { return ${number}; }
int first_broken(unsigned char *memory, unsigned table, int blocks) { return blocks; }
int run(unsigned char *memory, unsigned table, int block, int blocks, double first_step, int steps) { return blocks; }
`;

let directory: string;
let complaints: { readonly message: string; readonly reason: string }[];
let folders = 0;
beforeEach(() => {
  directory = join(root, `kernels-${folders++}`);
  complaints = [];
});
const open = (changes: Partial<ConstructorParameters<typeof NativeKernels>[0]> = {}): NativeKernels =>
  new NativeKernels({ directory, compiler: compiler!, waits: true, log: (event) => complaints.push(event), ...changes });
const kernelsIn = (folder: string): readonly string[] => readdirSync(folder).filter((name) => name.endsWith(".so"));

/** A compiler that does what a script says. */
function compilerThat(script: string): NonNullable<typeof compiler> {
  const path = join(root, `cc-${folders++}`);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return { ...compiler!, path };
}

describe.skipIf(compiler === undefined)("a compiler", () => {
  test("that hangs is not waited for, and is stopped in the end", async () => {
    const kernels = open({ compiler: compilerThat("exec sleep 600"), waits: false, compileLimitMs: 300 });
    expect(kernels.kernelOf(kernel(1))).toBeUndefined();
    expect(complaints).toEqual([]);
    await expect
      .poll(() => {
        kernels.kernelOf(kernel(1));
        return complaints.map(({ reason }) => reason);
      })
      .toEqual(["stopped after 0.3 s"]);
  });

  test.each([
    ["that says why it cannot, is quoted", "echo 'no space left on device' >&2; exit 1", "no space left on device"],
    ["that dies without a word, is given up", "kill -9 $$", ""],
    ["that is content and makes nothing, is given up", "exit 0", ""],
  ])("%s", (_title, script, reason) => {
    const kernels = open({ compiler: compilerThat(script) });
    expect([kernels.kernelOf(kernel(1)), kernels.kernelOf(kernel(1))]).toEqual([undefined, undefined]);
    expect(complaints).toEqual([
      { message: "a kernel could not be compiled; WebAssembly carries on", reason: expect.stringContaining(reason) },
    ]);
  });

  test("whose work vanishes with its complaint is not set to work again and again", () => {
    const kernels = open({ compiler: compilerThat(`rm -rf ${directory}/*.c.log ${directory}/*.out.log; exit 1`) });
    expect(kernels.kernelOf(kernel(1))).toBeUndefined();
    expect(complaints.map(({ message }) => message)).toEqual(["a kernel has vanished; WebAssembly carries on"]);
  });
});

describe.skipIf(compiler === undefined)("a folder", () => {
  test.each([0, 10, 64, 0.5, -1])("with a kernel that was cut short (%d) gives none, and the kernel is made anew the next time", (cut) => {
    open().kernelOf(kernel(4));
    const whole = directory;
    const name = kernelsIn(whole)[0]!;
    directory = `${whole}-cut`; // where nothing is loaded from yet
    mkdirSync(directory, { mode: 0o700 });
    const bytes = readFileSync(join(whole, name));
    writeFileSync(join(directory, name), bytes.subarray(0, Number.isInteger(cut) ? cut : Math.floor(cut * bytes.length)));
    expect(open({ waits: false }).kernelOf(kernel(4))).toBeUndefined();
    expect(complaints.map(({ message }) => message)).toEqual(["a native kernel could not be loaded; WebAssembly carries on"]);
    expect(open().kernelOf(kernel(4))!.slotsInBlock).toBe(4);
  });

  test.skipIf(process.platform !== "linux")("that cannot be written gives the kernels it has, and makes none", () => {
    expect(open({ directory: "/proc/self" }).kernelOf(kernel(1))).toBeUndefined();
    expect(complaints.map(({ message }) => message)).toEqual(["native kernels cannot be written; WebAssembly carries on"]);
  });

  test("on a disk that takes no byte more makes none, and holds no lock", () => {
    const script = `
      import { findCompiler, NativeKernels } from "@spikefarm/native";
      const compiler = await findCompiler({ searchPath: process.env.PATH });
      const log = ({ message }) => process.stdout.write(message);
      const kernels = new NativeKernels({ directory: process.argv[1], compiler, waits: true, log });
      process.exitCode = kernels.kernelOf(process.argv[2]) === undefined ? 7 : 0;`;
    const node = `ulimit -f 0; exec "$0" --input-type=module -e "$1" "$2" "$3"`;
    const child = spawnSync("/bin/sh", ["-c", node, process.execPath, script, directory, kernel(1)], {
      cwd: import.meta.dirname,
      encoding: "utf8",
    });
    expect([child.status, child.stdout], child.stderr).toEqual([7, "native kernels cannot be written; WebAssembly carries on"]);
    expect(readdirSync(directory)).toEqual([]);
  });

  test.skipIf(process.getuid === undefined)("of another user is not looked into", () => {
    mkdirSync(directory, { mode: 0o755 });
    if (process.getuid!() === 0) chownSync(directory, 65_534, 65_534);
    const others = process.getuid!() === 0 ? directory : "/usr";
    expect(open({ directory: others }).kernelOf(kernel(1))).toBeUndefined();
    expect(complaints.map(({ message }) => message)).toEqual(["native kernels have no place; WebAssembly carries on"]);
  });

  /** Made one after the other, each unused for so many hours. */
  function makeKernels(hoursUnused: readonly number[]): readonly string[] {
    return hoursUnused.map((hours, index) => {
      const before = new Set(readdirSync(directory, { encoding: "utf8" }).filter((name) => name.endsWith(".so")));
      open().kernelOf(kernel(index));
      const made = kernelsIn(directory).find((name) => !before.has(name))!;
      const usedSeconds = Date.now() / 1000 - hours * 3600;
      utimesSync(join(directory, made), usedSeconds, usedSeconds);
      return made;
    });
  }

  test("of too many kernels loses those that have gone unused for longest", () => {
    mkdirSync(directory, { mode: 0o700 });
    const made = makeKernels([5, 8, 3, 7]);
    expect(open({ waits: false }).kernelOf(kernel(1))).toBeDefined(); // used again
    open({ limits: { files: 2, sizeBytes: 1e9 } }).kernelOf(kernel(9));
    const left = kernelsIn(directory);
    expect(left).toHaveLength(3); // two, and the one that was made
    expect(left).toEqual(expect.arrayContaining([made[1], made[2]]));
  });

  test("of too large kernels loses those that have gone unused for longest", () => {
    mkdirSync(directory, { mode: 0o700 });
    const made = makeKernels([2, 3]);
    const sizeBytes = readFileSync(join(directory, made[0]!)).length;
    open({ limits: { files: 100, sizeBytes: 1.5 * sizeBytes } }).kernelOf(kernel(9));
    expect(kernelsIn(directory)).toHaveLength(2);
    expect(kernelsIn(directory)).toContain(made[0]);
  });

  test("is rid of what killed compilers left a day ago, and of nothing that may be in use", () => {
    mkdirSync(join(directory, "old.lock"), { recursive: true, mode: 0o700 });
    const old = ["old.c", "old.out", "old.failed"].map((name) => join(directory, name));
    for (const path of old) writeFileSync(path, "");
    const yesterday = Date.now() / 1000 - 90_000;
    for (const path of [...old, join(directory, "old.lock")]) utimesSync(path, yesterday, yesterday);
    copyFileSync(old[0]!, join(directory, "young.c"));
    open().kernelOf(kernel(1));
    expect(readdirSync(directory).filter((name) => name.startsWith("old") || name.startsWith("young"))).toEqual(["young.c"]);
  });
});
