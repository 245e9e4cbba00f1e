// Where the process that holds a data directory can be asked: the file `<data>/url`, written by one that serves the store over HTTP.
//
//   { "pid": 4711, "url": "http://127.0.0.1:40123" }
//
// It counts only while `<data>/lock` names the same process and that process lives (directory-lock.ts): a killed one leaves both files behind,
// and its number may by now be another's.

import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findHolder } from "./directory-lock.js";

/** Tells commands on this machine where to ask. Only the process that holds the directory may say so. */
export async function announceUrl(directory: string, url: string): Promise<void> {
  const file = join(directory, "url");
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify({ pid: process.pid, url })}\n`);
  await rename(draft, file); // in one piece: a reader never sees half of it
}

/** The URL of the process that holds the directory; undefined where none does, or where it does not serve. */
export async function findHolderUrl(directory: string): Promise<string | undefined> {
  const [holder, { pid, url }] = await Promise.all([findHolder(directory), readJson(join(directory, "url"))]);
  return holder !== undefined && holder === pid && typeof url === "string" ? url : undefined;
}

async function readJson(file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const value: unknown = JSON.parse(await readFile(file, "utf8"));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
