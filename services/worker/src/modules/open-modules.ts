// The modules of a directory: each *.mjs, *.js or *.ts file in it is bundled into one file, hashed, and asked for its schema.
//
//   find-rate.ts ──bundle──▶ cache/<hash>.mjs ──read schema──▶ { name: "find-rate", hash, parameters, outputs }
//
// The hash is of the bundle, so that a change in anything it imports is a change of the module (IDENTITY 20). Threads import the bundle
// by its hash: a file that is edited while a sweep runs changes nothing for that sweep. A file that cannot be used is listed with its
// reason and leaves the others alone.

import { readdir } from "node:fs/promises";
import { join, parse } from "node:path";
import { CodedError } from "@spikefarm/protocol";
import type { ModuleSchema } from "@spikefarm/sweep";
import type { WorkerCode } from "../errors.js";

const MODULE_FILE = /(?<!\.d)\.(mjs|js|ts)$/;
/** Modules that are bundled and read at the same time. */
const MODULES_AT_ONCE = 4;

export interface ModuleRegistry {
  schema(name: string): ModuleSchema | undefined;
  readonly names: readonly string[];
  /** Why a file of the directory is no module: MODULE_LOAD_FAILED, with name, file and reason in its details. */
  readonly failures: readonly CodedError[];
  /** The bundle's file. */
  path(hash: string): string | undefined;
}

/** Without a directory: no modules. Rejects with MODULE_LOAD_FAILED when the directory itself cannot be read. */
export async function openModules(directory: string | undefined, cacheDirectory: string): Promise<ModuleRegistry> {
  const files = directory === undefined ? [] : await moduleFiles(directory);
  const schemas = new Map<string, ModuleSchema>();
  const paths = new Map<string, string>();
  const failures: CodedError[] = [];
  const open = async (file: string) => {
    const { name } = parse(file);
    try {
      if (files.find((other) => parse(other).name === name) !== file) throw new Error(`another file is named "${name}" too; rename one`);
      const { schema, path } = await openModule({ directory: directory!, file, name, cacheDirectory });
      schemas.set(name, schema);
      paths.set(schema.hash, path);
    } catch (error) {
      failures.push(loadFailure(name, file, error));
    }
  };
  const opening = new Set<Promise<void>>();
  for (const file of files) {
    const opened = open(file).finally(() => opening.delete(opened));
    opening.add(opened);
    if (opening.size >= MODULES_AT_ONCE) await Promise.race(opening);
  }
  await Promise.all(opening);
  return {
    schema: (name) => schemas.get(name),
    names: [...schemas.keys()].sort(),
    failures,
    path: (hash) => paths.get(hash),
  };
}

async function moduleFiles(directory: string): Promise<string[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    const files = entries.filter((entry) => !entry.isDirectory() && MODULE_FILE.test(entry.name));
    return files.map(({ name }) => name).sort();
  } catch (cause) {
    const code: WorkerCode = "MODULE_LOAD_FAILED";
    throw new CodedError(code, `Cannot read the directory of modules "${directory}": ${reasonOf(cause)}; give one that exists.`, { cause });
  }
}

interface ModuleFile {
  readonly directory: string;
  readonly file: string;
  readonly name: string;
  readonly cacheDirectory: string;
}

/** What bundles and reads is loaded here, so that a farm without modules never loads it. */
async function openModule({ directory, file, name, cacheDirectory }: ModuleFile): Promise<{ schema: ModuleSchema; path: string }> {
  const { bundleModule } = await import("./bundle-module.js");
  const { readSchema } = await import("./read-schema.js");
  const { hash, path } = await bundleModule(join(directory, file), cacheDirectory);
  const { parameters, outputs } = await readSchema(path);
  return { schema: { name, hash, parameters, outputs }, path };
}

function loadFailure(name: string, file: string, cause: unknown): CodedError {
  const code: WorkerCode = "MODULE_LOAD_FAILED";
  const reason = reasonOf(cause);
  const message = `Module "${name}" (${file}) could not be loaded: ${reason}. Mend the file and start again.`;
  return new CodedError(code, message, { cause, details: { name, file, reason } });
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).trim();
