// Asks a bundled module for its exports, on a thread of its own: what a module does while it loads can neither stop nor end the farm.

import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { SchemaAnswer } from "./schema-thread.js";

const THREAD_FILE = fileURLToPath(new URL("./schema-thread.js", import.meta.url));
const LOAD_LIMIT_MS = 5_000;
const THREAD_HEAP_MIB = 512;

export interface ModuleExports {
  readonly parameters: unknown;
  readonly outputs: unknown;
}

/** Rejects with what is wrong with the module. */
export async function readSchema(path: string): Promise<ModuleExports> {
  const thread = new Worker(THREAD_FILE, {
    workerData: path,
    env: {},
    execArgv: [],
    stdout: true,
    resourceLimits: { maxOldGenerationSizeMb: THREAD_HEAP_MIB },
  });
  thread.stdout.pipe(process.stderr, { end: false });
  let timer: NodeJS.Timeout | undefined;
  const answer = await new Promise<SchemaAnswer>((resolve) => {
    const fault = (reason: string) => resolve({ kind: "fault", reason });
    timer = setTimeout(() => fault(`it did not load within ${LOAD_LIMIT_MS / 1000} s`), LOAD_LIMIT_MS);
    thread.once("message", resolve);
    thread.once("error", (error) => fault(error.message));
    thread.once("exit", (code) => fault(`it ended its thread with exit code ${code} while it loaded`));
  });
  clearTimeout(timer);
  await thread.terminate();
  if (answer.kind === "fault") throw new Error(answer.reason);
  return answer;
}
