// The spikefarm command in a checkout: it builds what is stale, and stdout stays clean while it does.

import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ROOT } from "./repository.js";

let checkout: string;

/** A checkout with nothing but a command that prints what we say. */
beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), "spikefarm-command-"));
  mkdirSync(join(checkout, "packages"));
  mkdirSync(join(checkout, "services/cli/src"), { recursive: true });
  for (const path of ["package.json", "package-lock.json", "tsconfig.base.json", "services/cli/bin", "services/cli/package.json"]) {
    cpSync(join(ROOT, path), join(checkout, path), { recursive: true });
  }
  symlinkSync(join(ROOT, "node_modules"), join(checkout, "node_modules"));
  write("tsconfig.json", JSON.stringify({ files: [], references: [{ path: "./services/cli" }] }));
  const compilerOptions = { rootDir: "src", outDir: "dist", tsBuildInfoFile: "dist/.tsbuildinfo", types: ["node"] };
  write("services/cli/tsconfig.json", JSON.stringify({ extends: "../../tsconfig.base.json", compilerOptions, include: ["src"] }));
});
afterEach(() => rmSync(checkout, { recursive: true, force: true }));

const write = (path: string, text: string): void => writeFileSync(join(checkout, path), text);
const writeMain = (text: string): void => write("services/cli/src/main.ts", text);
const run = () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(checkout, "services/cli/bin/spikefarm.js")], { encoding: "utf8" });
  return { status, stdout, stderr };
};

test("the first run builds, saying so on stderr only; the next one does not", () => {
  writeMain(`console.log("results");\nexport {};\n`);
  expect(run()).toEqual({ status: 0, stdout: "results\n", stderr: "spikefarm: building …\n" });
  expect(run()).toEqual({ status: 0, stdout: "results\n", stderr: "" });
});

test("an edit is built, even one that keeps the size and carries an older time", () => {
  writeMain(`console.log("one");\nexport {};\n`);
  run();
  writeMain(`console.log("two");\nexport {};\n`);
  utimesSync(join(checkout, "services/cli/src/main.ts"), new Date(0), new Date(0));
  expect(run().stdout).toBe("two\n");
});

test("a build that fails runs nothing, shows the compiler's words on stderr and exits with 1, every time", () => {
  writeMain(`const count: number = "three";\nconsole.log(count);\nexport {};\n`);
  for (const attempt of [1, 2]) {
    const { status, stdout, stderr } = run();
    expect({ attempt, status, stdout }).toEqual({ attempt, status: 1, stdout: "" });
    expect(stderr).toContain("TS2322");
    expect(stderr).toContain("the build failed");
  }
});

test("a checkout without its dependencies says what to do", () => {
  writeMain("export {};\n");
  rmSync(join(checkout, "node_modules"));
  const { status, stderr } = run();
  expect(status).toBe(1);
  expect(stderr).toContain("Run `npm ci`");
});
