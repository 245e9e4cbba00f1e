// A data directory for one test, removed afterwards with everything that was opened in it.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DataEvent, type DataManager, openDataManager } from "@spikefarm/datamanager";
import { onTestFinished } from "vitest";

export async function makeDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "spikefarm-data-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** Opens a data directory; what is logged is gathered in `events`. */
export async function openData(directory: string, events: DataEvent[] = []): Promise<DataManager> {
  const data = await openDataManager({ directory, machine: "atlas", log: (event) => events.push(event) });
  onTestFinished(() => data.close());
  return data;
}
