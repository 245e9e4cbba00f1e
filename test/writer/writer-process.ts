// A writer as a process of the test's own, stopped by its handle.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../dist/writer.js", import.meta.url));

export interface WriterProcess {
  readonly process: ChildProcess;
  readonly url: string;
  /** What it says on stderr. */
  readonly log: () => string;
  /** Sends a signal and waits for the end; the exit code, or the signal. */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals>;
}

export async function startWriter(directory: string, environment: Readonly<Record<string, string>> = {}): Promise<WriterProcess> {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH, SPIKEFARM_DATA: directory, SPIKEFARM_PORT: "0", SPIKEFARM_MACHINE: "atlas", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  child.stderr.on("data", (text: Buffer) => {
    log += text;
  });
  const ended = once(child, "exit").then(() => child.exitCode ?? child.signalCode!);
  const url = await Promise.race([
    once(createInterface(child.stdout), "line").then(([line]) => /^ready (http:\/\/\S+)$/.exec(line as string)?.[1]),
    ended.then(() => undefined),
  ]);
  if (url === undefined) {
    child.kill("SIGKILL");
    throw new Error(`the writer did not start: ${log}`);
  }
  return {
    process: child,
    url,
    log: () => log,
    async end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}
