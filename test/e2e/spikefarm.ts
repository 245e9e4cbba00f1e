// Runs the real command as a user does: a process of its own, a data directory of its own.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const COMMAND = join(ROOT, "services/cli/bin/spikefarm.js");

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly process: ChildProcess;
  readonly finished: Promise<Finished>;
}

/** Starts `spikefarm ARGUMENTS`; the test need not wait for it. */
export function start(args: readonly string[], environment: Readonly<Record<string, string>> = {}, cwd = ROOT): Running {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: "1", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const finished = new Promise<Finished>((resolve) => child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr })));
  return { process: child, finished };
}

export const spikefarm = (...args: readonly string[]): Promise<Finished> => start(args).finished;

/** A directory that is gone when the test ends. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "spikefarm-test-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

export function writeDocument(directory: string, text: string, name = "document.yaml"): string {
  const file = join(directory, name);
  writeFileSync(file, text);
  return file;
}

export interface Summary {
  readonly sweep: string;
  readonly state: string;
  readonly trials: { readonly total: number; readonly ok: number; readonly failed: number };
  readonly digest: string | null;
  readonly elapsed_s: number;
}

/** `run --json`, its summary parsed; fails the test with stderr where the command failed. */
export async function runJson(file: string, data: string, ...flags: readonly string[]): Promise<Summary> {
  const { code, stdout, stderr } = await spikefarm("run", file, "--data", data, "--json", ...flags);
  if (stdout.trim() === "") throw new Error(`spikefarm run ${file} printed nothing and ended with ${code}:\n${stderr}`);
  return JSON.parse(stdout) as Summary;
}

export interface Table {
  readonly columns: readonly { readonly name: string; readonly unit: string; readonly shape: readonly (number | null)[] }[];
  readonly rows: readonly (readonly unknown[])[];
}

export async function resultsTable(data: string, id = "last"): Promise<Table> {
  const { code, stdout, stderr } = await spikefarm("results", id, "--format", "json", "--data", data);
  if (code !== 0) throw new Error(`spikefarm results ended with ${code}:\n${stderr}`);
  return JSON.parse(stdout) as Table;
}

/** The values of one column, in table order. */
export function column(table: Table, name: string): unknown[] {
  const index = table.columns.findIndex((candidate) => candidate.name === name);
  if (index < 0) throw new Error(`no column ${name} among ${table.columns.map((candidate) => candidate.name).join(", ")}`);
  return table.rows.map((row) => row[index]);
}

/** Waits for a condition, 20 s at most. */
export async function waitFor(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error("waited 20 s in vain");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

interface StartedFarm {
  readonly url: string;
  readonly running: Running;
  readonly stderr: () => string;
}

/** `spikefarm up` on a port of its own, ended with the test. */
export async function startFarm(
  data: string,
  environment: Readonly<Record<string, string>> = {},
  { port = 0, modules = `${ROOT}examples/modules` } = {},
): Promise<StartedFarm> {
  const running = start(["up", "--data", data, "--port", String(port), "--threads", "2", "--modules", modules], environment);
  onTestFinished(() => void running.process.kill("SIGKILL"));
  let stderr = "";
  running.process.stderr?.on("data", (text: string) => {
    stderr += text;
  });
  const [line] = (await once(running.process.stdout!, "data")) as [string];
  return { url: line.trim(), running, stderr: () => stderr };
}
