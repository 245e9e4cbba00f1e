// The compiler and its cache: what is made once is found again, and whatever goes wrong costs the machine code alone.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findCompiler, NativeKernels } from "@spikefarm/native";
import { afterAll, beforeEach, describe, expect, test } from "vitest";

const searchPath = process.env.PATH ?? "";
const compiler = await findCompiler({ searchPath });
const root = mkdtempSync(join(tmpdir(), "spikefarm-kernels-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const KERNEL = `
int slots_in_block(void) { return 4; }
int first_broken(unsigned char *memory, unsigned table, int blocks) { return blocks; }
int run(unsigned char *memory, unsigned table, int block, int blocks, double first_step, int steps) {
  ((double *)(memory + table))[0] += first_step + steps;
  return blocks;
}
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

/** The shell that compiled one removes its lock a moment later. */
const kernelsIn = (folder: string): readonly string[] => readdirSync(folder).filter((name) => name.endsWith(".so"));

describe.skipIf(compiler === undefined)("native kernels", () => {
  test("are compiled once, work on the memory they are given, and are found again by the next process", () => {
    const kernel = open().kernelOf(KERNEL)!;
    const memory = new Uint8Array(64);
    expect(kernel.slotsInBlock).toBe(4);
    expect(kernel.run(memory, 16, 0, 3, 1.5, 2)).toBe(3);
    expect(new Float64Array(memory.buffer, 16, 1)[0]).toBe(3.5);
    const made = kernelsIn(directory);
    expect(made).toEqual([expect.stringMatching(/^[0-9a-f]{40}\.so$/)]);
    expect(open({ waits: false }).kernelOf(KERNEL)).toBeDefined();
    expect(kernelsIn(directory)).toEqual(made);
  });

  test("are not waited for unless that is asked for", async () => {
    const kernels = open({ waits: false });
    expect(kernels.kernelOf(KERNEL)).toBeUndefined();
    await expect.poll(() => kernels.kernelOf(KERNEL), { timeout: 20_000 }).toBeDefined();
  });

  test("of another compiler, or another processor, are others", () => {
    open().kernelOf(KERNEL);
    open({ compiler: { ...compiler!, fingerprint: "another" } }).kernelOf(KERNEL);
    expect(kernelsIn(directory)).toHaveLength(2);
  });

  test("that cannot be compiled are refused once, with the compiler's words", () => {
    const kernels = open();
    expect([kernels.kernelOf("int run("), kernels.kernelOf("int run(")]).toEqual([undefined, undefined]);
    expect(complaints).toHaveLength(1);
    expect(complaints[0]!.message).toContain("WebAssembly carries on");
    expect(complaints[0]!.reason).toContain("error");
  });

  test("that are damaged on disk are refused, and made anew the next time", () => {
    open().kernelOf(KERNEL);
    const [name] = kernelsIn(directory);
    directory = join(root, "damaged"); // a folder whose kernels are not loaded here yet
    mkdirSync(directory, { mode: 0o700 });
    writeFileSync(join(directory, name!), "not a library");
    expect(open().kernelOf(KERNEL)).toBeUndefined();
    expect(complaints).toHaveLength(1);
    expect(open().kernelOf(KERNEL)).toBeDefined();
  });

  test("have no place where the folder cannot be made, or may be written by others", () => {
    writeFileSync(join(root, "file"), "");
    expect(open({ directory: join(root, "file", "kernels") }).kernelOf(KERNEL)).toBeUndefined();
    mkdirSync(directory);
    chmodSync(directory, 0o777);
    expect(open().kernelOf(KERNEL)).toBeUndefined();
    expect(complaints.map(({ message }) => message)).toEqual([
      "native kernels have no place; WebAssembly carries on",
      "native kernels have no place; WebAssembly carries on",
    ]);
  });

  test("of a compiler that has gone are refused", () => {
    expect(open({ compiler: { ...compiler!, path: join(root, "no-such-compiler") } }).kernelOf(KERNEL)).toBeUndefined();
    expect(complaints).toHaveLength(1);
  });

  test("asked for by four processes at once are made without harm to each other", async () => {
    const script = `
      import { findCompiler, NativeKernels } from "@spikefarm/native";
      const compiler = await findCompiler({ searchPath: process.env.PATH });
      const kernels = new NativeKernels({ directory: process.argv[1], compiler, waits: true, log: console.error });
      process.exitCode = kernels.kernelOf(process.argv[2]) === undefined ? 1 : 0;`;
    const children = Array.from({ length: 4 }, () =>
      spawn(process.execPath, ["--input-type=module", "-e", script, directory, KERNEL], { cwd: import.meta.dirname, stdio: "inherit" }),
    );
    const codes = await Promise.all(children.map(async (child) => ((await once(child, "exit")) as [number])[0]));
    expect(codes).toEqual([0, 0, 0, 0]);
    expect(kernelsIn(directory)).toHaveLength(1);
  });
});

test("no compiler is no error: nothing is found", async () => {
  expect(await findCompiler({ searchPath: "" })).toBeUndefined();
  expect(await findCompiler({ named: join(root, "no-such-compiler"), searchPath })).toBeUndefined();
});
