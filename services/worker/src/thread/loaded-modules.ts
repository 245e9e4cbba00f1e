// Modules of this thread: imported once, and set up once, whatever the number of trials (the bundle's path holds its hash).

import { pathToFileURL } from "node:url";
import { CodedError } from "@spikefarm/protocol";
import type { WorkerCode } from "../errors.js";
import type { LoadableModule } from "../messages.js";
import type { TrialContext } from "./trial-calls.js";

export type ModuleRun = (parameters: Readonly<Record<string, number | boolean | string>>, context: TrialContext) => unknown;

interface LoadedModule {
  readonly run: ModuleRun;
  readonly setup?: () => unknown;
}

const loaded = new Map<string, Promise<LoadedModule>>();

/** Rejects with MODULE_SETUP_FAILED; the next stretch tries again. */
export function loadModule({ path, schema }: LoadableModule): Promise<LoadedModule> {
  const known = loaded.get(path);
  if (known !== undefined) return known;
  const loading = load(path, schema.name);
  loaded.set(path, loading);
  loading.catch(() => loaded.delete(path));
  return loading;
}

async function load(path: string, name: string): Promise<LoadedModule> {
  try {
    const module = (await import(pathToFileURL(path).href)) as LoadedModule;
    await module.setup?.();
    return module;
  } catch (cause) {
    const code: WorkerCode = "MODULE_SETUP_FAILED";
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CodedError(code, `Module "${name}" could not be set up: ${reason}; mend it and run the document again.`, { cause });
  }
}
