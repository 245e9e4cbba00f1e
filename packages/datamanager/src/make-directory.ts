// Makes a directory, with those above it.
//
// Node's own `mkdir(path, { recursive: true })` never ends where a directory can have no children although it is there, as in /proc: told that
// something is missing, it makes what is above, finds it there, and tries again for ever. Here each is tried twice at most.

import { mkdir, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { storageError } from "./errors.js";

/** @throws CodedError DATA_IO, DATA_DISK_FULL */
export async function makeDataDirectory(path: string): Promise<void> {
  try {
    await makeDirectory(path);
  } catch (error) {
    throw storageError(error, path);
  }
}

/** One that is there is left as it is. Rejects with what the system says. */
export async function makeDirectory(path: string): Promise<void> {
  const parent = dirname(resolve(path));
  try {
    await mkdir(path);
  } catch (error) {
    if (await isDirectory(path)) return;
    if (!isMissing(error) || (await isDirectory(parent))) throw error;
    await makeDirectory(parent);
    await mkdir(path).catch(async (again: unknown) => {
      if (!(await isDirectory(path))) throw again; // else another process was quicker
    });
  }
}

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";

const isDirectory = (path: string): Promise<boolean> =>
  stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
