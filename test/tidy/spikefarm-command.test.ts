// The spikefarm command in a checkout: it builds what is stale, and stdout stays clean while it does.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
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
const command = (): string => join(checkout, "services/cli/bin/spikefarm.js");
const run = () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command()], { encoding: "utf8" });
  return { status, stdout, stderr };
};
const start = () => spawn(process.execPath, [command()], { stdio: ["pipe", "pipe", "pipe"] });

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

test("of several first commands at once one builds, the others wait for it, and all of them run", async () => {
  writeMain(`console.log("results");\nexport {};\n`);
  const commands = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const child = start();
      const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
      return { status, stdout, stderr };
    }),
  );
  for (const { status, stdout } of commands) expect({ status, stdout }).toEqual({ status: 0, stdout: "results\n" });
  expect(commands.map(({ stderr }) => stderr).filter((said) => said.includes("building …"))).toHaveLength(1);
});

test("the lock of a builder that is gone is taken over", () => {
  writeMain(`console.log("results");\nexport {};\n`);
  const { pid } = spawnSync(process.execPath, ["--version"]);
  mkdirSync(join(checkout, "services/cli/dist"));
  write("services/cli/dist/.build-lock", String(pid));
  expect(run()).toEqual({ status: 0, stdout: "results\n", stderr: "spikefarm: building …\n" });
  expect(existsSync(join(checkout, "services/cli/dist/.build-lock"))).toBe(false);
});

test("a command that runs keeps its files through an edit and a build", async () => {
  const late = (words: string): void => write("services/cli/src/late.ts", `export const late = "${words}";\n`);
  late("as it was");
  writeMain(`console.log("started");
process.stdin.once("data", async () => {
  console.log((await import("./late.js")).late);
  process.exit();
});
`);
  const running = start();
  const said = text(running.stdout);
  await Promise.race([once(running.stdout, "data"), once(running, "close")]);
  late("as it is");
  const next = spawnSync(process.execPath, [command()], { encoding: "utf8", input: "go on\n" });
  expect(next.stdout).toBe("started\nas it is\n");
  running.stdin.end("go on\n");
  expect(await said).toBe("started\nas it was\n");
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
