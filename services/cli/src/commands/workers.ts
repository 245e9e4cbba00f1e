// spikefarm workers: who works for a running farm.

import { type Flags, readConfig } from "../config.js";
import { ExitCode } from "../exit-codes.js";
import { openFarmClient } from "../farm-client.js";
import { renderLines } from "../render-lines.js";

const MEGABYTE = 1024 * 1024;

export async function workers(flags: Flags & { readonly json?: boolean }): Promise<ExitCode> {
  const items = await openFarmClient(readConfig(flags)).workers();
  if (flags.json === true) process.stdout.write(`${JSON.stringify(items, null, 2)}\n`);
  else if (items.length === 0) process.stdout.write("No workers; start one with `spikefarm worker`.\n");
  else {
    const header = ["WORKER", "STATE", "MACHINE", "PID", "TASKS", "THREADS", "LOAD", "MEMORY", "SEEN"];
    const lines = items.map((worker) => [
      worker.id,
      worker.reason === null ? worker.state : `${worker.state} (${worker.reason})`,
      worker.machine,
      String(worker.pid),
      String(worker.tasks_running),
      String(worker.threads),
      worker.cpu_load.toFixed(2),
      `${Math.round(worker.memory_bytes / MEGABYTE)} MB`,
      worker.last_seen_at.slice(11, 19),
    ]);
    process.stdout.write(renderLines([header, ...lines]));
  }
  return ExitCode.ok;
}
