// A document's file, checked and planned with the modules it may name.

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Accepted, acceptDocument } from "@spikefarm/coordinator";
import { makeDataDirectory } from "@spikefarm/datamanager";
import { CodedError, DiagnosticList } from "@spikefarm/protocol";
import { openFarmModules } from "@spikefarm/standalone";
import { parseDocument } from "@spikefarm/sweep";
import type { ModuleRegistry } from "@spikefarm/worker";
import type { Config } from "./config.js";
import { readDataFiles } from "./read-data-files.js";

export interface OpenedDocument extends Accepted {
  readonly modules: ModuleRegistry;
}

/** @throws {CodedError} CLI_FILE_UNREADABLE, DOCUMENT_INVALID, or why the document's module cannot be loaded. */
export async function openDocument(file: string, config: Config, granuleSize?: number): Promise<OpenedDocument> {
  const text = await readDocument(file);
  const name = moduleNamed(text);
  const directory = name === undefined ? undefined : modulesDirectory(file, config);
  const modules = await openModulesIn(directory, config.data);
  const failure = modules.failures.find((error) => error.details.name === name);
  if (failure !== undefined) throw failure;
  const files = await readDataFiles({ text, file });
  const accepted = acceptDocument(text, {
    modules: (wanted) => modules.schema(wanted),
    moduleNames: modules.names,
    files,
    ...(granuleSize !== undefined && { granuleSize }),
  });
  return { ...accepted, modules };
}

/** Bundles are kept in the data directory. @throws {CodedError} DATA_IO where it cannot be made; MODULE_LOAD_FAILED */
export async function openModulesIn(directory: string | undefined, data: string): Promise<ModuleRegistry> {
  if (directory !== undefined) await makeDataDirectory(data);
  return openFarmModules(directory, data);
}

/** @throws {CodedError} CLI_FILE_UNREADABLE */
export async function readDocument(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CodedError("CLI_FILE_UNREADABLE", `Cannot read ${file}: ${reason}. Check the path.`, { cause });
  }
}

/** The module a document names; undefined for a model, and for a document too broken to tell. */
function moduleNamed(text: string): string | undefined {
  const value = parseDocument(text, new DiagnosticList());
  if (typeof value !== "object" || value === null || !("module" in value)) return undefined;
  const { module } = value;
  if (typeof module === "string") return module;
  if (typeof module === "object" && module !== null && "name" in module && typeof module.name === "string") return module.name;
  return undefined;
}

function modulesDirectory(file: string, config: Config): string | undefined {
  if (config.modules !== undefined) return config.modules;
  const beside = join(dirname(file), "modules");
  return existsSync(beside) ? beside : undefined;
}
