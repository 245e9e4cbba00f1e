// One LevelDB: keys are text, values are bytes. Opened by this package alone, once per process: see directory-lock.ts for why.

import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { Level } from "level";
import type { DataLog } from "./data-event.js";
import { dataError, storageError } from "./errors.js";

export type Store = Level<string, Uint8Array>;
export type Change =
  | { readonly type: "put"; readonly key: string; readonly value: Uint8Array }
  | { readonly type: "del"; readonly key: string };

/** Bytes an iterator reads ahead. */
export const SCAN_AHEAD_BYTES = 1 << 20;

/** Opens or creates the LevelDB in `path`. One whose index is damaged is rebuilt from its data. @throws CodedError DATA_IN_USE, DATA_IO, DATA_DISK_FULL */
export async function openStore(path: string, log: DataLog): Promise<Store> {
  const store: Store = new Level<string, Uint8Array>(path, { keyEncoding: "utf8", valueEncoding: "view" });
  try {
    await mkdir(path, { recursive: true });
    await syncDirectory(dirname(path));
    await store.open().catch(async (error: unknown) => {
      if (causeCode(error) !== "LEVEL_CORRUPTION") throw error;
      await (Level as unknown as { repair(location: string): Promise<void> }).repair(path);
      await store.open();
      log({
        code: "DATA_REPAIRED",
        message: `The index of ${path} was damaged and has been rebuilt; what is missing is computed again.`,
        details: { path },
      });
    });
    return store;
  } catch (error) {
    if (causeCode(error) !== "LEVEL_LOCKED") throw storageError(error, path);
    throw dataError(
      "DATA_IN_USE",
      `${path} is in use by another process; use or stop that process, or give another directory with --data.`,
      {
        cause: error,
      },
    );
  }
}

/** Writes all changes or none; they are on the disk when this resolves. @throws CodedError DATA_IO, DATA_DISK_FULL */
export const writeSynced = (store: Store, changes: readonly Change[]): Promise<void> => write(store, changes, true);

/** Writes all changes or none; a crash of the machine may lose them. @throws CodedError DATA_IO, DATA_DISK_FULL */
export const writeSoon = (store: Store, changes: readonly Change[]): Promise<void> => write(store, changes, false);

async function write(store: Store, changes: readonly Change[], sync: boolean): Promise<void> {
  try {
    await store.batch([...changes], { sync } as object);
  } catch (error) {
    throw storageError(error, store.location);
  }
}

/** The code LevelDB gave for a failed open, which abstract-level wraps. */
const causeCode = (error: unknown): unknown => {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && "code" in cause ? cause.code : undefined;
};

/** A new directory's name is on the disk only when its parent is. */
async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
